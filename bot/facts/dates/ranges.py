"""Read ranges as people type them: ``21 Nov - 3 Jan 2027``, ``March to November 2024``, ``from May 2026 onwards``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.facts.dates.edtf import OPEN
from bot.facts.dates.names import NOTHING
from bot.facts.dates.readings import Reading, exists, whole


@dataclass(frozen=True, slots=True)
class Cut:
    """A possible range: its two ends as typed, or the EDTF sign for an open or unknown end."""

    first: str
    last: str


_OPENING = re.compile(
    r"(?P<between>between|entre(?: el| le| o)?|zwischen(?: dem)?)\s|"
    r"(?P<from>(?:from|since|ab|seit(?: dem)?|desde(?: el| o| a)?|depuis(?: le)?|dal|a partir (?:de|del|du|do)|"
    r"a partire (?:da|dal)|von|vom)\s|(?:dall|a partir d|a partire dall)')|"
    r"(?P<weak>de|del|du|da|do|tra|fra)\s"
)
_BETWEEN = re.compile(
    r" (?:to|until|till|til|through|thru|bis(?: zum)?|al|ad?|hasta(?: el)?|au|jusqu'(?:au|a|en)|ate(?: o| a)?|ao"
    r"|fino (?:al|a)) | ?- ?| / |(?<=\d{4})/"
)
_AND = re.compile(r" (?:and|y|et|e|und)(?: dem| le| el| il| o)? ")
_ONWARDS = re.compile(r"(.+?) (?:onwards?|and later|en adelante|em diante|in poi)")
_UNTIL = re.compile(
    r"(?:until|till|til|through|bis(?: zum)?|hasta(?: el)?|jusqu'(?:au |a |en )|ate(?: o)?|fino (?:al|a)) ?(.+)"
)
_UP_TO = re.compile(r"up to (.+)")
_ONGOING = frozenset(
    {
        *("present", "the present", "now", "ongoing", "open", "open end", "..", "..."),
        *("heute", "laufend", "offen", "jetzt", "hoy", "la actualidad", "ahora", "el presente", "aujourd'hui"),
        *("nos jours", "maintenant", "ce jour", "hoje", "agora", "o presente", "oggi", "ora"),
    }
)


def cuts(clean: str) -> Iterator[Cut]:
    """Yield every way to cut folded text into a range. The ends still have to be read.

    An end is ``..`` if it is open, and empty if it is unknown.
    """
    if form := _UP_TO.fullmatch(clean):
        yield Cut(OPEN, form[1])
    if form := _UNTIL.fullmatch(clean):
        yield Cut("", form[1])
    opening = _OPENING.match(clean)
    body = clean[opening.end() :] if opening else clean
    if form := _ONWARDS.fullmatch(body):
        yield Cut(form[1], OPEN)
    elif opening and opening["from"]:
        yield Cut(body, OPEN)
    both = opening is not None and (opening["between"] or opening["weak"])
    for pattern in (_BETWEEN, _AND) if both else (_BETWEEN,):
        yield from _cuts_at(pattern, body)


def _cuts_at(pattern: re.Pattern[str], body: str) -> Iterator[Cut]:
    for found in pattern.finditer(body):
        first, last = body[: found.start()].strip(), body[found.end() :].strip()
        if first and last:
            yield Cut(first, OPEN if last in _ONGOING else "" if last in NOTHING else last)


def joined(first: Reading, last: Reading, today: date) -> tuple[Reading, Reading] | None:
    """Return the two ends of a range, each with what the other supplies (month, year), or None if they don't fit.

    Without a year, it is the next range that isn't over on ``today``. Ends that were both typed in full are returned
    even if the range would end before it starts.
    """
    if first.year is not None and _is_year(first) and _is_day(last):
        return _short_years(first, first.year, last.day or 0)
    first, last = _with_part_of(first, last)
    if not (whole(first) and whole(last)):
        return None
    if first.year is not None and last.year is not None:
        return first, last
    year = first.year or last.year
    inherited = (first.in_year(year), last.in_year(year)) if year else None  # the caller refuses it
    return next(_in_years(first, last, today), inherited)


def _short_years(first: Reading, year: int, short: int) -> tuple[Reading, Reading] | None:
    """Return a range of two years, of which the last has two digits: 2024-26."""
    last = year // 100 * 100 + short
    return (first, Reading(last)) if last > year else None


def _with_part_of(first: Reading, last: Reading) -> tuple[Reading, Reading]:
    """Return the ends. If one is only a day, it gets the month of the other."""
    if _is_day(first) and last.day is not None:
        first = replace(first, part=last.part, year=first.year or last.year)
    if _is_day(last) and first.day is not None:
        last = replace(last, part=first.part)
    return first, last


def _is_day(reading: Reading) -> bool:
    return reading.part is None and reading.day is not None


def _is_year(reading: Reading) -> bool:
    return reading.part is None and reading.day is None and reading.year is not None


def _in_years(first: Reading, last: Reading, today: date) -> Iterator[tuple[Reading, Reading]]:
    if last.year is not None:
        yield from _in_order([(first.in_year(last.year - back), last) for back in (0, 1)])
    elif first.year is not None:
        yield from _in_order([(first, last.in_year(first.year + later)) for later in (0, 1)])
    else:
        for year in range(today.year - 1, today.year + 9):
            ends = next(_in_order([(first.in_year(year), last.in_year(year + later)) for later in (0, 1)]), None)
            latest = exists(ends[1]) if ends else None
            if ends and latest and latest.latest >= today:
                yield ends


def _in_order(candidates: list[tuple[Reading, Reading]]) -> Iterator[tuple[Reading, Reading]]:
    for start, end in candidates:
        first, last = exists(start), exists(end)
        a_year_off = start.part == end.part and start.year != end.year  # "9 May to 3 May 2026"
        if first and last and not a_year_off and first.earliest <= last.earliest and first.latest <= last.latest:
            yield start, end
