"""Tell the time with an injected function, so that tests can set the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

Clock = Callable[[], datetime]
"""Returns the current time, with its time zone."""


def utc_now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


def today(clock: Clock) -> date:
    """Return the current date in UTC. It decides which releases are in the past."""
    return clock().astimezone(UTC).date()
