"""The facts of one scope, found by the terms that a question shares with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain

from bot.answers.index.indexed_fact import Entry
from bot.answers.language.digits import counted, year_in
from bot.answers.language.lexicon import Lexicon
from bot.answers.parsing.parser import Reader
from bot.answers.spelling.bigrams import Usage
from bot.answers.spelling.candidates import Speller
from bot.answers.titles.partial_names import Key
from bot.answers.titles.title_index import Titles
from bot.facts.dates.edtf import parse_edtf
from bot.facts.models import DateValue, Fact, Production
from bot.facts.topics import RELEASE

MOST_ALIKE = 12
"""Facts of one production that are looked at because they share words with a question."""
BUDGET = 900
"""Postings read for one question, rarest terms first, so that its time does not grow with the store."""

NEWEST = ("@s:new", "@s:last")
"""The seasons whose numbers each production's facts tell (``Group.resolved``)."""


KIN_SHARED = 0.25
KIN_AT_MOST = 1.0
"""What a fact that shares a synonym set with a question shares with it, and at most through all of them."""
OF_TOPIC = 0.05
"""How much more a fact shares that says what the question says and is of a topic that is about it."""


class Group:
    """The facts of one production, and what holds of them together, found when first asked for.

    ``held`` counts how many facts are asked for by each term, or speak of each synonym set.
    """

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.held: dict[str, int] = {}
        self._seen: _Together | None = None
        self._announced: frozenset[str] | None = None

    def put(self, entry: Entry) -> None:
        """Add or replace a fact."""
        self.pop(entry.fact.id)
        self.entries[entry.fact.id] = entry
        for term in chain(entry.core, entry.kin):
            self.held[term] = self.held.get(term, 0) + 1

    def pop(self, fact_id: str) -> Entry | None:
        """Take a fact out."""
        self._seen = self._announced = None
        entry = self.entries.pop(fact_id, None)
        for term in chain(entry.core, entry.kin) if entry else ():
            self.held[term] -= 1
            if not self.held[term]:
                del self.held[term]
        return entry

    @property
    def together(self) -> _Together:
        """What the facts tell of their production as a whole."""
        if self._seen is None:
            self._seen = _Together.of(self.entries.values())
        return self._seen

    @property
    def announced_years(self) -> frozenset[str]:
        """The years of every date that was announced."""
        if self._announced is None:
            moved = (entry.years for entry in self.entries.values() if entry.credits)
            self._announced = frozenset[str]().union(*moved)
        return self._announced

    def most_sharing(self, terms: Sequence[tuple[str, float]], limit: int) -> list[Entry]:
        """The facts that share most with weighted terms; all where they are few."""
        if len(self.entries) <= limit:
            return list(self.entries.values())
        kin = frozenset(term for term, _ in terms if term[0] == "&")
        terms = [pair for pair in terms if pair[0][0] != "&"]
        ranked: list[tuple[float, int, float, str]] = []
        for fact_id, entry in self.entries.items():
            having, implied = entry.terms, entry.implied
            shared = min(KIN_AT_MOST, KIN_SHARED * len(kin & entry.kin))
            for term, weight in terms:
                credit = implied.get(term)
                if term in having:
                    shared += weight * (1.0 + OF_TOPIC * credit) if credit else weight
                elif credit:
                    shared += weight * credit
            ranked.append((-shared, -len(entry.wordings), entry.subject.mass, fact_id))
        ranked.sort()
        return [self.entries[fact_id] for _, _, _, fact_id in ranked[:limit]]

    def season_meant(self, recency: str | None) -> str | None:
        """The season that is meant where none is said, for a show whose release facts are all of seasons."""
        seasons = self.together.seasons
        if recency == "new" and "@s:new" in self.together.marks:
            return "@s:new"
        if self.together.whole or not seasons:
            return None
        return f"@s{seasons[-1] if recency in ('new', 'last') else seasons[0]}"

    def resolved(self, term: str, said: AbstractSet[str]) -> str:
        """``@s:new`` and ``@s:last`` as the newest season that the facts know, of a year if one was said."""
        if term not in NEWEST or term in self.together.marks:
            return term
        years = {other for other in said if year_in(other) is not None}
        seasons = [
            season
            for entry in self.entries.values()
            for mark in entry.subject.terms
            if mark.startswith("@s") and (season := counted(mark)) is not None and (not years or years & entry.years)
        ]
        return f"@s{max(seasons)}" if seasons else term


@dataclass(frozen=True, slots=True)
class _Together:
    """Of all facts of a production: the season and episode marks, the earliest release year, the years that are spoken
    of, the seasons that release facts are about, and whether one is about the production as a whole.
    """

    marks: frozenset[str]
    year: int | None
    years: frozenset[str]
    seasons: tuple[int, ...]
    whole: bool

    @property
    def series(self) -> bool:
        """Whether the production comes in seasons or episodes."""
        return bool(self.marks)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> _Together:
        """Gather it from entries."""
        entries = list(entries)
        every = frozenset[str]().union(*(entry.terms for entry in entries))
        years: list[int] = []
        seasons: set[int] = set()
        whole = False
        for entry in entries:
            if entry.fact.topic != RELEASE:
                continue
            years += _own_years(entry)
            own = [mark for mark in entry.subject.terms if mark[0] == "@"]
            whole = whole or (not own and entry.subject.mass < 0.5)
            seasons.update(season for mark in own if mark.startswith("@s") and (season := counted(mark)) is not None)
        return cls(
            marks=frozenset(term for term in every if term[0] == "@" and term[1] in "se"),
            year=min(years, default=None),
            years=frozenset[str]().union(*(entry.years for entry in entries)),
            seasons=tuple(sorted(seasons)),
            whole=whole,
        )


def _own_years(entry: Entry) -> list[int]:
    """The years a release fact gives: that of its date where it has one, not those it was moved from."""
    if isinstance(entry.fact.value, DateValue):
        return [parse_edtf(entry.fact.value.edtf).year]
    return [year for term in entry.years if (year := year_in(term)) is not None]


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
        self._entries: dict[str, Entry] = {}
        self._postings: dict[str, dict[str, str]] = {}
        self._topics: dict[str, dict[str, str]] = {}

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

    def put(self, fact: Fact, entry: Entry | None) -> None:
        """Add or replace a fact; ``entry`` is None for one that is kept but not answered from."""
        self.drop(fact.id)
        self.facts[fact.id] = fact
        if entry is None:
            return
        self._entries[fact.id] = entry
        self.groups.setdefault(fact.production, Group()).put(entry)
        self.speller.add(entry.vocabulary)
        for at, sentence in enumerate(entry.sentences):
            self.usage.add(sentence, asked=0 < at < len(entry.sentences) - 1)
        for term in entry.terms | entry.kin:
            self._postings.setdefault(term, {})[fact.id] = fact.production
        self._topics.setdefault(fact.topic, {})[fact.id] = fact.production

    def drop(self, fact_id: str) -> None:
        """Forget a fact."""
        fact = self.facts.pop(fact_id, None)
        group = self.groups.get(fact.production) if fact else None
        entry = self._entries.pop(fact_id, None)
        if fact is None or group is None or entry is None:
            return
        group.pop(fact_id)
        self.speller.remove(entry.vocabulary)
        for at, sentence in enumerate(entry.sentences):
            self.usage.remove(sentence, asked=0 < at < len(entry.sentences) - 1)
        for term in entry.terms | entry.kin:
            self._postings[term].pop(fact_id, None)
            if not self._postings[term]:
                del self._postings[term]
        self._topics[fact.topic].pop(fact_id, None)
        if not group.entries:
            del self.groups[fact.production]

    def years_of(self, key: Key) -> AbstractSet[str]:
        """The years that the facts of a production speak of, as terms."""
        group = self.groups.get(key[1])
        return group.together.years if group else frozenset()

    def entry(self, fact_id: str) -> Entry | None:
        """The entry of one fact that is answered from."""
        return self._entries.get(fact_id)

    def sharing(self, terms: Iterable[tuple[str, float]], limit: int) -> list[Entry]:
        """The facts that share most with weighted terms, read rarest first within the budget."""
        known = sorted(
            ((len(self._postings[term]), term, weight) for term, weight in terms if term in self._postings),
        )
        shared: dict[str, float] = {}
        left = BUDGET
        beyond: list[tuple[dict[str, str], float]] = []
        for size, term, weight in known:
            holders = self._postings[term]
            if size > left:
                beyond.append((holders, weight))
                continue
            left -= size
            if not shared:
                shared = dict.fromkeys(holders, weight)
                continue
            for fact_id in holders:
                shared[fact_id] = shared.get(fact_id, 0.0) + weight
        for fact_id, weight in shared.items() if beyond else ():
            for holders, more in beyond:
                if fact_id in holders:
                    weight += more
            shared[fact_id] = weight
        most = [(shared[fact_id], entry) for fact_id in _most(shared, 3 * limit) if (entry := self.entry(fact_id))]
        return _spread(most, limit)

    def holds(self, word_term: str) -> bool:
        """Whether any fact has a term."""
        return word_term in self._postings

    def of_topic(self, topic: str) -> Iterator[str]:
        """Ids of the facts of a topic."""
        yield from self._topics.get(topic, {})


def _most(shared: Mapping[str, float], limit: int) -> list[str]:
    """The ids of the facts that share most, the first of those that share as much; in no order."""
    if len(shared) <= limit:
        return list(shared)
    least = sorted(shared.values(), reverse=True)[limit - 1]
    above = [fact_id for fact_id, weight in shared.items() if weight > least]
    alike = [fact_id for fact_id, weight in shared.items() if weight == least]
    return above + sorted(alike)[: limit - len(above)]


def _spread(shared: list[tuple[float, Entry]], limit: int) -> list[Entry]:
    """The most asked for of facts that share as much, not too many of one production."""
    shared.sort(key=lambda pair: (-pair[0], pair[1].order))
    taken: Counter[str] = Counter()
    spread: list[Entry] = []
    for _, entry in shared:
        production = entry.fact.production
        if taken[production] < MOST_ALIKE:
            taken[production] += 1
            spread.append(entry)
            if len(spread) == limit:
                break
    return spread
