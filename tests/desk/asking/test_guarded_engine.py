"""Test exceptions in the engine: they are logged under a reference, reported, and stop nothing else."""

from __future__ import annotations

import logging
import re

import pytest

from bot.answers.answer import Context, Outcome
from bot.answers.engine import Engine
from bot.answers.knowledge import Knowledge
from bot.desk.asking.guarded_engine import GuardedEngine
from bot.desk.desk import Desk
from bot.facts.models import State
from bot.stores.opening import Stores
from tests.desk.breaking import BREAKING, BreakingEngine
from tests.desk.samples import FAN, HOST, MODERATOR, NOW, OTHER_FAN, SetClock, production, revision
from tests.desk.stock import PIER, stocked

BROKEN = f"who made the {BREAKING} of the salt harbour"
SOUND = "where was the pier scene filmed in salt harbour"


@pytest.fixture
def engine(knowledge: Knowledge) -> Engine:
    return BreakingEngine(knowledge)


@pytest.fixture
async def desk(empty_desk: Desk) -> Desk:
    return await stocked(empty_desk)


def reference_in(notice: str) -> str:
    found = re.search(r"Reference: ([0-9a-f]{6})\.", notice)
    assert found is not None, notice
    return found[1]


async def test_the_person_gets_an_apology_and_the_exception_is_logged(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    reply = desk.asking.ask(BROKEN, FAN)
    assert (reply.outcome, reply.cards, reply.choices) == (Outcome.UNKNOWN, (), ())
    assert reply.notice.startswith("Sorry, something went wrong on my side")
    [error] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert reference_in(reply.notice) in error.getMessage()
    for told in ("ValueError", "KeyError", "breaking.py", f"{len(BROKEN)} characters"):
        assert told in error.getMessage()


async def test_the_log_contains_the_question_only_at_debug(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        reply = desk.asking.ask(BROKEN, FAN)
    logged = {record.levelno: caplog.handler.format(record) for record in caplog.records}
    assert BREAKING in logged[logging.DEBUG]
    assert reference_in(reply.notice) in logged[logging.DEBUG]
    assert all(BREAKING not in text for level, text in logged.items() if level > logging.DEBUG)


async def test_other_questions_and_the_conversation_are_unaffected(desk: Desk) -> None:
    assert [card.id for card in desk.asking.ask(SOUND, FAN).cards] == [PIER.id]
    talked_of = desk.conversations.get(FAN)
    assert desk.asking.ask(BROKEN, FAN).outcome is Outcome.UNKNOWN
    assert desk.conversations.get(FAN) == talked_of
    assert [card.id for card in desk.asking.ask(SOUND, FAN).cards] == [PIER.id]


async def test_moderators_see_the_question_unless_it_is_traceless(desk: Desk) -> None:
    before = {each.text for each in desk.question_log.all(FAN.scope)}
    assert desk.asking.ask(BROKEN, OTHER_FAN, traceless=True).logged is None
    reply = desk.asking.ask(BROKEN, FAN)
    assert {each.text for each in desk.question_log.all(FAN.scope)} - before == {BROKEN}
    assert reply.logged is not None
    assert "passed your question on" in reply.notice
    item = next(each for each in await desk.queue.items(MODERATOR) if each.text == BROKEN)
    assert await desk.queue.candidates(MODERATOR, item.key) == ()


async def test_a_choice_is_still_answered_with_the_facts_text(desk: Desk) -> None:
    asked = desk.asking.ask(BROKEN, FAN)
    chosen = desk.asking.choose(PIER.id, FAN, reply=asked.id)
    assert [card.text for card in chosen.cards] == [PIER.text]


async def test_an_explanation_mentions_the_failure(desk: Desk) -> None:
    assert reference_in(desk.asking.explain(BROKEN, FAN).verdict)
    assert desk.asking.explain(SOUND, FAN).candidates


async def test_an_unreadable_fact_is_stored_but_not_used(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    unread = PIER.model_copy(update={"text": f"The pier is made of {BREAKING}.", "revision": PIER.revision + 1})
    await desk.ledger.commit([revision(unread, change=desk.ledger.new_change())])
    assert desk.catalogue.fact(PIER.id, FAN.scope).text == unread.text
    assert PIER.id not in [card.id for card in desk.asking.ask(SOUND, FAN).cards]
    assert f"The fact {PIER.id}" in caplog.text
    assert BREAKING not in caplog.text
    assert desk.asking.ask("when does salt harbour come out", FAN).outcome is Outcome.ANSWER


async def test_a_preview_of_an_unreadable_fact_shows_the_lost_answers(desk: Desk) -> None:
    draft = (await desk.curating.draft(HOST, PIER.id)).typed(text=f"The pier is made of {BREAKING}.")
    preview = await desk.curating.preview(HOST, draft)
    assert preview.fact.text == f"The pier is made of {BREAKING}."
    assert "no answer" in {altered.after for altered in preview.altered}


async def test_a_store_with_an_unreadable_fact_opens(stores: Stores, knowledge: Knowledge, clock: SetClock) -> None:
    first = await stocked(await Desk.open(stores, Engine(knowledge), clock=clock))
    unread = PIER.model_copy(update={"text": f"The pier is made of {BREAKING}.", "revision": PIER.revision + 1})
    await first.ledger.commit([revision(unread, change=first.ledger.new_change())])
    again = await Desk.open(stores, BreakingEngine(knowledge), clock=clock)
    assert again.catalogue.fact(PIER.id, FAN.scope).state is State.LIVE
    assert again.engine.ask("when does salt harbour come out", today=NOW.date()).outcome is Outcome.ANSWER


def test_an_unreadable_production_is_logged_by_its_id(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    guarded = GuardedEngine(engine)
    guarded.put_production(production("unread", title=f"The {BREAKING}"))
    guarded.put_production(production("harbour"))
    assert "Harbour" in str(engine.titles())
    assert "The production unread (shared)" in caplog.text
    assert BREAKING not in caplog.text


def test_a_failed_question_keeps_its_context(engine: Engine) -> None:
    context = Context(production="salt-harbour")
    guarded = GuardedEngine(engine)
    assert guarded.ask(BROKEN, context=context, today=NOW.date()).context == context
    assert guarded.ask(BROKEN, today=NOW.date()).context == Context()


async def test_similar_facts_are_the_engines_or_none_on_failure(desk: Desk, engine: Engine) -> None:
    guarded = GuardedEngine(engine)
    for text in (SOUND, "who plays the lighthouse keeper"):
        found = guarded.similar(text, production=PIER.production, limit=2)
        assert found == engine.similar(text, production=PIER.production, limit=2) != []
    assert guarded.similar(BREAKING, production=None) == []
