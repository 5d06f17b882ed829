"""The facts of one scope, found by the terms that a question shares with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain

from bot.answers.index.indexed_fact import IndexedFact
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
    """The facts of one production, and what they hold together, computed when first asked for.

    ``held`` counts how many facts are asked for by each term, or speak of each synonym set.
    """

    def __init__(self) -> None:
        self.facts: dict[str, IndexedFact] = {}
        self.held: dict[str, int] = {}
        self._summary: Summary | None = None
        self._announced: frozenset[str] | None = None

    def put(self, indexed: IndexedFact) -> None:
        """Add or replace a fact."""
        self.pop(indexed.fact.id)
        self.facts[indexed.fact.id] = indexed
        for term in chain(indexed.terms.core, indexed.terms.kin):
            self.held[term] = self.held.get(term, 0) + 1

    def pop(self, fact_id: str) -> IndexedFact | None:
        """Take a fact out."""
        self._summary = self._announced = None
        indexed = self.facts.pop(fact_id, None)
        for term in chain(indexed.terms.core, indexed.terms.kin) if indexed else ():
            self.held[term] -= 1
            if not self.held[term]:
                del self.held[term]
        return indexed

    @property
    def summary(self) -> Summary:
        """What the facts tell of their production as a whole."""
        if self._summary is None:
            self._summary = Summary.of(self.facts.values())
        return self._summary

    @property
    def announced_years(self) -> frozenset[str]:
        """The years of the facts whose date was announced anew."""
        if self._announced is None:
            moved = (indexed.dates.years for indexed in self.facts.values() if indexed.dates.moved)
            self._announced = frozenset[str]().union(*moved)
        return self._announced

    def most_sharing(self, terms: Sequence[tuple[str, float]], limit: int) -> list[IndexedFact]:
        """The facts that share most with weighted terms; all where they are few."""
        if len(self.facts) <= limit:
            return list(self.facts.values())
        kin = frozenset(term for term, _ in terms if term[0] == "&")
        terms = [pair for pair in terms if pair[0][0] != "&"]
        ranked: list[tuple[float, int, float, str]] = []
        for fact_id, indexed in self.facts.items():
            having, implied = indexed.terms.every, indexed.implied
            shared = min(KIN_AT_MOST, KIN_SHARED * len(kin & indexed.terms.kin))
            for term, weight in terms:
                credit = implied.get(term)
                if term in having:
                    shared += weight * (1.0 + OF_TOPIC * credit) if credit else weight
                elif credit:
                    shared += weight * credit
            ranked.append((-shared, -len(indexed.phrasings.wordings), indexed.subject.mass, fact_id))
        ranked.sort()
        return [self.facts[fact_id] for _, _, _, fact_id in ranked[:limit]]

    def season_meant(self, recency: str | None) -> str | None:
        """The season that is meant where none is said, for a show whose release facts are all about seasons."""
        seasons = self.summary.seasons
        if recency == "new" and "@s:new" in self.summary.marks:
            return "@s:new"
        if self.summary.whole or not seasons:
            return None
        return f"@s{seasons[-1] if recency in ('new', 'last') else seasons[0]}"

    def resolved(self, term: str, said: AbstractSet[str]) -> str:
        """``@s:new`` and ``@s:last`` as the newest season that the facts know, of a year if one was said."""
        if term not in NEWEST or term in self.summary.marks:
            return term
        years = {other for other in said if year_in(other) is not None}
        of_year = [one for one in self.facts.values() if not years or years & one.dates.years]
        newest = max((season for indexed in of_year for season in _seasons(indexed)), default=None)
        return term if newest is None else f"@s{newest}"


@dataclass(frozen=True, slots=True)
class Summary:
    """What all facts of a production tell together.

    The season and episode marks, the earliest year of release, the years that are spoken of, the seasons that release
    facts are about, and whether one of these is about the production as a whole.
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
    def of(cls, facts: Iterable[IndexedFact]) -> Summary:
        """Summarize facts."""
        facts = list(facts)
        every = frozenset[str]().union(*(indexed.terms.every for indexed in facts))
        releases = [indexed for indexed in facts if indexed.fact.topic == RELEASE]
        return cls(
            marks=frozenset(term for term in every if term[0] == "@" and term[1] in "se"),
            year=_first_year(releases),
            years=frozenset[str]().union(*(indexed.dates.years for indexed in facts)),
            seasons=tuple(sorted({season for indexed in releases for season in _seasons(indexed)})),
            whole=any(_of_whole(indexed) for indexed in releases),
        )


def _first_year(releases: Iterable[IndexedFact]) -> int | None:
    """Return the earliest year of release, if any is known."""
    return min((year for indexed in releases for year in _release_years(indexed)), default=None)


def _seasons(indexed: IndexedFact) -> Iterable[int]:
    """The numbers of the seasons in a fact's subject."""
    for term in indexed.subject.terms:
        if term.startswith("@s") and (season := counted(term)) is not None:
            yield season


def _of_whole(indexed: IndexedFact) -> bool:
    """Whether a release fact is about the production as a whole: it has a plain subject without a season."""
    return indexed.subject.mass < 0.5 and not any(term[0] == "@" for term in indexed.subject.terms)


def _release_years(indexed: IndexedFact) -> list[int]:
    """The years a release fact gives: that of its date where it has one, not those it was moved from."""
    if isinstance(indexed.fact.value, DateValue):
        return [parse_edtf(indexed.fact.value.edtf).year]
    return [year for term in indexed.dates.years if (year := year_in(term)) is not None]


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
        self._indexed[fact.id] = indexed
        self.groups.setdefault(fact.production, Group()).put(indexed)
        self.speller.add(indexed.vocabulary)
        for sentence, asked in _sentences(indexed):
            self.usage.add(sentence, asked=asked)
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
        for sentence, asked in _sentences(indexed):
            self.usage.remove(sentence, asked=asked)
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


def _sentences(indexed: IndexedFact) -> Iterable[tuple[tuple[str, ...], bool]]:
    """The texts of a fact, each with whether it is one that somebody might ask: neither the first nor the last is."""
    last = len(indexed.sentences) - 1
    return ((sentence, 0 < at < last) for at, sentence in enumerate(indexed.sentences))


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
