"""The facts of one scope, found by the terms that a question shares with them."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain

from bot.answers.index.indexed_fact import IndexedFact
from bot.answers.index.sharing import SharingIndex, WeightedTerms
from bot.answers.index.summary import Counts, Summary
from bot.answers.language.digits import year_in
from bot.answers.language.lexicon import Lexicon
from bot.answers.parsing.parser import Reader
from bot.answers.spelling.bigrams import Usage
from bot.answers.spelling.candidates import Speller
from bot.answers.titles.partial_names import Key
from bot.answers.titles.title_index import Titles
from bot.facts.models import Fact, Production

MOST_ALIKE = 12
"""Facts of one production that are looked at because they share words with a question."""
BUDGET = 900
"""Postings read for one question, rarest terms first, so that its time does not grow with the store."""

NEWEST = ("@s:new", "@s:last")
"""The seasons whose numbers each production's facts tell (``Group.resolved``)."""


MANY = 128
"""Facts of one production from which they have an index of what they share with a question."""


class Group:
    """The facts of one production, and what they hold together.

    ``held`` counts how many facts are asked for by each term, or speak of each synonym set.
    """

    def __init__(self) -> None:
        self.facts: dict[str, IndexedFact] = {}
        self.held: dict[str, int] = {}
        self._counts = Counts()
        self._summary: Summary | None = None
        self._sharing: SharingIndex | None = None
        self._by_topic: dict[str, list[IndexedFact]] = {}

    def put(self, indexed: IndexedFact) -> None:
        """Add or replace a fact."""
        self.pop(indexed.fact.id)
        self.facts[indexed.fact.id] = indexed
        for term in chain(indexed.terms.core, indexed.terms.kin):
            self.held[term] = self.held.get(term, 0) + 1
        self._summary = None
        self._counts.add(indexed)
        insort(self._by_topic.setdefault(indexed.fact.topic, []), indexed, key=_order)
        if self._sharing is not None:
            self._sharing.put(indexed)
        elif len(self.facts) >= MANY:
            self._sharing = SharingIndex(self.facts)

    def pop(self, fact_id: str) -> IndexedFact | None:
        """Take a fact out."""
        indexed = self.facts.pop(fact_id, None)
        if indexed is None:
            return None
        for term in chain(indexed.terms.core, indexed.terms.kin):
            self.held[term] -= 1
            if not self.held[term]:
                del self.held[term]
        self._summary = None
        self._counts.remove(indexed)
        ordered = self._by_topic[indexed.fact.topic]
        del ordered[bisect_left(ordered, indexed.order, key=_order)]
        if not ordered:
            del self._by_topic[indexed.fact.topic]
        if self._sharing is not None:
            self._sharing.pop(indexed)
        return indexed

    @property
    def summary(self) -> Summary:
        """What the facts tell of their production as a whole."""
        if self._summary is None:
            self._summary = self._counts.summary()
        return self._summary

    @property
    def by_topic(self) -> Mapping[str, Sequence[IndexedFact]]:
        """The facts of each topic, the most asked for first."""
        return self._by_topic

    def most_sharing(self, terms: Sequence[tuple[str, float]], limit: int) -> list[IndexedFact]:
        """Return the facts that share most with weighted terms; all where they are few."""
        if len(self.facts) <= limit:
            return list(self.facts.values())
        weighted = WeightedTerms(terms)
        if self._sharing is not None:
            return self._sharing.most_sharing(weighted, limit)
        return weighted.most(list(self.facts.values()), limit)

    def season_meant(self, recency: str | None) -> str | None:
        """Return the season meant where none is said, for a show whose release facts are all about seasons."""
        seasons = self.summary.seasons
        if recency == "new" and "@s:new" in self.summary.marks:
            return "@s:new"
        if self.summary.whole or not seasons:
            return None
        return f"@s{seasons[-1] if recency in ('new', 'last') else seasons[0]}"

    def resolved(self, term: str, said: AbstractSet[str]) -> str:
        """Return ``@s:new`` and ``@s:last`` as the newest season that the facts know, of a year if one was said."""
        if term not in NEWEST or term in self.summary.marks:
            return term
        newest = self._counts.newest_season({other for other in said if year_in(other) is not None})
        return term if newest is None else f"@s{newest}"


def _order(indexed: IndexedFact) -> tuple[int, float, str]:
    return indexed.order


class Shelf:
    """Index of one scope: productions by name, facts by production and by term, words for spelling."""

    def __init__(self, lexicon: Lexicon, reader: Reader) -> None:
        self.titles = Titles(lexicon, reader)
        self.speller = Speller()
        self.compounds = Speller()
        self.usage = Usage()
        self.named = Usage()
        self.groups: dict[str, Group] = {}
        self.facts: dict[str, Fact] = {}
        self._indexed: dict[str, IndexedFact] = {}
        self._postings: dict[str, dict[str, str]] = {}

    def put_production(self, production: Production) -> None:
        """Add or replace a production."""
        self.drop_production((production.scope, production.id))
        named = self.titles.put(production)
        self.speller.add(named.vocabulary)
        self.compounds.add(named.compounds)
        for name in named.said:
            self.named.add(name)

    def drop_production(self, key: Key) -> None:
        """Forget a production's names; its facts stay."""
        named = self.titles.remove(key)
        if named is not None:
            self.speller.remove(named.vocabulary)
            self.compounds.remove(named.compounds)
            for name in named.said:
                self.named.remove(name)

    def put(self, fact: Fact, indexed: IndexedFact | None) -> None:
        """Add or replace a fact; ``indexed`` is None for one that is kept but not answered from."""
        self.drop(fact.id)
        self.facts[fact.id] = fact
        if indexed is None:
            return
        self.speller.add(indexed.vocabulary)
        self.usage.add_all(indexed.sentences)
        self.place(indexed)

    def place(self, indexed: IndexedFact) -> None:
        """Add a fact that isn't in the index, but not its words."""
        fact = indexed.fact
        self.facts[fact.id] = fact
        self._indexed[fact.id] = indexed
        self.groups.setdefault(fact.production, Group()).put(indexed)
        for term in indexed.terms.every | indexed.terms.kin:
            self._postings.setdefault(term, {})[fact.id] = fact.production

    def drop(self, fact_id: str) -> None:
        """Forget a fact."""
        fact = self.facts.pop(fact_id, None)
        group = self.groups.get(fact.production) if fact else None
        indexed = self._indexed.pop(fact_id, None)
        if fact is None or group is None or indexed is None:
            return
        group.pop(fact_id)
        self.speller.remove(indexed.vocabulary)
        self.usage.remove_all(indexed.sentences)
        for term in indexed.terms.every | indexed.terms.kin:
            self._postings[term].pop(fact_id, None)
            if not self._postings[term]:
                del self._postings[term]
        if not group.facts:
            del self.groups[fact.production]

    def years_of(self, key: Key) -> AbstractSet[str]:
        """The years that the facts of a production speak of, as terms."""
        group = self.groups.get(key[1])
        return group.summary.years if group else frozenset()

    def year_of(self, key: Key) -> int | None:
        """The year in a production's title, else the earliest year of release that its facts give."""
        group = self.groups.get(key[1])
        return self.titles.named[key].year or (group.summary.year if group else None)

    def indexed(self, fact_id: str) -> IndexedFact | None:
        """One fact as it was indexed; None where it is not answered from."""
        return self._indexed.get(fact_id)

    def sharing(self, terms: Iterable[tuple[str, float]], limit: int) -> list[IndexedFact]:
        """The facts that share most with weighted terms.

        Postings are read rarest term first, within ``BUDGET``. Facts found by them are also compared by the terms that
        did not fit in it.
        """
        known = sorted((len(self._postings[term]), term, weight) for term, weight in terms if term in self._postings)
        shared: dict[str, float] = {}
        beyond: list[tuple[dict[str, str], float]] = []
        left = BUDGET
        for size, term, weight in known:
            holders = self._postings[term]
            if size > left:
                beyond.append((holders, weight))
                continue
            left -= size
            _share(shared, holders, weight)
        for holders, weight in beyond:
            for fact_id in shared:
                if fact_id in holders:
                    shared[fact_id] += weight
        most = [
            (shared[fact_id], indexed) for fact_id in _most(shared, 3 * limit) if (indexed := self.indexed(fact_id))
        ]
        return _spread(most, limit)


def _share(shared: dict[str, float], holders: Mapping[str, str], weight: float) -> None:
    """Add the weight of a term to what each fact that has it shares."""
    if not shared:
        shared.update(dict.fromkeys(holders, weight))
        return
    for fact_id in holders:
        shared[fact_id] = shared.get(fact_id, 0.0) + weight


def _most(shared: Mapping[str, float], limit: int) -> list[str]:
    """The ids of the facts that share most, the first of those that share as much; in no order."""
    if len(shared) <= limit:
        return list(shared)
    least = sorted(shared.values(), reverse=True)[limit - 1]
    above = [fact_id for fact_id, weight in shared.items() if weight > least]
    alike = [fact_id for fact_id, weight in shared.items() if weight == least]
    return above + sorted(alike)[: limit - len(above)]


def _spread(shared: list[tuple[float, IndexedFact]], limit: int) -> list[IndexedFact]:
    """The most asked for of facts that share as much, not too many of one production."""
    shared.sort(key=lambda pair: (-pair[0], pair[1].order))
    taken: Counter[str] = Counter()
    spread: list[IndexedFact] = []
    for _, indexed in shared:
        production = indexed.fact.production
        if taken[production] < MOST_ALIKE:
            taken[production] += 1
            spread.append(indexed)
            if len(spread) == limit:
                break
    return spread
