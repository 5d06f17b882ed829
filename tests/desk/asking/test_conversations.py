from __future__ import annotations

from bot.answers.answer import Context
from bot.desk.asking.conversations import Conversations
from tests.desk.samples import ANNA, ELSEWHERE, FAN, IN_PRIVATE, OTHER_FAN, SetClock

ABOUT = Context(production="harbour", topic="release")


def test_a_context_is_kept_for_its_person_channel_and_server_alone() -> None:
    said = Conversations(SetClock())
    said.put(FAN, ABOUT)
    assert said.get(FAN) == ABOUT
    for other in (OTHER_FAN, ELSEWHERE, IN_PRIVATE):
        assert said.get(other) is None


def test_a_context_fades() -> None:
    clock = SetClock()
    said = Conversations(clock)
    said.put(FAN, ABOUT)
    clock.go_on(minutes=9)
    assert said.get(FAN) == ABOUT
    clock.go_on(minutes=2)
    assert said.get(FAN) is None


def test_an_empty_context_ends_the_conversation() -> None:
    said = Conversations(SetClock())
    said.put(FAN, ABOUT)
    said.put(FAN, Context())
    assert said.get(FAN) is None


def test_the_oldest_give_way() -> None:
    said = Conversations(SetClock(), kept=2)
    for asker in (FAN, OTHER_FAN, ELSEWHERE):
        said.put(asker, ABOUT)
    assert said.get(FAN) is None
    assert said.get(OTHER_FAN) == said.get(ELSEWHERE) == ABOUT


async def test_a_person_sees_and_ends_all_their_conversations() -> None:
    said = Conversations(SetClock())
    for asker in (FAN, ELSEWHERE, OTHER_FAN):
        said.put(asker, ABOUT)
    assert len(await said.find(ANNA)) == 2
    assert await said.forget(ANNA) == 2
    assert await said.find(ANNA) == ()
    assert said.get(OTHER_FAN) == ABOUT


def test_a_context_lasts_ten_minutes_to_the_second_and_each_question_begins_them_anew() -> None:
    clock = SetClock()
    said = Conversations(clock)
    said.put(FAN, ABOUT)
    clock.go_on(minutes=5)
    said.put(FAN, ABOUT)
    clock.go_on(minutes=10)
    assert said.get(FAN) == ABOUT
    clock.go_on(seconds=1)
    assert said.get(FAN) is None


def test_who_asked_last_is_remembered_longest() -> None:
    said = Conversations(SetClock(), kept=2)
    for asker in (FAN, OTHER_FAN, FAN, ELSEWHERE):
        said.put(asker, ABOUT)
    assert said.get(OTHER_FAN) is None
    assert said.get(FAN) == said.get(ELSEWHERE) == ABOUT


async def test_a_person_reads_what_a_conversation_was_about() -> None:
    said = Conversations(SetClock())
    said.put(FAN, ABOUT)
    said.put(ELSEWHERE, Context(fact="some-fact"))
    first, second = await said.find(ANNA)
    assert "harbour" in first
    assert "release" in first
    assert "harbour" not in second
    assert "release" not in second
