"""Find every way to read one typed date: by its numbers, or by its words in six languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from bot.facts.dates.edtf import PartialDate, parse_edtf
from bot.facts.dates.names import FILLERS, ORDINALS, PARTS, QUARTER, SEASONS, months


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a date. ``part`` is a month (1 to 12) or the EDTF code of a season or quarter.

    Whatever wasn't typed is None; in a range the other date may supply it. ``weekdays`` are those (Monday is 0) that
    the typed weekday may mean, or None if there is none.
    """

    year: int | None = None
    part: int | None = None
    day: int | None = None
    about: bool = False
    weekdays: frozenset[int] | None = None

    @property
    def edtf(self) -> str:
        """Return the date in EDTF. The year must be known; the date may not exist (30 February)."""
        parts = [f"{self.year or 0:04}", *(f"{each:02}" for each in (self.part, self.day) if each is not None)]
        return "-".join(parts) + ("~" if self.about else "")

    def in_year(self, year: int) -> Reading:
        """Return the same date in another year."""
        return replace(self, year=year)


def exists(reading: Reading) -> PartialDate | None:
    """Return the date of a reading, or None if the calendar has no such date."""
    try:
        return parse_edtf(reading.edtf)
    except ValueError:
        return None


def readings(clean: str, today: date) -> list[Reading]:
    """Return all ways to read folded text as one date. Some may not exist.

    Part of a date, such as a day without its month, also counts; see `whole`.
    """
    if re.fullmatch(r"[\d ./-]+", clean):
        found = _of_digits(clean, today)
        # The codes of seasons and quarters aren't months: 33/2026 isn't the first quarter.
        return [replace(each, part=_NO_MONTH) if each.part and each.part > 12 else each for each in found]
    return _of_words(clean, today)


def whole(reading: Reading) -> bool:
    """Return whether it is a complete date, except for its year."""
    return reading.part is not None or (reading.day is None and reading.year is not None)


def full_year(short: int, today: date) -> int:
    """Return the full year for two digits: the only one in the last 80 or the next 19 years."""
    year = today.year // 100 * 100 + short
    if year > today.year + 19:
        return year - 100
    return year + 100 if year <= today.year - 81 else year


# Digits alone

_NO_MONTH = 99

_YEAR_FIRST = re.compile(r"(\d{4}) ?([./-]) ?(\d{1,2})(?: ?\2 ?(\d{1,2}))?")
_YEAR_LAST = re.compile(r"(\d{1,2})\.? ?([./ -]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})")
_MONTH_YEAR = re.compile(r"(\d{1,2}) ?[./-] ?(\d{4})")
_SLASHED = re.compile(r"(\d{1,2}) ?/ ?(\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})\. ?(\d{1,2})\.")
_FRAGMENT = re.compile(r"(\d{1,2})\.?(?: (\d{4}))?")


def _of_digits(clean: str, today: date) -> list[Reading]:
    """Read day and month in either order. With dots, the day comes first in every language."""
    if re.fullmatch(r"\d{4}", clean):
        return [Reading(int(clean))]
    if form := _YEAR_FIRST.fullmatch(clean):
        if form[4] is None and form[2] == ".":
            return []  # a decimal number
        return [Reading(int(form[1]), int(form[3]), int(form[4]) if form[4] else None)]
    if form := _YEAR_LAST.fullmatch(clean):
        return _three(form, today)
    if form := _MONTH_YEAR.fullmatch(clean):
        return [Reading(int(form[2]), int(form[1]))]
    return _two_or_one(clean, today)


def _two_or_one(clean: str, today: date) -> list[Reading]:
    """Read a day and a month, or a day alone, perhaps with a year after it."""
    if form := _SLASHED.fullmatch(clean):
        first, second = int(form[1]), int(form[2])
        in_year = [Reading(full_year(second, today), first)] if len(form[2]) == 2 else []
        return [Reading(None, second, first), Reading(None, first, second), *in_year]
    if form := _DOTTED.fullmatch(clean):
        return [Reading(None, int(form[2]), int(form[1]))]
    fragment = _FRAGMENT.fullmatch(clean)
    return [Reading(int(fragment[2]) if fragment[2] else None, None, int(fragment[1]))] if fragment else []


def _three(form: re.Match[str], today: date) -> list[Reading]:
    first, second, last = int(form[1]), int(form[3]), int(form[4])
    short = len(form[4]) == 2
    year = full_year(last, today) if short else last
    found = [Reading(year, second, first)]
    if form[2] != "." or not exists(found[0]):
        found.append(Reading(year, first, second))
    if form[2] == "-" and short and len(form[1]) == 2:
        found.append(Reading(full_year(first, today), second, last))
    return found


# Words and digits


@dataclass(frozen=True, slots=True)
class _Token:
    """A word or number: its kind, its value, the sign before it, and its number of digits."""

    kind: str
    value: int
    before: str
    width: int = 0


_TOKEN = re.compile(
    r"([ ,./-]*)"
    r"(?:'(?P<short>\d{2})(?!\d)"
    r"|(?P<digits>\d{1,4})(?P<ordinal>(?:st|nd|rd|th|er|re|eme|o|a)(?![a-z])|\.(?= |-|$))?(?!\d)"
    r"|(?P<word>[a-z]\d(?![a-z\d])|[a-z]+)(?:'(?=[a-z]))?)"
)


def _tokens(clean: str, today: date) -> list[_Token] | None:
    """Split text into tokens; None if some part of it can't belong to a date."""
    found: list[_Token] = []
    at = 0
    while at < len(clean):
        form = _TOKEN.match(clean, at)
        if form is None:
            return None if clean[at:].strip(" .,") else found
        at = form.end()
        token = _token(form, today)
        if token is None:
            return None
        if token.kind:
            found.append(token)
    return found


def _token(form: re.Match[str], today: date) -> _Token | None:
    before = form[1].strip(" ,.")
    if form["short"]:
        return _Token("Y", full_year(int(form["short"]), today), before)
    if form["digits"]:
        return _number(form["digits"], form["ordinal"], before)
    word = form["word"]
    if re.fullmatch("[qt][1-4]", word):
        return _Token("Q", 32 + int(word[1]), before)
    for kind, names in (("M", months()), ("S", SEASONS), ("R", ORDINALS)):
        if word in names:
            return _Token(kind, names[word], before)
    if word in PARTS:
        return _Token("P", list(PARTS).index(word), before)
    if word in QUARTER:
        return _Token("W", 0, before)
    return _Token("", 0, before) if word in FILLERS else None


def _number(digits: str, ordinal: str | None, before: str) -> _Token | None:
    if len(digits) == 4 and ordinal in (None, "."):
        return _Token("Y", int(digits), before)
    return _Token("O" if ordinal else "N", int(digits), before, len(digits)) if len(digits) <= 2 else None


_Build = Callable[[list[_Token], date], Iterable[Reading]]


def _fixed(roles: str) -> _Build:
    """Return a reader for tokens with known roles: y year, s its last two digits, m month, q quarter, d day, - none."""

    def build(tokens: list[_Token], today: date) -> Iterable[Reading]:
        given = {role: token for role, token in zip(roles, tokens, strict=True) if role != "-"}
        short = given.get("s")
        if short is not None and short.width != 2:
            return
        year = given["y"].value if "y" in given else full_year(short.value, today) if short else None
        part = given["m"].value if "m" in given else 32 + given["q"].value if "q" in given else None
        yield Reading(year, part, given["d"].value if "d" in given else None)

    return build


def _month_number(tokens: list[_Token], today: date) -> Iterable[Reading]:
    """Read ``Jul 28`` as a day or as a year. One digit is only a day, from 32 on it is only a year.

    ``Feb 30`` isn't a day, but hardly anyone means a year by it.
    """
    month, number = tokens[0].value, tokens[1]
    day = Reading(None, month, number.value)
    if number.value <= 31:
        yield day
    if number.width == 2 and (number.value == 0 or number.value > 31 or exists(day.in_year(2000))):
        yield Reading(full_year(number.value, today), month)


def _day_month_short(tokens: list[_Token], today: date) -> Iterable[Reading]:
    """Read ``12-Jul-23`` and ``Jul 12, 23``, but not ``Jul 12-23``, which is a range."""
    first, second = (token.before for token in tokens[1:])
    if first == second or second != "-":
        yield from _fixed("dms" if tokens[1].kind == "M" else "mds")(tokens, today)


def _part_of_year(tokens: list[_Token], today: date) -> Iterable[Reading]:
    code = list(PARTS.values())[tokens[0].value]
    yield Reading(tokens[1].value, int(code[:2]), about=True)


def _winter(tokens: list[_Token], today: date) -> Iterable[Reading]:
    """Read ``winter 2026/27`` as the winter that starts in the first year."""
    season, year, other = (token.value for token in tokens)
    if season == SEASONS["winter"] and other in (year + 1, (year + 1) % 100):
        yield Reading(year, season)


_FORMS: Mapping[str, _Build] = MappingProxyType(
    {
        "Y": _fixed("y"), "N": _fixed("d"), "O": _fixed("d"), "NY": _fixed("dy"), "OY": _fixed("dy"),
        "M": _fixed("m"), "MY": _fixed("my"), "YM": _fixed("ym"), "MN": _month_number, "MO": _fixed("md"),
        "NM": _fixed("dm"), "OM": _fixed("dm"), "NMY": _fixed("dmy"), "OMY": _fixed("dmy"),
        "MNY": _fixed("mdy"), "MOY": _fixed("mdy"), "YMN": _fixed("ymd"), "YMO": _fixed("ymd"),
        "NMN": _day_month_short, "OMN": _day_month_short, "MNN": _day_month_short, "MON": _fixed("mds"),
        "S": _fixed("m"), "SY": _fixed("my"), "YS": _fixed("ym"), "SN": _fixed("ms"),
        "SYN": _winter, "SYY": _winter,
        "Q": _fixed("m"), "QY": _fixed("my"), "YQ": _fixed("ym"), "QN": _fixed("ms"),
        "RW": _fixed("q-"), "OW": _fixed("q-"), "WN": _fixed("-q"),
        "RWY": _fixed("q-y"), "OWY": _fixed("q-y"), "WNY": _fixed("-qy"), "YRW": _fixed("yq-"), "YOW": _fixed("yq-"),
        "PY": _part_of_year,
        "PM": _fixed("-m"), "PMY": _fixed("-my"), "PS": _fixed("-m"), "PSY": _fixed("-my"),
    }
)  # fmt: skip
"""How to read each sequence of token kinds. ``early July 2026`` is kept as the month."""


def _of_words(clean: str, today: date) -> list[Reading]:
    tokens = _tokens(clean, today)
    if not tokens:
        return []
    build = _FORMS.get("".join(token.kind for token in tokens))
    return [] if build is None else list(dict.fromkeys(build(tokens, today)))
