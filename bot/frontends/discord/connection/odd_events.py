"""Skip events that discord.py can't read, so that one odd channel doesn't stop the bot for every server."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

log = logging.getLogger(__name__)

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
