"""The facts of one scope, found by the terms that a question shares with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from bot.answers.entry import Entry
from bot.answers.lexicon import Lexicon
from bot.answers.reading import Reader
from bot.answers.spelling import Speller
from bot.answers.titles import Key, Titles
from bot.facts.models import Fact, Production

BUDGET = 4000
"""Postings read for one question, rarest terms first, so that its time does not grow with the store."""


@dataclass(slots=True)
class Group:
    """The facts of one production, and in how many of them each term stands."""

    entries: dict[str, Entry] = field(default_factory=dict)
    holders: Counter[str] = field(default_factory=Counter)

    @property
    def series(self) -> bool:
        """Whether the production comes in seasons or episodes."""
        return any(term[0] == "@" and term[1] in "se" and count > 0 for term, count in self.holders.items())

    @property
    def year(self) -> int | None:
        """The earliest year that any release fact gives."""
        years = [
            int(year[1:]) for entry in self.entries.values() if entry.fact.topic == "release" for year in entry.years
        ]
        return min(years, default=None)

    def sharing(self, terms: Iterable[tuple[str, float]], limit: int) -> list[str]:
        """Ids of the facts that share most with weighted terms."""
        wanted = list(terms)
        shared = {
            fact_id: sum(weight for term, weight in wanted if term in entry.terms)
            for fact_id, entry in self.entries.items()
        }
        return sorted(shared, key=lambda fact_id: (-shared[fact_id], fact_id))[:limit]

    @property
    def announced_years(self) -> frozenset[str]:
        """The years of all dates that were ever announced for the production."""
        return frozenset(year for entry in self.entries.values() if entry.credits for year in entry.years)

    def season_meant(self, recency: str | None) -> str | None:
        """The season that is meant where none is said, for a show whose release facts are all of seasons."""
        seasons = set()
        for entry in self.entries.values():
            if entry.fact.topic != "release":
                continue
            marks = [mark for mark in entry.subject.terms if mark[0] == "@"]
            if not marks and entry.subject.mass < 0.5:
                return None
            seasons.update(int(mark[2:]) for mark in marks if mark.startswith("@s") and mark[2:].isdigit())
        if not seasons:
            return None
        return f"@s{max(seasons) if recency in ('new', 'last') else min(seasons)}"

    def resolved(self, term: str, others: AbstractSet[str]) -> str:
        """``@s:new`` and ``@s:last`` as the newest season that the facts know, of a year if one was said."""
        if term not in ("@s:new", "@s:last") or self.holders[term] > 0:
            return term
        years = {other for other in others if len(other) == 5 and other[0] == "#"}
        seasons = [
            int(mark[2:])
            for entry in self.entries.values()
            for mark in entry.subject.terms
            if mark.startswith("@s") and mark[2:].isdigit() and (not years or years & entry.years)
        ]
        return f"@s{max(seasons)}" if seasons else term


class Shelf:
    """Index of one scope: productions by name, facts by production and by term, words for spelling."""

    def __init__(self, lexicon: Lexicon, reader: Reader) -> None:
        self.titles = Titles(lexicon, reader)
        self.speller = Speller()
        self.groups: dict[str, Group] = {}
        self.facts: dict[str, Fact] = {}
        self._postings: dict[str, dict[str, str]] = {}
        self._topics: dict[str, dict[str, str]] = {}

    def put_production(self, production: Production) -> None:
        """Add or replace a production."""
        self.drop_production((production.scope, production.id))
        self.speller.add(self.titles.put(production).vocabulary)

    def drop_production(self, key: Key) -> None:
        """Forget a production's names; its facts stay."""
        named = self.titles.remove(key)
        if named is not None:
            self.speller.remove(named.vocabulary)

    def put(self, fact: Fact, entry: Entry | None) -> None:
        """Add or replace a fact; ``entry`` is None for one that is kept but not answered from."""
        self.drop(fact.id)
        self.facts[fact.id] = fact
        if entry is None:
            return
        group = self.groups.setdefault(fact.production, Group())
        group.entries[fact.id] = entry
        group.holders.update(entry.terms)
        self.speller.add(entry.vocabulary)
        for term in entry.terms:
            self._postings.setdefault(term, {})[fact.id] = fact.production
        self._topics.setdefault(fact.topic, {})[fact.id] = fact.production

    def drop(self, fact_id: str) -> None:
        """Forget a fact."""
        fact = self.facts.pop(fact_id, None)
        group = self.groups.get(fact.production) if fact else None
        entry = group.entries.pop(fact_id, None) if group else None
        if fact is None or group is None or entry is None:
            return
        group.holders.subtract(entry.terms)
        self.speller.remove(entry.vocabulary)
        for term in entry.terms:
            self._postings[term].pop(fact_id, None)
            if not self._postings[term]:
                del self._postings[term]
        self._topics[fact.topic].pop(fact_id, None)
        if not group.entries:
            del self.groups[fact.production]

    def entry(self, fact_id: str) -> Entry | None:
        """The entry of one fact that is answered from."""
        fact = self.facts.get(fact_id)
        group = self.groups.get(fact.production) if fact else None
        return group.entries.get(fact_id) if group else None

    def sharing(self, terms: Iterable[tuple[str, float]], limit: int) -> list[str]:
        """Ids of the facts that share most with weighted terms, read rarest first within the budget."""
        known = sorted(
            ((len(self._postings[term]), term, weight) for term, weight in terms if term in self._postings),
        )
        shared: dict[str, float] = {}
        left = BUDGET
        for size, term, weight in known:
            if size > left:
                if shared:
                    for fact_id in shared:
                        if fact_id in self._postings[term]:
                            shared[fact_id] += weight
                    continue
                break
            left -= size
            for fact_id in self._postings[term]:
                shared[fact_id] = shared.get(fact_id, 0.0) + weight
        return sorted(shared, key=lambda fact_id: (-shared[fact_id], fact_id))[:limit]

    def holds(self, word_term: str) -> bool:
        """Whether any fact has a term."""
        return word_term in self._postings

    def of_topic(self, topic: str) -> Iterator[str]:
        """Ids of the facts of a topic."""
        yield from self._topics.get(topic, {})
