"""Partial dates and ranges in EDTF (Library of Congress Extended Date/Time Format): what is known, and no more."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Literal, NoReturn

from edtf import parse_edtf as _parse
from edtf.parser.edtf_exceptions import EDTFParseException


class Precision(StrEnum):
    """The finest part of a date that is known; ``INTERVAL`` for a range, whose ends have precisions of their own."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    YEAR = "year"
    INTERVAL = "interval"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to ``precision``: it lies between ``earliest`` and ``latest``, both inclusive.

    A range (``Precision.INTERVAL``) runs from ``start`` to ``end``, of which one may be None: open (``..``) or not
    known (empty). ``earliest`` and ``latest`` are then the first and last day of the calendar.
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
        """Which season (1 spring to 4 winter) or quarter (1 to 4) of the year; 0 otherwise."""
        if self.precision not in (Precision.SEASON, Precision.QUARTER):
            return 0
        return (int(self.edtf[5:7]) - 20) if self.precision is Precision.SEASON else (int(self.edtf[5:7]) - 32)

    @property
    def certain(self) -> bool:
        """Whether neither the date nor an end of the range is uncertain or approximate."""
        return not any(each.uncertain or each.approximate for each in self.ends)

    @property
    def is_range(self) -> bool:
        """Whether it runs from one date to another."""
        return self.precision is Precision.INTERVAL

    @property
    def ends(self) -> tuple[PartialDate, ...]:
        """The dates that are known of it: of a range its start and end, else the date itself."""
        return tuple(each for each in (self.start, self.end) if each is not None) if self.is_range else (self,)

    @property
    def year(self) -> int:
        """The year in which it lies or begins; of a range without a start, the year in which it ends."""
        return self.ends[0].earliest.year

    @property
    def years(self) -> range:
        """Every year from that in which it begins to that in which it ends, as far as they are known."""
        return range(self.year, max(self.year, self.ends[-1].earliest.year) + 1)

    @property
    def mark(self) -> str:
        """The mark of doubt at the end of its EDTF: ``?``, ``~``, ``%`` or nothing."""
        return {(True, True): "%", (True, False): "?", (False, True): "~"}.get((self.uncertain, self.approximate), "")


_PLAIN = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?")
_GROUPED = re.compile(r"(\d{4})-(2[1-4]|3[3-6])")
_WINTER = "24"
OPEN = ".."
"""What stands in EDTF in place of the end (or start) of a range that has none; empty where it is not known."""

ACCEPTED = (
    "write 2023-07-12, 2023-07, 2025-21 (spring 2025), 2025-33 (first quarter), 2026, 2026? if uncertain, "
    "or a range such as 2026-11-21/2027-01-03"
)


@lru_cache(maxsize=65536)
def parse_edtf(text: str) -> PartialDate:
    """Read an EDTF date of day, month, season, quarter or year precision from year 1 on, or a range of two.

    Any of them may end in ``?`` (uncertain), ``~`` (approximate) or ``%`` (both). Winter is the one that
    begins in the year: December to February. A range is written ``2026-11-21/2027-01-03``; one of its ends may be
    open (``..``) or unknown (empty). Plain dates are read here, because the edtf library takes 5 ms for each, and so
    is the mark, which it refuses after a season or a quarter.

    Raises:
        ValueError: the text is no such date; the message says what would be accepted.
    """
    if "/" in text:
        return _range(text)
    mark = text[-1] if text.endswith(("?", "~", "%")) else ""
    base = text.removesuffix(mark)
    try:
        precision, earliest, latest = _span(base) if base.isascii() else _refuse(base)
    except (EDTFParseException, ValueError) as fault:
        raise ValueError(f"{text!r} is not a date that can be kept; {ACCEPTED}") from fault
    return PartialDate(text, precision, earliest, latest, mark in ("?", "%"), mark in ("~", "%"))


def _refuse(text: str) -> NoReturn:
    raise ValueError(text)


def _range(text: str) -> PartialDate:
    first, _, last = text.partition("/")
    if "/" in last or (first in ("", OPEN) and last in ("", OPEN)):
        raise ValueError(f"{text!r} is not a range of two dates; {ACCEPTED}")
    start = None if first in ("", OPEN) else parse_edtf(first)
    end = None if last in ("", OPEN) else parse_edtf(last)
    if start is not None and end is not None and end.latest < start.earliest:
        raise ValueError(f"{text!r} ends before it begins; put the earlier date first")
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
    grouped = _GROUPED.fullmatch(text) or _refuse(text)
    parsed = _parse(text)
    earliest, latest = date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3])
    if grouped[2] == _WINTER:
        latest = date(earliest.year + 1, 3, 1) - timedelta(days=1)
    return (Precision.SEASON if grouped[2] < "30" else Precision.QUARTER), earliest, latest


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
    """Where a date lies: ``now`` while today is inside it, ``unknown`` where there is none."""
    if partial is None:
        return "unknown"
    if partial.latest < today:
        return "past"
    return "future" if partial.earliest > today else "now"


def moves(before: str, after: str) -> bool:
    """Whether an announced date (EDTF) is another than the one before it, and not the same told more exactly.

    A range that lay within a month, or whose end was not known, moves no more than a day does when it is told. A
    range whose start or end is another has moved, and so has one that became a single date.
    """
    earlier, later = parse_edtf(before), parse_edtf(after)
    if not earlier.is_range:
        return not _holds(earlier, later)
    if not later.is_range:
        return True
    return not (_told(earlier.start, later.start) and _told(earlier.end, later.end))


def _holds(outer: PartialDate, inner: PartialDate) -> bool:
    return outer.earliest <= inner.earliest and inner.latest <= outer.latest


def _told(earlier: PartialDate | None, later: PartialDate | None) -> bool:
    """Whether an end of a range is the same, or told more exactly."""
    return earlier is None or (later is not None and _holds(earlier, later))


_SEASONS = ("", "spring", "summer", "autumn", "winter")


def in_words(value: PartialDate) -> str:
    """The date in English, no finer than it is known: ``12 July 2023``, ``summer 2026``, ``3 to 9 May 2026``."""
    if value.is_range:
        return _range_words(value)
    quarter = value.precision is Precision.QUARTER and value.approximate and value.part in (1, 4)
    words = f"{'early' if value.part == 1 else 'late'} {value.year:04}" if quarter else _plain_words(value)
    return _doubted(words, "?" if quarter and value.uncertain else "" if quarter else value.mark)


def _doubted(words: str, mark: str) -> str:
    words = f"about {words}" if mark in ("~", "%") else words
    return f"{words} (not certain)" if mark in ("?", "%") else words


def _plain_words(value: PartialDate) -> str:
    year, month = f"{value.year:04}", calendar.month_name[value.earliest.month]
    match value.precision:
        case Precision.DAY:
            return f"{value.earliest.day} {month} {year}"
        case Precision.MONTH:
            return f"{month} {year}"
        case Precision.SEASON:
            return f"{_SEASONS[value.part]} {year}"
        case Precision.QUARTER:
            return f"the {('first', 'second', 'third', 'fourth')[value.part - 1]} quarter of {year}"
        case _:
            return year


def _range_words(value: PartialDate) -> str:
    start, end = value.start, value.end
    if start is not None and end is not None:
        short = _short(start, end)
        words = f"{short} to {_plain_words(end)}" if short else f"{in_words(start)} to {in_words(end)}"
        return _doubted(words, end.mark) if short else words
    if start is not None:
        return f"from {in_words(start)} {'onwards' if value.edtf.endswith(OPEN) else 'to an unknown date'}"
    assert end is not None  # one of the two is known
    return f"{'up to' if value.edtf.startswith(OPEN) else 'until'} {in_words(end)}"


def _short(start: PartialDate, end: PartialDate) -> str:
    """The start of a range without the month or year that its end repeats; empty where it has to be said in full."""
    same = start.year == end.year and start.mark == end.mark and start.precision is end.precision
    month = calendar.month_name[start.earliest.month]
    if same and start.precision is Precision.MONTH:
        return month
    if same and start.precision is Precision.DAY:
        day = start.earliest.day
        return str(day) if start.earliest.month == end.earliest.month else f"{day} {month}"
    return ""
