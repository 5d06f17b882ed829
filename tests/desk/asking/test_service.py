from __future__ import annotations

import pytest

from bot.answers.answer import Outcome
from bot.desk.access.server_settings import SpoilerPolicy
from bot.desk.asking.question_log import Reason
from bot.desk.asking.rate_limit import CAPACITY
from bot.desk.cards.spoilers import Outlet, Reader, Teller
from bot.desk.desk import Desk
from bot.desk.errors import NotFound, TooMany
from bot.facts.models import SHARED, DateValue, Fact, PersonValue, PlaceValue, Source, Spoiler
from tests.desk.samples import (
    ANNA,
    ELSEWHERE,
    FAN,
    IN_PRIVATE,
    MODERATOR,
    OTHER_FAN,
    SetClock,
    fact,
    moved,
    own,
    production,
    revision,
)

PAPER = Source(title="The Evening Reel", url="https://reel.example/a", date="2026-05")
RELEASE = fact(
    "salt-release",
    production="salt-harbour",
    text="The Salt Harbour opens in cinemas on 21 May 2027.",
    value=DateValue(edtf="2027-05-21"),
    announced_dates=moved("2026-10-02", "2027-05-21"),
    phrasings=("when does the salt harbour come out", "salt harbour release date"),
    sources=(PAPER,),
)
PIER = fact(
    "salt-pier",
    production="salt-harbour",
    topic="location",
    subject="pier scene",
    text="The pier scene was filmed in Whitby.",
    value=PlaceValue(name="Whitby", country="GB"),
    phrasings=("where was the pier scene filmed", "salt harbour pier location"),
)
ENDING = fact(
    "salt-ending",
    production="salt-harbour",
    topic="story",
    subject="the murderer",
    text="Ada Marsh turns out to be the murderer.",
    value=PersonValue(name="Ada Marsh", role="the murderer"),
    spoiler=Spoiler.MAJOR,
    phrasings=("who is the murderer in the salt harbour",),
)
LANTERNS = fact(
    "lanterns-release",
    production="nine-lanterns",
    text="Nine Lanterns opens in cinemas on 3 March 2028.",
    value=DateValue(edtf="2028-03-03"),
    phrasings=("when does nine lanterns come out",),
)

ASK_RELEASE = "when does the salt harbour come out"
ASK_UNKNOWN = "who composed the music of the salt harbour"


@pytest.fixture
async def asked(empty_desk: Desk) -> Desk:
    """Return a desk with a few facts on two productions."""
    productions = [
        production("salt-harbour", title="The Salt Harbour", aliases=("Salt Harbour",)),
        production("nine-lanterns", title="Nine Lanterns"),
    ]
    await empty_desk.ledger.commit([revision(each) for each in (RELEASE, PIER, ENDING, LANTERNS)], productions)
    return empty_desk


async def put(desk: Desk, new: Fact) -> None:
    await desk.ledger.commit([revision(new, change=desk.ledger.new_change())])


async def test_an_answer_is_a_complete_card(asked: Desk) -> None:
    reply = asked.asking.ask(ASK_RELEASE, FAN)
    assert reply.outcome is Outcome.ANSWER
    card = reply.cards[0]
    assert (card.id, card.title) == ("salt-release", "The Salt Harbour")
    assert card.when is not None
    assert card.when.words == "21 May 2027"
    assert card.moved_from == "moved from 2 October 2026"
    assert card.sources[0].date == "May 2026"
    assert (reply.notice, reply.logged) == ("", None)


async def test_a_change_is_used_immediately(asked: Desk) -> None:
    await put(asked, RELEASE.model_copy(update={"text": "It opens in June.", "revision": 2}))
    assert asked.asking.ask(ASK_RELEASE, FAN).cards[0].fact.text == "It opens in June."


async def test_a_servers_version_is_only_used_there(asked: Desk) -> None:
    await put(asked, own(PIER, text="Ours: it was filmed in Bergen."))
    question = "where was the pier scene of the salt harbour filmed"
    mine = asked.asking.ask(question, FAN).cards[0]
    assert (mine.text, mine.own_version) == ("Ours: it was filmed in Bergen.", "this server's version")
    for other in (ELSEWHERE, IN_PRIVATE):
        assert asked.asking.ask(question, other).cards[0].text == PIER.text


async def test_the_unknown_half_of_a_question_is_logged(asked: Desk) -> None:
    reply = asked.asking.ask("when does the salt harbour come out and who composed the music", FAN)
    assert [card.id for card in reply.cards] == ["salt-release"]
    assert reply.notice == "I don't know anything about “who composed the music” yet."
    [question] = asked.question_log.open(FAN.scope)
    assert (question.key, question.text, question.productions) == (
        reply.logged,
        "who composed the music",
        ("salt-harbour",),
    )


async def test_an_unknown_question_offers_known_topics_and_is_logged_once(asked: Desk) -> None:
    first = asked.asking.ask(ASK_UNKNOWN, FAN)
    second = asked.asking.ask(f"{ASK_UNKNOWN}??", OTHER_FAN)
    assert first.outcome is second.outcome is Outcome.UNKNOWN
    assert [each.id for each in first.nearest.productions] == ["salt-harbour"]
    assert {each.topic: each.facts for each in first.nearest.topics} == {"release": 1, "location": 1, "story": 1}
    assert "The Salt Harbour" in first.notice
    assert "moderators" in first.notice
    [question] = asked.question_log.open(FAN.scope)
    assert (question.key, question.count, question.productions) == (first.logged, 2, ("salt-harbour",))
    assert asked.question_log.open(SHARED) == asked.question_log.open(ELSEWHERE.scope) == ()


@pytest.mark.parametrize("text", ["hello there", "how are you today", "", "🎬🎬", "\u200b", "\x00"])
async def test_small_talk_is_not_logged(asked: Desk, text: str) -> None:
    reply = asked.asking.ask(text, FAN)
    assert reply.outcome is Outcome.UNKNOWN
    assert reply.logged is None
    assert asked.question_log.open(FAN.scope) == ()
    assert reply.notice.startswith("I don't know that yet.")
    assert "passed" not in reply.notice


async def test_a_traceless_question_is_not_logged_or_counted(asked: Desk) -> None:
    reply = asked.asking.ask(ASK_UNKNOWN, FAN, traceless=True)
    assert reply.logged is None
    assert "The Salt Harbour" in reply.notice
    assert "passed" not in reply.notice
    asked.asking.ask(ASK_RELEASE, FAN, traceless=True)
    assert asked.question_log.open(FAN.scope) == ()
    assert asked.popularity.top_facts(FAN.scope) == []
    assert "passed your question on" in asked.asking.ask(ASK_UNKNOWN, FAN).notice


async def test_small_talk_in_a_conversation_is_not_logged(asked: Desk) -> None:
    asked.asking.ask(ASK_RELEASE, FAN)
    assert asked.asking.ask("what is the weather in berlin", FAN).logged is None
    assert asked.asking.ask(ASK_UNKNOWN, FAN).logged is not None


async def test_an_empty_store_says_how_to_begin(empty_desk: Desk) -> None:
    assert "/fact add" in empty_desk.asking.ask("when is it out", FAN).notice


async def test_a_chosen_production_limits_the_answer_and_must_exist(asked: Desk) -> None:
    assert asked.asking.ask("when does it come out", FAN, production="Nine Lanterns").cards[0].id == "lanterns-release"
    with pytest.raises(NotFound, match="Did you mean Nine Lanterns"):
        asked.asking.ask("when does it come out", FAN, production="nine lantern")


async def test_a_conversation_belongs_to_one_person_and_channel(asked: Desk) -> None:
    asked.asking.ask(ASK_RELEASE, FAN)
    later = asked.asking.ask("and where was the pier scene filmed?", FAN)
    assert [card.id for card in later.cards] == ["salt-pier"]
    context = asked.conversations.get(FAN)
    assert context is not None
    assert context.production == "salt-harbour"
    assert asked.conversations.get(OTHER_FAN) is None
    assert asked.conversations.get(ELSEWHERE) is None


async def test_the_default_production_is_used_if_the_question_names_none(asked: Desk) -> None:
    assert asked.asking.ask("when does it come out", FAN).outcome is not Outcome.ANSWER
    await asked.settings.change(MODERATOR, {"default_production": "nine-lanterns"})
    assert [card.id for card in asked.asking.ask("when does it come out", OTHER_FAN).cards] == ["lanterns-release"]
    assert asked.asking.ask("when does it come out", ELSEWHERE).outcome is not Outcome.ANSWER
    assert asked.asking.ask(ASK_RELEASE, FAN).cards[0].id == "salt-release"


async def test_a_choice_is_answered_and_becomes_the_context(asked: Desk) -> None:
    offered = asked.asking.ask("when does it come out", FAN)
    reply = asked.asking.choose("lanterns-release", FAN, reply=offered.id)
    assert (reply.outcome, [card.id for card in reply.cards]) == (Outcome.ANSWER, ["lanterns-release"])
    context = asked.conversations.get(FAN)
    assert context is not None
    assert context.production == "nine-lanterns"
    with pytest.raises(NotFound):
        asked.asking.choose("no-such-fact", FAN)


async def test_spoilers_follow_the_servers_policy(asked: Desk) -> None:
    question = "who is the murderer in the salt harbour"
    assert asked.asking.ask(question, FAN).cards[0].covered
    await asked.settings.change(MODERATOR, {"spoiler_policy": "hide"})
    hidden = asked.asking.ask(question, FAN)
    assert hidden.cards == ()
    assert "Ask me in a direct message" in hidden.notice
    assert "salt-ending" not in [card.id for card in asked.asking.cards(FAN.scope, "salt-harbour")]
    await asked.settings.change(MODERATOR, {"spoiler_policy": "show"})
    assert not asked.asking.ask(question, FAN).cards[0].covered
    assert asked.asking.ask(question, IN_PRIVATE).cards[0].covered


async def test_asked_phrasings_are_counted_and_offered_first(asked: Desk) -> None:
    for _ in range(2):
        asked.asking.ask("When does THE SALT HARBOUR come out???", FAN)
    assert asked.popularity.top_phrases(FAN.scope) == [("when does the salt harbour come out", "salt-release", 2)]
    assert asked.asking.complete("", FAN.scope)[0] == "when does the salt harbour come out"
    assert asked.popularity.top_phrases(SHARED) == []


async def test_autocomplete_accepts_any_name_of_a_production(asked: Desk) -> None:
    assert asked.asking.complete("when", SHARED, "nine lanterns") == ["when does nine lanterns come out"]
    assert asked.asking.complete("when", SHARED, "no such film") == []


async def test_a_wrong_answer_is_logged_with_the_shown_facts(asked: Desk) -> None:
    reply = asked.asking.ask(ASK_RELEASE, FAN)
    key = asked.asking.wrong(reply.id, OTHER_FAN)
    [question] = asked.question_log.open(FAN.scope, Reason.WRONG)
    assert (question.key, question.facts, question.text) == (key, ("salt-release",), ASK_RELEASE)


async def test_a_reply_of_another_server_cannot_be_reported(asked: Desk) -> None:
    reply = asked.asking.ask(ASK_RELEASE, FAN)
    for reference in (reply.id, "unknown"):
        with pytest.raises(NotFound, match="Ask again"):
            asked.asking.wrong(reference, ELSEWHERE)
    assert asked.question_log.open(ELSEWHERE.scope) == ()


async def test_a_person_can_wait_for_an_answer(asked: Desk) -> None:
    reply = asked.asking.ask(ASK_UNKNOWN, FAN)
    assert reply.logged is not None
    await asked.asking.tell_me(reply.logged, FAN)
    question = asked.question_log.get(reply.logged)
    assert question is not None
    assert question.waiting == (ANNA,)


async def test_nobody_can_wait_for_another_servers_question(asked: Desk) -> None:
    logged = asked.question_log.note(ASK_UNKNOWN, FAN.scope, ANNA)
    assert logged is not None
    with pytest.raises(NotFound):
        await asked.asking.tell_me(logged.key, ELSEWHERE)
    question = asked.question_log.get(logged.key)
    assert question is not None
    assert question.waiting == ()


@pytest.mark.parametrize(
    "text",
    [
        "salt harbour " * 460,
        "salt\x00harbour\x00",
        "**when** ||does|| `salt harbour` <@1> @everyone come out",
        "\u202esalt harbour\u202c \u200b\u2066",
        "塩の港はいつ公開されますか",
        "\ud83d",
        "a" * 10_000,
    ],
)
async def test_any_text_gets_a_consistent_reply(asked: Desk, text: str) -> None:
    reply = asked.asking.ask(text, IN_PRIVATE)
    assert reply.outcome in Outcome
    assert reply.cards or reply.notice
    await asked.write_behind.flush()


async def test_questions_over_the_rate_limit_are_declined(asked: Desk, clock: SetClock) -> None:
    for _ in range(CAPACITY):
        asked.asking.ask(ASK_RELEASE, FAN)
    with pytest.raises(TooMany, match="One moment, please") as refused:
        asked.asking.ask(ASK_RELEASE, FAN)
    assert asked.asking.ask(ASK_RELEASE, OTHER_FAN).outcome is Outcome.ANSWER
    assert refused.value.retry_after is not None
    clock.advance(seconds=refused.value.retry_after)
    assert asked.asking.ask(ASK_RELEASE, FAN).outcome is Outcome.ANSWER


async def test_explaining_leaves_no_trace(asked: Desk) -> None:
    explanation = asked.asking.explain(ASK_UNKNOWN, FAN)
    assert explanation.verdict
    assert asked.question_log.open(FAN.scope) == ()
    assert asked.popularity.top_phrases(FAN.scope) == []
    assert asked.conversations.get(FAN) is None


async def test_a_topic_is_listed_headline_first(asked: Desk) -> None:
    assert [card.id for card in asked.asking.cards(SHARED, "Salt Harbour", "location")] == ["salt-pier"]
    with pytest.raises(NotFound):
        asked.asking.cards(SHARED, "no such film")
    assert asked.asking.card("salt-pier", SHARED).place is not None


async def test_a_card_follows_the_policy_of_its_outlet(asked: Desk) -> None:
    def tell(outlet: Outlet) -> Teller:
        return asked.spoilers.at(outlet, Reader(FAN.scope))

    assert asked.asking.card("salt-ending", FAN.scope).covered
    assert asked.asking.card("salt-ending", FAN.scope, tell(Outlet.PREVIEW)).covered
    await asked.settings.change(MODERATOR, {"spoiler_policy": SpoilerPolicy.HIDE})
    assert asked.asking.card("salt-ending", FAN.scope, tell(Outlet.ANSWER)).withheld
    assert not asked.asking.card("salt-ending", FAN.scope).withheld


async def test_explaining_knows_the_servers_own_productions(asked: Desk) -> None:
    await asked.ledger.commit([], [production("premiere-night", scope=FAN.scope)])
    asked.asking.explain("when is it", FAN, "premiere night")
    with pytest.raises(NotFound):
        asked.asking.explain("when is it", ELSEWHERE, "premiere night")


async def test_an_answer_offers_no_alternatives(asked: Desk) -> None:
    reply = asked.asking.ask(ASK_RELEASE, FAN)
    assert (reply.nearest.productions, reply.nearest.topics, reply.choices, reply.logged) == ((), (), (), None)


async def test_a_logged_question_has_its_production_and_topic(asked: Desk) -> None:
    asked.asking.ask("where was the murder scene of nine lanterns filmed", FAN)
    [question] = asked.question_log.open(FAN.scope)
    assert (question.productions, question.topics) == (("nine-lanterns",), ("location",))


async def test_hidden_spoilers_are_mentioned_beside_the_rest_of_an_answer(asked: Desk) -> None:
    both = "when does the salt harbour come out and who is the murderer"
    assert [card.id for card in asked.asking.ask(both, FAN).cards] == [RELEASE.id, ENDING.id]
    await asked.settings.change(MODERATOR, {"spoiler_policy": "hide"})
    reply = asked.asking.ask(both, OTHER_FAN)
    assert [card.id for card in reply.cards] == [RELEASE.id]
    assert reply.notice.startswith("There is more, but")
    assert asked.asking.ask("who is the murderer in the salt harbour", OTHER_FAN).notice.startswith("I know, but")
