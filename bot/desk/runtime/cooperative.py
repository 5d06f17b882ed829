"""Long work on the event loop in short steps, so that answering never waits for it."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from time import perf_counter
from typing import Any, TypeVar

T = TypeVar("T")

STEP = 0.002
"""Seconds of work after which the loop gets its turn."""


_RUN = 500
"""Items that are sorted in one go, within a millisecond or two."""


async def slowly(items: Iterable[T], step: float = STEP) -> AsyncIterator[T]:
    """The items, one by one; the loop runs others whenever ``step`` seconds have gone into them."""
    began = perf_counter()
    for item in items:
        yield item
        if perf_counter() - began >= step:
            await asyncio.sleep(0)
            began = perf_counter()


async def sorted_slowly(items: Sequence[T], key: Callable[[T], Any]) -> list[T]:
    """As ``sorted``, in short steps: sorted runs, merged one by one."""
    if len(items) <= _RUN:
        return sorted(items, key=key)
    starts = range(0, len(items), _RUN)
    runs = [sorted(items[start : start + _RUN], key=key) async for start in slowly(starts)]
    return [each async for each in slowly(heapq.merge(*runs, key=key))]
