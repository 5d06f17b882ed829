"""Search for the facts that may answer a reading: which are looked at, and how each scores."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import merge
from itertools import islice
from operator import attrgetter

from bot.answers.index.indexed_fact import IndexedFact
from bot.answers.index.scope_index import NEWEST, Group
from bot.answers.index.scopes import View
from bot.answers.language.lexicon import Lexicon
from bot.answers.language.terms import LIGHT, NUMBER, Item, Reading
from bot.answers.parsing.parser import default_term
from bot.answers.ranking.query import Query
from bot.answers.ranking.query_building import QueryBuilder
from bot.answers.ranking.scoring import Candidate, Scorer
from bot.answers.ranking.title_context import Mention
from bot.answers.ranking.upper_bounds import UpperBound
from bot.answers.titles.partial_names import Key
from bot.answers.titles.remakes import by_age, by_words
from bot.answers.titles.title_index import MOST_MATCHES, TitleMatch

MOST_SHARING = 24
"""Facts looked at because they share words with the question, whatever their production."""
MOST_OF_ONE = 30
FEW_OF_ONE = 8
"""Facts looked at of a production that is named, and of one that is less surely named: those that share most."""
LONG = 12
"""Things said from which a question is compared with fewer facts the more it says; hardly any says as many."""
SURE = 0.85
"""Share of the surest name's strength from which a production is named as surely."""
CONSIDERED = 0.65
"""Share of it from which the facts of a production are looked at."""
NAMED = 0.72
"""Strength of a name from which other productions are doubted."""
WHOLE, IN_WHOLE = 0.85, 0.6
"""Strength of a whole name from which names within its words are doubted, and what is left of their strength."""
BESIDE_NAMED = 0.7
BESIDE_CONTEXT = 0.5
"""What is left of the strength of others beside one that is named, or that is spoken of."""
NAMED_ANEW = 0.8
"""Strength of a name above which the production that was spoken of before is not meant."""
NEAR = 0.7
"""Share of the best score that a candidate must be able to reach to be compared at all."""
CLEAR = 0.6
"""Score of a fact of a named production from which those of others are not looked at."""
IN_CONTEXT = 0.97
"""How surely a conversation's production is meant by a question that names none."""


Matches = Mapping[str, TitleMatch]
"""Where a question names productions, by their ids."""


@dataclass(frozen=True, slots=True)
class SearchSpace:
    """Where to search: in what a scope sees, perhaps in ``only`` one production that was chosen, and rather in the one
    that was ``spoken_of`` before."""

    view: View
    only: str | None = None
    spoken_of: str | None = None


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a search found for a reading: ``scored`` are the candidates, the best score first.

    ``matches`` are the productions that it took for named. ``groups`` are the facts of the productions that it scored.
    """

    reading: Reading
    matches: Matches
    scored: tuple[Candidate, ...]
    groups: Mapping[str, Sequence[Group]]
    view: View

    @property
    def best(self) -> Candidate | None:
        """The candidate with the best score; None where nothing was found."""
        return self.scored[0] if self.scored else None

    def offered(self, production: str, limit: int, topics: Collection[str] = ()) -> list[IndexedFact]:
        """Return facts of a production, the most asked for first: the first of each topic, or those of some topics."""
        every = [ordered for group in self.groups[production] for ordered in group.by_topic.items()]
        if topics:
            merged = merge(*(facts for topic, facts in every if topic in topics), key=attrgetter("order"))
            return list(islice(filter(self.view.visible, merged), limit))
        firsts: dict[str, IndexedFact] = {}
        for topic, facts in every:
            seen = (each for each in (next(filter(self.view.visible, facts), None), firsts.get(topic)) if each)
            if first := min(seen, key=attrgetter("order"), default=None):
                firsts[topic] = first
        return sorted(firsts.values(), key=attrgetter("order"))[:limit]


class Search:
    """Searches facts."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._builder = QueryBuilder(lexicon)
        self._scorer = Scorer(lexicon)
        self._services = lexicon.services

    def run(
        self, reading: Reading, space: SearchSpace, *, matches: Matches | None = None, surely: float = 0.0
    ) -> Candidates:
        """Score the facts that may answer a reading. ``matches`` are the productions that it names, where known.

        With ``surely``, only facts of productions that are named with that strength are looked at.
        """
        named = self.named(reading, space.view) if matches is None else matches
        marked = _with_sequels(reading, space.view)
        meant, doubt = _meant(named, space, surely)
        scoring = _Scoring(self._builder, self._scorer, marked, space.view, meant, doubt)
        scoring.add(self._of_named(marked, meant, space.view))
        if space.only is None and not surely and scoring.best < CLEAR:
            scoring.add(self._sharing(marked, meant, space.view))
        return Candidates(marked, meant, scoring.ranked(), scoring.groups, space.view)

    def named(self, reading: Reading, view: View) -> Matches:
        """The productions that a question names, each doubted as far as another is named better."""
        matches: dict[str, TitleMatch] = {}
        for shelf in view.shelves:
            found = by_words(shelf.titles.find(reading), reading, shelf.titles.named, shelf.years_of)
            years = {match.production: shelf.year_of(match.production) for match in found} if reading.recency else {}
            matches.update({match.production[1]: match for match in by_age(found, reading, years)})
        wholes = [match for match in matches.values() if match.whole and match.strength >= WHOLE]
        return {
            key: match._replace(strength=match.strength * IN_WHOLE)
            if any(_is_within(match, whole) for whole in wholes)
            else match
            for key, match in matches.items()
        }

    def _of_named(self, reading: Reading, matches: Matches, view: View) -> list[IndexedFact]:
        """Facts of the productions that are named about as surely as the surest."""
        weighted = self._weighted(reading)
        chosen: list[IndexedFact] = []
        ranked = _surest(matches)
        for production in ranked[: _limit(MOST_MATCHES, reading)]:
            strength, surest = matches[production].strength, matches[ranked[0]].strength
            if strength < surest * CONSIDERED:
                break
            most = _limit(MOST_OF_ONE if strength >= surest * SURE else FEW_OF_ONE, reading)
            for group in view.groups(production):
                chosen += filter(view.visible, group.most_sharing(weighted, most))
        return chosen

    def _sharing(self, reading: Reading, matches: Matches, view: View) -> list[IndexedFact]:
        """Facts of other productions that share words with the question."""
        weighted = self._weighted(reading)
        looked = set(_surest(matches)[:MOST_MATCHES])
        return [
            indexed
            for shelf in view.shelves
            for indexed in shelf.sharing(weighted, _limit(MOST_SHARING, reading))
            if indexed.fact.production not in looked and view.visible(indexed)
        ]

    def _weighted(self, reading: Reading) -> list[tuple[str, float]]:
        """The terms by which facts are looked for, with what the question leaves unsaid ("when?", "on netflix?")."""
        said = [item for item in reading.items if item.weight > LIGHT]
        weighted = [(item.term, item.weight) for item in said]
        weighted += [(other, 0.5 * item.weight) for item in said for other in (*item.others, *item.kin)]
        if default := default_term([kind for _, kind in reading.kinds]):
            weighted.append((default, 0.5))
        if not self._services.isdisjoint(reading.words):
            weighted.append(("~stream", 0.5))
        return weighted


class _Scoring:
    """Scores facts for one search, those with the highest upper bound first, until no other can come near the best."""

    def __init__(
        self, builder: QueryBuilder, scorer: Scorer, reading: Reading, view: View, matches: Matches, doubt: float
    ) -> None:
        self._builder, self._scorer = builder, scorer
        self._reading, self._view, self._matches, self._doubt = reading, view, matches, doubt
        self._newest = any(item.term in NEWEST for item in reading.items)
        self._scored: list[Candidate] = []
        self._bounds: dict[str, UpperBound] = {}
        self._unnamed: UpperBound | None = None
        self._queries: dict[str, Query] = {}
        self.groups: dict[str, list[Group]] = {}
        self.best = 0.0

    def add(self, facts: Sequence[IndexedFact]) -> None:
        """Score those of some facts that can come near the best."""
        waiting: list[tuple[float, int]] = []
        for number, indexed in enumerate(facts):
            bound = self._bounds.get(indexed.fact.production) or self._bound(indexed.fact.production)
            waiting.append((-bound.of(indexed), number))
        waiting.sort()
        for most, number in waiting:
            if -most < NEAR * self.best:
                break
            indexed = facts[number]
            production = indexed.fact.production
            query = self._queries.get(production) or self._query(production)
            candidate = self._scorer.score(indexed, query, self._bounds[production].kind(indexed))
            self._scored.append(candidate)
            self.best = max(self.best, candidate.score)

    def ranked(self) -> tuple[Candidate, ...]:
        """The candidates that score near the best, best first."""
        near = [one for one in self._scored if one.score >= NEAR * self.best]
        return tuple(sorted(near, key=lambda one: (-one.score, one.indexed.subject.mass, one.fact.id)))

    def _bound(self, production: str) -> UpperBound:
        """What facts of a production can score; one bound for all that are not named."""
        match = self._matches.get(production)
        if match is not None or self._newest:
            groups = self.groups[production] = self._view.groups(production)
            names = self._view.named(match.production) if match else None
            query = self._queries[production] = self._builder.build(
                self._reading, Mention(match, names, groups), self._doubt
            )
            bound = self._scorer.bound(query)
        else:
            bound = self._unnamed = self._unnamed or self._scorer.bound(
                self._builder.build(self._reading, Mention(None, None, ()), self._doubt)
            )
        self._bounds[production] = bound
        return bound

    def _query(self, production: str) -> Query:
        """The query to a production that is not named, once a fact of it comes near the best."""
        groups = self.groups[production] = self._view.groups(production)
        query = self._queries[production] = self._builder.again(self._bounds[production].query, groups)
        return query


def _with_sequels(reading: Reading, view: View) -> Reading:
    """The reading with the numbers of sequels that no title has marked as such: "X 9" where X 7 and X 8 are known."""
    sequels = set[int]().union(*(shelf.titles.sequels(reading) for shelf in view.shelves))
    if not sequels:
        return reading
    return replace(reading, items=[_as_sequel(item) if item.start in sequels else item for item in reading.items])


def _as_sequel(item: Item) -> Item:
    number = item.term[0] == "#" and item.weight == NUMBER
    return replace(item, term=f"@n{item.term[1:]}") if number else item


def _meant(named: Matches, space: SearchSpace, surely: float) -> tuple[Matches, float]:
    """The productions that are meant, and what is left of the strength of all others."""
    meant, doubt = named, 1.0
    if space.only is not None:
        mine = named.get(space.only)
        meant = {space.only: mine._replace(strength=1.0) if mine else _unspoken(space.only, 1.0)}
    elif space.spoken_of is not None and not _any_named(named, above=NAMED_ANEW):
        meant = {space.spoken_of: _unspoken(space.spoken_of, IN_CONTEXT), **named}
        doubt = BESIDE_CONTEXT
    if surely:
        meant = {key: match for key, match in meant.items() if match.strength >= surely}
    beside_named = any(match.strength >= NAMED for match in meant.values())
    return meant, min(doubt, BESIDE_NAMED) if beside_named else doubt


def _any_named(matches: Matches, *, above: float) -> bool:
    return any(match.strength > above for match in matches.values())


def _unspoken(production: str, strength: float) -> TitleMatch:
    """The match of a production that is meant though the question doesn't say its name."""
    key: Key = ("", production)
    return TitleMatch(key, strength, frozenset(), False)


def _is_within(match: TitleMatch, whole: TitleMatch) -> bool:
    """Whether a name lies within the words of another that is said as a whole."""
    if whole is match:
        return False
    return match.positions < whole.positions or (match.positions == whole.positions and not match.whole)


def _surest(matches: Matches) -> list[str]:
    """The ids of named productions, surest first."""
    return sorted(matches, key=lambda key: (-matches[key].strength, -len(matches[key].positions), key))


def _limit(most: int, reading: Reading) -> int:
    """How many facts, or productions, are looked at, so that all that is compared with them is bounded."""
    return most * LONG // max(LONG, len({item.term for item in reading.items}))
