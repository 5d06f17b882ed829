"""Split long work into short steps on the event loop, so that answers never wait for it."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from time import perf_counter
from typing import Any, TypeVar

T = TypeVar("T")

STEP = 0.002
"""Seconds of work before other tasks get a turn."""

_RUN = 500
"""Items to sort at once, which takes a millisecond or two."""


async def slowly(items: Iterable[T], step: float = STEP) -> AsyncIterator[T]:
    """Yield the items one by one, and let other tasks run after every ``step`` seconds of work."""
    began = perf_counter()
    for item in items:
        yield item
        if perf_counter() - began >= step:
            await asyncio.sleep(0)
            began = perf_counter()


async def sorted_slowly(items: Sequence[T], key: Callable[[T], Any]) -> list[T]:
    """Sort like ``sorted``, but in short steps: sort runs, then merge them item by item."""
    if len(items) <= _RUN:
        return sorted(items, key=key)
    starts = range(0, len(items), _RUN)
    runs = [sorted(items[start : start + _RUN], key=key) async for start in slowly(starts)]
    return [each async for each in slowly(heapq.merge(*runs, key=key))]
