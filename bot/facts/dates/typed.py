"""Read typed dates into EDTF that is exactly as precise as what was typed; refuse ambiguous ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.facts.dates.edtf import OPEN, EndsBeforeStart, PartialDate, Precision, in_words, parse_edtf
from bot.facts.dates.names import FILLERS, LANGUAGES, NOTHING, folded, weekdays
from bot.facts.dates.ranges import Cut, cuts, joined
from bot.facts.dates.readings import Reading, exists, readings, whole
from bot.facts.dates.relative import relative
from bot.messages import N_, _, pgettext, speaking, translated, translations

__all__ = ["LANGUAGES", "AmbiguousDate", "UnclearDate", "date_as_typed", "parse_typed_date", "says_none"]

REMEDY = N_(
    "type 12 July 2023, July 2023, summer 2023, Q3 2023, early 2023, 2023, 2023-07-12, "
    "a range such as 3 May to 9 June 2026, or TBA"
)


class UnclearDate(ValueError):
    """A typed date that can't be stored: it contradicts itself or is ambiguous."""


class AmbiguousDate(UnclearDate):
    """A typed date that can be read in several ways."""


def parse_typed_date(text: str, *, today: date) -> str | None:
    """Read a typed date or range into EDTF, or return None if the text says that there is none yet (``TBA``, nothing).

    It may be in any of the `LANGUAGES`. A season, quarter, month or day without its year is the next one that isn't
    over on ``today``. ``early`` and ``late 2027`` become the first and last quarter, approximately; ``mid 2027`` the
    middle months, approximately. No part is made up, and what can be read in two ways is refused.

    Raises:
        AmbiguousDate: it can be read in several ways; the message shows them all.
        UnclearDate: it contradicts itself (a different weekday, an end before its start).
        ValueError: it can't be read; the message says what would be accepted.
    """
    if len(text) > 100:
        raise _wrong(_("{typed!r} is too long for a date"), f"{text[:40]}…")
    if says_none(text):
        return None
    clean = folded(text)
    exact = _exact(clean)
    if exact is not None and not _SEASON_OR_YEARS.fullmatch(clean):
        return exact
    return _Typed(text.strip(), clean, today).edtf()


def date_as_typed(edtf: str) -> str:
    """Write a date in English words that ``parse_typed_date`` reads back to the same EDTF, else as the EDTF itself.

    Forms and files hold these words, so they are the same in every language.
    """
    with speaking(translations("en")):
        words = in_words(parse_edtf(edtf))
    try:
        same = parse_typed_date(words, today=date(2000, 1, 1)) == edtf
    except ValueError:
        same = False
    return words if same else edtf


def says_none(text: str) -> bool:
    """Return whether the text says that there is no value (yet): ``TBA``, ``unknown``, or nothing at all."""
    clean = folded(text)
    return not clean or clean in NOTHING


def _exact(clean: str) -> str | None:
    """Return the text if it is EDTF already. Raise if it is a range that ends before it starts."""
    try:
        return parse_edtf(clean).edtf
    except ValueError as fault:
        if clean.count("/") == 1 and all(map(_exact, clean.split("/"))):
            raise UnclearDate(str(fault)) from fault
        return None


def _years_in_a_row() -> str:
    """Return a pattern for texts like ``2021-22``: summer 2021 in EDTF, but two years to everybody else."""
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
    """One typed date, perhaps incomplete, with its qualifiers."""

    readings: tuple[Reading, ...]
    about: bool = False
    unsure: bool = False
    bound: str | None = None

    @property
    def mark(self) -> str:
        """Return the qualifier in EDTF."""
        return {(True, True): "%", (True, False): "~", (False, True): "?"}.get((self.about, self.unsure), "")


class _Typed:
    """Reads one typed date: collects every reading, and why others were dropped."""

    def __init__(self, typed: str, clean: str, today: date) -> None:
        self.typed = typed
        self.clean = clean
        self.today = today
        self.faults: list[UnclearDate] = []

    def edtf(self) -> str:
        """Return the one date that was typed."""
        found = list(dict.fromkeys(self._readings()))
        if len(found) > 1:
            raise self._ambiguous(found)
        if found:
            return found[0]
        if self.faults:
            raise self.faults[0]
        raise _wrong(_("{typed!r} isn't a date I can read"), self.typed)

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
        """Return a single date in its year, or in the next year in which it isn't over; None if it doesn't exist."""
        if not whole(reading):
            return None
        years = [reading.year] if reading.year is not None else range(self.today.year - 1, self.today.year + 9)
        for year in years:
            dated = exists(reading.in_year(year))
            if dated is not None and (reading.year is not None or dated.latest >= self.today):
                return _marked(dated, mark) if self._on_its_weekday(reading, dated) else None
        self.faults.append(_unclear(_("{typed!r} isn't in the calendar"), self.typed))
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
            self.faults.append(_unclear(_("{typed!r} has a day that isn't in the calendar"), self.typed))
            return None
        if not (self._on_its_weekday(ends[0], begins) and self._on_its_weekday(ends[1], finishes)):
            return None
        if start.year is None:  # what is said once holds for both
            about, unsure = first.about or last.about, first.unsure or last.unsure
            first, last = replace(first, about=about, unsure=unsure), replace(last, about=about, unsure=unsure)
        try:
            return parse_edtf(f"{_marked(begins, first.mark)}/{_marked(finishes, last.mark)}").edtf
        except EndsBeforeStart:
            self.faults.append(UnclearDate(str(EndsBeforeStart(self.typed))))
            return None

    def _on_its_weekday(self, reading: Reading, dated: PartialDate) -> bool:
        """Return whether a day is the weekday that was typed with it. If not, note which weekday it is."""
        if reading.weekdays is None:
            return True
        if dated.precision is not Precision.DAY:
            self.faults.append(_unclear(_("{typed!r} has a weekday but no day"), self.typed))
            return False
        if dated.earliest.weekday() in reading.weekdays:
            return True
        self.faults.append(UnclearDate(_other_weekday(self.typed, dated.earliest, min(reading.weekdays))))
        return False

    def _ambiguous(self, found: Iterable[str]) -> AmbiguousDate:
        dates = [parse_edtf(edtf) for edtf in found]
        words = _either([in_words(each) for each in dates])
        typed = _either([_unmistakable(each) for each in dates])
        return AmbiguousDate(
            _("{typed!r} could be {readings}; type {choices}, or use the month's name").format(
                typed=self.typed, readings=words, choices=typed
            )
        )


def _with_weekday(core: str, today: date) -> list[Reading]:
    """Read a date with a weekday before or after it. A weekday that is also a filler word needs its comma."""
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
    """Pair readings: both with the day first or both with the month first, preferably of the same precision."""
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


_WEEKDAYS = (
    *(N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday")),
)


def _other_weekday(typed: str, day: date, meant: int) -> str:
    ahead = (meant - day.weekday()) % 7
    before, after = (_day_words(other) for other in (day + timedelta(ahead - 7), day + timedelta(ahead)))
    return _(
        "{typed!r} says {weekday}, but {day} is a {real}; type {before} or {after} if {weekday} is right, else {day}"
    ).format(
        typed=typed,
        weekday=translated(_WEEKDAYS[meant]),
        day=_day_words(day),
        real=translated(_WEEKDAYS[day.weekday()]),
        before=before,
        after=after,
    )


def _day_words(day: date) -> str:
    return in_words(parse_edtf(day.isoformat()))


def _unmistakable(dated: PartialDate) -> str:
    return in_words(dated) if _SEASON_OR_YEARS.fullmatch(dated.edtf) else dated.edtf


def _either(choices: list[str]) -> str:
    first = pgettext("choices", ", ").join(choices[:-1])
    return _("{first} or {last}").format(first=first, last=choices[-1])


def _wrong(wrong: str, typed: str) -> ValueError:
    return ValueError(_with_remedy(wrong, typed))


def _unclear(wrong: str, typed: str) -> UnclearDate:
    return UnclearDate(_with_remedy(wrong, typed))


def _with_remedy(wrong: str, typed: str) -> str:
    return _("{problem}; {remedy}").format(problem=wrong.format(typed=typed), remedy=translated(REMEDY))
