"""Add a changed release date to the announced dates of its fact."""

from __future__ import annotations

from dataclasses import dataclass

from bot.facts.models import AnnouncedDate, DateValue, Fact, Value
from bot.facts.topics import RELEASE

EDITORS = "the moderators"
"""Stored as who announced a date, if nobody was named. The moderator's own name is only in the revision, where
``/forget-me`` finds it, because everyone can see the fact."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """When a date was announced (EDTF, None if unknown), by whom and why. ``correction``: our date was wrong."""

    on: str | None
    by: str = ""
    why: str = ""
    correction: bool = False


def announced_after(
    base: Fact | None, topic: str, value: Value | None, announcement: Announcement
) -> tuple[AnnouncedDate, ...]:
    """Return the announced dates of a fact with a new ``value``; those of ``base`` if the date doesn't move."""
    if base is None:
        return ()
    dates = base.announced_dates
    if not isinstance(value, DateValue) or not (dates or topic == RELEASE):
        return dates
    if not announcement.correction:
        dates = dates or _first_announced(base, value)
    if not dates or dates[-1].date == value.edtf:
        return dates
    if announcement.correction:
        return (*dates[:-1], dates[-1].model_copy(update={"date": value.edtf}))
    moved = AnnouncedDate(
        date=value.edtf, announced=announcement.on, by=announcement.by or EDITORS, why=announcement.why or None
    )
    return (*dates, moved)


def _first_announced(base: Fact, value: DateValue) -> tuple[AnnouncedDate, ...]:
    """Return the fact's date so far as its first announced date, if it differs from ``value``."""
    if not isinstance(base.value, DateValue) or base.value.edtf == value.edtf:
        return ()
    return (AnnouncedDate(date=base.value.edtf),)
