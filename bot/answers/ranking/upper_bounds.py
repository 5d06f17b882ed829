"""What a fact can score at most, told without comparing how it is asked for: most candidates are ruled out by that."""

from __future__ import annotations

from typing import NamedTuple

from bot.answers.index.indexed_fact import Entry
from bot.answers.language.digits import year_in
from bot.answers.language.lexicon import Lexicon, TopicWords
from bot.answers.ranking.query import Asked
from bot.facts.topics import LOCATION, RELEASE

SLIP = 0.85
"""Credit for a word that is a slip of a term of the fact, though it was taken for another."""
OTHER_TOPIC = 0.7
"""What is left where the question names another topic than the fact's."""
CREDITED = 0.5
"""Credit from which a term counts as explained."""
_ROUNDED = 1.0 + 1e-9

_NO_TOPIC = TopicWords("", frozenset(), {})


class _Term(NamedTuple):
    """A term of a question with what it needs to be met: prepared once, for it is looked at for each candidate."""

    term: str
    weight: float
    settles: bool
    inexact: float
    others: tuple[str, ...]
    kin: frozenset[str]


class Bound:
    """A question, made ready to tell of many facts the score that each cannot exceed."""

    def __init__(self, asked: Asked, lexicon: Lexicon, signals: frozenset[str]) -> None:
        """``signals`` are the terms that tell a topic."""
        self.asked = asked
        self._topics = lexicon.topics
        self._named = frozenset(term for term in signals & asked.terms.keys() if asked.terms[term] >= 0.5)
        self._wanted = asked.kinds - {"which"}
        self._kinds: dict[tuple[str, frozenset[str], frozenset[str]], float] = {}
        self._strength = lexicon.synonyms.strength
        self._whole = asked.title_mass + asked.content
        self._terms = [
            _Term(
                term,
                weight,
                _may_settle(term, asked),
                inexact(term),
                asked.others.get(term, ()),
                frozenset(asked.kin.get(term, ())),
            )
            for term, weight in asked.terms.items()
        ]

    def of(self, entry: Entry) -> float:
        """The most that a fact can score."""
        every, implied, kin = entry.terms, entry.implied, entry.kin
        met, exact = self._whole, 1.0
        for term, weight, settles, loss, others, alike in self._terms:
            if term in every:
                continue
            credit = implied.get(term, 0.0)
            if settles:
                credit = max(credit, settled(entry, self.asked, term, any_year=True))
            if others and credit < SLIP and not every.isdisjoint(others):
                credit = SLIP
            if not alike.isdisjoint(kin):
                credit = max(credit, max([self._strength[other] for other in alike & kin]))
            met -= weight * (1.0 - credit)
            if loss < 1.0 and credit < CREDITED:
                exact *= loss
        share = met / self._whole if self._whole else 0.0
        return self.asked.strength * self.kind(entry) * exact * share * share * _ROUNDED

    def kind(self, entry: Entry) -> float:
        """How far a fact gives the kind of answer that is asked for, and is of the topic that is named."""
        sort = (entry.fact.topic, entry.kinds, entry.typed)
        known = self._kinds.get(sort)
        if known is None:
            topic = self._topics.get(entry.fact.topic, _NO_TOPIC)
            other = self._named and not topic.signals & self._named
            known = self._kinds[sort] = self._kind_alone(entry) * (OTHER_TOPIC if other else 1.0)
        return known

    def _kind_alone(self, entry: Entry) -> float:
        wanted = self._wanted
        if not wanted:
            return 1.0
        if wanted == {"how"}:
            return 1.0 if "how" in entry.kinds else 0.45 if "when" in entry.typed else 0.75
        if "~countdown" in self.asked.terms and "when" not in entry.typed:
            return 0.6
        if not entry.kinds:
            return 0.8
        if not wanted & entry.kinds:
            return 0.45
        return 1.0 if wanted & entry.typed else 0.985


def _may_settle(term: str, asked: Asked) -> bool:
    """Whether a fact may settle a term that it does not name (``settled``)."""
    return term.startswith(("~place-", "~month-", "@n")) or (term[0] == "#" and (asked.yesno or _is_year(term)))


def settled(entry: Entry, asked: Asked, term: str, *, any_year: bool = False) -> float:
    """How far a fact settles a place, year or number that it does not name, so that quoting it answers.

    With ``any_year`` each year is taken for one that was announced.
    """
    topic = entry.fact.topic
    if term.startswith("@n") and "~sequel" in entry.terms and not asked.kinds - {"which"}:
        return 0.8  # "is there going to be an X 3"
    if term.startswith("~place-"):
        if topic == LOCATION:
            return 0.6 if asked.yesno else 0.5
        return 0.0
    if term[0] == "#" and asked.yesno:
        year = _is_year(term)
        return 0.6 if (year and topic == RELEASE) or (not year and "how_long" in entry.typed) else 0.0
    if term.startswith("~month-") and entry.credits and any(_is_year(other) for other in asked.terms):
        return 0.8  # "in March 2022": a date held in every month
    if _is_year(term) and (any_year or term in asked.years) and "~delay" in entry.terms:
        return 0.6
    return 0.0


def _is_year(term: str) -> bool:
    return year_in(term) is not None


def inexact(term: str) -> float:
    """What an unexplained number, season, episode or year leaves of a score."""
    if term[0] == "@":
        return 0.25
    if term[0] == "#":
        return 0.85 if _is_year(term) else 0.4
    return 0.4 if term == "~remake" else 1.0
