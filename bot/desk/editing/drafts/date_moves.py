"""A date that is set to another day: the next announcement of the same fact, never a fact that was overwritten."""

from __future__ import annotations

from dataclasses import dataclass

from bot.facts.models import AnnouncedDate, DateValue, Fact, Value
from bot.facts.topics import RELEASE

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
    if not isinstance(value, DateValue) or not (dates or topic == RELEASE):
        return dates
    if not dates and isinstance(base.value, DateValue) and base.value.edtf != value.edtf:
        dates = () if announcement.correction else (AnnouncedDate(date=base.value.edtf),)
    if not dates or dates[-1].date == value.edtf:
        return dates
    if announcement.correction:
        return (*dates[:-1], dates[-1].model_copy(update={"date": value.edtf}))
    moved = AnnouncedDate(
        date=value.edtf, announced=announcement.on, by=announcement.by or EDITORS, why=announcement.why or None
    )
    return (*dates, moved)
