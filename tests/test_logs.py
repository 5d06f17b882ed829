"""Test the log: one line per record, in UTC, without secrets and control characters."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator

import pytest

from bot.logs import CleanFormatter, configure_logging


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Log at INFO to a stream, with ``hunter2`` as a secret."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure_logging("INFO", secrets=["hunter2", ""], stream=stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)


def test_secrets_are_in_no_message_or_traceback(log: io.StringIO) -> None:
    logging.getLogger("bot.test").info("token %s", "hunter2")
    try:
        raise ValueError("hunter2")
    except ValueError:
        logging.getLogger("bot.test").exception("failed with %r", "hunter2")
    assert "hunter2" not in log.getvalue()
    assert log.getvalue().count("[secret]") == 4  # the traceback shows both the line and the error


def test_control_characters_are_replaced(log: io.StringIO) -> None:
    logging.getLogger("bot.test").info("\x1b]0;owned\x07 \u202e")
    assert not set(log.getvalue()) & set("\x1b\x07\u202e")


def test_records_below_the_level_are_left_out(log: io.StringIO) -> None:
    logging.getLogger("bot.test").debug("small talk")
    logging.getLogger("discord.client").warning("PyNaCl is not installed, voice will NOT be supported")
    assert log.getvalue() == ""


def test_times_are_in_utc() -> None:
    record = logging.LogRecord("bot.test", logging.INFO, "", 0, "hello", None, None)
    record.created, record.msecs = 0.0, 0.0
    assert re.match(r"1970-01-01T00:00:00\.000Z INFO    bot\.test: hello", CleanFormatter().format(record))
