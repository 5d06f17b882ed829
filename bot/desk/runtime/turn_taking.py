"""Handle requests one after the other on the event loop, with time in between to send the responses."""

from __future__ import annotations

import asyncio

from bot.desk.runtime.turns import Request, TurnQueue, Verdict

ROUNDS = 4
"""Iterations of the event loop between two turns.

The first computes the answer. The next ones write it to the socket and read what has arrived.
"""


class Turns:
    """Lets requests in one at a time, in the order of a `TurnQueue`."""

    def __init__(self, queue: TurnQueue | None = None) -> None:
        self._queue = TurnQueue() if queue is None else queue
        self._waiting: dict[Request, asyncio.Future[Verdict]] = {}
        self._running = False
        self._closed = False
        self._last: tuple[Verdict, float] | None = None

    def __len__(self) -> int:
        return len(self._queue)

    async def take(self, request: Request) -> Verdict:
        """Wait for a turn, and return what to do with the request. Doesn't wait if no other request is running."""
        if self._closed:
            return Verdict.STOP
        loop = asyncio.get_running_loop()
        if not self._running:
            self._begin(loop, Verdict.ANSWER)
            return Verdict.ANSWER
        refused = self._queue.add(request)
        if refused is not None:
            return refused
        turn: asyncio.Future[Verdict] = loop.create_future()
        self._waiting[request] = turn
        try:
            return await turn
        finally:
            self._queue.remove(request)
            self._waiting.pop(request, None)

    def close(self) -> None:
        """Refuse all waiting and later requests with `Verdict.STOP`. Deferred requests are told first."""
        self._closed = True
        for request, turn in sorted(self._waiting.items(), key=lambda each: each[0].deadline is not None):
            self._queue.remove(request)
            if not turn.done():
                turn.set_result(Verdict.STOP)

    def _begin(self, loop: asyncio.AbstractEventLoop, verdict: Verdict) -> None:
        self._running = True
        self._last = (verdict, loop.time())
        loop.call_soon(self._round, loop, ROUNDS)

    def _round(self, loop: asyncio.AbstractEventLoop, left: int) -> None:
        if left > 1:
            loop.call_soon(self._round, loop, left - 1)
            return
        now = loop.time()
        if self._last is not None:
            verdict, begun = self._last
            self._queue.took(verdict, now - begun)
        self._running = self._grant(loop, now)

    def _grant(self, loop: asyncio.AbstractEventLoop, now: float) -> bool:
        """Give the next request its verdict. Return whether it now takes a turn."""
        while (found := self._queue.next(now)) is not None:
            request, verdict = found
            turn = self._waiting[request]
            if turn.done():
                continue  # cancelled in this iteration
            turn.set_result(verdict)
            if verdict is not Verdict.DROP:
                self._begin(loop, verdict)
                return True
        return False
