"""Test long work in short steps: same result, and other tasks run in between."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from bot.desk.runtime.cooperative import slowly, sorted_slowly


@given(st.lists(st.tuples(st.integers(0, 20), st.integers()), max_size=40), st.integers(1, 60))
def test_sorted_slowly_equals_sorted(items: list[tuple[int, int]], copies: int) -> None:
    many = items * copies
    assert asyncio.run(sorted_slowly(many, lambda item: item[0])) == sorted(many, key=lambda item: item[0])


async def test_other_tasks_run_in_between() -> None:
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    beside = asyncio.create_task(other())
    assert [each async for each in slowly(range(100), step=0)] == list(range(100))
    beside.cancel()
    assert turns > 50
