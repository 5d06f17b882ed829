"""A date that is set to another day: the next announcement of the same fact, never a fact that was overwritten."""

from __future__ import annotations

from dataclasses import dataclass

from bot.facts.models import AnnouncedDate, DateValue, Fact, Value

TOPIC = "release"
EDITORS = "the moderators"
"""Who announced a date where nobody else was named: which moderator it was stands in the revision, where
``/forget-me`` finds it, and not in the fact, which is exported and shown to everybody."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """When a date was announced (EDTF, None unknown), by whom and why; ``correction`` where ours was a mistake."""

    on: str | None
    by: str = ""
    why: str = ""
    correction: bool = False


def announced_after(
    base: Fact | None, topic: str, value: Value | None, announcement: Announcement
) -> tuple[AnnouncedDate, ...]:
    """The announced dates of a fact whose value becomes ``value``; those of ``base`` where no date moved."""
    if base is None:
        return ()
    dates = base.announced_dates
    if not isinstance(value, DateValue) or not (dates or topic == TOPIC):
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
    """The date that a fact has had so far, where it is another one than ``value``."""
    if not isinstance(base.value, DateValue) or base.value.edtf == value.edtf:
        return ()
    return (AnnouncedDate(date=base.value.edtf),)
