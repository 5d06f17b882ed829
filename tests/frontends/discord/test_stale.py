"""Test facts that are due for a check, confirming them, the digest, and the explanation of an answer."""

from __future__ import annotations

import pytest
from simcord.results import InteractionResult

from bot.desk.access.actors import Actor
from bot.desk.editing.drafts.draft import Draft, draft_of
from bot.facts.models import Production
from bot.frontends.discord.features.digest.cog import WeeklyDigest
from tests.frontends.discord.test_fact import texts_of
from tests.frontends.discord.world import World, buttons, last_in, parts, reply, words


def here(world: World) -> str:
    return f"server:{world.guild.id}"


def actor(world: World) -> Actor:
    return Actor(f"discord:{world.moderator.id}", str(world.guild.id), manages_server=True)


def still_true(shown: InteractionResult, name: str) -> str:
    return next(each for each in ids(shown) if each.startswith(f"b:stale-true:{name}:"))


def ids(shown: InteractionResult) -> list[str]:
    return [each["custom_id"] for each in parts(shown) if each["type"] == 2]


async def ageing(world: World, number: int) -> None:
    """Add facts that come due: the cast of a future film, half a year old."""
    for at in range(number):
        text = f"Ada Marsh plays keeper number {at} in a long and winding scene."
        draft = Draft(production="quiet-comet", topic="cast", text=text, subject=f"keeper {at}")
        await world.desk.curating.add(Actor("discord:5", str(world.guild.id), manages_server=True), draft)
    world.clock.forward(days=181)


async def test_one_tap_confirms_and_shows_the_next_due_fact(world: World) -> None:
    shown = await world.moderator.slash(world.channel, "stale")
    assert shown.ephemeral
    assert "3 facts are due" in words(shown)
    assert "was never checked" in words(shown)
    assert "**Quiet Comet** · release" in words(shown)
    first = still_true(shown, "comet-release")
    await world.restart()
    await world.moderator.click(reply(shown), custom_id=first)
    assert "Checked today:** **Quiet Comet** · release" in words(shown)
    assert "2 facts are due" in words(shown)
    confirmed = world.desk.catalogue.fact("comet-release", here(world))
    assert confirmed.checked_on == world.clock.now.date()
    assert "Quiet Comet is expected" not in words(shown)
    await world.moderator.click(reply(shown), label="Undo")
    assert "3 facts are due" in words(shown)
    assert world.desk.catalogue.fact("comet-release", here(world)).checked_on is None


async def test_facts_about_the_past_are_not_due(world: World) -> None:
    world.clock.forward(days=5000)
    content = words(await world.moderator.slash(world.channel, "stale"))
    assert "were filmed in" not in content
    assert "was turned over" not in content


async def test_a_page_can_be_confirmed_and_undone(world: World) -> None:
    await ageing(world, 9)
    shown = await world.moderator.slash(world.channel, "stale")
    assert "11 facts are due" in words(shown)
    assert len(parts(shown)) <= 40
    on_page = [each.split(":")[2] for each in ids(shown) if each.startswith("b:stale-true:")]
    assert len(on_page) == 5
    await world.restart()
    await world.moderator.click(reply(shown), label="All 5 still true")
    assert "Checked today:** 5 facts" in words(shown)
    assert "6 facts are due" in words(shown)
    assert len(parts(shown)) <= 40
    today = world.clock.now.date()
    assert {world.desk.catalogue.fact(each, here(world)).checked_on for each in on_page} == {today}
    await world.restart()
    await world.moderator.click(reply(shown), label="Undo")
    assert "11 facts are due" in words(shown)
    assert today not in {world.desk.catalogue.fact(each, here(world)).checked_on for each in on_page}


async def test_only_facts_shown_on_the_page_are_confirmed(world: World) -> None:
    await ageing(world, 9)
    shown = await world.moderator.slash(world.channel, "stale")
    on_page = [each.split(":")[2] for each in ids(shown) if each.startswith("b:stale-true:")]
    draft = draft_of(world.desk.catalogue.fact(on_page[2], here(world)))
    await world.desk.curating.edit(actor(world), draft.typed(text="Bo Lind plays the keeper."))
    await world.moderator.click(reply(shown), label="All 5 still true")
    assert "The list has changed" in words(shown)
    assert "11 facts are due" in words(shown)
    assert "Bo Lind" in words(shown)
    response = await world.moderator.click(reply(shown), label="All 5 still true")
    assert response.acknowledged
    assert "6 facts are due" in words(shown)


async def test_undo_reverts_only_the_confirmation(world: World) -> None:
    shown = await world.moderator.slash(world.channel, "stale")
    await world.moderator.click(reply(shown), label="All 3 still true")
    assert "Nothing is due" in words(shown)
    draft = draft_of(world.desk.catalogue.fact("keepers-mill", here(world)))
    mine = Actor(f"discord:{world.moderator.id}", str(world.guild.id), manages_server=True)
    await world.desk.curating.edit(mine, draft.typed(subject="windmill"))
    response = await world.moderator.click(reply(shown), label="Undo")
    assert "changed something else since" in words(response)
    assert world.desk.catalogue.fact("keepers-mill", here(world)).subject == "windmill"


async def test_each_item_opens_its_form_and_leads_back(world: World) -> None:
    shown = await world.moderator.slash(world.channel, "stale")
    edit = next(each for each in ids(shown) if each.startswith("b:stale-edit:comet-release"))
    form = await world.moderator.click(reply(shown), custom_id=edit)
    typed = texts_of(form)
    assert typed["text"] == "Quiet Comet is expected in summer 2028."
    await world.moderator.submit_modal(form, typed | {"text": "Quiet Comet is expected in 2028.", "value": "2028"})
    await world.moderator.click(reply(shown), label="Save")
    assert world.desk.catalogue.fact("comet-release", here(world)).text == "Quiet Comet is expected in 2028."
    await world.moderator.click(reply(shown), label="Back to the list")
    assert "2 facts are due" in words(shown)


async def test_the_list_can_be_limited_to_one_production(world: World) -> None:
    shown = await world.moderator.slash(world.channel, "stale", production="comet")
    assert "1 fact is due" in words(shown)
    found = await world.moderator.autocomplete(world.channel, "stale", "production", "qui")
    assert [each["value"] for each in found] == ["quiet-comet"]
    await world.moderator.click(reply(shown), label="Still true")
    assert "Nothing is due" in words(shown)


async def test_the_longest_ids_fit_in_custom_ids(world: World) -> None:
    name = "a-film-of-a-very-long-name-" * 4 + "indeed"
    world.desk.catalogue.put_production(Production(id=name, title="Long", scope=here(world)))
    for number in range(7):
        draft = Draft(production=name, topic="cast", subject=f"{'role ' * 30}{number}", text=f"Role {number} is hers.")
        await world.desk.curating.add(actor(world), draft.typed(status="rumour"))
    world.clock.forward(days=61)
    shown = await world.moderator.slash(world.channel, "stale", production=name)
    assert "7 facts are due" in words(shown)
    await world.moderator.click(reply(shown), label="Next")
    first = next(each for each in ids(shown) if each.startswith("b:stale-true:"))
    await world.moderator.click(reply(shown), custom_id=first)
    assert "6 facts are due" in words(shown)
    await world.moderator.click(reply(shown), label="Undo")
    assert "7 facts are due" in words(shown)
    await world.moderator.click(reply(shown), label="All 2 still true")
    assert "5 facts are due" in words(shown)


async def test_a_concurrent_change_is_shown_before_confirming(world: World) -> None:
    shown = await world.moderator.slash(world.channel, "stale", production="comet")
    draft = draft_of(world.desk.catalogue.fact("comet-release", here(world)))
    other = Actor("discord:5", str(world.guild.id), manages_server=True)
    await world.desk.curating.edit(other, draft.typed(text="Quiet Comet is expected in autumn 2028."))
    await world.moderator.click(reply(shown), label="Still true")
    assert "<@5> has changed this fact" in words(shown)
    assert "autumn 2028" in words(shown)
    assert world.desk.catalogue.fact("comet-release", here(world)).revision == 1
    await world.moderator.click(reply(shown), label="Still true")
    assert "Checked today" in words(shown)
    assert world.desk.catalogue.fact("comet-release", here(world)).revision == 2


async def test_confirm_by_name(world: World) -> None:
    response = await world.moderator.slash(world.channel, "fact confirm", fact="keepers-mill")
    assert "Checked today" in words(response)
    again = await world.moderator.slash(world.channel, "fact confirm", fact="keepers-mill")
    assert "already checked today" in words(again)
    found = await world.moderator.autocomplete(world.channel, "fact confirm", "fact", "kinderdijk")
    assert found[0]["value"] == "keepers-mill"


async def test_the_digest_on_demand(world: World) -> None:
    await world.fan.slash(world.channel, "ask", question="when does quiet comet come out")
    for question in ("who composed the music of the lantern keepers", "who composed the lantern keepers' music"):
        await world.fan.slash(world.channel, "ask", question=question)
    await world.desk.curating.confirm(actor(world), "keepers-mill")
    shown = await world.moderator.slash(world.channel, "digest")
    assert shown.ephemeral
    content = words(shown)
    assert "**Quiet Comet** · Quiet Comet is expected in summer 2028. (1 ×)" in content
    assert "Not answered** (1)" in content
    assert "**The Lantern Keepers** · “who composed the music of the lantern keepers” (2 × · 1 similar)" in content
    assert "Due for a check** (3)" in content
    due = content.partition("Due for a check")[2].partition("\n**Changed")[0]
    assert all(line.startswith(("- **The Lantern Keepers** ·", "- **Quiet Comet** ·")) for line in due.splitlines()[1:])
    mill = "The mill scenes of The Lantern Keepers were filmed in Kinderdijk."
    assert f"**The Lantern Keepers** · {mill} · confirmed by <@{world.moderator.id}>" in content
    await world.moderator.click(reply(shown), label="Open the queue (1)")
    assert "who composed the music" in words(shown)


async def test_the_digest_groups_questions_like_the_queue(world: World) -> None:
    asked = ["who wrote the songs", "who wrote the songs?", "who designed the lamp", "the lamp, who designed it"]
    for each in asked:
        world.desk.question_log.note(each, here(world), "discord:7")
    queue = await world.desk.queue.items(actor(world))
    digest = await world.desk.digests.digest(actor(world))
    assert digest.unanswered == queue
    assert digest.unanswered_total == len(queue) < len(asked)


async def test_buttons_of_the_digest_are_restricted_and_survive_a_restart(world: World) -> None:
    world.desk.question_log.note("who wrote the songs", here(world), "discord:7")
    await world.desk.settings.change(actor(world), {"digest_channel": str(world.channel.id)})
    cog = world.bot.get_cog("WeeklyDigest")
    assert isinstance(cog, WeeklyDigest)
    await cog.loop()
    weekly = last_in(world.channel)
    content = words(weekly)
    await world.restart()
    for label, shows in (("Open the queue (1)", "who wrote the songs"), ("Due for a check (3)", "3 facts are due")):
        refused = await world.fan.click(weekly, label=label)
        assert refused.ephemeral
        assert shows not in words(refused)
        assert "moderator" in words(refused).lower() or "curator" in words(refused).lower()
        shown = await world.moderator.click(weekly, label=label)
        assert shown.ephemeral
        assert shows in words(shown)
    assert words(last_in(world.channel)) == content


async def test_the_digest_is_posted_once_a_week(world: World) -> None:
    cog = world.bot.get_cog("WeeklyDigest")
    assert isinstance(cog, WeeklyDigest)
    await world.desk.settings.change(actor(world), {"digest_channel": str(world.channel.id)})
    await cog.loop()
    assert "The week up to" in words(last_in(world.channel))
    await cog.loop()
    assert len(world.sent()) == 1
    await world.restart()
    world.clock.forward(days=7)
    again = world.bot.get_cog("WeeklyDigest")
    assert isinstance(again, WeeklyDigest)
    await again.loop()
    assert len(world.sent()) == 2
    await world.desk.settings.change(actor(world), {"digest_channel": "4040404"})
    world.clock.forward(days=7)
    await again.loop()
    await again.loop()
    assert len(world.sent()) == 2


@pytest.mark.parametrize(
    ("question", "verdict"), [("when does quiet comet come out", "answer"), ("who is the king of spain", "unknown")]
)
async def test_why_shows_what_was_understood_and_each_candidates_score(
    world: World, question: str, verdict: str
) -> None:
    shown = await world.moderator.slash(world.channel, "why", question=question)
    assert shown.ephemeral
    content = words(shown)
    assert f"Verdict:** {verdict}" in content
    assert "Understood" in content
    if verdict == "answer":
        assert "**Quiet Comet** · release" in content
        assert "question explained" in content
        assert "Show" in buttons(shown)
    assert world.desk.question_log.open(here(world)) == ()


async def test_why_explains_a_counterexample(world: World) -> None:
    question = "which mill is in the lantern keepers"
    await world.desk.curating.add_counterexamples(actor(world), "keepers-mill", [question])
    content = words(await world.moderator.slash(world.channel, "why", question=question))
    assert "similar to a counterexample of this fact" in content
    assert "similar counterexample 1.00" in content
