"""Partial dates in EDTF (Library of Congress Extended Date/Time Format): what is known of a date, and no more."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

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


_PLAIN = re.compile(r"^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?$")
_GROUPED = re.compile(r"^\d{4}-(2[1-4]|3[3-6])[?~%]?$")
_MARKED = re.compile(r"^(\d{4}(?:-\d{2}(?:-\d{2})?)?)[?~%]$")
ACCEPTED = "write 2023-07-12, 2023-07, 2025-21 (spring 2025), 2025-33 (first quarter), 2026, or 2026? if uncertain"


@lru_cache(maxsize=65536)
def parse_edtf(text: str) -> PartialDate:
    """Read an EDTF date of day, month, season, quarter or year precision, from year 1 on.

    Plain dates are read here, because the edtf library takes 5 ms for each; what is left goes to it.

    Raises:
        ValueError: the text is no such date; the message says what would be accepted.
    """
    plain = _PLAIN.match(text)
    try:
        if plain is not None:
            return _plain(text, plain)
        if not (_GROUPED.match(text) or _MARKED.match(text)):
            raise ValueError(text)
        parsed = _parse(text)
        earliest, latest = date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3])
    except (EDTFParseException, ValueError) as fault:
        raise ValueError(f"{text!r} is not a date that can be kept; {ACCEPTED}") from fault
    mark = text[-1] if text[-1] in "?~%" else ""
    return PartialDate(text, _precision(text), earliest, latest, mark in ("?", "%"), mark in ("~", "%"))


def _plain(text: str, form: re.Match[str]) -> PartialDate:
    year, month, day = (int(part) if part else 0 for part in form.groups())
    if day:
        exact = date(year, month, day)
        return PartialDate(text, Precision.DAY, exact, exact)
    if month:
        last = calendar.monthrange(year, month)[1]
        return PartialDate(text, Precision.MONTH, date(year, month, 1), date(year, month, last))
    return PartialDate(text, Precision.YEAR, date(year, 1, 1), date(year, 12, 31))


def _precision(text: str) -> Precision:
    parts = text.rstrip("?~%").split("-")
    if len(parts) == 1:
        return Precision.YEAR
    if len(parts) == 3:
        return Precision.DAY
    group = int(parts[1])
    return Precision.MONTH if group <= 12 else Precision.SEASON if group <= 24 else Precision.QUARTER


_SEASONS = ("", "spring", "summer", "autumn", "winter")


def in_words(value: PartialDate) -> str:
    """The date in English, no finer than it is known: ``12 July 2023``, ``summer 2026``, ``early 2026``."""
    year = value.earliest.year
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
