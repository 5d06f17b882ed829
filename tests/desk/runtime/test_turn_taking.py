"""Turns on a real event loop: time in between, and nobody forgotten."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator

import pytest

from bot.desk.runtime import turns
from bot.desk.runtime.turn_taking import ROUNDS, Turns
from bot.desk.runtime.turns import Late, Request, TurnQueue, Verdict


class Rounds:
    """Counts the rounds of the event loop."""

    def __init__(self) -> None:
        self.count = 0
        self._loop = asyncio.get_running_loop()
        self._handle = self._loop.call_soon(self._next)

    def _next(self) -> None:
        self.count += 1
        self._handle = self._loop.call_soon(self._next)

    def stop(self) -> None:
        self._handle.cancel()


@pytest.fixture
async def rounds() -> AsyncIterator[Rounds]:
    counting = Rounds()
    yield counting
    counting.stop()


def patient(number: int) -> Request:
    return Request(f"server {number % 3}", f"person {number}")


async def test_who_comes_alone_does_not_wait(rounds: Rounds) -> None:
    before = rounds.count
    assert await Turns().take(patient(0)) is Verdict.ANSWER
    assert rounds.count == before


async def test_between_two_turns_there_is_time_to_send(rounds: Rounds) -> None:
    taken, came = Turns(), list[int]()

    async def one(number: int) -> None:
        assert await taken.take(patient(number)) is Verdict.ANSWER
        came.append(rounds.count)

    await asyncio.gather(*(one(number) for number in range(50)))
    assert len(came) == 50
    assert all(later - earlier >= ROUNDS for earlier, later in itertools.pairwise(came))


async def test_who_comes_after_a_burst_does_not_wait_again(rounds: Rounds) -> None:
    taken = Turns()
    await asyncio.gather(*(taken.take(patient(number)) for number in range(5)))
    for _ in range(ROUNDS + 1):
        await asyncio.sleep(0)
    before = rounds.count
    assert await taken.take(patient(9)) is Verdict.ANSWER
    assert rounds.count == before


@pytest.mark.parametrize("ahead", range(2 * ROUNDS))
async def test_those_who_give_up_keep_nobody_waiting(ahead: int) -> None:
    taken = Turns()
    waiting = [asyncio.create_task(taken.take(patient(number))) for number in range(6)]
    for _ in range(1 + ahead):
        await asyncio.sleep(0)
    for task in waiting[1::2]:
        task.cancel()
    done = await asyncio.gather(*waiting, return_exceptions=True)
    assert done[::2] == [Verdict.ANSWER] * 3
    assert len(taken) == 0


async def test_closing_stops_all_who_wait_and_whoever_comes_after() -> None:
    taken, told = Turns(), list[int]()

    async def one(number: int, deadline: float | None) -> Verdict:
        verdict = await taken.take(Request("server", f"person {number}", deadline))
        told.append(number)
        return verdict

    later = asyncio.get_running_loop().time() + 60
    waiting = [asyncio.create_task(one(number, None if number % 2 else later)) for number in range(7)]
    await asyncio.sleep(0)
    taken.close()
    assert await asyncio.gather(*waiting) == [Verdict.ANSWER, *[Verdict.STOP] * 6]
    assert told == [0, 1, 3, 5, 2, 4, 6], "those who were asked to wait hear first"
    assert await taken.take(patient(9)) is Verdict.STOP
    assert len(taken) == 0


async def test_too_many_are_declined_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "MAX_WAITING", 4)
    taken = Turns()
    found = await asyncio.gather(*(taken.take(patient(number)) for number in range(8)))
    assert found == [Verdict.ANSWER] * 5 + [Verdict.DECLINE] * 3


async def test_what_is_dropped_takes_no_time(rounds: Rounds) -> None:
    taken = Turns(TurnQueue(answering=1000.0))
    past = asyncio.get_running_loop().time() - 60
    dropped = (taken.take(Request("A", f"p{number}", past, Late.DROP)) for number in range(5))
    before = rounds.count
    found = await asyncio.gather(taken.take(patient(0)), *dropped)
    assert found == [Verdict.ANSWER, *[Verdict.DROP] * 5]
    assert rounds.count - before <= 2 * ROUNDS


async def test_it_learns_how_long_answers_take() -> None:
    queue = TurnQueue(answering=1000.0)
    taken = Turns(queue)
    await asyncio.gather(*(taken.take(patient(number)) for number in range(3)))
    for _ in range(ROUNDS + 1):
        await asyncio.sleep(0)
    assert queue.answering.seconds < 1000 * 0.95**3
