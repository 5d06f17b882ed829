from __future__ import annotations

import pytest

from bot.desk.asking.rate_limit import RateLimiter
from bot.desk.errors import TooMany
from tests.desk.samples import ANNA, BEN, SetClock


def spent(clock: SetClock) -> RateLimiter:
    limits = RateLimiter(clock, capacity=3, refill=2.0)
    for _ in range(3):
        limits.take(ANNA)
    return limits


def test_a_full_bucket_allows_a_burst_and_then_says_when_to_retry() -> None:
    clock = SetClock()
    limits = spent(clock)
    with pytest.raises(TooMany, match="Ask again in 2 seconds") as refused:
        limits.take(ANNA)
    assert refused.value.retry_after == pytest.approx(2.0)


def test_waiting_for_retry_after_is_enough() -> None:
    clock = SetClock()
    limits = spent(clock)
    clock.advance(seconds=2)
    limits.take(ANNA)
    with pytest.raises(TooMany):
        limits.take(ANNA)


def test_people_have_separate_buckets() -> None:
    clock = SetClock()
    limits = spent(clock)
    limits.take(BEN)
    with pytest.raises(TooMany):
        limits.take(ANNA)


def test_a_clock_that_goes_back_adds_no_tokens() -> None:
    clock = SetClock()
    limits = spent(clock)
    clock.advance(hours=-1)
    with pytest.raises(TooMany):
        limits.take(ANNA)


def test_the_hosts_terminal_has_no_limit() -> None:
    limits = RateLimiter(SetClock(), capacity=1)
    for _ in range(50):
        limits.take("cli:host")
    limits.take(ANNA)
    with pytest.raises(TooMany):
        limits.take(ANNA)


async def test_buckets_are_limited_shown_and_deleted() -> None:
    limits = RateLimiter(SetClock(), capacity=2, kept=2)
    for person in (ANNA, BEN, "discord:3"):
        limits.take(person)
    assert await limits.find(ANNA) == ()
    assert await limits.find(BEN) == ("1 of 2 questions left",)
    assert await limits.forget(BEN) == 1
    assert await limits.find(BEN) == ()


def allowed(limits: RateLimiter, person: str = ANNA, tries: int = 20) -> int:
    """Count the questions in a row that are allowed."""
    for number in range(tries):
        try:
            limits.take(person)
        except TooMany:
            return number
    return tries


def test_a_bucket_never_exceeds_its_capacity() -> None:
    clock = SetClock()
    limits = spent(clock)
    clock.advance(hours=1)
    assert allowed(limits) == 3


def test_a_bucket_refills_one_token_at_a_time() -> None:
    clock = SetClock()
    limits = spent(clock)
    clock.advance(seconds=4)
    assert allowed(limits) == 2


def test_retry_after_shrinks_and_refused_tries_cost_nothing() -> None:
    clock = SetClock()
    limits = spent(clock)
    clock.advance(seconds=1)
    for _ in range(3):
        with pytest.raises(TooMany, match="Ask again in 1 second\\.") as refused:
            limits.take(ANNA)
        assert refused.value.retry_after == pytest.approx(1.0)
    clock.advance(seconds=1)
    assert allowed(limits) == 1


def test_the_message_says_at_least_one_second() -> None:
    clock = SetClock()
    limits = spent(clock)
    clock.advance(seconds=1.8)
    with pytest.raises(TooMany, match="Ask again in 1 second\\."):
        limits.take(ANNA)


def test_six_at_once_and_then_one_every_three_seconds() -> None:
    clock = SetClock()
    limits = RateLimiter(clock)
    assert allowed(limits) == 6
    clock.advance(seconds=2.9)
    assert allowed(limits) == 0
    clock.advance(seconds=0.2)
    assert allowed(limits) == 1


async def test_the_least_recently_used_is_dropped() -> None:
    limits = RateLimiter(SetClock(), capacity=3, kept=2)
    for person in (ANNA, BEN, ANNA, "discord:3"):
        limits.take(person)
    assert await limits.find(ANNA) == ("1 of 3 questions left",)
    assert await limits.find(BEN) == ()


async def test_forgetting_an_unknown_person_deletes_nothing() -> None:
    limits = RateLimiter(SetClock())
    limits.take(BEN)
    assert await limits.forget(ANNA) == 0
    assert await limits.find(BEN) != ()


def test_the_limits_are_six_at_once_and_one_every_three_seconds() -> None:
    clock = SetClock()
    limits = RateLimiter(clock)
    for _ in range(6):
        limits.take(ANNA)
    for seconds, allowed in ((0, 0), (2.9, 0), (0.1, 1), (6, 2), (3600, 6)):
        clock.advance(seconds=seconds)
        for _ in range(allowed):
            limits.take(ANNA)
        with pytest.raises(TooMany):
            limits.take(ANNA)
