"""Parse partial dates and ranges in EDTF (Library of Congress Extended Date/Time Format) and put them into words."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Literal, NoReturn

from bot.messages import N_, _, pgettext, translated


class Precision(StrEnum):
    """The finest known part of a date. ``INTERVAL`` is a range; each of its ends has its own precision."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    YEAR = "year"
    INTERVAL = "interval"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to ``precision``: it lies between ``earliest`` and ``latest``, both inclusive.

    A range (``Precision.INTERVAL``) runs from ``start`` to ``end``. One of them may be None, which means open (``..``)
    or unknown (empty); ``earliest`` or ``latest`` is then the first or last day of the calendar.
    """

    edtf: str
    precision: Precision
    earliest: date
    latest: date
    uncertain: bool = False
    approximate: bool = False
    start: PartialDate | None = None
    end: PartialDate | None = None

    @property
    def part(self) -> int:
        """Return the season (1 spring to 4 winter) or quarter (1 to 4) of the year; 0 for other precisions."""
        if self.precision not in (Precision.SEASON, Precision.QUARTER):
            return 0
        return (int(self.edtf[5:7]) - 20) if self.precision is Precision.SEASON else (int(self.edtf[5:7]) - 32)

    @property
    def certain(self) -> bool:
        """Return whether neither the date nor an end of the range is uncertain or approximate."""
        return not any(each.uncertain or each.approximate for each in self.ends)

    @property
    def is_range(self) -> bool:
        """Return whether this is a range."""
        return self.precision is Precision.INTERVAL

    @property
    def ends(self) -> tuple[PartialDate, ...]:
        """Return the known start and end of a range, or the date itself."""
        return tuple(each for each in (self.start, self.end) if each is not None) if self.is_range else (self,)

    @property
    def year(self) -> int:
        """Return the year of the date or of the range's start; of its end if there is no start."""
        return self.ends[0].earliest.year

    @property
    def years(self) -> range:
        """Return every year from the start to the end, as far as they are known."""
        return range(self.year, max(self.year, self.ends[-1].earliest.year) + 1)

    @property
    def mark(self) -> str:
        """Return the qualifier at the end of the EDTF: ``?``, ``~``, ``%`` or nothing."""
        return {(True, True): "%", (True, False): "?", (False, True): "~"}.get((self.uncertain, self.approximate), "")


_PLAIN = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?")
_GROUPED = re.compile(r"(\d{4})-(2[1-4]|3[3-6])")
_SPRING, _FIRST_QUARTER = 21, 33
OPEN = ".."
"""The EDTF sign for an open start or end of a range. An unknown one is empty."""

ACCEPTED = N_(
    "write 2023-07-12, 2023-07, 2025-21 (spring 2025), 2025-33 (first quarter), 2026, 2026? if uncertain, "
    "or a range such as 2026-11-21/2027-01-03"
)


@lru_cache(maxsize=65536)
def parse_edtf(text: str) -> PartialDate:
    """Parse an EDTF date of day, month, season, quarter or year precision from year 1 on, or a range of two.

    Each may end in ``?`` (uncertain), ``~`` (approximate) or ``%`` (both). Winter is the one that begins in the year:
    December to February. A range is written ``2026-11-21/2027-01-03``; one of its ends may be open (``..``) or unknown
    (empty). The edtf library, which tests compare with, takes 5 ms for each date, and 50 to be imported.

    Raises:
        ValueError: the text isn't such a date; the message says what would be accepted.
    """
    if "/" in text:
        return _range(text)
    mark = text[-1] if text.endswith(("?", "~", "%")) else ""
    base = text.removesuffix(mark)
    try:
        precision, earliest, latest = _span(base) if base.isascii() else _refuse(base)
    except ValueError as fault:
        wrong = _("{text!r} isn't a date I can store; {remedy}").format(text=text, remedy=translated(ACCEPTED))
        raise ValueError(wrong) from fault
    return PartialDate(text, precision, earliest, latest, mark in ("?", "%"), mark in ("~", "%"))


def _refuse(text: str) -> NoReturn:
    raise ValueError(text)


class EndsBeforeStart(ValueError):
    """A range whose end lies before its start."""

    def __init__(self, text: str) -> None:
        super().__init__(_("{text!r} ends before it starts; put the earlier date first").format(text=text))


def _range(text: str) -> PartialDate:
    first, _sign, last = text.partition("/")
    if "/" in last or (first in ("", OPEN) and last in ("", OPEN)):
        raise ValueError(
            _("{text!r} isn't a range of two dates; {remedy}").format(text=text, remedy=translated(ACCEPTED))
        )
    start = None if first in ("", OPEN) else parse_edtf(first)
    end = None if last in ("", OPEN) else parse_edtf(last)
    if start is not None and end is not None and end.latest < start.earliest:
        raise EndsBeforeStart(text)
    return PartialDate(
        edtf=text,
        precision=Precision.INTERVAL,
        earliest=date.min if start is None else start.earliest,
        latest=date.max if end is None else end.latest,
        start=start,
        end=end,
    )


def _span(text: str) -> tuple[Precision, date, date]:
    plain = _PLAIN.fullmatch(text)
    if plain is not None:
        return _plain(plain)
    year, group = map(int, (_GROUPED.fullmatch(text) or _refuse(text)).groups())
    season = group < _FIRST_QUARTER
    first = 3 * (group - _SPRING + 1) if season else 3 * (group - _FIRST_QUARTER) + 1
    earliest, months = date(year, first, 1), year * 12 + first + 1
    last_year, last = divmod(months, 12)  # counted from 0, so that winter ends in the next year
    latest = date(last_year, last + 1, calendar.monthrange(last_year, last + 1)[1])
    return (Precision.SEASON if season else Precision.QUARTER), earliest, latest


def _plain(form: re.Match[str]) -> tuple[Precision, date, date]:
    year, month, day = (int(part) if part else 0 for part in form.groups())
    if form[3] is not None:
        exact = date(year, month, day)
        return Precision.DAY, exact, exact
    if month:
        last = calendar.monthrange(year, month)[1]
        return Precision.MONTH, date(year, month, 1), date(year, month, last)
    return Precision.YEAR, date(year, 1, 1), date(year, 12, 31)


def relation(partial: PartialDate | None, today: date) -> Literal["past", "now", "future", "unknown"]:
    """Compare a date with today: ``now`` while today lies inside it, ``unknown`` if there is no date."""
    if partial is None:
        return "unknown"
    if partial.latest < today:
        return "past"
    return "future" if partial.earliest > today else "now"


def moves(before: str, after: str) -> bool:
    """Return whether an announced date (EDTF) differs from the one before it and isn't only more precise.

    The same holds for ranges: a range within an earlier month, or with an end that was unknown before, hasn't moved. A
    range with a different start or end has moved, and so has one that became a single date.
    """
    earlier, later = parse_edtf(before), parse_edtf(after)
    if not earlier.is_range:
        return not _holds(earlier, later)
    if not later.is_range:
        return True
    return not (_refines(earlier.start, later.start) and _refines(earlier.end, later.end))


def _holds(outer: PartialDate, inner: PartialDate) -> bool:
    return outer.earliest <= inner.earliest and inner.latest <= outer.latest


def _refines(earlier: PartialDate | None, later: PartialDate | None) -> bool:
    """Return whether an end of a range is the same, or more precise."""
    return earlier is None or (later is not None and _holds(earlier, later))


_MONTHS = (
    *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June")),
    *(N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December")),
)
_SEASONS = (N_("spring {year}"), N_("summer {year}"), N_("autumn {year}"), N_("winter {year}"))
_QUARTERS = (
    N_("the first quarter of {year}"),
    N_("the second quarter of {year}"),
    N_("the third quarter of {year}"),
    N_("the fourth quarter of {year}"),
)


def in_words(value: PartialDate) -> str:
    """Put a date into words, as precisely as it is known: ``12 July 2023``, ``summer 2026``, ``3 to 9 May 2026``."""
    if value.is_range:
        return _range_words(value)
    if value.precision is Precision.QUARTER and value.approximate and value.part in (1, 4):
        words = _("early {year}") if value.part == 1 else _("late {year}")
        return _qualified(words.format(year=_year(value)), "?" if value.uncertain else "")
    return _qualified(_plain_words(value), value.mark)


def _qualified(words: str, mark: str) -> str:
    match mark:
        case "~":
            return _("about {date}").format(date=words)
        case "?":
            return _("{date} (not certain)").format(date=words)
        case "%":
            return _("about {date} (not certain)").format(date=words)
    return words


def _year(value: PartialDate) -> str:
    return f"{value.year:04}"


def _month(value: PartialDate) -> str:
    return translated(_MONTHS[value.earliest.month - 1])


def _plain_words(value: PartialDate) -> str:
    year = _year(value)
    match value.precision:
        case Precision.DAY:
            return _("{day} {month} {year}").format(day=value.earliest.day, month=_month(value), year=year)
        case Precision.MONTH:
            return _("{month} {year}").format(month=_month(value), year=year)
        case Precision.SEASON:
            return translated(_SEASONS[value.part - 1]).format(year=year)
        case Precision.QUARTER:
            return translated(_QUARTERS[value.part - 1]).format(year=year)
        case _:
            return year


def _range_words(value: PartialDate) -> str:
    start, end = value.start, value.end
    if start is not None and end is not None:
        short = _short(start, end)
        words = pgettext("dates", "{start} to {end}")
        if short:
            return _qualified(words.format(start=short, end=_plain_words(end)), end.mark)
        return words.format(start=in_words(start), end=in_words(end))
    if start is not None:
        words = _("from {start} onwards") if value.edtf.endswith(OPEN) else _("from {start} to an unknown date")
        return words.format(start=in_words(start))
    assert end is not None  # one of the two is known
    words = _("up to {end}") if value.edtf.startswith(OPEN) else _("until {end}")
    return words.format(end=in_words(end))


def _short(start: PartialDate, end: PartialDate) -> str:
    """Return the start of a range without the month or year that its end repeats, or an empty text if it needs both."""
    same = start.year == end.year and start.mark == end.mark and start.precision is end.precision
    if same and start.precision is Precision.MONTH:
        return _month(start)
    if same and start.precision is Precision.DAY:
        day = start.earliest.day
        if start.earliest.month == end.earliest.month:
            return str(day)
        return _("{day} {month}").format(day=day, month=_month(start))
    return ""
