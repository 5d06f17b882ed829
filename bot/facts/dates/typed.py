"""Dates as people type them, turned into EDTF that is no finer than what was typed, or asked back."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.facts.dates.edtf import OPEN, PartialDate, Precision, in_words, parse_edtf
from bot.facts.dates.names import FILLERS, LANGUAGES, NOTHING, folded, weekdays
from bot.facts.dates.ranges import Cut, cuts, joined
from bot.facts.dates.readings import Reading, exists, readings, whole
from bot.facts.dates.relative import relative

__all__ = ["LANGUAGES", "AmbiguousDate", "UnclearDate", "date_as_typed", "parse_typed_date", "says_none"]

REMEDY = (
    "type 12 July 2023, July 2023, summer 2023, Q3 2023, early 2023, 2023, 2023-07-12, "
    "a range such as 3 May to 9 June 2026, or TBA"
)


class UnclearDate(ValueError):
    """A date was typed, but not one that can be kept: it contradicts itself, or can be read in several ways."""


class AmbiguousDate(UnclearDate):
    """A date was typed that can be read in two ways."""


def parse_typed_date(text: str, *, today: date) -> str | None:
    """The EDTF date or range that somebody typed, or None where they said there is none yet (``TBA``, nothing).

    It may be in any of the `LANGUAGES`. A season, quarter, month or day without its year is the next one that is not
    over on ``today``. ``early`` and ``late 2027`` become the first and last quarter, approximately; ``mid 2027`` the
    middle months, approximately. No part is made up that was not typed, and what can be read in two ways is refused.

    Raises:
        AmbiguousDate: it can be read in several ways; the message shows them all.
        UnclearDate: it contradicts itself (another weekday, an end before its start).
        ValueError: it cannot be read; the message says what would be accepted.
    """
    if len(text) > 100:
        raise ValueError(f"{text[:40]!r}… is too long for a date; {REMEDY}")
    if says_none(text):
        return None
    clean = folded(text)
    exact = _exact(clean)
    if exact is not None and not _SEASON_OR_YEARS.fullmatch(clean):
        return exact
    return _Typed(text.strip(), clean, today).edtf()


def date_as_typed(edtf: str) -> str:
    """A date in English words that ``parse_typed_date`` reads back to the same EDTF, else the EDTF itself."""
    words = in_words(parse_edtf(edtf))
    try:
        same = parse_typed_date(words, today=date(2000, 1, 1)) == edtf
    except ValueError:
        same = False
    return words if same else edtf


def says_none(text: str) -> bool:
    """Whether somebody typed that there is nothing (yet): ``TBA``, ``unknown``, or nothing at all."""
    clean = folded(text)
    return not clean or clean in NOTHING


def _exact(clean: str) -> str | None:
    """The text itself where it is EDTF already; a range of two such dates may still end before it begins."""
    try:
        return parse_edtf(clean).edtf
    except ValueError as fault:
        if clean.count("/") == 1 and all(map(_exact, clean.split("/"))):
            raise UnclearDate(str(fault)) from fault
        return None


def _years_in_a_row() -> str:
    """``2021-22`` is summer 2021 in EDTF, and two years to everybody else."""
    codes = (*range(21, 25), *range(33, 37))
    return "|".join(f"{century + code - 1}-{code}" for century in (1900, 2000) for code in codes)


_SEASON_OR_YEARS = re.compile(rf"(?:{_years_in_a_row()})[?~%]?")

_ABOUT = re.compile(
    r"(?:about|around|approximately|approx\.?|roughly|circa|ca?\.?(?=[ \d])|etwa|ungefahr|rund|gegen|um|vers|environ|"
    r"hacia|alrededor de|aproximadamente|por volta de|cerca de|verso|intorno al?|~)\s*(.+)"
)
_UNSURE = re.compile(
    r"(.+?),?\s*(?:\?|\(?(?:not certain|uncertain|not sure|unsure|not confirmed|unsicher|nicht sicher|incierto|"
    r"no seguro|incertain|pas sur|incerto|\?)\)?)"
)
_MAYBE = re.compile(
    r"(?:maybe|perhaps|possibly|probably|likely|vielleicht|wahrscheinlich|quizas?|probablemente|peut-etre|"
    r"probablement|talvez|provavelmente|forse|probabilmente)\s+(.+)"
)


@dataclass(frozen=True, slots=True)
class _Side:
    """One date as it was typed, perhaps incomplete, and the doubt that was typed with it."""

    readings: tuple[Reading, ...]
    about: bool = False
    unsure: bool = False
    bound: str | None = None

    @property
    def mark(self) -> str:
        """The mark of doubt in EDTF."""
        return {(True, True): "%", (True, False): "~", (False, True): "?"}.get((self.about, self.unsure), "")


class _Typed:
    """One typed date being read: every way to read it, and what was wrong with those that had to be dropped."""

    def __init__(self, typed: str, clean: str, today: date) -> None:
        self.typed = typed
        self.clean = clean
        self.today = today
        self.faults: list[UnclearDate] = []

    def edtf(self) -> str:
        """The one date that was typed."""
        found = list(dict.fromkeys(self._readings()))
        if len(found) > 1:
            raise self._ambiguous(found)
        if found:
            return found[0]
        if self.faults:
            raise self.faults[0]
        raise ValueError(f"{self.typed!r} cannot be read as a date; {REMEDY}")

    def _readings(self) -> Iterator[str]:
        either = _SEASON_OR_YEARS.fullmatch(self.clean)
        if either:
            yield self.clean
        side = self._side(self.clean)
        single = [edtf for reading in side.readings if (edtf := self._single(reading, side.mark)) is not None]
        yield from single
        if either or not single:
            for cut in cuts(self.clean):
                yield from self._range(cut)

    def _side(self, clean: str) -> _Side:
        if clean in ("", OPEN):
            return _Side((), bound=clean)
        core, about, unsure = clean, False, False
        if form := _UNSURE.fullmatch(core):
            core, unsure = form[1], True
        if form := _MAYBE.fullmatch(core):
            core, unsure = form[1], True
        if form := _ABOUT.fullmatch(core):
            core, about = form[1], True
        return _Side(tuple(self._dates(core)), about, unsure)

    def _dates(self, core: str) -> list[Reading]:
        found = relative(core, self.today) or readings(core, self.today)
        return found or _with_weekday(core, self.today)

    def _single(self, reading: Reading, mark: str) -> str | None:
        """A date by itself, in its year or the next in which it is not over; None where it does not exist."""
        if not whole(reading):
            return None
        years = [reading.year] if reading.year is not None else range(self.today.year - 1, self.today.year + 9)
        for year in years:
            dated = exists(reading.in_year(year))
            if dated is not None and (reading.year is not None or dated.latest >= self.today):
                return _marked(dated, mark) if self._on_its_weekday(reading, dated) else None
        self.faults.append(UnclearDate(f"{self.typed!r} is no day of the calendar; {REMEDY}"))
        return None

    def _range(self, cut: Cut) -> Iterator[str]:
        first, last = self._side(cut.first), self._side(cut.last)
        if first.bound is not None or last.bound is not None:
            only = last if first.bound is not None else first
            for reading in only.readings:
                edtf = self._single(reading, only.mark)
                if edtf is not None:
                    yield f"{first.bound}/{edtf}" if first.bound is not None else f"{edtf}/{last.bound}"
            return
        for start, end in _alike(first.readings, last.readings):
            edtf = self._joined(start, end, first, last)
            if edtf is not None:
                yield edtf

    def _joined(self, start: Reading, end: Reading, first: _Side, last: _Side) -> str | None:
        ends = joined(start, end, self.today)
        if ends is None:
            return None
        begins, finishes = exists(ends[0]), exists(ends[1])
        if begins is None or finishes is None:
            self.faults.append(UnclearDate(f"{self.typed!r} names a day that the calendar lacks; {REMEDY}"))
            return None
        if not (self._on_its_weekday(ends[0], begins) and self._on_its_weekday(ends[1], finishes)):
            return None
        if start.year is None:  # what is said once holds for both
            about, unsure = first.about or last.about, first.unsure or last.unsure
            first, last = replace(first, about=about, unsure=unsure), replace(last, about=about, unsure=unsure)
        try:
            return parse_edtf(f"{_marked(begins, first.mark)}/{_marked(finishes, last.mark)}").edtf
        except ValueError as fault:
            wrong, _, remedy = str(fault).partition("; ")
            self.faults.append(UnclearDate(f"{self.typed!r}{wrong[wrong.index(' ends') :]}; {remedy}"))
            return None

    def _on_its_weekday(self, reading: Reading, dated: PartialDate) -> bool:
        """Whether a day is the weekday that was typed with it; it is told what day it is if not."""
        if reading.weekdays is None:
            return True
        if dated.precision is not Precision.DAY:
            self.faults.append(UnclearDate(f"{self.typed!r} names a weekday, but no day; {REMEDY}"))
            return False
        if dated.earliest.weekday() in reading.weekdays:
            return True
        self.faults.append(UnclearDate(_other_weekday(self.typed, dated.earliest, min(reading.weekdays))))
        return False

    def _ambiguous(self, found: Iterable[str]) -> AmbiguousDate:
        dates = [parse_edtf(edtf) for edtf in found]
        words = _either([in_words(each) for each in dates])
        typed = _either([_unmistakable(each) for each in dates])
        return AmbiguousDate(f"{self.typed!r} could be {words}; type it as {typed}, or with the month's name")


def _with_weekday(core: str, today: date) -> list[Reading]:
    """The readings of a date with a weekday before or behind it; a weekday that is a filler word needs its comma."""
    first = re.match(r"(?:(?:on|am|le|el|il) )?([a-z]+(?:-feira)?)([.,]*) *(?=\S)", core)
    last = re.search(r"[ ,(]+([a-z]{3,}(?:-feira)?)\)?$", core)
    names = weekdays()
    if first and first[1] in names and (first[2] or first[1] not in FILLERS):
        rest, meant = core[first.end() :], names[first[1]]
    elif last and last[1] in names:
        rest, meant = core[: last.start()], names[last[1]]
    else:
        return []
    return [replace(reading, weekdays=meant) for reading in readings(rest, today)]


def _alike(first: Iterable[Reading], last: Iterable[Reading]) -> list[tuple[Reading, Reading]]:
    """Pairs of readings: both with the day first or both with the month first, and of one kind where there are any."""
    first, last = list(first), list(last)
    if len(first) == len(last):
        return list(zip(first, last, strict=True))
    pairs = [(start, end) for start in first for end in last]
    alike = [(start, end) for start, end in pairs if (start.day is None) == (end.day is None)]
    return alike or pairs


def _marked(dated: PartialDate, mark: str) -> str:
    about = dated.approximate or mark in ("~", "%")
    doubt = mark in ("?", "%")
    return dated.edtf.rstrip("~") + {(True, True): "%", (True, False): "~", (False, True): "?"}.get((about, doubt), "")


def _other_weekday(typed: str, day: date, meant: int) -> str:
    names = calendar.day_name
    ahead = (meant - day.weekday()) % 7
    near = [_day_words(other) for other in (day + timedelta(ahead - 7), day + timedelta(ahead))]
    return (
        f"{typed!r} says {names[meant]}, but {_day_words(day)} is a {names[day.weekday()]}; "
        f"type {near[0]} or {near[1]} if {names[meant]} is right, or {_day_words(day)}"
    )


def _day_words(day: date) -> str:
    return in_words(parse_edtf(day.isoformat()))


def _unmistakable(dated: PartialDate) -> str:
    return in_words(dated) if _SEASON_OR_YEARS.fullmatch(dated.edtf) else dated.edtf


def _either(choices: list[str]) -> str:
    return " or ".join((", ".join(choices[:-1]), choices[-1]))
