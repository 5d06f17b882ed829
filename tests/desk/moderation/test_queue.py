from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from bot.desk.access.actors import Actor
from bot.desk.asking.question_log import Question, Reason, Standing
from bot.desk.desk import Desk
from bot.desk.errors import Invalid, NotAllowed, NotFound
from bot.desk.moderation.outbox import NoticeKind
from bot.desk.moderation.queue import ItemKind, Queue
from bot.facts.limits import COUNTEREXAMPLES
from bot.facts.models import SHARED
from tests.desk.samples import NOW, SetClock
from tests.desk.stock import FAN, FAR, HERE, HOST, KEEPER, MARA, OTHER_FAN, PIER, RELEASE, THERE, stocked

MUSIC = "Who wrote the music for The Salt Harbour?"
MUSIC_AGAIN = "who wrote the music for the salt harbour"
BOATS = "how many boats did they sink"


def asked(
    desk: Desk,
    text: str,
    people: int = 1,
    scope: str = HERE,
    reason: Reason = Reason.UNANSWERED,
    facts: tuple[str, ...] = (),
) -> Question:
    for person in range(people):
        logged = desk.question_log.note(
            text, scope, f"discord:{person}", reason=reason, productions=("salt-harbour",), facts=facts
        )
    assert logged is not None
    assert isinstance(desk.clock, SetClock)
    desk.clock.advance(seconds=1)
    return logged


async def keys(desk: Desk, actor: Actor = MARA) -> list[str]:
    return [item.key for item in await desk.queue.items(actor)]


async def test_similar_questions_are_one_item_and_the_most_asked_come_first(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    asked(desk, BOATS, 3)
    music = asked(desk, MUSIC, 2)
    asked(desk, "Who wrote the music for the Salt Harbour soundtrack", 2)
    asked(desk, "where was the pier", 1, reason=Reason.WRONG)
    await desk.suggesting.propose(FAN, text="A tank.", source="https://a.example", production="salt-harbour")
    items = await desk.queue.items(MARA)
    assert [(item.kind, item.count) for item in items] == [
        (ItemKind.UNANSWERED, 4),
        (ItemKind.UNANSWERED, 3),
        (ItemKind.WRONG, 1),
        (ItemKind.SUGGESTION, 1),
    ]
    assert (items[0].key, items[0].text, len(items[0].questions)) == (music.key, MUSIC, 2)


async def test_items_follow_new_and_closed_questions(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    first = asked(desk, BOATS)
    assert len(await desk.queue.items(MARA)) == 1
    asked(desk, "how many boats did they sink there", 5)
    (item,) = await desk.queue.items(MARA)
    assert (item.count, len(item.questions)) == (6, 2)
    await desk.queue.dismiss(MARA, first.key)
    assert await desk.queue.items(MARA) == ()


async def test_answering_with_a_fact_adds_the_questions_as_phrasings(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    question = asked(desk, "Which town is that jetty in, in Salt Harbour?", 2)
    await desk.question_log.wait(question.key, FAN.person)
    fact = await desk.queue.answer(MARA, question.key, PIER.id)
    assert (fact.scope, fact.phrasings[-1]) == (HERE, "Which town is that jetty in, in Salt Harbour?")
    answer = desk.engine.ask("which town is that jetty in in salt harbour", scope=HERE, today=NOW.date())
    assert [each.id for each in answer.facts] == [PIER.id]
    (notice,) = desk.notices.waiting()
    assert (notice.person, notice.kind, notice.fact, notice.about) == (
        FAN.person,
        NoticeKind.ANSWERED,
        PIER.id,
        question.text,
    )
    assert await desk.queue.items(MARA) == ()
    assert FAN.person not in str(await desk.documents.all("questions"))


async def test_the_draft_of_a_new_fact_is_filled_in_from_the_questions(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    question = asked(desk, MUSIC)
    asked(desk, MUSIC_AGAIN + " film")
    draft = await desk.queue.draft(MARA, question.key)
    assert draft.production == "salt-harbour"
    assert draft.phrasings.splitlines() == [MUSIC, MUSIC_AGAIN + " film"]
    fact = await desk.queue.answer_new(MARA, question.key, draft.typed(topic="crew", text="Ivo Lind wrote the music."))
    assert await desk.queue.items(MARA) == ()
    answer = desk.engine.ask(MUSIC, scope=HERE, today=NOW.date())
    assert [each.id for each in answer.facts] == [fact.id]


async def test_a_dismissed_question_may_be_asked_in_other_words(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    question = asked(desk, MUSIC)
    await desk.queue.dismiss(MARA, question.key)
    assert desk.question_log.note(MUSIC_AGAIN, HERE, "discord:5") is None
    assert desk.question_log.note("who wrote the music for the salt harbour film", HERE, "discord:5") is not None


async def test_silenced_questions_stay_silenced_after_a_restart(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    question = asked(desk, MUSIC)
    other = asked(desk, "where was the music for the salt harbour recorded in may")
    await desk.queue.dismiss_all(MARA, question.key)
    assert await keys(desk) == [other.key]
    again = "who wrote the music for the salt harbour film"
    assert desk.question_log.note(again, HERE, "discord:5") is None
    assert desk.question_log.note(again, THERE, "discord:5") is not None

    await desk.write_behind.flush()
    restarted = Queue(
        gate=desk.queue._gate,
        log=desk.question_log,
        suggesting=desk.suggesting,
        curating=desk.curating,
        notices=desk.notices,
        intents=desk.intents,
        catalogue=desk.catalogue,
        answers=desk.answers,
        clock=desk.clock,
    )
    await restarted.load()
    assert restarted.silenced(HERE, again)
    assert not restarted.silenced(THERE, again)


async def test_a_dismissed_question_can_be_reopened(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    question = asked(desk, MUSIC)
    await desk.queue.dismiss_all(MARA, question.key)
    assert [each.key for each in desk.queue.dismissed(MARA)] == [question.key]
    await desk.queue.reopen(MARA, question.key)
    assert await keys(desk) == [question.key]
    assert desk.queue.dismissed(MARA) == ()
    assert desk.question_log.note("who wrote the music for the salt harbour film", HERE, "discord:5") is not None


# -- wrong answers

WHICH = "which pier is in salt harbour"


def answering(desk: Desk, question: str, scope: str = HERE) -> list[str]:
    return [fact.id for fact in desk.engine.ask(question, scope=scope, today=NOW.date()).facts]


async def test_a_wrong_answer_is_not_given_again(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    question = asked(desk, WHICH, 2, reason=Reason.WRONG, facts=(PIER.id,))
    asked(desk, f"{WHICH} there", reason=Reason.WRONG, facts=(PIER.id,))
    await desk.question_log.wait(question.key, FAN.person)
    assert answering(desk, WHICH) == [PIER.id]
    result = await desk.queue.not_answered(MARA, question.key, PIER.id)
    assert (result.fact.scope, result.fact.counterexamples) == (HERE, (WHICH, f"{WHICH} there"))
    assert (result.changed, result.still, result.item.count) == (True, False, 3)
    assert answering(desk, WHICH) == answering(desk, "Which pier is in Salt Harbour?!") == []
    assert answering(desk, WHICH, THERE) == [PIER.id]
    assert answering(desk, PIER.phrasings[0]) == [PIER.id]
    assert await keys(desk) == []
    assert {each.text for each in desk.queue.dismissed(MARA)} == {WHICH, f"{WHICH} there"}
    assert FAN.person not in str(await desk.documents.all("questions"))


async def test_reopening_and_undoing_a_wrong_answer_are_independent(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    question = asked(desk, WHICH, reason=Reason.WRONG, facts=(PIER.id,))
    await desk.queue.not_answered(MARA, question.key)
    await desk.queue.reopen(MARA, question.key)
    assert await keys(desk) == [question.key]
    assert answering(desk, WHICH) == []
    again = await desk.queue.not_answered(MARA, question.key)
    assert not again.changed
    await desk.undo.undo(MARA)
    assert desk.catalogue.fact(PIER.id, HERE).counterexamples == ()
    assert answering(desk, WHICH) == [PIER.id]
    assert await keys(desk) == []
    assert [each.key for each in desk.queue.dismissed(MARA)] == [question.key]


async def test_marking_a_wrong_answer_needs_exactly_one_existing_fact(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    unanswered = asked(desk, BOATS)
    both = asked(desk, WHICH, reason=Reason.WRONG, facts=(PIER.id, RELEASE.id, PIER.id))
    before = await desk.store.load()
    for question in (unanswered, both):
        with pytest.raises(Invalid, match="exactly one fact"):
            await desk.queue.not_answered(MARA, question.key)
    assert desk.queue.shown(MARA, await desk.queue.item(MARA, both.key)) == (PIER, RELEASE)
    assert await desk.store.load() == before
    await desk.curating.retire(MARA, RELEASE.id)
    assert desk.queue.shown(MARA, await desk.queue.item(MARA, both.key)) == (PIER,)
    with pytest.raises(Invalid, match="different one by now"):
        await desk.queue.not_answered(MARA, both.key, RELEASE.id)
    assert len(await keys(desk)) == 2
    await desk.queue.not_answered(MARA, both.key, PIER.id)
    assert await keys(desk) == [unanswered.key]


async def test_a_phrasing_cannot_be_marked_as_wrongly_answered(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    question = asked(desk, "Where was the pier scene filmed?", reason=Reason.WRONG, facts=(PIER.id,))
    before = await desk.store.load()
    with pytest.raises(Invalid, match="remove it from the phrasings first"):
        await desk.queue.not_answered(MARA, question.key)
    assert await keys(desk) == [question.key]
    assert await desk.store.load() == before


async def test_the_host_marks_the_shared_fact_and_sees_that_a_servers_version_still_answers(
    empty_desk: Desk,
) -> None:
    desk = await stocked(empty_desk)
    question = asked(desk, WHICH, reason=Reason.WRONG, facts=(PIER.id,))
    await desk.curating.add_phrasings(MARA, PIER.id, ("where is the pier",))
    here = Actor("discord:1", server="10", is_host=True)
    result = await desk.queue.not_answered(here, question.key)
    assert (result.fact.scope, result.changed, result.still) == (SHARED, True, True)
    assert answering(desk, WHICH, THERE) == []
    await desk.queue.reopen(here, question.key)
    assert not (await desk.queue.not_answered(here, question.key)).changed


async def test_a_fact_with_too_many_counterexamples_is_refused(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    await desk.curating.add_counterexamples(MARA, PIER.id, [f"question {number}" for number in range(COUNTEREXAMPLES)])
    question = asked(desk, WHICH, reason=Reason.WRONG, facts=(PIER.id,))
    with pytest.raises(Invalid, match="remove some"):
        await desk.queue.not_answered(MARA, question.key)
    assert await keys(desk) == [question.key]


async def test_marking_a_merged_fact_marks_the_kept_one(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    question = asked(desk, WHICH, reason=Reason.WRONG, facts=(KEEPER.id, PIER.id))
    await desk.merging.merge(MARA, PIER.id, KEEPER.id)
    result = await desk.queue.not_answered(MARA, question.key)
    assert (result.fact.id, result.fact.counterexamples) == (PIER.id, (WHICH,))


async def test_simultaneous_marks_count_once(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    question = asked(desk, WHICH, reason=Reason.WRONG, facts=(PIER.id,))
    outcomes = await asyncio.gather(
        *(desk.queue.not_answered(MARA, question.key) for _ in range(4)), return_exceptions=True
    )
    assert sum(isinstance(outcome, NotFound) for outcome in outcomes) == 3
    assert len(await desk.store.history(HERE, PIER.id)) == 1


async def test_people_whom_the_last_run_did_not_notify_are_notified_at_startup(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    question = asked(desk, MUSIC)
    await desk.question_log.wait(question.key, FAN.person)
    await desk.question_log.put(
        question.model_copy(update={"standing": Standing.ANSWERED, "answered_by": PIER.id, "waiting": (FAN.person,)})
    )
    await desk.queue.load()
    assert [(notice.person, notice.fact) for notice in desk.notices.waiting()] == [(FAN.person, PIER.id)]
    await desk.queue.load()
    assert len(desk.notices.waiting()) == 1


async def test_candidates_may_answer_the_question(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    question = asked(desk, "in what place was the scene on the pier filmed for salt harbour")
    assert PIER in await desk.queue.candidates(MARA, question.key)


async def test_servers_have_separate_queues(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    question = asked(desk, MUSIC)
    in_private = asked(desk, MUSIC, scope=SHARED)
    draft = (await desk.queue.draft(MARA, question.key)).typed(topic="crew", text="Ivo Lind.")
    assert await keys(desk, FAR) == []
    assert await keys(desk, HOST) == [in_private.key]
    for actor in (FAR, HOST):
        for permission in _actions(desk, actor, question.key, draft):
            with pytest.raises(NotFound):
                await permission
    assert await keys(desk) == [question.key]


async def test_members_may_not_use_the_queue(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    question = asked(desk, MUSIC)
    draft = await desk.queue.draft(MARA, question.key)
    for action in (desk.queue.items(OTHER_FAN), *_actions(desk, OTHER_FAN, question.key, draft)):
        with pytest.raises(NotAllowed):
            await action
    with pytest.raises(NotAllowed):
        desk.queue.dismissed(OTHER_FAN)


def _actions(desk: Desk, actor: Actor, key: str, draft: Any) -> list[Coroutine[Any, Any, Any]]:
    queue = desk.queue
    return [
        queue.item(actor, key),
        queue.candidates(actor, key),
        queue.answer(actor, key, PIER.id),
        queue.draft(actor, key),
        queue.answer_new(actor, key, draft),
        queue.not_answered(actor, key),
        queue.dismiss(actor, key),
        queue.dismiss_all(actor, key),
        queue.reopen(actor, key),
    ]


async def test_simultaneous_answers_count_once(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    question = asked(desk, MUSIC)
    await desk.question_log.wait(question.key, FAN.person)
    outcomes = await asyncio.gather(
        *(desk.queue.answer(MARA, question.key, PIER.id) for _ in range(4)), return_exceptions=True
    )
    assert sum(not isinstance(outcome, Exception) for outcome in outcomes) == 1
    assert all(isinstance(outcome, NotFound) for outcome in outcomes if isinstance(outcome, Exception))
    assert len(desk.notices.waiting()) == 1
    assert desk.catalogue.fact(PIER.id, HERE).phrasings.count(MUSIC) == 1


async def test_clustering_thousands_of_questions_does_not_block_the_event_loop(empty_desk: Desk) -> None:
    """The event loop keeps running while two thousand questions are clustered for the first time."""
    desk = await stocked(empty_desk)
    for number in range(1900):
        asked(desk, f"what is the {'abcdefghij'[number % 10] * 4} of the {number}th scene in salt harbour {number}")
    turns = 0

    async def turn() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    other = asyncio.create_task(turn())
    items = await desk.queue.items(MARA)
    other.cancel()
    assert sum(len(item.questions) for item in items) == 1900
    assert turns > 10
