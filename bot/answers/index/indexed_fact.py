"""Index a fact: its terms, its phrasings, and the kinds of answer it gives."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import fsum
from sys import intern
from typing import NamedTuple, TypeVar, cast

from bot.answers.index.date_answers import COUNTDOWN, CREDITS, HISTORY
from bot.answers.index.fact_values import month_terms, value_kinds, value_texts, years_between, years_of
from bot.answers.index.range_answers import credits_of
from bot.answers.language.digits import year_in
from bot.answers.language.lexicon import Lexicon
from bot.answers.language.normalization import clean, words
from bot.answers.language.terms import ADDRESSEE, CONTENT, LIGHT, MARK, NUMBER, YEAR, Reading, focus_of
from bot.answers.parsing.parser import Reader, default_term
from bot.answers.titles.title_index import Named
from bot.facts.dates.edtf import parse_edtf
from bot.facts.models import DateValue, Fact, PlaceValue
from bot.facts.topics import RELEASE

MIN_OWN_STRENGTH = 0.8
"""Minimum strength of a form of the production's name to be left out of a fact's texts."""

_MONTHS = frozenset(name.lower() for name in month_name if name)
_NONE: Mapping[str, float] = {}
_Shared = TypeVar("_Shared", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Wording:
    """A phrasing: the weight of its terms without the title, and the kinds of answer it asks for.

    The terms themselves are in ``PhrasingIndex.postings``.
    """

    mass: float
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Subject:
    """The terms of a fact's subject without the title, and their weight."""

    terms: frozenset[str]
    mass: float


@dataclass(frozen=True, slots=True)
class PhrasingIndex:
    """An inverted index of phrasings.

    ``postings`` maps a term or synonym set to the positions in ``wordings`` that have it. ``texts`` are the words of
    the written phrasings, without the production's name.
    """

    wordings: tuple[Wording, ...]
    postings: Mapping[str, tuple[int, ...]]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactTerms:
    """The terms of a fact: ``core`` of its subject and phrasings, ``body`` of its subject, text and value, ``every`` of
    all.

    ``kin`` are the synonym sets of all its words.
    """

    every: frozenset[str]
    core: frozenset[str]
    body: frozenset[str]
    kin: frozenset[str]


@dataclass(frozen=True, slots=True)
class AnswerKinds:
    """The kinds of answer that a fact gives: ``kinds`` are all of them, ``typed`` those of its value.

    ``asked_with`` pairs each kind that a phrasing asks for with the term after the question word, and with its synonym
    sets.
    """

    kinds: frozenset[str]
    typed: frozenset[str]
    asked_with: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FactDates:
    """The years that a fact mentions, as terms, and whether its date has ever changed."""

    years: frozenset[str]
    moved: bool


@dataclass(frozen=True, slots=True)
class IndexedFact:
    """A fact, analysed once when it is added to the index.

    ``implied`` maps terms that it answers without having them to a credit from 0 to 1. ``counters`` is the index of its
    counterexamples. ``sentences`` are the words of its texts: the subject, each phrasing, each counterexample, and last
    its text and value. ``order`` sorts facts that fit equally well: the most phrasings first, because it is probably
    asked most, then the lightest subject.
    """

    fact: Fact
    terms: FactTerms
    subject: Subject
    phrasings: PhrasingIndex
    counters: PhrasingIndex | None
    answers: AnswerKinds
    dates: FactDates
    implied: Mapping[str, float]
    sentences: tuple[tuple[str, ...], ...]
    order: tuple[int, float, str]

    @property
    def vocabulary(self) -> frozenset[str]:
        """Return the words of its texts. Not cached, because only adding and dropping a fact needs them."""
        return vocabulary_of(self.sentences)

    @property
    def fullness(self) -> int:
        """Return how full the fact's value is: 0 none, 1 a place without coordinates, 2 any other value."""
        value = self.fact.value
        if value is None:
            return 0
        return 1 if isinstance(value, PlaceValue) and value.latitude is None else 2


class _Phrasing(NamedTuple):
    """A parsed phrasing, with its terms and the synonym sets of its words."""

    wording: Wording
    terms: frozenset[str]
    kin: frozenset[str]


class _Texts(NamedTuple):
    """The parsed texts of a fact."""

    subject: Reading
    phrasings: list[Reading]
    counterexamples: list[Reading]
    body: Reading

    def sentences(self) -> tuple[tuple[str, ...], ...]:
        """Return the words of each text, in order."""
        every = (self.subject, *self.phrasings, *self.counterexamples, self.body)
        return tuple(tuple(map(intern, reading.words)) for reading in every)


class FactIndexer:
    """Turns facts into indexed facts."""

    def __init__(self, lexicon: Lexicon, reader: Reader) -> None:
        self._lexicon = lexicon
        self._reader = reader

    def index(self, fact: Fact, named: Named | None) -> IndexedFact:
        """Index a fact. ``named`` is its production, whose names don't count as terms."""
        texts = self._texts(fact, named)
        phrasings = [self._phrasing(reading, named) for reading in texts.phrasings]
        phrasings += self._computed(fact, texts.subject, asked=bool(phrasings))
        subject = self._subject(texts.subject, named)
        body = frozenset(self._terms(texts.body, named)) | month_terms(fact, self._reader)
        core = subject.terms.union(*(phrasing.terms for phrasing in phrasings))
        years = frozenset(term for term in core | body if year_in(term) is not None) | years_of(fact)
        moved = len(fact.announced_dates) > 1
        return IndexedFact(
            fact=fact,
            terms=FactTerms(
                every=core | body | years,
                core=core,
                body=subject.terms | body,
                kin=self._kin(texts.body, named).union(
                    self._kin(texts.subject, named), *(phrasing.kin for phrasing in phrasings)
                ),
            ),
            subject=subject,
            phrasings=_index(phrasings, texts.phrasings, named),
            counters=self._counters(texts.counterexamples, named),
            answers=self._answers(fact, texts, phrasings, named),
            dates=FactDates(shared(years), moved),
            implied=self._implied(fact, core),
            sentences=texts.sentences(),
            order=order_of(fact, subject.mass),
        )

    def _texts(self, fact: Fact, named: Named | None) -> _Texts:
        names = named.vocabulary if named else frozenset[str]()

        def read(text: str) -> Reading:
            return self._reader.read(words(clean(text)), names=names)

        return _Texts(
            subject=read(fact.subject),
            phrasings=[read(phrasing) for phrasing in fact.phrasings],
            counterexamples=[read(text) for text in fact.counterexamples],
            body=read(" . ".join((fact.text, *value_texts(fact)))),
        )

    def _subject(self, reading: Reading, named: Named | None) -> Subject:
        terms = frozenset(self._terms(reading, named))
        last = frozenset(("@e:last",)) if "~finish" in terms else frozenset[str]()  # a finale is the last episode
        return Subject(terms | last, shared(self._mass(terms)))

    def _computed(self, fact: Fact, subject: Reading, *, asked: bool) -> list[_Phrasing]:
        """Return phrasings for what dates answer; a countdown only if the fact has phrasings (``asked``)."""
        history = HISTORY if len(fact.announced_dates) > 1 else ()
        countdown = COUNTDOWN if (asked or history) and self._is_release(fact, subject) else ()
        return [self._of_terms(terms) for terms in (*history, *countdown)]

    def _implied(self, fact: Fact, core: frozenset[str]) -> Mapping[str, float]:
        """Return the terms that a fact answers without having them, by its topic and its dates."""
        topic = self._lexicon.topics.get(fact.topic)
        implied = topic.implies if topic else _NONE
        runs = credits_of(parse_edtf(fact.value.edtf), core) if isinstance(fact.value, DateValue) else _NONE
        moved = {**CREDITS, **years_between(fact)} if len(fact.announced_dates) > 1 else _NONE
        return {**implied, **runs, **moved} if runs or moved else implied

    def _answers(self, fact: Fact, texts: _Texts, phrasings: Sequence[_Phrasing], named: Named | None) -> AnswerKinds:
        kinds = self._kinds(fact, phrasings, texts.body)
        return AnswerKinds(
            kinds=shared(kinds | {"how_many"} if len(fact.announced_dates) > 1 else kinds),
            typed=shared(frozenset(value_kinds(fact))),
            asked_with=frozenset(shared(pair) for reading in texts.phrasings for pair in _asked_with(reading, named)),
        )

    def _phrasing(self, reading: Reading, named: Named | None) -> _Phrasing:
        terms = self._terms(reading, named)
        kinds = [kind for position, kind in reading.kinds]
        if not any(self._weight(term) > LIGHT for term in terms) and (default := default_term(kinds)):
            terms = [*terms, default]
        wording = shared(Wording(self._mass(terms), self._lexicon.kinds_wanted(kinds, terms)))
        return _Phrasing(wording, frozenset(terms), self._kin(reading, named))

    def _counters(self, readings: Sequence[Reading], named: Named | None) -> PhrasingIndex | None:
        return _index([self._phrasing(reading, named) for reading in readings], readings, named) if readings else None

    def _is_release(self, fact: Fact, subject: Reading) -> bool:
        """Return whether a fact is the release of the production itself: it has a history or a plain subject."""
        if fact.topic != RELEASE or not isinstance(fact.value, DateValue):
            return False
        leading = self._lexicon.topics[RELEASE].leading if RELEASE in self._lexicon.topics else frozenset()
        plain = all(item.weight <= LIGHT or item.term in leading for item in subject.items)
        return plain or len(fact.announced_dates) > 1

    def _of_terms(self, terms: Sequence[str]) -> _Phrasing:
        return _Phrasing(shared(Wording(self._mass(terms), frozenset())), frozenset(terms), frozenset())

    def _terms(self, reading: Reading, named: Named | None) -> list[str]:
        taken = own_words(named, reading) if named else frozenset()
        return [
            item.term
            for item in reading.items
            if item.term != ADDRESSEE and not any(at in taken for at in range(item.start, item.end))
        ]

    def _kin(self, reading: Reading, named: Named | None) -> frozenset[str]:
        taken = own_words(named, reading) if named else frozenset()
        return frozenset(
            term
            for item in reading.items
            if item.kin and not any(at in taken for at in range(item.start, item.end))
            for term in item.kin
        )

    def _weight(self, term: str) -> float:
        """Return the weight of a term, whatever its position."""
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

    def _mass(self, terms: Iterable[str]) -> float:
        return fsum(self._weight(term) for term in set(terms))  # exact, so that the order of a set doesn't matter

    def _kinds(self, fact: Fact, phrasings: Sequence[_Phrasing], body: Reading) -> frozenset[str]:
        kinds = value_kinds(fact).union(*(phrasing.wording.kinds - {"which"} for phrasing in phrasings))
        if fact.value is None:
            topic = self._lexicon.topics.get(fact.topic)
            kinds |= topic.kinds if topic else frozenset()
            if any(word in _MONTHS for word in body.words):
                kinds.add("when")
        return frozenset(kinds)


def _asked_with(reading: Reading, named: Named | None) -> Iterable[tuple[str, str]]:
    """Yield each kind of answer that a phrasing asks for, with the focus and each of its synonym sets."""
    focus = focus_of(reading, own_words(named, reading) if named else frozenset())
    if focus is not None:
        for _, kind in reading.kinds:
            for term in (focus.term, *focus.kin):
                yield kind, term


def _index(phrasings: Sequence[_Phrasing], written: Sequence[Reading], named: Named | None) -> PhrasingIndex:
    """Index phrasings. ``written`` are the parsed texts of those that a person wrote."""
    postings: dict[str, list[int]] = {}
    for number, phrasing in enumerate(phrasings):
        for term in phrasing.terms | phrasing.kin:
            postings.setdefault(term, []).append(number)
    return PhrasingIndex(
        wordings=tuple(phrasing.wording for phrasing in phrasings),
        postings={term: shared(tuple(numbers)) for term, numbers in postings.items()},
        texts=tuple(_outside(reading, named) for reading in written),
    )


def _outside(reading: Reading, named: Named | None) -> str:
    """Return the words of a text outside the production's name."""
    taken = own_words(named, reading) if named else frozenset()
    return " ".join(word for at, word in enumerate(reading.words) if at not in taken)


@lru_cache(maxsize=1 << 14)
def _cached(value: Hashable) -> Hashable:
    return value


def shared(value: _Shared) -> _Shared:
    """Return one shared object for all equal values, to save memory: most facts have the same few."""
    return cast(_Shared, _cached(value))


def vocabulary_of(sentences: Iterable[Sequence[str]]) -> frozenset[str]:
    """Return the words of texts that spelling knows."""
    return frozenset(word for sentence in sentences for word in sentence if word.isalpha())


def order_of(fact: Fact, mass: float) -> tuple[int, float, str]:
    """Return what sorts a fact among those that fit equally well; ``mass`` is the weight of its subject."""
    return (-len(fact.phrasings), mass, fact.id)


def own_words(named: Named, reading: Reading) -> frozenset[int]:
    """Return the positions at which a text names its own production."""
    taken: set[int] = set()
    norms, function = reading.norms, reading.function
    present = frozenset(norms)
    for start, norm in enumerate(norms):
        by_last = named.by_ends.get(norm)
        if by_last is None or start in taken:
            continue
        fitting = sorted(ranked for last in by_last.keys() & present for ranked in by_last[last])
        ends = (form.along(norms, function, start) for _rank, form in fitting if form.strength >= MIN_OWN_STRENGTH)
        if end := next(filter(None, ends), 0):
            taken.update(range(start, end))
    return frozenset(taken)
