"""The upper bound of a fact's score, told without comparing how it is asked for: it rules most candidates out."""

from __future__ import annotations

from typing import NamedTuple

from bot.answers.index.indexed_fact import IndexedFact
from bot.answers.language.digits import year_in
from bot.answers.language.lexicon import Lexicon, TopicWords
from bot.answers.ranking.query import Query
from bot.facts.topics import LOCATION, RELEASE

SLIP = 0.85
"""Credit for a word that is a slip of a term of the fact, though it was taken for another."""
OTHER_TOPIC = 0.7
"""What is left where the question names another topic than the fact's."""
CREDITED = 0.5
"""Credit from which a term counts as explained."""
SETTLED, HALF_SETTLED = 0.6, 0.5
"""Credit for a place, year or number that a fact doesn't name and yet settles, and for a place if that is not asked."""
SETTLED_LATER = 0.8
"""The same for a sequel that is asked about, and for a month in which a date held."""
_ROUNDED = 1.0 + 1e-9

_NO_TOPIC = TopicWords("", frozenset(), {})


class _Term(NamedTuple):
    """A term of a query with what it needs to be met: prepared once, for it is looked at for each candidate."""

    term: str
    weight: float
    settles: bool
    inexact: float
    others: tuple[str, ...]
    kin: frozenset[str]


class UpperBound:
    """A query, made ready to tell of many facts the score that each cannot exceed."""

    def __init__(self, query: Query, lexicon: Lexicon, signals: frozenset[str]) -> None:
        """``signals`` are the terms that tell a topic."""
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
        """The most that a fact can score."""
        every, kin, implied = indexed.terms.every, indexed.terms.kin, indexed.implied
        met, exact = self._whole, 1.0
        for term, weight, settles, loss, others, alike in self._terms:
            if term in every:
                continue
            credit = implied.get(term, 0.0)
            if settles:
                credit = max(credit, settled(indexed, self.query, term, any_year=True))
            if others and credit < SLIP and not every.isdisjoint(others):
                credit = SLIP
            if not alike.isdisjoint(kin):
                credit = max(credit, max([self._synonyms[other] for other in alike & kin]))
            met -= weight * (1.0 - credit)
            if credit < CREDITED:
                exact *= loss
        share = met / self._whole if self._whole else 0.0
        return self._strength * self.kind(indexed) * exact * share * share * _ROUNDED

    def kind(self, indexed: IndexedFact) -> float:
        """How far a fact gives the kind of answer that is asked for, and is of the topic that is named."""
        topic, answers = indexed.fact.topic, indexed.answers
        sort = (topic, answers.kinds, answers.typed)
        known = self._kinds.get(sort)
        if known is None:
            other = self._named and not self._topics.get(topic, _NO_TOPIC).signals & self._named
            known = self._kinds[sort] = self._kind_alone(indexed) * (OTHER_TOPIC if other else 1.0)
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
    """Whether a fact may settle a term that it does not name (``settled``)."""
    if term[0] == "#":
        return query.wanted.yesno or _is_year(term)
    return term.startswith(("~place-", "~month-", "@n"))


def settled(indexed: IndexedFact, query: Query, term: str, *, any_year: bool = False) -> float:
    """How far a fact settles a place, year or number that it does not name, so that quoting it answers.

    With ``any_year`` each year is taken for one that was announced.
    """
    if term[0] == "#":
        return _settled_number(indexed, query, term, any_year=any_year)
    if term.startswith("~place-"):
        return _settled_place(indexed, query)
    if term.startswith("~month-"):
        dated = indexed.dates.moved and any(_is_year(other) for other in query.terms.weights)
        return SETTLED_LATER if dated else 0.0  # "in March 2022": a date held in every month
    if term.startswith("@n"):
        sequel = "~sequel" in indexed.terms.every and not query.wanted.kinds - {"which"}
        return SETTLED_LATER if sequel else 0.0  # "is there going to be an X 3"
    return 0.0


def _settled_place(indexed: IndexedFact, query: Query) -> float:
    """How far the place of a location answers a question about another place: whether it was there, or what was."""
    if indexed.fact.topic != LOCATION:
        return 0.0
    return SETTLED if query.wanted.yesno else HALF_SETTLED


def _settled_number(indexed: IndexedFact, query: Query, term: str, *, any_year: bool) -> float:
    """How far a date settles a year, and a length a number; a delay settles the years that it was announced for."""
    year = _is_year(term)
    if query.wanted.yesno:
        right = indexed.fact.topic == RELEASE if year else "how_long" in indexed.answers.typed
        return SETTLED if right else 0.0
    announced = year and (any_year or term in query.statistics.announced)
    return SETTLED if announced and "~delay" in indexed.terms.every else 0.0


def _is_year(term: str) -> bool:
    return year_in(term) is not None


def inexact(term: str) -> float:
    """What an unexplained number, season, episode or year leaves of a score."""
    if term[0] == "@":
        return 0.25
    if term[0] == "#":
        return 0.85 if _is_year(term) else 0.4
    return 0.4 if term == "~remake" else 1.0
