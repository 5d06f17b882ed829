"""Partial dates in EDTF (Library of Congress Extended Date/Time Format): what is known of a date, and no more."""

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
    """The finest part of a date that is known."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to ``precision``: it lies between ``earliest`` and ``latest``, both inclusive."""

    edtf: str
    precision: Precision
    earliest: date
    latest: date
    uncertain: bool = False
    approximate: bool = False

    @property
    def part(self) -> int:
        """Which season (1 spring to 4 winter) or quarter (1 to 4) of the year; 0 otherwise."""
        if self.precision not in (Precision.SEASON, Precision.QUARTER):
            return 0
        return (int(self.edtf[5:7]) - 20) if self.precision is Precision.SEASON else (int(self.edtf[5:7]) - 32)


_PLAIN = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?")
_GROUPED = re.compile(r"(\d{4})-(2[1-4]|3[3-6])")
_WINTER = "24"
ACCEPTED = "write 2023-07-12, 2023-07, 2025-21 (spring 2025), 2025-33 (first quarter), 2026, or 2026? if uncertain"


@lru_cache(maxsize=65536)
def parse_edtf(text: str) -> PartialDate:
    """Read an EDTF date of day, month, season, quarter or year precision, from year 1 on.

    Any of them may end in ``?`` (uncertain), ``~`` (approximate) or ``%`` (both). Winter is the one that
    begins in the year: December to February. Plain dates are read here, because the edtf library takes
    5 ms for each, and so is the mark, which it refuses after a season or a quarter.

    Raises:
        ValueError: the text is no such date; the message says what would be accepted.
    """
    mark = text[-1] if text.endswith(("?", "~", "%")) else ""
    base = text.removesuffix(mark)
    try:
        precision, earliest, latest = _span(base) if base.isascii() else _refuse(base)
    except (EDTFParseException, ValueError) as fault:
        raise ValueError(f"{text!r} is not a date that can be kept; {ACCEPTED}") from fault
    return PartialDate(text, precision, earliest, latest, mark in ("?", "%"), mark in ("~", "%"))


def _refuse(text: str) -> NoReturn:
    raise ValueError(text)


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
    """Whether an announced date (EDTF) is another than the one before it, and not the same told more exactly."""
    earlier, later = parse_edtf(before), parse_edtf(after)
    return not (earlier.earliest <= later.earliest and later.latest <= earlier.latest)


_SEASONS = ("", "spring", "summer", "autumn", "winter")


def in_words(value: PartialDate) -> str:
    """The date in English, no finer than it is known: ``12 July 2023``, ``summer 2026``, ``early 2026``."""
    year = value.earliest.year
    if value.precision is Precision.QUARTER and value.approximate and value.part in (1, 4):
        words = f"{'early' if value.part == 1 else 'late'} {year}"
        return f"{words} (not certain)" if value.uncertain else words
    match value.precision:
        case Precision.DAY:
            words = f"{value.earliest.day} {calendar.month_name[value.earliest.month]} {year}"
        case Precision.MONTH:
            words = f"{calendar.month_name[value.earliest.month]} {year}"
        case Precision.SEASON:
            words = f"{_SEASONS[value.part]} {year}"
        case Precision.QUARTER:
            words = f"the {('first', 'second', 'third', 'fourth')[value.part - 1]} quarter of {year}"
        case _:
            words = str(year)
    if value.approximate:
        words = f"about {words}"
    return f"{words} (not certain)" if value.uncertain else words
