"""Show moderators' panels with data of maximum length: they are within Discord's limits, and no data becomes markup."""

from __future__ import annotations

import json
from typing import Any

from simcord.results import InteractionResult

from bot.desk.access.actors import Actor
from bot.desk.asking.question_log import Reason
from bot.desk.editing.drafts.draft import Draft, draft_of
from bot.facts.models import Fact
from tests.frontends.discord.entrances import manager, scope, use
from tests.frontends.discord.world import World, parts, reply, words

EVIL = "@everyone <@&1> **bold** [here](https://evil.example) `code` ||hidden|| # heading <t:0:F> "
LONG = (EVIL * 30)[:1500].strip()
_LABELS = {2: 80, 3: 150}


def hold(shown: InteractionResult) -> None:
    """Check Discord's limits for one message, and that typed text isn't markup."""
    every = parts(shown)
    texts = [str(each["content"]) for each in every if each["type"] == 10]
    assert len(every) <= 40
    assert sum(map(len, texts)) <= 4000
    assert all(texts)
    ids = [each["custom_id"] for each in every if "custom_id" in each]
    assert len(set(ids)) == len(ids)
    assert all(len(each) <= 100 for each in ids)
    for each in every:
        assert len(each.get("label") or each.get("placeholder") or "") <= _LABELS.get(each["type"], 200)
        options = each.get("options") or []
        assert len(options) <= 25
        assert all(1 <= len(one["label"]) <= 100 and len(one["value"]) <= 100 for one in options)
        assert len({one["value"] for one in options}) == len(options)
    content = "\n".join(texts)
    for sign in ("@everyone", "<@&1>", "**bold**", "[here](", "||hidden", "<t:0:F>"):
        assert sign not in content.replace(f"\\{sign}", ""), sign


async def long_fact(world: World, number: int) -> Fact:
    """Add a fact with maximum length in every field."""
    draft = Draft(
        production="lantern-keepers",
        topic="stunt",
        subject=f"{number} {EVIL * 3}"[:190],
        text=f"{number} {LONG}"[:1500],
        phrasings="\n".join(f"{number} {each} {EVIL}" for each in range(60)),
        sources="\n".join(f"https://example.org/{each}/{'x' * 150} | {EVIL} | 3 May 2024" for each in range(10)),
        why=EVIL * 3,
        status="rumour",
    )
    return await world.desk.curating.add(manager(world), draft)


async def test_history_merge_shared_confirm_and_undo(world: World) -> None:
    first, second = await long_fact(world, 1), await long_fact(world, 2)
    draft = draft_of(first).typed(text=LONG[::-1], subject="s", phrasings="other", sources="a paper", why=EVIL * 3)
    await world.desk.curating.edit(
        Actor(f"discord:{world.moderator.id}", str(world.guild.id), manages_server=True), draft
    )
    shown = await world.moderator.slash(world.channel, "fact history", fact=first.id)
    hold(shown)
    await use(world.moderator, shown, "revision", ":2:")
    hold(shown)
    hold(await world.moderator.slash(world.channel, "fact merge", keep=second.id, other=first.id))
    hold(await world.moderator.slash(world.channel, "fact confirm", fact=second.id))
    hold(await world.moderator.slash(world.channel, "undo"))
    shared = draft_of(world.desk.catalogue.fact("keepers-mill")).typed(text=LONG, phrasings=EVIL, subject=EVIL)
    await world.desk.curating.edit(manager(world), shared)
    hold(await world.moderator.slash(world.channel, "fact shared", fact="keepers-mill"))


async def test_stale_digest_why_and_log(world: World) -> None:
    log = world.guild.create_text_channel("log")
    await world.desk.settings.change(manager(world), {"log_channel": str(log.id)})
    for number in range(6):
        await long_fact(world, number)
    world.clock.forward(days=900)
    shown = await world.moderator.slash(world.channel, "stale")
    hold(shown)
    await use(world.moderator, shown, "page", "last")
    hold(shown)
    for number in range(12):
        world.desk.question_log.note(f"{number} {EVIL * 4}", scope(world), "discord:7")
    hold(await world.moderator.slash(world.channel, "digest"))
    hold(await world.moderator.slash(world.channel, "why", question=f"1 {EVIL * 20}"[:1000]))
    await world.env.settle()
    assert len([each for each in world.sent() if each.channel_id == log.id]) == 6


async def test_a_full_queue(world: World) -> None:
    for number in range(40):
        world.desk.question_log.note(f"{number * 7919} {LONG}"[:300], scope(world), "discord:7", topics=["stunt"])
    member = Actor("discord:100", str(world.guild.id))
    fields: dict[str, Any] = {"text": LONG, "source": f"https://example.org/a | {EVIL * 2}", "production": "comet"}
    await world.desk.suggesting.propose(member, **fields, topic="release", fact="comet-release")
    shown = await world.moderator.slash(world.channel, "queue")
    hold(shown)
    assert "most asked first" in words(shown)
    while len(await world.desk.queue.items(manager(world))) > 1:
        item = next(each for each in await world.desk.queue.items(manager(world)) if each.suggestion is None)
        await world.desk.queue.dismiss(manager(world), item.key)
    shown = await world.moderator.slash(world.channel, "queue")
    hold(shown)
    assert "**Now:**" in words(shown)
    await use(world.moderator, shown, "suggester-mute")
    await use(world.moderator, shown, "dismissed")
    hold(shown)


async def test_a_question_that_a_long_fact_answered(world: World) -> None:
    first, second = await long_fact(world, 1), await long_fact(world, 2)
    fields: dict[str, Any] = {"reason": Reason.WRONG, "facts": [first.id]}
    for number in range(12):
        world.desk.question_log.note(f"{LONG[:280]}{'?' * number} {number % 2}", scope(world), "discord:7", **fields)
    shown = await world.moderator.slash(world.channel, "queue")
    hold(shown)
    await use(world.moderator, shown, "queue-not")
    hold(shown)
    assert "counterexample of" in words(shown)
    long = [f"{each} {EVIL * 2}" for each in range(60)]
    await world.desk.curating.add_counterexamples(manager(world), second.id, long)
    hold(await world.moderator.slash(world.channel, "fact show", fact=second.id))
    hold(await world.moderator.slash(world.channel, "why", question=f"2 {EVIL}"))
    world.desk.question_log.note(LONG[:300], scope(world), "discord:7", **fields | {"facts": [first.id, second.id]})
    hold(await world.moderator.slash(world.channel, "queue"))


async def test_a_long_report(world: World) -> None:
    def fields(number: int, **more: Any) -> dict[str, Any]:
        sources = [{"title": EVIL}]
        return {
            "id": f"f-{number}",
            "production": "lantern-keepers",
            "topic": "stunt",
            "text": LONG,
            "sources": sources,
        } | more

    facts = [fields(each) for each in range(40)] + [fields(each + 100, value={"kind": EVIL}) for each in range(40)]
    facts += [fields(300 + each, id=f"keepers-stunt-{each + 1}") for each in range(12)]
    pack = {"format": "callsheet-pack", "version": 1, "id": "long", "title": EVIL, "productions": [], "facts": facts}
    shown = await world.moderator.slash(world.channel, "pack import", file=("long.json", json.dumps(pack).encode()))
    hold(shown)
    for part in ("refused", "changed", "added"):
        await use(world.moderator, shown, "import-part", part)
        hold(shown)
        await use(world.moderator, shown, "page", "last")
        hold(shown)
        await use(world.moderator, shown, "import-back")
    await world.moderator.click(reply(shown), label="Apply without refused lines")
    hold(shown)
    hold(await world.moderator.slash(world.channel, "undo"))


async def test_settings_and_setup_with_everything_chosen(world: World) -> None:
    roles = [str(world.guild.create_role(f"role {each}").id) for each in range(25)]
    channels = [str(world.guild.create_text_channel(f"channel-{each}").id) for each in range(30)]
    chosen = {"moderator_roles": roles, "curator_roles": roles, "answer_channels": channels, "log_channel": channels[0]}
    await world.desk.settings.change(manager(world), chosen)
    hold(await world.moderator.slash(world.channel, "settings"))
    shown = await world.moderator.slash(world.channel, "setup")
    hold(shown)
    for step in ("where", "what", "keep", "ask"):
        await use(world.moderator, shown, "setup", f":{step}")
        hold(shown)
