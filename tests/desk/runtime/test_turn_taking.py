"""Test turns on a real event loop."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator

import pytest

from bot.desk.runtime import turns
from bot.desk.runtime.turn_taking import ROUNDS, Turns
from bot.desk.runtime.turns import Late, Request, TurnQueue, Verdict


class Rounds:
    """Counts the iterations of the event loop."""

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


async def test_a_single_request_does_not_wait(rounds: Rounds) -> None:
    before = rounds.count
    assert await Turns().take(patient(0)) is Verdict.ANSWER
    assert rounds.count == before


async def test_the_event_loop_runs_between_two_turns(rounds: Rounds) -> None:
    admission, starts = Turns(), list[int]()

    async def one(number: int) -> None:
        assert await admission.take(patient(number)) is Verdict.ANSWER
        starts.append(rounds.count)

    await asyncio.gather(*(one(number) for number in range(50)))
    assert len(starts) == 50
    assert all(later - earlier >= ROUNDS for earlier, later in itertools.pairwise(starts))


async def test_a_request_after_a_burst_does_not_wait(rounds: Rounds) -> None:
    admission = Turns()
    await asyncio.gather(*(admission.take(patient(number)) for number in range(5)))
    for _ in range(ROUNDS + 1):
        await asyncio.sleep(0)
    before = rounds.count
    assert await admission.take(patient(9)) is Verdict.ANSWER
    assert rounds.count == before


@pytest.mark.parametrize("ahead", range(2 * ROUNDS))
async def test_cancelled_requests_do_not_block_others(ahead: int) -> None:
    admission = Turns()
    waiting = [asyncio.create_task(admission.take(patient(number))) for number in range(6)]
    for _ in range(1 + ahead):
        await asyncio.sleep(0)
    for task in waiting[1::2]:
        task.cancel()
    done = await asyncio.gather(*waiting, return_exceptions=True)
    assert done[::2] == [Verdict.ANSWER] * 3
    assert len(admission) == 0


async def test_closing_stops_waiting_and_later_requests() -> None:
    admission, stopped = Turns(), list[int]()

    async def one(number: int, deadline: float | None) -> Verdict:
        verdict = await admission.take(Request("server", f"person {number}", deadline))
        stopped.append(number)
        return verdict

    later = asyncio.get_running_loop().time() + 60
    waiting = [asyncio.create_task(one(number, None if number % 2 else later)) for number in range(7)]
    await asyncio.sleep(0)
    admission.close()
    assert await asyncio.gather(*waiting) == [Verdict.ANSWER, *[Verdict.STOP] * 6]
    assert stopped == [0, 1, 3, 5, 2, 4, 6], "deferred requests are told first"
    assert await admission.take(patient(9)) is Verdict.STOP
    assert len(admission) == 0


async def test_requests_beyond_the_limit_are_declined_immediately(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "MAX_WAITING", 4)
    admission = Turns()
    found = await asyncio.gather(*(admission.take(patient(number)) for number in range(8)))
    assert found == [Verdict.ANSWER] * 5 + [Verdict.DECLINE] * 3


async def test_dropped_requests_take_no_turn(rounds: Rounds) -> None:
    admission = Turns(TurnQueue(answering=1000.0))
    past = asyncio.get_running_loop().time() - 60
    dropped = (admission.take(Request("A", f"p{number}", past, Late.DROP)) for number in range(5))
    before = rounds.count
    found = await asyncio.gather(admission.take(patient(0)), *dropped)
    assert found == [Verdict.ANSWER, *[Verdict.DROP] * 5]
    assert rounds.count - before <= 2 * ROUNDS


async def test_the_average_duration_of_answers_is_learned() -> None:
    queue = TurnQueue(answering=1000.0)
    admission = Turns(queue)
    await asyncio.gather(*(admission.take(patient(number)) for number in range(3)))
    for _ in range(ROUNDS + 1):
        await asyncio.sleep(0)
    assert queue.answering.seconds < 1000 * 0.95**3
