"""Long work on the event loop in short steps, so that answering never waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from time import perf_counter
from typing import TypeVar

T = TypeVar("T")

STEP = 0.002
"""Seconds of work after which the loop gets its turn."""


async def slowly(items: Iterable[T], step: float = STEP) -> AsyncIterator[T]:
    """The items, one by one; the loop runs others whenever ``step`` seconds have gone into them."""
    began = perf_counter()
    for item in items:
        yield item
        if perf_counter() - began >= step:
            await asyncio.sleep(0)
            began = perf_counter()
