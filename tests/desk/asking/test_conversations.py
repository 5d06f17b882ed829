from __future__ import annotations

from bot.answers.answer import Context
from bot.desk.asking.conversations import Conversations
from tests.desk.samples import ANNA, ELSEWHERE, FAN, IN_PRIVATE, OTHER_FAN, SetClock

ABOUT = Context(production="harbour", topic="release")


def test_a_context_belongs_to_one_person_channel_and_server() -> None:
    conversations = Conversations(SetClock())
    conversations.put(FAN, ABOUT)
    assert conversations.get(FAN) == ABOUT
    for other in (OTHER_FAN, ELSEWHERE, IN_PRIVATE):
        assert conversations.get(other) is None


def test_a_context_expires() -> None:
    clock = SetClock()
    conversations = Conversations(clock)
    conversations.put(FAN, ABOUT)
    clock.advance(minutes=9)
    assert conversations.get(FAN) == ABOUT
    clock.advance(minutes=2)
    assert conversations.get(FAN) is None


def test_an_empty_context_ends_the_conversation() -> None:
    conversations = Conversations(SetClock())
    conversations.put(FAN, ABOUT)
    conversations.put(FAN, Context())
    assert conversations.get(FAN) is None


def test_the_oldest_conversations_are_dropped() -> None:
    conversations = Conversations(SetClock(), kept=2)
    for asker in (FAN, OTHER_FAN, ELSEWHERE):
        conversations.put(asker, ABOUT)
    assert conversations.get(FAN) is None
    assert conversations.get(OTHER_FAN) == conversations.get(ELSEWHERE) == ABOUT


async def test_a_person_can_see_and_end_all_their_conversations() -> None:
    conversations = Conversations(SetClock())
    for asker in (FAN, ELSEWHERE, OTHER_FAN):
        conversations.put(asker, ABOUT)
    assert len(await conversations.find(ANNA)) == 2
    assert await conversations.forget(ANNA) == 2
    assert await conversations.find(ANNA) == ()
    assert conversations.get(OTHER_FAN) == ABOUT


def test_a_context_lasts_exactly_ten_minutes_after_the_last_question() -> None:
    clock = SetClock()
    conversations = Conversations(clock)
    conversations.put(FAN, ABOUT)
    clock.advance(minutes=5)
    conversations.put(FAN, ABOUT)
    clock.advance(minutes=10)
    assert conversations.get(FAN) == ABOUT
    clock.advance(seconds=1)
    assert conversations.get(FAN) is None


def test_the_least_recently_used_is_dropped() -> None:
    conversations = Conversations(SetClock(), kept=2)
    for asker in (FAN, OTHER_FAN, FAN, ELSEWHERE):
        conversations.put(asker, ABOUT)
    assert conversations.get(OTHER_FAN) is None
    assert conversations.get(FAN) == conversations.get(ELSEWHERE) == ABOUT


async def test_a_conversation_is_described_with_production_and_topic() -> None:
    conversations = Conversations(SetClock())
    conversations.put(FAN, ABOUT)
    conversations.put(ELSEWHERE, Context(fact="some-fact"))
    first, second = await conversations.find(ANNA)
    assert "harbour" in first
    assert "release" in first
    assert "harbour" not in second
    assert "release" not in second
