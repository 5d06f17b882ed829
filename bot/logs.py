"""Log to stderr: one line per record, no secrets, nothing that a terminal would obey."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterable
from typing import TextIO

from bot.plain import harmless


class CleanFormatter(logging.Formatter):
    """Formats records with UTC times, without secrets and control characters."""

    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        self._secrets = tuple(secret for secret in secrets if secret)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - logging's name
        """Return the time of a record in UTC, whatever the machine's time zone."""
        moment = time.gmtime(record.created)
        return self.default_msec_format % (time.strftime(self.default_time_format, moment), record.msecs)

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as text that is safe to show and to send to someone who helps."""
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        return harmless(text)


def configure_logging(level: str, *, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Send this process's log to ``stream`` (stderr by default) from ``level`` on, replacing earlier handlers.

    discord.py logs nothing below INFO.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(CleanFormatter(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("discord").setLevel(max(logging.getLevelName(level), logging.INFO))
    # It warns that voice isn't supported, which the bot doesn't need.
    logging.getLogger("discord.client").addFilter(_not_on_voice)
    logging.getLogger("discord.client").addFilter(_brief_on_reconnecting)
    # Its debug records contain request bodies: what people wrote.
    logging.getLogger("discord.http").setLevel(logging.INFO)


def _not_on_voice(record: logging.LogRecord) -> bool:
    return "voice will NOT be supported" not in str(record.msg)


def _brief_on_reconnecting(record: logging.LogRecord) -> bool:
    """Log a reconnection in one line, without discord.py's traceback."""
    if record.exc_info and str(record.msg).startswith("Attempting a reconnect"):
        record.msg, record.args = "%s: %s", (record.getMessage(), record.exc_info[1])
        record.exc_info = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
    return True
