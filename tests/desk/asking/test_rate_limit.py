from __future__ import annotations

import pytest

from bot.desk.asking.rate_limit import Limits
from bot.desk.errors import TooMany
from tests.desk.samples import ANNA, BEN, SetClock


def spent(clock: SetClock) -> Limits:
    limits = Limits(clock, capacity=3, refill=2.0)
    for _ in range(3):
        limits.take(ANNA)
    return limits


def test_a_person_may_ask_a_few_at_once_and_is_then_told_when_again() -> None:
    clock = SetClock()
    limits = spent(clock)
    with pytest.raises(TooMany, match="Ask again in 2 seconds") as refused:
        limits.take(ANNA)
    assert refused.value.retry_after == pytest.approx(2.0)


def test_waiting_as_long_as_told_is_enough() -> None:
    clock = SetClock()
    limits = spent(clock)
    clock.go_on(seconds=2)
    limits.take(ANNA)
    with pytest.raises(TooMany):
        limits.take(ANNA)


def test_one_persons_questions_do_not_hold_up_anothers() -> None:
    clock = SetClock()
    limits = spent(clock)
    limits.take(BEN)
    with pytest.raises(TooMany):
        limits.take(ANNA)


def test_a_clock_that_goes_back_gives_nothing_away_and_breaks_nothing() -> None:
    clock = SetClock()
    limits = spent(clock)
    clock.go_on(hours=-1)
    with pytest.raises(TooMany):
        limits.take(ANNA)


def test_the_hosts_terminal_has_no_limit() -> None:
    limits = Limits(SetClock(), capacity=1)
    for _ in range(50):
        limits.take("cli:host")
    limits.take(ANNA)
    with pytest.raises(TooMany):
        limits.take(ANNA)


async def test_buckets_are_bounded_shown_and_forgotten() -> None:
    limits = Limits(SetClock(), capacity=2, kept=2)
    for person in (ANNA, BEN, "discord:3"):
        limits.take(person)
    assert await limits.find(ANNA) == ()
    assert await limits.find(BEN) == ("1 of 2 questions left",)
    assert await limits.forget(BEN) == 1
    assert await limits.find(BEN) == ()
