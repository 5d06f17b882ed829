"""Retrieve and score the facts that may answer a parsed question."""

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
from bot.answers.titles.title_index import MAX_MATCHES, TitleMatch

MAX_SHARING = 24
"""Maximum number of facts retrieved because they share terms with the question, of any production."""
MAX_FACTS_SURE = 30
"""Maximum number of facts retrieved of a production that is surely named (``SURE_SHARE``)."""
MAX_FACTS_UNSURE = 8
"""Maximum number of facts retrieved of a production that is less surely named."""
LONG_QUESTION = 12
"""Number of terms from which fewer facts are compared, to bound the work. Hardly any question is that long."""
SURE_SHARE = 0.85
"""Share of the strongest name's strength from which a production counts as surely named."""
CONSIDERED_SHARE = 0.65
"""Share of the strongest name's strength from which facts of a production are retrieved."""
NAMED_STRENGTH = 0.72
"""Strength of a name from which other productions are doubted."""
WHOLE_STRENGTH = 0.85
"""Strength of a whole name from which names within its words are doubted."""
WITHIN_WHOLE = 0.6
"""Factor on the strength of a name within a whole name."""
BESIDE_NAMED = 0.7
"""Factor on the strength of other productions if the question names one."""
BESIDE_CONTEXT = 0.5
"""Factor on the strength of other productions if the conversation is about one."""
NEW_NAME_STRENGTH = 0.8
"""Strength of a name above which the conversation's production is no longer meant."""
NEAR_SHARE = 0.7
"""Share of the best score that a candidate's upper bound must reach for the candidate to be scored."""
CLEAR_SCORE = 0.6
"""Score of a fact of a named production from which facts of other productions aren't retrieved."""
CONTEXT_STRENGTH = 0.97
"""Strength of the conversation's production if the question names none."""


Matches = Mapping[str, TitleMatch]
"""Title matches by production id."""


@dataclass(frozen=True, slots=True)
class SearchSpace:
    """Where to search: in the view of a scope.

    ``only`` limits the search to a production that was chosen. ``spoken_of`` is the production of the conversation,
    which is preferred.
    """

    view: View
    only: str | None = None
    spoken_of: str | None = None


@dataclass(frozen=True, slots=True)
class Candidates:
    """The result of a search: ``scored`` holds the candidates, best score first.

    ``matches`` are the productions that count as named, ``groups`` the facts of the productions that were scored.
    """

    reading: Reading
    matches: Matches
    scored: tuple[Candidate, ...]
    groups: Mapping[str, Sequence[Group]]
    view: View

    @property
    def best(self) -> Candidate | None:
        """Return the candidate with the best score, or None."""
        return self.scored[0] if self.scored else None

    def offered(self, production: str, limit: int, topics: Collection[str] = ()) -> list[IndexedFact]:
        """Return facts of a production, most asked first: the first of each topic, or all of the given topics."""
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
        self, reading: Reading, space: SearchSpace, *, matches: Matches | None = None, min_strength: float = 0.0
    ) -> Candidates:
        """Retrieve and score the facts that may answer a question. ``matches`` are the productions it names, if known.

        With ``min_strength``, only facts of productions that are named with that strength are retrieved.
        """
        named = self.named(reading, space.view) if matches is None else matches
        marked = _with_sequels(reading, space.view)
        meant, doubt = _meant(named, space, min_strength)
        scoring = _Scoring(self._builder, self._scorer, marked, space.view, meant, doubt)
        scoring.add(self._of_named(marked, meant, space.view))
        if space.only is None and not min_strength and scoring.best < CLEAR_SCORE:
            scoring.add(self._sharing(marked, meant, space.view))
        return Candidates(marked, meant, scoring.ranked(), scoring.groups, space.view)

    def named(self, reading: Reading, view: View) -> Matches:
        """Return the productions that a question names. Those that are named less well than others are doubted."""
        matches: dict[str, TitleMatch] = {}
        for shelf in view.shelves:
            found = by_words(shelf.titles.find(reading), reading, shelf.titles.named, shelf.years_of)
            years = {match.production: shelf.year_of(match.production) for match in found} if reading.recency else {}
            matches.update({match.production[1]: match for match in by_age(found, reading, years)})
        wholes = [match for match in matches.values() if match.whole and match.strength >= WHOLE_STRENGTH]
        return {
            key: match._replace(strength=match.strength * WITHIN_WHOLE)
            if any(_is_within(match, whole) for whole in wholes)
            else match
            for key, match in matches.items()
        }

    def _of_named(self, reading: Reading, matches: Matches, view: View) -> list[IndexedFact]:
        """Return facts of the productions whose names are about as strong as the strongest."""
        weighted = self._weighted(reading)
        chosen: list[IndexedFact] = []
        ranked = _strongest(matches)
        for production in ranked[: _limit(MAX_MATCHES, reading)]:
            strength, strongest = matches[production].strength, matches[ranked[0]].strength
            if strength < strongest * CONSIDERED_SHARE:
                break
            most = _limit(MAX_FACTS_SURE if strength >= strongest * SURE_SHARE else MAX_FACTS_UNSURE, reading)
            for group in view.groups(production):
                chosen += filter(view.visible, group.most_sharing(weighted, most))
        return chosen

    def _sharing(self, reading: Reading, matches: Matches, view: View) -> list[IndexedFact]:
        """Return facts of other productions that share terms with the question."""
        weighted = self._weighted(reading)
        retrieved = set(_strongest(matches)[:MAX_MATCHES])
        return [
            indexed
            for shelf in view.shelves
            for indexed in shelf.sharing(weighted, _limit(MAX_SHARING, reading))
            if indexed.fact.production not in retrieved and view.visible(indexed)
        ]

    def _weighted(self, reading: Reading) -> list[tuple[str, float]]:
        """Return the weighted terms to search for, including implied ones ("when?", "on netflix?")."""
        said = [item for item in reading.items if item.weight > LIGHT]
        weighted = [(item.term, item.weight) for item in said]
        weighted += [(other, 0.5 * item.weight) for item in said for other in (*item.others, *item.kin)]
        if default := default_term([kind for _, kind in reading.kinds]):
            weighted.append((default, 0.5))
        if not self._services.isdisjoint(reading.words):
            weighted.append(("~stream", 0.5))
        return weighted


class _Scoring:
    """Scores facts for one search, highest upper bound first, until no other can come near the best."""

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
            if -most < NEAR_SHARE * self.best:
                break
            indexed = facts[number]
            production = indexed.fact.production
            query = self._queries.get(production) or self._query(production)
            candidate = self._scorer.score(indexed, query, self._bounds[production].kind(indexed))
            self._scored.append(candidate)
            self.best = max(self.best, candidate.score)

    def ranked(self) -> tuple[Candidate, ...]:
        """Return the candidates near the best score, best first."""
        near = [one for one in self._scored if one.score >= NEAR_SHARE * self.best]
        return tuple(sorted(near, key=lambda one: (-one.score, one.indexed.subject.mass, one.fact.id)))

    def _bound(self, production: str) -> UpperBound:
        """Return the upper bound for a production's facts. Productions that aren't named share one."""
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
        """Return the query for a production that isn't named, once one of its facts comes near the best."""
        groups = self.groups[production] = self._view.groups(production)
        query = self._queries[production] = self._builder.again(self._bounds[production].query, groups)
        return query


def _with_sequels(reading: Reading, view: View) -> Reading:
    """Return the question with numbers of unknown sequels marked: "X 9" if X 7 and X 8 are known."""
    sequels = set[int]().union(*(shelf.titles.sequels(reading) for shelf in view.shelves))
    if not sequels:
        return reading
    return replace(reading, items=[_as_sequel(item) if item.start in sequels else item for item in reading.items])


def _as_sequel(item: Item) -> Item:
    number = item.term[0] == "#" and item.weight == NUMBER
    return replace(item, term=f"@n{item.term[1:]}") if number else item


def _meant(named: Matches, space: SearchSpace, min_strength: float) -> tuple[Matches, float]:
    """Return the productions that are meant, and a factor on the strength of all others."""
    meant, doubt = named, 1.0
    if space.only is not None:
        mine = named.get(space.only)
        meant = {space.only: mine._replace(strength=1.0) if mine else _unspoken(space.only, 1.0)}
    elif space.spoken_of is not None and not _any_named(named, above=NEW_NAME_STRENGTH):
        meant = {space.spoken_of: _unspoken(space.spoken_of, CONTEXT_STRENGTH), **named}
        doubt = BESIDE_CONTEXT
    if min_strength:
        meant = {key: match for key, match in meant.items() if match.strength >= min_strength}
    beside_named = any(match.strength >= NAMED_STRENGTH for match in meant.values())
    return meant, min(doubt, BESIDE_NAMED) if beside_named else doubt


def _any_named(matches: Matches, *, above: float) -> bool:
    return any(match.strength > above for match in matches.values())


def _unspoken(production: str, strength: float) -> TitleMatch:
    """Return a match for a production that is meant although the question doesn't name it."""
    key: Key = ("", production)
    return TitleMatch(key, strength, frozenset(), False)


def _is_within(match: TitleMatch, whole: TitleMatch) -> bool:
    """Return whether a match is part of the words of a whole name."""
    if whole is match:
        return False
    return match.positions < whole.positions or (match.positions == whole.positions and not match.whole)


def _strongest(matches: Matches) -> list[str]:
    """Return the ids of named productions, strongest first."""
    return sorted(matches, key=lambda key: (-matches[key].strength, -len(matches[key].positions), key))


def _limit(most: int, reading: Reading) -> int:
    """Return a limit that is lower for long questions, so that the total work is bounded."""
    return most * LONG_QUESTION // max(LONG_QUESTION, len({item.term for item in reading.items}))
