"""Read the gateway in short steps, and skip events that discord.py can't read.

discord.py reads everything that has arrived before other tasks run. One event that it can't read would stop the bot for
every server.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from time import perf_counter
from typing import Any

from discord.http import HTTPClient

log = logging.getLogger(__name__)

STEP = 0.002
"""Seconds of reading before other tasks get a turn."""

Parser = Callable[[Any], None]

_VITAL = frozenset({"READY"})
"""Without these there is no session. The client reconnects instead."""

_LISTS = (
    "channels",
    "threads",
    "members",
    "voice_states",
    "presences",
    "emojis",
    "stickers",
    "stage_instances",
    "guild_scheduled_events",
    "soundboard_sounds",
)
"""Parts that a server can be read without. The bot also answers in channels that it doesn't know yet."""


def skip_unreadable(parsers: dict[str, Parser]) -> None:
    """Log and skip each event whose parser raises, and keep the connection."""
    for event, parser in list(parsers.items()):
        if event not in _VITAL:
            parsers[event] = _skipping(event, parser)


def _skipping(event: str, parser: Parser) -> Parser:
    def parse(data: Any) -> None:
        try:
            parser(data)
        except Exception as fault:  # noqa: BLE001 - the boundary: an exception here would end the process
            # Don't log the event or the error's message, because both may contain what people wrote.
            log.warning("an event %s could not be read (%s), and was passed over", event, type(fault).__name__)
            if event == "GUILD_CREATE" and isinstance(data, dict):
                _read_without_lists(parser, data)

    return parse


def _read_without_lists(parser: Parser, data: dict[str, Any]) -> None:
    bare = data | {name: [] for name in _LISTS if name in data}
    try:
        parser(bare)
    except Exception as fault:  # noqa: BLE001 - the same boundary
        log.warning("the server is not known until its next event (%s)", type(fault).__name__)
    else:
        log.warning("that server was read without its channels")


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
