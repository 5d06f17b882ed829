"""Blocking work off the event loop, without leaking what it opened when the caller is cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def in_thread(work: Callable[[], T], let_go: Callable[[T], None]) -> T:
    """Run ``work`` in a thread; if the caller is cancelled meanwhile, its result is let go of once it is there."""
    task = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        task.add_done_callback(lambda done: _abandon(done, let_go))
        raise


def _abandon(done: asyncio.Future[T], let_go: Callable[[T], None]) -> None:
    if not done.cancelled() and done.exception() is None:
        let_go(done.result())
