"""Turn indexed facts into parts for a cache, and back, without reading a text again.

A part holds some hundred facts. Words and terms are numbered within it, so that each is written and made once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from bot.answers.index.indexed_fact import (
    AnswerKinds,
    FactDates,
    FactTerms,
    IndexedFact,
    PhrasingIndex,
    Subject,
    Wording,
    order_of,
    shared,
)
from bot.answers.language.lexicon import TopicWords
from bot.facts.models import Fact

Sentences = tuple[tuple[str, ...], ...]


class Record(NamedTuple):
    """A fact in a part: its scope and id, the digest of what it was indexed from, and the rest as numbers."""

    scope: str
    id: str
    digest: str
    data: Sequence[Any]


class FactWriter:
    """Writes indexed facts into one part."""

    def __init__(self, topics: Mapping[str, TopicWords]) -> None:
        self._topics = topics
        self._numbers: dict[str, int] = {}
        self._wordings: dict[Wording, int] = {}
        self._places: dict[tuple[int, ...], int] = {}
        self._records: list[list[Any]] = []

    def add(self, indexed: IndexedFact, digest: str) -> None:
        """Add a fact."""
        fact, terms, answers = indexed.fact, indexed.terms, indexed.answers
        topic = self._topics.get(fact.topic)
        own = topic is None or indexed.implied is not topic.implies
        data = [
            *map(self._set, (terms.core, terms.body, terms.kin, indexed.subject.terms, indexed.dates.years)),
            *map(self._set, (answers.kinds, answers.typed)),
            [self._number(word) for pair in sorted(answers.asked_with) for word in pair],
            indexed.subject.mass,
            indexed.dates.moved,
            dict(indexed.implied) if own else None,
            self._phrasings(indexed.phrasings),
            self._phrasings(indexed.counters) if indexed.counters is not None else None,
            [[self._number(word) for word in sentence] for sentence in indexed.sentences],
        ]
        self._records.append([fact.scope, fact.id, digest, data])

    def part(self) -> bytes:
        """Return the part."""
        wordings = [(each.mass, self._set(each.kinds)) for each in self._wordings]
        return orjson.dumps([list(self._numbers), wordings, list(self._places), self._records])

    def _number(self, word: str) -> int:
        return self._numbers.setdefault(str(word), len(self._numbers))

    def _set(self, words: Iterable[str]) -> list[int]:
        return [self._number(word) for word in sorted(words)]

    def _phrasings(self, index: PhrasingIndex) -> list[Any]:
        return [
            [self._wordings.setdefault(each, len(self._wordings)) for each in index.wordings],
            [self._number(term) for term in index.postings],
            [self._places.setdefault(each, len(self._places)) for each in index.postings.values()],
            index.texts,
        ]


class FactReader:
    """Reads a part that `FactWriter` wrote.

    Raises, like its methods, any of ValueError, LookupError, TypeError and AttributeError for what isn't one.
    """

    def __init__(self, part: bytes, topics: Mapping[str, TopicWords], same: dict[str, str]) -> None:
        """``same`` holds one object for each word of all parts."""
        words, wordings, places, records = orjson.loads(part)
        self._topics = topics
        self._words = list(map(same.setdefault, words, words))
        self._wordings = [shared(Wording(mass, self._set(kinds))) for mass, kinds in wordings]
        self._places = [shared(tuple(each)) for each in places]
        self.records = [Record(*each) for each in records]

    def fact(self, fact: Fact, record: Record) -> IndexedFact:
        """Return the indexed fact of a record, for the fact that it was made of."""
        core, body, kin, subject, years, kinds, typed, pairs, mass, moved, implied, phrasings, counters, _ = record.data
        core, body, years = self._set(core), self._set(body), shared(self._set(years))
        asked_with = map(self._words.__getitem__, pairs)
        topic = self._topics.get(fact.topic)
        return IndexedFact(
            fact=fact,
            terms=FactTerms(core | body | years, core, body, self._set(kin)),
            subject=Subject(self._set(subject), shared(mass)),
            phrasings=self._phrasings(phrasings),
            counters=None if counters is None else self._phrasings(counters),
            answers=AnswerKinds(
                shared(self._set(kinds)),
                shared(self._set(typed)),
                frozenset(map(shared, zip(asked_with, asked_with, strict=True))),
            ),
            dates=FactDates(years, moved),
            implied=topic.implies if implied is None and topic is not None else dict(implied),
            sentences=self.sentences(record),
            order=order_of(fact, mass),
        )

    def sentences(self, record: Record) -> Sentences:
        """Return the words of the texts of a record."""
        word = self._words.__getitem__
        return tuple([tuple(map(word, sentence)) for sentence in record.data[-1]])

    def _set(self, numbers: Iterable[int]) -> frozenset[str]:
        return frozenset(map(self._words.__getitem__, numbers))

    def _phrasings(self, data: Sequence[Any]) -> PhrasingIndex:
        wordings, terms, places, texts = data
        return PhrasingIndex(
            wordings=tuple(map(self._wordings.__getitem__, wordings)),
            postings=dict(
                zip(map(self._words.__getitem__, terms), map(self._places.__getitem__, places), strict=True),
            ),
            texts=tuple(texts),
        )
