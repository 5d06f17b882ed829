"""Find the dates that a text mentions, so that a card doesn't print a date twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.facts.dates.edtf import PartialDate, Precision, parse_edtf
from bot.facts.dates.names import ORDINALS, PARTS, QUARTER, SEASONS, folded, months

Key = tuple[int | None, int | None, int | None]
"""A year, a month (1 to 12) or EDTF code of a season or quarter, and a day. None means that it isn't mentioned."""


@dataclass(frozen=True, slots=True)
class MentionedDates:
    """The dates that a text mentions. The year of a day may be elsewhere in the text.

    ``ranges`` are ranges in EDTF. Mentioning a range doesn't mention its start or end.
    """

    keys: frozenset[Key] = frozenset()
    years: frozenset[int] = frozenset()
    ranges: frozenset[str] = frozenset()

    def mentions(self, edtf: str) -> bool:
        """Return whether the text mentions this date, to the same precision, or each known end of this range."""
        return edtf in self.ranges or all(self._mentions(end) for end in parse_edtf(edtf).ends)

    def _mentions(self, date: PartialDate) -> bool:
        year, part, day = _key(date)
        without_year = part is not None and (None, part, day) in self.keys
        return (year, part, day) in self.keys or (without_year and year in self.years)

    def covers(self, words: str) -> bool:
        """Return whether other words mention at least one date, and only dates that this text mentions."""
        keys = dates_in(words).keys
        return bool(keys) and keys <= self.keys

    def with_text(self, text: str) -> MentionedDates:
        """Return these dates and those in another text."""
        more = dates_in(text)
        return replace(self, keys=self.keys | more.keys, years=self.years | more.years)

    def with_date(self, edtf: str) -> MentionedDates:
        """Return these dates and one more."""
        date = parse_edtf(edtf)
        if date.is_range:
            return replace(self, ranges=self.ranges | {edtf})
        return replace(self, keys=self.keys | {_key(date)}, years=self.years | {date.year})


@lru_cache(maxsize=4096)
def dates_in(text: str) -> MentionedDates:
    """Return the dates in a text, written in any of the six languages or in digits.

    Digits with slashes or dots are read both with the day first and with the month first.
    """
    if not any(sign.isdigit() for sign in text):
        return MentionedDates()
    # Folding is slow, because it visits each character. ASCII text only needs lower case.
    clean = " ".join(text.lower().split()) if text.isascii() else folded(text)
    keys = frozenset(key for found in _DATE.finditer(clean) for key in _keys(found))
    return MentionedDates(keys, frozenset(int(year) for year in _YEAR.findall(clean)))


def _key(date: PartialDate) -> Key:
    month, code = date.earliest.month, int(date.edtf[5:7]) if date.part else None
    match date.precision:
        case Precision.DAY:
            return date.earliest.year, month, date.earliest.day
        case Precision.MONTH:
            return date.earliest.year, month, None
        case _:
            return date.earliest.year, code, None


def _any_of(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]


_PARTS = {name: int(code[:2]) for name, code in PARTS.items()}
_MONTH = rf"(?:{_any_of(months())})\b\.?"
_TO = r"\s*(?:-|/|,|&|to|until|through|and|bis|und|al|a|au|et|e|y)\s*"
_OF = r"(?:,|\s)\s*(?:(?:of|de|del|di|do|d')\s*)?"
_DAYS = rf"\d{{1,2}}(?:st|nd|rd|th|er|o|a|\.)?(?:{_TO}\d{{1,2}}(?:st|nd|rd|th|er|o|a|\.)?)*"
_DATE = re.compile(
    rf"""\b(?=[a-z\d])(?:
      (?P<iso>\d{{4}}-\d\d(?:-\d\d)?)\b
    | (?P<digits>\d{{1,2}}([./])\d{{1,2}}\3\d{{4}})\b
    | (?P<days>{_DAYS})(?:\s+|-)?(?:(?:of|de|del|di)\s+|d')?(?P<month>{_MONTH})(?:{_OF}(?P<year>\d{{4}})\b)?
    | (?P<first>{_MONTH})\s*(?P<then>{_DAYS})(?!\d)(?:{_OF}(?P<after>\d{{4}})\b)?
    | (?P<part>(?:{_MONTH}|{_any_of(SEASONS)})(?:{_TO}(?:{_MONTH}|{_any_of(SEASONS)}))*)(?:{_OF}|\s*)(?P<in>\d{{4}})\b
    | (?:(?P<which>{_any_of(ORDINALS)})\s+(?:{_any_of(QUARTER)})|[qt](?P<q>[1-4]))(?:{_OF}|\s*)(?P<qin>\d{{4}})\b
    | (?P<about>{_any_of(_PARTS)})(?:{_OF}|-)(?P<pin>\d{{4}})\b
    | (?<![\d.,/-])(?P<alone>\d{{4}})(?![\d/]|[.,-]\d)
    )""",
    re.VERBOSE,
)
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")


def _keys(found: re.Match[str]) -> Iterator[Key]:
    """Yield one date, or each date of a list such as ``May and June 2027``."""
    if found["iso"]:
        year, *rest = map(int, found["iso"].split("-"))
        yield year, rest[0], rest[1] if len(rest) > 1 else None
    elif found["digits"]:
        day, month, year = map(int, re.split(r"[./]", found["digits"]))
        yield from ((year, month, day), (year, day, month))
    elif found["days"] or found["then"]:
        said, month_name, year_said = (found[name] for name in _WITH_DAY[bool(found["then"])])
        month = months()[month_name.rstrip(".")]
        yield from ((_number(year_said), month, int(day)) for day in re.findall(r"\d+", said))
    else:
        yield from _coarse(found)


_WITH_DAY = (("days", "month", "year"), ("then", "first", "after"))


def _coarse(found: re.Match[str]) -> Iterator[Key]:
    if found["part"]:
        names = SEASONS | months()
        yield from (
            (int(found["in"]), names[word], None) for word in re.findall("[a-z]+", found["part"]) if word in names
        )
    elif found["qin"]:
        yield int(found["qin"]), 32 + (ORDINALS[found["which"]] if found["which"] else int(found["q"])), None
    elif found["about"]:
        yield int(found["pin"]), _PARTS[found["about"]], None
    else:
        yield int(found["alone"]), None, None


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None
