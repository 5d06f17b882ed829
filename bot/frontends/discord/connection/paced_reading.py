"""Read the gateway in short steps. Otherwise, discord.py reads everything that has arrived before other tasks run."""

from __future__ import annotations

import asyncio
from time import perf_counter
from typing import Any

from discord.http import HTTPClient

STEP = 0.002
"""Seconds of reading before other tasks get a turn."""


def read_in_steps(http: HTTPClient) -> None:
    """Let other tasks run after every ``STEP`` seconds of reading from the gateway."""
    connect = http.ws_connect

    async def ws_connect(url: str, *, compress: int = 0) -> Any:
        socket = await connect(url, compress=compress)
        receive, began = socket.receive, perf_counter()

        async def in_steps(timeout: float | None = None) -> Any:
            nonlocal began
            if perf_counter() - began >= STEP:
                await asyncio.sleep(0)
                began = perf_counter()
            return await receive(timeout)

        socket.receive = in_steps  # type: ignore[method-assign]
        return socket

    http.ws_connect = ws_connect  # type: ignore[method-assign]
