"""What is due, the tap that says it still holds, the digest, and the explanation of an answer."""

from __future__ import annotations

import pytest

from bot.desk.actors import Actor
from bot.desk.drafts import draft_of
from bot.frontends.discord.cogs.digest import WeeklyDigest
from tests.frontends.discord.world import World, buttons, last_in, parts, reply, words


def here(world: World) -> str:
    return f"server:{world.guild.id}"


def actor(world: World) -> Actor:
    return Actor(f"discord:{world.moderator.id}", str(world.guild.id), manages_server=True)


async def test_one_tap_confirms_and_shows_what_is_due_next(world: World) -> None:
    shown = await world.moderator.slash(world.channel, "stale")
    assert shown.ephemeral
    assert "17 facts are due" in words(shown)
    assert "never checked" in words(shown)
    first = next(each["custom_id"] for each in parts(shown) if each.get("label") == "Still true")
    name = first.split(":")[2]
    await world.restart()
    await world.moderator.click(reply(shown), custom_id=first)
    assert "16 facts are due" in words(shown)
    confirmed = world.desk.catalogue.fact(name, here(world))
    assert confirmed.checked_on == world.clock.now.date()
    assert name not in words(shown)


async def test_only_one_production(world: World) -> None:
    shown = await world.moderator.slash(world.channel, "stale", production="comet")
    assert "1 fact is due" in words(shown)
    found = await world.moderator.autocomplete(world.channel, "stale", "production", "qui")
    assert [each["value"] for each in found] == ["quiet-comet"]
    await world.moderator.click(reply(shown), label="Still true")
    assert "0 facts are due" in words(shown)


async def test_what_somebody_changed_meanwhile_is_shown_before_it_is_confirmed(world: World) -> None:
    shown = await world.moderator.slash(world.channel, "stale", production="comet")
    draft = draft_of(world.desk.catalogue.fact("comet-release", here(world)))
    other = Actor("discord:5", str(world.guild.id), manages_server=True)
    await world.desk.curating.edit(other, draft.typed(text="Quiet Comet is expected in autumn 2028."))
    await world.moderator.click(reply(shown), label="Still true")
    assert "was changed by <@5>" in words(shown)
    assert "autumn 2028" in words(shown)
    assert world.desk.catalogue.fact("comet-release", here(world)).revision == 1
    await world.moderator.click(reply(shown), label="Still true")
    assert "counts as checked today" in words(shown)
    assert world.desk.catalogue.fact("comet-release", here(world)).revision == 2


async def test_confirm_by_name(world: World) -> None:
    told = await world.moderator.slash(world.channel, "fact confirm", fact="keepers-mill")
    assert "counts as checked today" in words(told)
    again = await world.moderator.slash(world.channel, "fact confirm", fact="keepers-mill")
    assert "checked today already" in words(again)
    found = await world.moderator.autocomplete(world.channel, "fact confirm", "fact", "kinderdijk")
    assert found[0]["value"] == "keepers-mill"


async def test_the_digest_on_demand(world: World) -> None:
    await world.fan.slash(world.channel, "ask", question="when does quiet comet come out")
    await world.fan.slash(world.channel, "ask", question="who composed the music of the lantern keepers")
    await world.desk.curating.confirm(actor(world), "keepers-mill")
    shown = await world.moderator.slash(world.channel, "digest")
    assert shown.ephemeral
    said = words(shown)
    assert "Quiet Comet is expected in summer 2028. (1 ×)" in said
    assert "who composed the music of the lantern keepers" in said
    assert "Due for a check** (16)" in said
    assert "… and 11 more" in said
    assert f"`keepers-mill`: confirmed by <@{world.moderator.id}>" in said


async def test_the_digest_comes_once_a_week_to_its_channel(world: World) -> None:
    cog = world.bot.get_cog("WeeklyDigest")
    assert isinstance(cog, WeeklyDigest)
    await world.desk.settings.change(actor(world), {"digest_channel": str(world.channel.id)})
    await cog.deliver()
    assert "The week up to" in words(last_in(world.channel))
    await cog.deliver()
    assert len(world.sent()) == 1
    await world.restart()
    world.clock.forward(days=7)
    again = world.bot.get_cog("WeeklyDigest")
    assert isinstance(again, WeeklyDigest)
    await again.deliver()
    assert len(world.sent()) == 2
    await world.desk.settings.change(actor(world), {"digest_channel": "4040404"})
    world.clock.forward(days=7)
    await again.deliver()
    await again.deliver()
    assert len(world.sent()) == 2


@pytest.mark.parametrize(
    ("question", "verdict"), [("when does quiet comet come out", "answer"), ("who is the king of spain", "unknown")]
)
async def test_why_tells_what_was_understood_and_what_each_candidate_scored_by(
    world: World, question: str, verdict: str
) -> None:
    shown = await world.moderator.slash(world.channel, "why", question=question)
    assert shown.ephemeral
    said = words(shown)
    assert f"Verdict:** {verdict}" in said
    assert "Understood" in said
    if verdict == "answer":
        assert "`comet-release`" in said
        assert "question explained" in said
        assert "Show" in buttons(shown)
    assert world.desk.question_log.open(here(world)) == ()


async def test_why_tells_that_a_fact_is_known_not_to_answer(world: World) -> None:
    question = "which mill is in the lantern keepers"
    await world.desk.curating.add_counterexamples(actor(world), "keepers-mill", [question])
    said = words(await world.moderator.slash(world.channel, "why", question=question))
    assert "much like a question that this fact is known not to answer" in said
    assert "sounds like a counterexample 1.00" in said
