"""Ask by command: answers, choices, unknowns, and their buttons."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers.answer import Answer, Choice, Outcome
from bot.desk.access.actors import Actor
from bot.desk.access.server_settings import SpoilerPolicy
from bot.desk.asking.labels import Labels
from bot.desk.asking.question_log import Standing
from bot.desk.asking.rate_limit import CAPACITY
from bot.desk.asking.replies import Reply
from bot.desk.cards.spoilers import Outlet, Reader, Spoilers
from bot.desk.state.catalogue import Catalogue
from bot.facts.models import SHARED, Fact, Spoiler
from bot.frontends.discord.features.ask.panel import answer_panel
from bot.frontends.discord.shared.routing.signatures import Kind
from tests.frontends.discord.forging import forge
from tests.frontends.discord.world import World, buttons, choose, menus, offered, parts, press_more, reply, words

KEEPERS = "lantern-keepers"
RELEASE = "when does the lantern keepers come out"


async def test_an_answer_shows_date_move_source_and_status(world: World) -> None:
    result = await world.fan.slash(world.channel, "ask", question=RELEASE)
    content = words(result)
    assert not result.ephemeral
    assert not result.deferred
    assert "The Lantern Keepers comes to cinemas on 14 May 2027." in content
    assert "📅 <t:1810290600:R>, United States" in content
    assert "moved from November 2026" in content
    assert r"[Harbour Gazette \*weekly\*](https://example.org/a_%28b%29?x=1), 3 May 2026" in content
    assert "Confirmed" in content
    assert "last checked 1 October 2026" in content


async def test_a_date_without_a_day_is_in_words(world: World) -> None:
    content = words(await world.fan.slash(world.channel, "ask", question="when does quiet comet come out"))
    assert "summer 2028" in content
    assert "<t:" not in content
    assert "Rumour" in content


async def test_a_place_is_shown_with_its_country(world: World) -> None:
    question = "where were the harbour scenes of the lantern keepers filmed"
    assert "📍 Ålesund, Norway" in words(await world.fan.slash(world.channel, "ask", question=question))


async def test_the_production_option_accepts_an_id_or_a_name(world: World) -> None:
    for production in ("quiet-comet", "Comet"):
        result = await world.fan.slash(world.channel, "ask", question="when does it come out", production=production)
        assert "Quiet Comet is expected in summer 2028" in words(result)
    result = await world.fan.slash(world.channel, "ask", question="when", production="Quiet Commet")
    assert result.ephemeral
    assert "Quiet Comet" in words(result)


async def test_a_spoiler_is_covered_with_a_warning(world: World) -> None:
    result = await world.fan.slash(world.channel, "ask", question="how does the lantern keepers end")
    containers = [each for each in parts(result) if each["type"] == 17]
    assert [each["spoiler"] for each in containers] == [True]
    outside = [each["content"] for each in reply(result).components if each["type"] == 10]
    assert outside == ["Spoiler (major) for **The Lantern Keepers**. Tap to uncover."]


async def test_a_spoiler_is_shown_or_hidden_as_the_server_chose(world: World) -> None:
    server = str(world.guild.id)
    question = "how does the lantern keepers end"
    await choose_policy(world, server, "show")
    shown = await world.fan.slash(world.channel, "ask", question=question)
    assert [each["spoiler"] for each in parts(shown) if each["type"] == 17] == [False]
    await choose_policy(world, server, "hide")
    hidden = await world.fan.slash(world.channel, "ask", question=question)
    assert "goes dark" not in words(hidden)
    old = await world.fan.click(reply(shown), label="Sources")
    assert "hides spoilers" in words(old)


async def choose_policy(world: World, server: str, policy: str) -> None:
    actor = Actor("discord:1", server, manages_server=True)
    await world.desk.settings.change(actor, {"spoiler_policy": policy})


async def test_follow_up_buttons_reply_privately(world: World) -> None:
    answer = reply(await world.fan.slash(world.channel, "ask", question=RELEASE))
    other = world.member("other")
    sources = await other.click(answer, label="Sources")
    dates = await press_more(other, answer, "Dates announced")
    assert sources.ephemeral
    assert dates.ephemeral
    assert "Harbour Gazette" in words(sources)
    assert words(dates).index("November 2026") < words(dates).index("14 May 2027")


async def test_related_facts_can_be_opened(world: World) -> None:
    answer = await world.fan.slash(
        world.channel, "ask", question="where were the harbour scenes of the lantern keepers filmed"
    )
    related = await world.fan.click(reply(answer), label="Related")
    assert "mill scenes" in words(related)
    shown = await world.fan.click(reply(related), label="Show")
    assert "📍 Kinderdijk, The Netherlands" in words(shown)
    assert shown.ephemeral


async def test_buttons_survive_a_restart(world: World) -> None:
    answer = reply(await world.fan.slash(world.channel, "ask", question=RELEASE))
    await world.restart()
    assert "Harbour Gazette" in words(await world.fan.click(answer, label="Sources"))
    forgotten = await world.fan.click(answer, label="Not this")
    assert "Ask again" in words(forgotten)


async def test_not_what_i_asked_reaches_the_moderators(world: World) -> None:
    answer = reply(await world.fan.slash(world.channel, "ask", question=RELEASE))
    thanks = await world.fan.click(answer, label="Not this")
    assert thanks.ephemeral
    [logged] = world.desk.question_log.open(f"server:{world.guild.id}")
    assert (logged.text, logged.reason) == (RELEASE, "wrong")
    response = await world.fan.click(reply(thanks), label="Notify me")
    assert "/forget-me" in words(response)
    [logged] = world.desk.question_log.open(f"server:{world.guild.id}")
    assert logged.waiting == (f"discord:{world.fan.id}",)


async def test_a_complaint_about_a_dismissed_question_is_not_promised_to_moderators(world: World) -> None:
    answer = reply(await world.fan.slash(world.channel, "ask", question=RELEASE))
    await world.fan.click(answer, label="Not this")
    [logged] = world.desk.question_log.open(f"server:{world.guild.id}")
    await world.desk.question_log.close(logged.key, Standing.DISMISSED)
    thanks = words(await world.fan.click(answer, label="Not this"))
    assert "Thanks" in thanks
    assert "moderators" not in thanks


def test_no_choice_shows_a_spoiler() -> None:
    plain = Fact(id="a", production="film", topic="story", subject="s" * 60, text="It begins at sea.")
    ending = plain.model_copy(update={"id": "b", "text": "It ends in the dark.", "spoiler": Spoiler.MAJOR})
    choices = tuple(Choice(each, f"{each.subject} {each.id}") for each in (plain, ending))
    tell = Spoilers(Catalogue(), lambda _: SpoilerPolicy.COVER).at(Outlet.CHOICE, Reader(SHARED))
    labelled = Labels({}).choices(choices, tell)
    asked_back = Reply("abcdefgh", Answer("?", Outcome.CLARIFY, choices=choices), choices=labelled)
    panel: Any = answer_panel(asked_back, asker="1", offers=frozenset())
    shown = str(panel.to_components())
    assert "It begins at sea." in shown
    assert "It ends in the dark." not in shown


async def test_an_unknown_offers_topics_and_is_logged_once(world: World) -> None:
    question = "who composed the music of the lantern keepers"
    first = await world.fan.slash(world.channel, "ask", question=question, production=KEEPERS)
    await world.member("other").slash(world.channel, "ask", question=f"  {question.upper()}?", production=KEEPERS)
    logged = world.desk.question_log.open(f"server:{world.guild.id}")
    assert [(each.text, each.count) for each in logged] == [(question, 2)]
    assert words(first) == "I don't know that yet. I've passed your question on to the moderators."
    assert list(buttons(first)) == ["Notify me", "Suggest the answer"]
    [menu] = menus(first)
    assert menu["placeholder"] == "What I know about The Lantern Keepers"
    assert [each["description"] for each in menu["options"]] == ["12 facts", "2 facts", "1 fact", "1 fact"]
    listed = await world.fan.select(reply(first), [menu["options"][0]["value"]], custom_id=menu["custom_id"])
    assert listed.ephemeral
    assert "The Lantern Keepers · stunts" in words(listed)


async def test_an_unknown_without_a_production_offers_the_productions(world: World) -> None:
    shown = await world.fan.slash(world.channel, "ask", question="good morning everyone")
    assert words(shown) == "I don't know that yet."
    [menu] = menus(shown)
    assert [each["label"] for each in menu["options"]] == ["The Lantern Keepers", "Quiet Comet"]
    listed = await world.fan.select(reply(shown), ["quiet-comet"], custom_id=menu["custom_id"])
    assert listed.ephemeral
    assert words(listed).startswith("### Quiet Comet\n")


async def test_topic_buttons_from_before_the_menu_still_work(world: World) -> None:
    for sent, heading in (("keepers:location", "The Lantern Keepers · locations"), ("keepers:", "The Lantern Keepers")):
        listed = await forge(world.fan, world.channel, Kind.BUTTON, f"b:topic:lantern-{sent}")
        assert listed.ephemeral
        assert words(listed).startswith(f"### {heading}\n")


async def test_people_waiting_for_an_answer_are_remembered_across_a_restart(world: World) -> None:
    question = "who composed the music of the lantern keepers"
    unknown = await world.fan.slash(world.channel, "ask", question=question, production=KEEPERS)
    await world.restart()
    await world.fan.click(reply(unknown), label="Notify me")
    [logged] = world.desk.question_log.open(f"server:{world.guild.id}")
    assert logged.waiting == (f"discord:{world.fan.id}",)


async def test_small_talk_is_declined_and_not_logged(world: World) -> None:
    content = words(await world.fan.slash(world.channel, "ask", question="good morning everyone"))
    assert content
    assert world.desk.question_log.open(f"server:{world.guild.id}") == ()


AMBIGUOUS = "when does it come out"


async def test_a_choice_is_replaced_only_for_the_asker(world: World) -> None:
    asked = await world.fan.slash(world.channel, "ask", question=AMBIGUOUS)
    theirs = await choose(world.member("other"), asked)
    assert theirs.ephemeral
    assert "-# Source" in words(theirs)
    assert len(offered(asked)) == 2
    await choose(world.fan, asked)
    assert "-# Source" in words(asked)
    assert offered(asked) == []


async def test_a_choice_survives_a_restart(world: World) -> None:
    asked = await world.fan.slash(world.channel, "ask", question=AMBIGUOUS)
    await world.restart()
    await choose(world.fan, asked, 1)
    assert "-# Source" in words(asked)


async def test_choosing_a_fact_that_was_retired_is_explained(world: World) -> None:
    asked = await world.fan.slash(world.channel, "ask", question=AMBIGUOUS)
    moderator = Actor("discord:1", str(world.guild.id), manages_server=True)
    await world.desk.curating.retire(moderator, "comet-release")
    await world.desk.curating.retire(moderator, "keepers-release")
    refused = await choose(world.fan, asked)
    assert refused.ephemeral
    assert "retired" in words(refused)


@pytest.mark.parametrize(
    "question",
    ["", " ", "😀", "**", "<@1> <@&2> @everyone", "\u202e\u200b\0", "a" * 6000, "?" * 6000, "```\n" * 900],
    ids=["empty", "blank", "emoji", "markup", "mentions", "unseen", "long", "marks", "fences"],
)
async def test_any_text_gets_a_reply(world: World, question: str) -> None:
    result = await world.fan.slash(world.channel, "ask", question=question)
    assert words(result)
    assert "went wrong" not in words(result)


async def test_too_many_questions_are_rate_limited(world: World) -> None:
    for _ in range(CAPACITY):
        await world.fan.slash(world.channel, "ask", question=RELEASE)
    refused = await world.fan.slash(world.channel, "ask", question=RELEASE)
    assert refused.ephemeral
    assert "One moment" in words(refused)
    other = await world.member("other").slash(world.channel, "ask", question=RELEASE)
    assert "14 May 2027" in words(other)
    world.clock.forward(minutes=1)
    assert "14 May 2027" in words(await world.fan.slash(world.channel, "ask", question=RELEASE))


async def test_a_direct_message_sees_the_shared_facts(world: World) -> None:
    person = world.stranger()
    result = await person.slash("ask", question=RELEASE)
    assert "14 May 2027" in words(result)
    assert "Harbour Gazette" in words(await person.click(reply(result), label="Sources"))


async def test_autocomplete_of_questions(world: World) -> None:
    choices = await world.fan.autocomplete(world.channel, "ask", "question", "when does")
    names = [each["name"] for each in choices]
    assert "when does quiet comet come out" in names
    assert len(set(names)) == len(names) <= 25
    assert all(1 <= len(each["name"]) <= 100 and each["name"] == each["value"] for each in choices)
    one = await world.fan.autocomplete(world.channel, "ask", "question", "when", production="lantern-keepers")
    assert one
    assert not any("comet" in each["name"] for each in one)
    none = await world.fan.autocomplete(world.channel, "ask", "question", "when", production="no such thing")
    assert isinstance(none, list)


async def test_autocomplete_puts_the_most_asked_question_first(world: World) -> None:
    for _ in range(3):
        await world.fan.slash(world.channel, "ask", question="when does quiet comet come out")
    choices = await world.fan.autocomplete(world.channel, "ask", "question", "")
    assert choices[0]["name"] == "when does quiet comet come out"


async def test_autocomplete_of_productions(world: World) -> None:
    every = await world.fan.autocomplete(world.channel, "ask", "production", "")
    assert {each["value"] for each in every} == {"lantern-keepers", "quiet-comet"}
    [first, *_] = await world.fan.autocomplete(world.channel, "ask", "production", "com")
    assert (first["name"], first["value"]) == ("Quiet Comet", "quiet-comet")
