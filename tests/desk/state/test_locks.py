from __future__ import annotations

import asyncio

import pytest

from bot.desk.state.locks import FactLocks

A, B = ("shared", "a"), ("shared", "b")


async def test_a_lock_is_exclusive_per_fact() -> None:
    locks, inside, most = FactLocks(), 0, 0

    async def work(*keys: tuple[str, str]) -> None:
        nonlocal inside, most
        async with locks.hold(*keys):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(work(A) for _ in range(5)))
    assert most == 1
    await asyncio.gather(work(A), work(B))
    assert most == 2


async def test_locking_the_same_pair_never_deadlocks() -> None:
    locks, done = FactLocks(), 0

    async def work(*keys: tuple[str, str]) -> None:
        nonlocal done
        async with locks.hold(*keys):
            await asyncio.sleep(0)
            done += 1

    await asyncio.wait_for(asyncio.gather(*(work(A, B), work(B, A), work(A, A, B)) * 1), 60)
    assert done == 3


async def test_locks_are_released_after_errors_and_cancellation() -> None:
    locks = FactLocks()
    with pytest.raises(RuntimeError):
        async with locks.hold(A, B):
            raise RuntimeError
    holding, waiting = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with locks.hold(A):
            holding.set()
            await waiting.wait()

    first, second = asyncio.create_task(hold()), asyncio.create_task(hold())
    await holding.wait()
    second.cancel()
    waiting.set()
    await first
    assert (await asyncio.gather(second, return_exceptions=True))[0].__class__ is asyncio.CancelledError
    await asyncio.wait_for(hold(), 60)
    assert locks._locks == {}
