from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.asking.question_log import ASKERS_KEPT, COLLECTION, OPEN_KEPT, QuestionLog, Reason, Standing, question_key
from bot.desk.errors import NotFound
from bot.desk.runtime.write_behind import WriteBehind
from bot.stores.opening import Stores
from tests.desk.samples import ANNA, BEN, NOTHING, SetClock, Unwritten

SERVER = "server:10"
OTHER = "server:20"


@pytest.fixture
def log(stores: Stores, write_behind: WriteBehind, clock: SetClock) -> QuestionLog:
    return QuestionLog(stores.documents, write_behind, clock)


def noted(log: QuestionLog, text: str = "Who paints the harbour?", asker: str = ANNA, scope: str = SERVER) -> str:
    question = log.note(text, scope, asker)
    assert question is not None
    return question.key


async def test_spellings_of_a_question_are_logged_once(log: QuestionLog) -> None:
    first = noted(log)
    assert noted(log, "  WHO paints, the harbour ?!", BEN) == first
    [question] = log.open(SERVER)
    assert (question.text, question.count, question.askers) == ("Who paints the harbour?", 2, (ANNA, BEN))


async def test_a_person_is_counted_once(log: QuestionLog) -> None:
    for _ in range(5):
        noted(log)
    assert log.open(SERVER)[0].count == 1


async def test_each_scope_has_its_own_log(log: QuestionLog) -> None:
    noted(log)
    noted(log, scope=OTHER)
    assert len(log.open(SERVER)) == len(log.open(OTHER)) == 1
    assert log.open("shared") == ()


async def test_open_questions_are_sorted_most_asked_then_oldest(log: QuestionLog, clock: SetClock) -> None:
    for text in ("one", "two", "three"):
        noted(log, text)
        clock.advance(seconds=1)
    noted(log, "three", BEN)
    assert [each.text for each in log.open(SERVER)] == ["three", "one", "two"]


@pytest.mark.parametrize("text", ["", "   ", "?!?", "\u200b\u202e", "<@123456>", "😀", "\x00"])
async def test_a_question_without_words_is_not_logged(log: QuestionLog, text: str) -> None:
    assert log.note(text, SERVER, ANNA) is None


async def test_mentions_and_invisible_characters_are_not_stored(log: QuestionLog) -> None:
    noted(log, "<@123> who\u202e paints\x00\nthe harbour <:wave:99>")
    assert log.open(SERVER)[0].text == "who paints the harbour"


@pytest.mark.parametrize("standing", [Standing.DISMISSED, Standing.SILENCED])
async def test_a_dismissed_question_is_not_logged_again(log: QuestionLog, standing: Standing) -> None:
    await log.close(noted(log), standing)
    assert log.note("Who paints the harbour?", SERVER, BEN) is None
    assert log.open(SERVER) == ()


async def test_an_answered_question_reopens_if_it_gets_no_answer_again(log: QuestionLog) -> None:
    key = noted(log)
    settled = await log.close(key, Standing.ANSWERED, "some-fact")
    assert (settled.askers, settled.answered_by) == ((), "some-fact")
    noted(log, asker=BEN)
    assert [each.key for each in log.open(SERVER)] == [key]


async def test_a_question_similar_to_a_silenced_one_is_not_logged(log: QuestionLog) -> None:
    log.ignore_if(lambda scope, text: scope == SERVER and "paints" in text)
    assert log.note("who paints it", SERVER, ANNA) is None
    assert log.note("who paints it", OTHER, ANNA) is not None


async def test_a_wrong_answer_is_logged_with_its_facts(log: QuestionLog) -> None:
    noted(log)
    log.note("who paints the harbour", SERVER, BEN, reason=Reason.WRONG, facts=["one", "two"])
    [question] = log.open(SERVER, Reason.WRONG)
    assert question.facts == ("one", "two")
    assert log.open(SERVER, Reason.UNANSWERED) == ()


async def test_the_log_survives_a_restart(
    stores: Stores, log: QuestionLog, write_behind: WriteBehind, clock: SetClock
) -> None:
    noted(log)
    await write_behind.flush()
    again = QuestionLog(stores.documents, write_behind, clock)
    await again.load()
    assert again.open(SERVER) == log.open(SERVER)


async def test_old_askers_and_closed_questions_are_deleted_on_load(
    stores: Stores, log: QuestionLog, write_behind: WriteBehind, clock: SetClock
) -> None:
    kept = noted(log)
    closed = noted(log, "who was that")
    await log.close(closed, Standing.DISMISSED)
    await write_behind.flush()
    clock.advance(days=89)
    again = QuestionLog(stores.documents, write_behind, clock)
    await again.load()
    assert {each.key for each in again.all(SERVER)} == {kept, closed}
    clock.advance(days=2)
    await again.expire()
    await write_behind.flush()
    assert [(each.key, each.askers) for each in again.all(SERVER)] == [(kept, ())]
    assert list(await stores.documents.all(COLLECTION)) == [kept]
    clock.advance(days=300)
    once_more = QuestionLog(stores.documents, write_behind, clock)
    await once_more.load()
    await write_behind.flush()
    assert once_more.all(SERVER) == ()
    assert await stores.documents.all(COLLECTION) == {}


async def test_a_question_is_kept_since_it_was_closed_and_a_silenced_one_for_a_year(
    log: QuestionLog, clock: SetClock
) -> None:
    late, silenced = noted(log), noted(log, "who was that")
    clock.advance(days=80)
    await log.close(late, Standing.ANSWERED, "some-fact")
    await log.close(silenced, Standing.SILENCED)
    clock.advance(days=80)
    await log.expire()
    assert log.get(late) is not None
    clock.advance(days=11)
    await log.expire()
    assert log.get(late) is None
    clock.advance(days=200)
    await log.expire()
    assert log.get(silenced) is not None
    clock.advance(days=100)
    await log.expire()
    assert log.get(silenced) is None


async def test_waiting_people_are_kept_until_they_are_notified(log: QuestionLog) -> None:
    key = noted(log)
    await log.wait(key, ANNA)
    await log.wait(key, ANNA)
    assert (await log.close(key, Standing.ANSWERED, "some-fact")).waiting == (ANNA,)
    await log.notified(key)
    question = log.get(key)
    assert question is not None
    assert question.waiting == ()


async def test_nobody_can_wait_for_a_closed_or_unknown_question(log: QuestionLog) -> None:
    key = noted(log)
    await log.close(key, Standing.DISMISSED)
    with pytest.raises(NotFound, match="no longer open"):
        await log.wait(key, ANNA)
    with pytest.raises(NotFound, match="no longer in the log"):
        await log.wait("server:10/nothing", ANNA)


async def test_forgetting_a_person_keeps_the_question(
    stores: Stores, log: QuestionLog, write_behind: WriteBehind
) -> None:
    key = noted(log)
    noted(log, asker=BEN)
    await log.wait(key, ANNA)
    assert await log.find(ANNA) == ("Who paints the harbour?",)
    assert await log.forget(ANNA) == 1
    await write_behind.flush()
    assert await log.find(ANNA) == ()
    stored = await stores.documents.get(COLLECTION, key)
    assert stored is not None
    assert ANNA not in str(stored)
    assert stored["count"] == 2


async def test_askers_are_limited_but_counting_continues(log: QuestionLog) -> None:
    for number in range(ASKERS_KEPT + 5):
        noted(log, asker=f"discord:{number}")
    [question] = log.open(SERVER)
    assert (len(question.askers), question.count) == (ASKERS_KEPT, ASKERS_KEPT + 5)


async def test_a_flood_of_questions_evicts_the_least_asked(log: QuestionLog) -> None:
    kept = noted(log, "asked by two")
    noted(log, "asked by two", BEN)
    for number in range(OPEN_KEPT + 10):
        noted(log, f"question number {number}")
    assert len(log.open(SERVER)) <= OPEN_KEPT
    assert log.get(kept) is not None


@given(st.text(max_size=400))
def test_any_text_is_ignored_or_stored_on_one_clean_line(text: str) -> None:
    log = QuestionLog(NOTHING, Unwritten(), SetClock())
    question = log.note(text, SERVER, ANNA)
    if question is not None:
        assert question.text.isprintable()
        assert len(question.text) <= 300
        assert question.key == question_key(SERVER, question.text)


async def test_an_open_question_is_kept_for_a_year_after_it_was_last_asked(log: QuestionLog, clock: SetClock) -> None:
    key = noted(log)
    clock.advance(days=100)
    noted(log, asker=BEN)
    clock.advance(days=365)
    await log.expire()
    assert log.get(key) is not None
    clock.advance(seconds=1)
    await log.expire()
    assert log.get(key) is None


async def test_asking_again_keeps_the_askers_and_the_first_time(log: QuestionLog, clock: SetClock) -> None:
    key, first = noted(log), clock.now
    clock.advance(days=89)
    noted(log, asker=BEN)
    clock.advance(days=90)
    await log.expire()
    question = log.get(key)
    assert question is not None
    assert (question.askers, question.first_asked, question.count) == ((ANNA, BEN), first, 2)


async def test_at_most_ten_wrong_facts_are_kept_without_duplicates(log: QuestionLog) -> None:
    for number in range(12):
        log.note("who paints it", SERVER, ANNA, reason=Reason.WRONG, facts=[f"f{number}", "f0"])
    [question] = log.open(SERVER)
    assert question.facts == tuple(f"f{number}" for number in range(10))


async def test_a_wrong_answer_stays_the_reason(log: QuestionLog) -> None:
    log.note("who paints it", SERVER, ANNA, reason=Reason.WRONG, facts=["one"])
    noted(log, "who paints it", BEN)
    [question] = log.open(SERVER)
    assert (question.reason, question.facts, question.count) == (Reason.WRONG, ("one",), 2)


async def test_production_and_topic_are_kept(log: QuestionLog, clock: SetClock) -> None:
    log.note("who paints it", SERVER, ANNA, productions=["harbour"], topics=["crew"], facts=["one"])
    [question] = log.open(SERVER)
    assert (question.productions, question.topics, question.facts) == (("harbour",), ("crew",), ("one",))
    assert (question.reason, question.standing, question.waiting) == (Reason.UNANSWERED, Standing.OPEN, ())
    assert question.first_asked == question.last_asked == clock.now


async def test_a_reopened_question_is_no_longer_closed(log: QuestionLog, clock: SetClock) -> None:
    key = noted(log)
    assert (await log.close(key, Standing.ANSWERED, "some-fact")).closed_at == clock.now
    noted(log, asker=BEN)
    question = log.get(key)
    assert question is not None
    assert (question.standing, question.answered_by, question.closed_at) == (Standing.OPEN, None, None)


async def test_notified_people_no_longer_wait(log: QuestionLog) -> None:
    key = noted(log)
    for person in (ANNA, BEN):
        await log.wait(key, person)
    assert (await log.close(key, Standing.ANSWERED, "some-fact", notified=[ANNA])).waiting == (BEN,)


@pytest.mark.parametrize("standing", [Standing.DISMISSED, Standing.SILENCED])
async def test_nobody_waits_for_a_dismissed_question(log: QuestionLog, standing: Standing) -> None:
    key = noted(log)
    await log.wait(key, ANNA)
    assert (await log.close(key, standing)).waiting == ()


async def test_a_decision_is_durable_and_not_overwritten_by_queued_writes(
    stores: Stores, log: QuestionLog, write_behind: WriteBehind
) -> None:
    key = noted(log)
    await log.close(key, Standing.ANSWERED, "some-fact")
    await write_behind.flush()
    stored = await stores.documents.get(COLLECTION, key)
    assert stored is not None
    assert (stored["standing"], stored["answered_by"]) == ("answered", "some-fact")


async def test_a_servers_questions_can_be_deleted(stores: Stores, log: QuestionLog, write_behind: WriteBehind) -> None:
    noted(log)
    noted(log, "who was that")
    there = noted(log, scope=OTHER)
    await write_behind.flush()
    assert log.scopes() == {SERVER, OTHER}
    assert {each.scope for each in log.everything()} == {SERVER, OTHER}
    assert await log.forget_scope(SERVER) == 2
    await write_behind.flush()
    assert log.scopes() == {OTHER}
    assert list(await stores.documents.all(COLLECTION)) == [there]


async def test_eviction_spares_the_newest_and_questions_that_people_wait_for(log: QuestionLog) -> None:
    first = noted(log, "the very first")
    await log.wait(first, ANNA)
    for number in range(OPEN_KEPT - 1):
        noted(log, f"question number {number}")
    assert len(log.open(SERVER)) == OPEN_KEPT
    newest = noted(log, "the newest")
    assert len(log.open(SERVER)) == OPEN_KEPT + 1 - 20
    assert log.get(first) is not None
    assert log.get(newest) is not None
    noted(log, "elsewhere", scope=OTHER)
    assert len(log.open(OTHER)) == 1
