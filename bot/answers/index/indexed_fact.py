"""A fact as the engine compares it: its terms, the ways it is asked for, the kinds of answer it gives."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import fsum
from sys import intern
from typing import NamedTuple, TypeVar, cast

from bot.answers.index.date_answers import COUNTDOWN, CREDITS, HISTORY
from bot.answers.index.range_answers import credits_of
from bot.answers.language.digits import year_in
from bot.answers.language.lexicon import Lexicon
from bot.answers.language.normalization import clean, words
from bot.answers.language.terms import ADDRESSEE, CONTENT, LIGHT, MARK, NUMBER, YEAR, Reading, focus_of
from bot.answers.parsing.parser import Reader, default_term
from bot.answers.titles.title_index import Named
from bot.facts.dates.edtf import parse_edtf
from bot.facts.models import DateValue, Fact, NumberValue, PersonValue, PlaceValue
from bot.facts.topics import RELEASE

_MONTHS = frozenset(name.lower() for name in month_name if name)
_LENGTHS = frozenset(("minute", "minutes", "hour", "hours", "second", "seconds", "day", "days", "week", "weeks"))
_LENGTHS_LONG = frozenset(("month", "months", "year", "years", "min", "mins", "s", "h"))
_MONEY = frozenset(("usd", "eur", "gbp", "dollar", "dollars", "euro", "euros", "pounds sterling", "yen", "cad", "aud"))
_NONE: Mapping[str, float] = {}
_Same = TypeVar("_Same", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Wording:
    """One way a fact is asked for: the mass of its terms without the title, and the kinds of answer it wants.

    Which terms these are, ``Entry.asked_by`` says.
    """

    mass: float
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a fact's subject says: its terms without the title, and their mass."""

    terms: frozenset[str]
    mass: float


class _Phrasing(NamedTuple):
    """A way of asking as it is read: with the terms, and the synonym sets that its words are in."""

    wording: Wording
    terms: frozenset[str]
    kin: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wordings:
    """Ways of asking, which of them have a term or synonym set, and their words without the production's name."""

    ways: tuple[Wording, ...]
    having: Mapping[str, tuple[int, ...]]
    said: frozenset[str]


@dataclass(slots=True)
class Entry:
    """One fact, read once when it is put into the index.

    ``core`` are the terms of its subject and phrasings, ``body`` those of its subject, text and value, ``terms`` all,
    ``kin`` the synonym sets of all its words. ``asked_by`` says of a term or synonym set which of ``wordings`` have it,
    ``asks`` which kinds of answer its phrasings ask for with which thing behind the question word, ``said`` the words
    of its phrasings without the production's name. ``counters`` are ways of asking that it is known not to answer.
    ``sentences`` are the words of its texts in order: the subject, each
    phrasing, and last its text and value. By ``order`` it comes before others that fit as well: the more phrasings, the
    more it is taken to be asked for, then the plainer its subject.
    """

    fact: Fact
    terms: frozenset[str]
    core: frozenset[str]
    body: frozenset[str]
    kin: frozenset[str]
    asked_by: Mapping[str, tuple[int, ...]]
    asks: frozenset[tuple[str, str]]
    said: tuple[str, ...]
    counters: Wordings | None
    subject: Subject
    wordings: tuple[Wording, ...]
    kinds: frozenset[str]
    typed: frozenset[str]
    years: frozenset[str]
    credits: Mapping[str, float]
    implied: Mapping[str, float]
    sentences: tuple[tuple[str, ...], ...]
    order: tuple[int, float, str]

    @property
    def vocabulary(self) -> frozenset[str]:
        """The words of its texts; they are asked for when it is put and dropped, and not kept."""
        return frozenset(word for sentence in self.sentences for word in sentence if word.isalpha())

    @property
    def fullness(self) -> int:
        """How much the fact's value says: 0 nothing, 1 a place without coordinates, 2 any other value."""
        value = self.fact.value
        if value is None:
            return 0
        return 1 if isinstance(value, PlaceValue) and value.latitude is None else 2


class Entries:
    """Makes entries of facts."""

    def __init__(self, lexicon: Lexicon, reader: Reader) -> None:
        self._lexicon = lexicon
        self._reader = reader

    def make(self, fact: Fact, named: Named | None) -> Entry:
        """Read a fact; ``named`` is its production, whose names are not part of what it says."""
        texts: list[Reading] = []
        names = named.vocabulary if named else frozenset[str]()
        subject = self._read(fact.subject, texts, names)
        readings = [self._read(phrasing, texts, names) for phrasing in fact.phrasings]
        against = [self._read(text, texts, names) for text in fact.counterexamples]
        body = self._read(" . ".join((fact.text, *_value_texts(fact))), texts, names)
        phrasings = [self._phrasing(reading, named) for reading in readings]
        if len(fact.announced_dates) > 1:
            phrasings += [self._said(terms) for terms in HISTORY]
        if phrasings and self._is_release(fact, subject):
            phrasings += [self._said(terms) for terms in COUNTDOWN]
        wordings = tuple(phrasing.wording for phrasing in phrasings)
        subject_terms = self._terms(subject, named)
        mass = _same(self._mass(subject_terms))
        if "~finish" in subject_terms:
            subject_terms.append("@e:last")  # the finale is the last episode
        core = frozenset(subject_terms).union(*(phrasing.terms for phrasing in phrasings))
        terms = core.union(self._terms(body, named), _month_terms(fact, self._reader))
        kinds = self._kinds(fact, wordings, body)
        years = frozenset(term for term in terms if year_in(term) is not None) | _years(fact)
        moved = CREDITS if len(fact.announced_dates) > 1 else _NONE
        topic = self._lexicon.topics.get(fact.topic)
        implied = topic.implies if topic else _NONE
        if isinstance(fact.value, DateValue) and (runs := credits_of(parse_edtf(fact.value.edtf), core)):
            implied = {**implied, **runs}
        return Entry(
            fact=fact,
            terms=terms | years,
            core=core,
            body=frozenset(subject_terms).union(self._terms(body, named), _month_terms(fact, self._reader)),
            kin=frozenset(self._kin(body, named)).union(self._kin(subject, named), *(one.kin for one in phrasings)),
            asked_by=_asked_by(phrasings),
            asks=frozenset(_same(pair) for reading in readings for pair in _asks(reading, named)),
            said=tuple(_outside(reading, named) for reading in readings),
            counters=self._counters(against, named),
            subject=Subject(frozenset(subject_terms), mass),
            wordings=wordings,
            kinds=_same(kinds | {"how_many"} if moved else kinds),
            typed=_same(frozenset(_value_kinds(fact))),
            years=_same(years),
            credits=moved,
            implied={**implied, **moved, **_years_between(fact)} if moved else implied,
            sentences=tuple(tuple(map(intern, reading.words)) for reading in texts),
            order=(-len(fact.phrasings), mass, fact.id),
        )

    def _read(self, text: str, texts: list[Reading], names: frozenset[str]) -> Reading:
        reading = self._reader.read(words(clean(text)), names=names)
        texts.append(reading)
        return reading

    def _phrasing(self, reading: Reading, named: Named | None) -> _Phrasing:
        terms = self._terms(reading, named)
        kinds = [kind for position, kind in reading.kinds]
        if not any(self.weigh(term) > LIGHT for term in terms) and (default := default_term(kinds)):
            terms = [*terms, default]
        wording = _same(Wording(self._mass(terms), self.kinds_of(kinds, terms)))
        return _Phrasing(wording, frozenset(terms), frozenset(self._kin(reading, named)))

    def _counters(self, readings: Sequence[Reading], named: Named | None) -> Wordings | None:
        if not readings:
            return None
        ways = [self._phrasing(reading, named) for reading in readings]
        said = frozenset(_outside(reading, named) for reading in readings)
        return Wordings(tuple(one.wording for one in ways), _asked_by(ways), said)

    def _is_release(self, fact: Fact, subject: Reading) -> bool:
        """Whether a fact is the release of the production itself: one with a history, or with a plain subject."""
        if fact.topic != RELEASE or not isinstance(fact.value, DateValue):
            return False
        leading = self._lexicon.topics[RELEASE].leading if RELEASE in self._lexicon.topics else frozenset()
        plain = all(item.weight <= LIGHT or item.term in leading for item in subject.items)
        return plain or len(fact.announced_dates) > 1

    def _said(self, terms: Iterable[str]) -> _Phrasing:
        terms = list(terms)
        return _Phrasing(_same(Wording(self._mass(terms), frozenset())), frozenset(terms), frozenset())

    def kinds_of(self, kinds: list[str], terms: list[str]) -> frozenset[str]:
        """The kinds that a question wants: those it says, else those its concepts ask for."""
        said = frozenset(kind for kind in kinds if kind != "which")
        if said:
            return said
        hinted = frozenset(self._lexicon.kind_of[term] for term in terms if term in self._lexicon.kind_of)
        return hinted or frozenset(kinds)

    def _terms(self, reading: Reading, named: Named | None) -> list[str]:
        taken = own_words(named, reading) if named else frozenset()
        return [
            item.term
            for item in reading.items
            if item.term != ADDRESSEE and not any(at in taken for at in range(item.start, item.end))
        ]

    def _kin(self, reading: Reading, named: Named | None) -> Iterable[str]:
        taken = own_words(named, reading) if named else frozenset()
        for item in reading.items:
            if item.kin and not any(at in taken for at in range(item.start, item.end)):
                yield from item.kin

    def weigh(self, term: str) -> float:
        """The weight of a term wherever it stands."""
        if term[0] == "~":
            return self._lexicon.weight_of.get(term, CONTENT)
        if term[0] == "@":
            return MARK
        if term[0] == "#":
            return YEAR if len(term) == 5 else NUMBER
        english = self._lexicon.english
        if term in english.light or term in self._lexicon.light_stems:
            return LIGHT
        return self._lexicon.weigh_word(term, term)

    def _mass(self, terms: list[str]) -> float:
        return fsum(self.weigh(term) for term in set(terms))  # exact, so that the order of a set changes nothing

    def _kinds(self, fact: Fact, wordings: tuple[Wording, ...], body: Reading) -> frozenset[str]:
        kinds = set().union(*(wording.kinds for wording in wordings)) - {"which"}
        kinds |= _value_kinds(fact)
        if fact.value is None:
            topic = self._lexicon.topics.get(fact.topic)
            kinds |= topic.kinds if topic else set()
            if any(word in _MONTHS for word in body.words):
                kinds.add("when")
        return frozenset(kinds)


def _asks(reading: Reading, named: Named | None) -> Iterable[tuple[str, str]]:
    """The kinds of answer that a phrasing asks for, each with the thing behind the question word, or its synonyms."""
    focus = focus_of(reading, own_words(named, reading) if named else frozenset())
    if focus is not None:
        for _, kind in reading.kinds:
            for term in (focus.term, *focus.kin):
                yield kind, term


def _outside(reading: Reading, named: Named | None) -> str:
    taken = own_words(named, reading) if named else frozenset()
    return " ".join(word for at, word in enumerate(reading.words) if at not in taken)


def _asked_by(phrasings: Iterable[_Phrasing]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for number, phrasing in enumerate(phrasings):
        for term in phrasing.terms | phrasing.kin:
            found.setdefault(term, []).append(number)
    return {term: _same(tuple(numbers)) for term, numbers in found.items()}


@lru_cache(maxsize=1 << 14)
def _remembered(value: Hashable) -> Hashable:
    return value


def _same(value: _Same) -> _Same:
    """A value, as the object that stands for all that are equal to it: most facts have the same few."""
    return cast(_Same, _remembered(value))


def own_words(named: Named, reading: Reading) -> frozenset[int]:
    """The positions at which a text names its own production."""
    taken: set[int] = set()
    norms, function = reading.norms, reading.function
    for start, norm in enumerate(norms):
        for form in named.by_first.get(norm, ()):
            if start in taken or (form.strength < 0.8):
                continue
            end = form.along(norms, function, start)
            if end:
                taken.update(range(start, end))
    return frozenset(taken)


def _value_kinds(fact: Fact) -> set[str]:
    match fact.value:
        case DateValue(edtf=edtf):
            return {"when", "how_long"} if parse_edtf(edtf).is_range else {"when"}
        case PlaceValue():
            return {"where"}
        case PersonValue():
            return {"who"}
        case NumberValue(unit=unit):
            unit = unit.casefold()
            if unit in _LENGTHS | _LENGTHS_LONG:
                return {"how_long", "how_many"}
            return {"how_much"} if unit in _MONEY else {"how_many", "how_much"}
        case _:
            return set()


def _value_texts(fact: Fact) -> tuple[str, ...]:
    match fact.value:
        case PlaceValue(name=name):
            return (name,)
        case PersonValue(name=name, role=role):
            return (name, role or "")
        case DateValue(region=region):
            return (region or "",)
        case _:
            return ()


def _years(fact: Fact) -> frozenset[str]:
    dates = [fact.value.edtf] if isinstance(fact.value, DateValue) else []
    dates += [announced.date for announced in fact.announced_dates]
    return frozenset(f"#{year:04}" for text in dates for year in _years_of(text))


def _years_of(edtf: str) -> Iterable[int]:
    """The years in which a date lies: of a range all of them, of a very long one those of its ends."""
    years = parse_edtf(edtf).years
    return years if len(years) <= _MOST_YEARS else (years[0], years[-1])


_MOST_YEARS = 20


def _years_between(fact: Fact) -> dict[str, float]:
    """The years in which one of several dates held: "what was the date in 2021?" is answered from them."""
    if len(fact.announced_dates) < 2:
        return {}
    first = next((entry.announced for entry in fact.announced_dates if entry.announced), fact.announced_dates[0].date)
    last = fact.announced_dates[-1].date
    return {f"#{year}": 0.8 for year in range(parse_edtf(first).year, parse_edtf(last).year + 1)}


def _month_terms(fact: Fact, reader: Reader) -> frozenset[str]:
    """The months and days by which a date is asked for; of a range those of both ends."""
    if not isinstance(fact.value, DateValue):
        return frozenset()
    terms: set[str] = set()
    for date in parse_edtf(fact.value.edtf).ends:
        if date.precision.value in ("day", "month"):
            terms.add(reader.norm(date.earliest.strftime("%B").lower()))
        if date.precision.value == "day":
            terms.add(f"#{date.earliest.day}")
    return frozenset(terms)
