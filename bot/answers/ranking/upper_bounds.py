"""Compute an upper bound of a fact's score without comparing phrasings. It rules out most candidates."""

from __future__ import annotations

from typing import NamedTuple

from bot.answers.index.indexed_fact import IndexedFact
from bot.answers.language.digits import year_in
from bot.answers.language.lexicon import Lexicon, TopicWords
from bot.answers.ranking.query import Query
from bot.facts.topics import LOCATION, RELEASE

SLIP_CREDIT = 0.85
"""Credit for a word that may be a misspelling of a term of the fact, though it was corrected to another."""
OTHER_TOPIC = 0.7
"""Factor on the score if the question names another topic than the fact's."""
MIN_CREDIT = 0.5
"""Minimum credit for a term to count as explained."""
SETTLED_CREDIT, OTHER_PLACE_CREDIT = 0.6, 0.5
"""Credit for a place, year or number that a fact doesn't name but settles with a yes or no, and for another place in
any other question."""
SEQUEL_CREDIT = 0.8
"""Credit for a sequel that is asked about, and for a month in which an announced date was valid."""
_ROUNDING = 1.0 + 1e-9
"""Keeps the bound above the score in spite of rounding errors."""

_NO_TOPIC = TopicWords("", frozenset(), {})


class _Term(NamedTuple):
    """A term of a query with everything needed to match it. Prepared once, because every candidate needs it."""

    term: str
    weight: float
    settles: bool
    inexact: float
    others: tuple[str, ...]
    kin: frozenset[str]


class UpperBound:
    """Upper bounds of scores for one query."""

    def __init__(self, query: Query, lexicon: Lexicon, signals: frozenset[str]) -> None:
        """Prepare a query. ``signals`` are the terms that name a topic."""
        self.query = query
        weights, others, kin = query.terms.weights, query.terms.others, query.terms.kin
        self._topics = lexicon.topics
        self._named = frozenset(term for term in signals & weights.keys() if weights[term] >= 0.5)
        self._wanted = query.wanted.kinds - {"which"}
        self._kinds: dict[tuple[str, frozenset[str], frozenset[str]], float] = {}
        self._synonyms = lexicon.synonyms.strength
        self._strength = query.title.strength
        self._whole = query.title.mass + query.terms.content
        self._terms = [
            _Term(
                term,
                weight,
                _may_settle(term, query),
                inexact(term),
                others.get(term, ()),
                frozenset(kin.get(term, ())),
            )
            for term, weight in weights.items()
        ]

    def of(self, indexed: IndexedFact) -> float:
        """Return the upper bound of a fact's score."""
        every, kin, implied = indexed.terms.every, indexed.terms.kin, indexed.implied
        met, exact = self._whole, 1.0
        for term, weight, settles, loss, others, alike in self._terms:
            if term in every:
                continue
            credit = implied.get(term, 0.0)
            if settles:
                credit = max(credit, settled(indexed, self.query, term, any_year=True))
            if others and credit < SLIP_CREDIT and not every.isdisjoint(others):
                credit = SLIP_CREDIT
            if not alike.isdisjoint(kin):
                credit = max(credit, max([self._synonyms[other] for other in alike & kin]))
            met -= weight * (1.0 - credit)
            if credit < MIN_CREDIT:
                exact *= loss
        share = met / self._whole if self._whole else 0.0
        return self._strength * self.kind(indexed) * exact * share * share * _ROUNDING

    def kind(self, indexed: IndexedFact) -> float:
        """Return how well a fact fits the kind of answer asked for and the topic named (0 to 1)."""
        topic, answers = indexed.fact.topic, indexed.answers
        key = (topic, answers.kinds, answers.typed)
        known = self._kinds.get(key)
        if known is None:
            other = self._named and not self._topics.get(topic, _NO_TOPIC).signals & self._named
            known = self._kinds[key] = self._kind_alone(indexed) * (OTHER_TOPIC if other else 1.0)
        return known

    def _kind_alone(self, indexed: IndexedFact) -> float:
        wanted, kinds, typed = self._wanted, indexed.answers.kinds, indexed.answers.typed
        if not wanted:
            return 1.0
        if wanted == {"how"}:
            return 1.0 if "how" in kinds else 0.45 if "when" in typed else 0.75
        if "~countdown" in self.query.terms.weights and "when" not in typed:
            return 0.6
        if not kinds:
            return 0.8
        if not wanted & kinds:
            return 0.45
        return 1.0 if wanted & typed else 0.985


def _may_settle(term: str, query: Query) -> bool:
    """Return whether a fact may settle a term without naming it (see ``settled``)."""
    if term[0] == "#":
        return query.wanted.yesno or _is_year(term)
    return term.startswith(("~place-", "~month-", "@n"))


def settled(indexed: IndexedFact, query: Query, term: str, *, any_year: bool = False) -> float:
    """Return the credit for a place, year or number that a fact doesn't name but answers anyway.

    With ``any_year``, every year counts as announced.
    """
    if term[0] == "#":
        return _settled_number(indexed, query, term, any_year=any_year)
    if term.startswith("~place-"):
        return _settled_place(indexed, query)
    if term.startswith("~month-"):
        dated = indexed.dates.moved and any(_is_year(other) for other in query.terms.weights)
        return SEQUEL_CREDIT if dated else 0.0  # "in March 2022": some announced date was valid then
    if term.startswith("@n"):
        sequel = "~sequel" in indexed.terms.every and not query.wanted.kinds - {"which"}
        return SEQUEL_CREDIT if sequel else 0.0  # "is there going to be an X 3"
    return 0.0


def _settled_place(indexed: IndexedFact, query: Query) -> float:
    """Return the credit of a location for a question about another place."""
    if indexed.fact.topic != LOCATION:
        return 0.0
    return SETTLED_CREDIT if query.wanted.yesno else OTHER_PLACE_CREDIT


def _settled_number(indexed: IndexedFact, query: Query, term: str, *, any_year: bool) -> float:
    """Return the credit of a date for a year, and of a length for a number.

    A fact about a delay also settles the years that were announced.
    """
    year = _is_year(term)
    if query.wanted.yesno:
        right = indexed.fact.topic == RELEASE if year else "how_long" in indexed.answers.typed
        return SETTLED_CREDIT if right else 0.0
    announced = year and (any_year or term in query.statistics.announced)
    return SETTLED_CREDIT if announced and "~delay" in indexed.terms.every else 0.0


def _is_year(term: str) -> bool:
    return year_in(term) is not None


def inexact(term: str) -> float:
    """Return the factor on the score for an unexplained number, season, episode or year; 1 for other terms."""
    if term[0] == "@":
        return 0.25
    if term[0] == "#":
        return 0.85 if _is_year(term) else 0.4
    return 0.4 if term == "~remake" else 1.0
