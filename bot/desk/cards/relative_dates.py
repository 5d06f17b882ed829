"""Describe a date relative to today: past or future, how far away, and as a timestamp if the day is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

from bot.facts.dates.edtf import PartialDate, Precision, in_words, parse_edtf
from bot.messages import N_, _, ngettext, translated

_SAME_DAY = time(10, 30)
"""Time of day for timestamps, in UTC. Readers see a timestamp in their own time zone. At this time it is the same
day from UTC-10:30 to UTC+13:29, which includes New Zealand in summer."""


class Relation(StrEnum):
    """Where a date is relative to today. ``current`` means that it includes today (this month, this summer, today)."""

    PAST = "past"
    CURRENT = "current"
    FUTURE = "future"


_Day = date  # `When` has a field of that name


@dataclass(frozen=True, slots=True)
class When:
    """A date or range that a card shows.

    ``words`` are as precise as the date is known. ``timestamp`` is in Unix seconds (see `timestamp_of`), None unless
    the day is certain. A range has the timestamp of its first day, and ``until`` is that of its last day; both are set
    or neither. ``distance`` is relative to today ("in 3 weeks", "2 years ago", "today"); empty if the date is too
    vague. For a range, it describes its next change ("starts in 3 weeks", "ends today", "ended last month"). If the
    day of that change is known and isn't today, ``turn`` is that day and ``turning`` are the words around it, marked
    with ``N_``: "starts {when}". ``mentioned``: the sentence beside it already mentions the date, so only the distance
    and the region need showing.
    """

    date: PartialDate
    words: str
    relation: Relation
    distance: str
    timestamp: int | None = None
    region: str | None = None
    until: int | None = None
    turn: _Day | None = None
    turning: str = ""
    mentioned: bool = False


_THIS = {
    Precision.DAY: N_("today"),
    Precision.MONTH: N_("this month"),
    Precision.SEASON: N_("this season"),
    Precision.QUARTER: N_("this quarter"),
    Precision.YEAR: N_("this year"),
}


def when(edtf: str, today: date, region: str | None = None) -> When:
    """Describe an EDTF date relative to today. Raises ``ValueError`` if it isn't one."""
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
    turning, turn = _turn(value, relation, today)
    near = "" if turn is None or not turn.certain else _distance(turn, _relation(turn, today), today)
    stamps = [timestamp_of(end.earliest) for end in value.ends if _is_day(end)]
    first, last = stamps if len(stamps) == 2 else (None, None)
    day = turn.earliest if turn is not None and _is_day(turn) and turn.earliest != today else None
    return When(
        date=value,
        words=in_words(value),
        relation=relation,
        distance=translated(turning).format(when=near) if near else "",
        timestamp=first,
        region=region,
        until=last,
        turn=day,
        turning=turning if day else "",
    )


def _is_day(value: PartialDate) -> bool:
    return value.certain and value.precision is Precision.DAY


def _turn(value: PartialDate, relation: Relation, today: date) -> tuple[str, PartialDate | None]:
    """Return the next change of a range, or else its last, and when: it starts, ends or ended."""
    starts = N_("starts {when}")
    if relation is Relation.FUTURE:
        return starts, value.start
    if relation is Relation.PAST:
        return N_("ended {when}"), value.end
    if value.start is not None and value.start.latest >= today:
        return starts, value.start
    if value.end is None:
        return N_("started {when}"), value.start
    return N_("ends {when}"), value.end


def timestamp_of(day: date) -> int:
    """Return the Unix seconds of a time at which it is this day in nearly all time zones."""
    return int(datetime.combine(day, _SAME_DAY, UTC).timestamp())


def _relation(value: PartialDate, today: date) -> Relation:
    if value.latest < today:
        return Relation.PAST
    return Relation.FUTURE if value.earliest > today else Relation.CURRENT


def _distance(value: PartialDate, relation: Relation, today: date) -> str:
    if relation is Relation.CURRENT:
        return translated(_THIS[value.precision])
    future = relation is Relation.FUTURE
    if value.precision is Precision.DAY:
        return _days(value.earliest, today, future)
    if value.precision is Precision.YEAR:
        return _years_off(abs(value.earliest.year - today.year), future)
    near = value.earliest if future else value.latest
    months = abs((near.year - today.year) * 12 + near.month - today.month)
    if months < 24:
        return _months_off(months, future)
    return _off(_about(_years(abs(near.year - today.year))), future)


def _days(day: date, today: date, future: bool) -> str:
    days = abs((day - today).days)
    if days == 1:
        return _("tomorrow") if future else _("yesterday")
    if days < 14:
        return _off(ngettext("{count} day", "{count} days", days).format(count=days), future)
    if days < 61:
        weeks = round(days / 7)
        words = ngettext("{count} week", "{count} weeks", weeks).format(count=weeks)
        return _off(words if days % 7 == 0 else _about(words), future)
    years, months, exact = _calendar(min(day, today), max(day, today))
    words = _months(months) if not years else _years(years)
    if years and months:
        words = _("{years} and {months}").format(years=_years(years), months=_months(months))
    return _off(words if exact else _about(words), future)


def _calendar(first: date, last: date) -> tuple[int, int, bool]:
    """Return the whole years and months between two days, and whether they are exact."""
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    return months // 12, months % 12, last.day == first.day


def _years_off(years: int, future: bool) -> str:
    if years == 1:
        return _("next year") if future else _("last year")
    return _off(_years(years), future)


def _months_off(months: int, future: bool) -> str:
    if months == 1:
        return _("next month") if future else _("last month")
    return _off(_months(months), future)


def _years(count: int) -> str:
    return ngettext("{count} year", "{count} years", count).format(count=count)


def _months(count: int) -> str:
    return ngettext("{count} month", "{count} months", count).format(count=count)


def _about(span: str) -> str:
    return _("about {span}").format(span=span)


def _off(span: str, future: bool) -> str:
    return (_("in {span}") if future else _("{span} ago")).format(span=span)
