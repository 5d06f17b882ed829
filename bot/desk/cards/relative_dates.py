"""A date seen from today: past or to come, how far off, and what a front end may turn into a timestamp."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

from bot.facts.dates.edtf import PartialDate, Precision, in_words, parse_edtf

_SAME_DAY = time(10, 30)
"""At this hour UTC it is the same calendar day from UTC-10:30 to UTC+13:29, New Zealand in summer among them: a day
given as a moment, which each reader sees in a zone of their own, stays the day that was meant."""


class Relation(StrEnum):
    """Where a date lies, seen from today. ``current``: today lies within it (this month, this summer, today)."""

    PAST = "past"
    CURRENT = "current"
    FUTURE = "future"


_Day = date  # `When` has a field of that name


@dataclass(frozen=True, slots=True)
class When:
    """A date or range that a card shows.

    ``words`` is never finer than what is known. ``timestamp`` is Unix seconds (see `timestamp_of`) and only there
    where the day is known for certain; of a range it is that of its first day, ``until`` that of its last, and both are
    there or neither. ``distance`` is relative to today ("in 3 weeks", "2 years ago", "today"), empty where nothing true
    can be said; of a range it tells of its next turn ("starts in 3 weeks", "ends today", "ended last month"), which is
    on the day ``turn`` where that is known.
    """

    date: PartialDate
    words: str
    relation: Relation
    distance: str
    timestamp: int | None = None
    region: str | None = None
    until: int | None = None
    turn: _Day | None = None


_THIS = {
    Precision.DAY: "today",
    Precision.MONTH: "this month",
    Precision.SEASON: "this season",
    Precision.QUARTER: "this quarter",
    Precision.YEAR: "this year",
}


def when(edtf: str, today: date, region: str | None = None) -> When:
    """An EDTF date as it is to be shown on a day. Raises ``ValueError`` where it is no such date."""
    value = parse_edtf(edtf)
    relation = _relation(value, today)
    if value.is_range:
        return _run(value, relation, today, region)
    certain = not (value.uncertain or value.approximate)
    exact = certain and value.precision is Precision.DAY
    return When(
        date=value,
        words=in_words(value),
        relation=relation,
        distance=_distance(value, relation, today) if certain else "",
        timestamp=timestamp_of(value.earliest) if exact else None,
        region=region,
    )


def _run(value: PartialDate, relation: Relation, today: date, region: str | None) -> When:
    verb, turn = _turn(value, relation, today)
    near = "" if turn is None or not turn.certain else _distance(turn, _relation(turn, today), today)
    stamps = [timestamp_of(end.earliest) for end in value.ends if _is_exact(end)]
    return When(
        date=value,
        words=in_words(value),
        relation=relation,
        distance=f"{verb} {near}" if near else "",
        timestamp=stamps[0] if len(stamps) == 2 else None,
        region=region,
        until=stamps[1] if len(stamps) == 2 else None,
        turn=turn.earliest if turn is not None and _is_exact(turn) else None,
    )


def _is_exact(end: PartialDate) -> bool:
    return end.certain and end.precision is Precision.DAY


def _turn(value: PartialDate, relation: Relation, today: date) -> tuple[str, PartialDate | None]:
    """What a range does next, or did last, and when: it starts, ends or ended."""
    if relation is Relation.FUTURE:
        return "starts", value.start
    if relation is Relation.PAST:
        return "ended", value.end
    if value.start is not None and value.start.latest >= today:
        return "starts", value.start
    if value.end is None:
        return "started", value.start
    return "ends", value.end


def timestamp_of(day: date) -> int:
    """Unix seconds of a moment at which it is this day for nearly every reader, wherever they live."""
    return int(datetime.combine(day, _SAME_DAY, UTC).timestamp())


def _relation(value: PartialDate, today: date) -> Relation:
    if value.latest < today:
        return Relation.PAST
    return Relation.FUTURE if value.earliest > today else Relation.CURRENT


def _distance(value: PartialDate, relation: Relation, today: date) -> str:
    if relation is Relation.CURRENT:
        return _THIS[value.precision]
    future = relation is Relation.FUTURE
    if value.precision is Precision.DAY:
        return _days(value.earliest, today, future)
    if value.precision is Precision.YEAR:
        years = abs(value.earliest.year - today.year)
        return _ago(years, "year", future)
    near = value.earliest if future else value.latest
    months = abs((near.year - today.year) * 12 + near.month - today.month)
    return _ago(months, "month", future) if months < 24 else _ago(abs(near.year - today.year), "year", future, "about ")


def _days(day: date, today: date, future: bool) -> str:
    days = abs((day - today).days)
    if days == 1:
        return "tomorrow" if future else "yesterday"
    if days < 14:
        return _ago(days, "day", future)
    if days < 61:
        return _ago(round(days / 7), "week", future, "" if days % 7 == 0 else "about ")
    years, months, exact = _calendar(min(day, today), max(day, today))
    about = "" if exact else "about "
    if not years:
        return _ago(months, "month", future, about)
    words = _count(years, "year") + (f" and {_count(months, 'month')}" if months else "")
    return f"in {about}{words}" if future else f"{about}{words} ago"


def _calendar(first: date, last: date) -> tuple[int, int, bool]:
    """Whole years and months between two days, and whether nothing is left over."""
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    return months // 12, months % 12, last.day == first.day


def _ago(number: int, unit: str, future: bool, about: str = "") -> str:
    if number == 1 and unit != "day" and not about:
        return f"{'next' if future else 'last'} {unit}"
    words = f"{about}{_count(number, unit)}"
    return f"in {words}" if future else f"{words} ago"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
