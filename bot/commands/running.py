"""Run work until it is done or someone stops it."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable

_ENDING = tuple(
    signal_ for name in ("SIGINT", "SIGTERM", "SIGHUP") if (signal_ := getattr(signal, name, None)) is not None
)


def run_until_stopped(work: Callable[[], Awaitable[None]]) -> None:
    """Run ``work`` until it ends, or until Ctrl-C, SIGTERM or a closed terminal cancels it, which isn't an error."""
    asyncio.run(_stoppable(work))


async def _stoppable(work: Callable[[], Awaitable[None]]) -> None:
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(work())
    stopped = False

    def stop() -> None:
        nonlocal stopped
        stopped = True
        task.cancel()
        # Whoever asks twice doesn't want to wait: the second signal has its usual effect.
        for each in _ENDING:
            loop.remove_signal_handler(each)

    try:
        for each in _ENDING:
            loop.add_signal_handler(each, stop)
    except NotImplementedError:
        pass  # Windows has no such handlers; Ctrl-C reaches asyncio.run, which cancels just the same
    try:
        await task
    except asyncio.CancelledError:
        if not stopped:
            raise
