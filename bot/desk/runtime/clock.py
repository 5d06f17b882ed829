"""The time, handed in: a desk never looks at the wall clock by itself, so that tests can set it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

Clock = Callable[[], datetime]
"""Returns the present time with its time zone."""


def utc_now() -> datetime:
    """The present time in UTC."""
    return datetime.now(UTC)


def today(clock: Clock) -> date:
    """The present day in UTC, the day by which releases are past or to come."""
    return clock().astimezone(UTC).date()
