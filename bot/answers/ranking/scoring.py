"""Score how well one fact answers one query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answers.index.indexed_fact import IndexedFact, PhrasingIndex, Wording
from bot.answers.language.lexicon import Lexicon
from bot.answers.language.terms import LIGHT
from bot.answers.ranking.query import Query
from bot.answers.ranking.upper_bounds import MIN_CREDIT, SLIP_CREDIT, UpperBound, inexact, settled
from bot.facts.models import Fact

EXCLUDED = 0.3
"""Factor on the score if the question excludes what the fact is about."""
OTHER_KIND = 0.75
"""Factor on the likeness to a phrasing that asks for another kind of answer."""
UNASKED = 0.75
"""Factor on the likeness to a phrasing that asks for a reason, if the question doesn't."""
_REASONED = frozenset(("why", "how"))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike a question and a phrasing are.

    ``whole`` is their Dice coefficient by weight (0 to 1). ``covered`` is the share of the question that the phrasing
    has, ``spare`` the weight of what only the phrasing has.
    """

    whole: float = 0.0
    covered: float = 0.0
    spare: float = 0.0

    def clipped(self) -> Likeness:
        """Return the likeness with ``whole`` at most 1."""
        return self if self.whole <= 1.0 else Likeness(1.0, self.covered, self.spare)


UNLIKE = Likeness(spare=4.0)
"""The likeness if there is nothing to compare with. Its ``spare`` is the maximum that features use."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a query a fact explains.

    ``share`` is the share explained (0 to 1), ``left`` the terms that aren't explained. ``exact`` is a factor on the
    score, below 1 if some of those are numbers or the like. ``focus`` is the credit for the focus of the question (0 to
    1). The others are summed weights: ``anchored`` of rare terms that the fact has, ``told`` of explained terms times
    their inverse document frequency, ``kin`` of terms that only a synonym explains, and ``in_text`` of terms in the
    fact's text and value.
    """

    share: float
    exact: float
    left: tuple[str, ...]
    anchored: float
    told: float
    kin: float
    focus: float
    in_text: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact that may answer a query, with its score (0 to 1) and the parts of the score.

    ``kind`` is how well the fact fits the kind of answer that is asked for. ``likeness`` compares the question with the
    nearest phrasing or the subject, ``counter`` with the nearest counterexample. Reranking adds the ``likelihood`` that
    the fact is the right answer. A ``declined`` fact is known not to answer the question.
    """

    indexed: IndexedFact
    query: Query
    score: float
    kind: float
    coverage: Coverage
    likeness: Likeness
    counter: Likeness
    likelihood: float = 0.0
    declined: bool = False

    @property
    def fact(self) -> Fact:
        """Return the fact itself."""
        return self.indexed.fact


class Scorer:
    """Scores facts against queries."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._synonyms = lexicon.synonyms.strength
        self._signals = frozenset(signal for topic in lexicon.topics.values() for signal in topic.signals)

    def bound(self, query: Query) -> UpperBound:
        """Return the upper bound of scores for a query."""
        return UpperBound(query, self._lexicon, self._signals)

    def score(self, indexed: IndexedFact, query: Query, kind: float) -> Candidate:
        """Score a fact: the product of what it explains, how alike it is asked for, and what must be exact.

        ``kind`` is how well it fits the kind of answer that is asked for (``UpperBound.kind``).
        """
        coverage = self._coverage(indexed, query)
        likeness = self._likeness(indexed, query)
        most = query.title.strength * kind * coverage.exact * coverage.share**2
        return Candidate(
            indexed=indexed,
            query=query,
            score=most * (0.62 + 0.38 * likeness.whole),
            kind=kind,
            coverage=coverage,
            likeness=likeness,
            counter=self._nearest(indexed.counters, query) if indexed.counters else UNLIKE,
        )

    def _coverage(self, indexed: IndexedFact, query: Query) -> Coverage:
        terms, rare, idf = indexed.terms, query.statistics.rare, query.statistics.idf
        weights, focused = query.terms.weights, query.wanted.focus
        total = met = anchored = told = kin = in_text = 0.0
        exact = focus = 1.0
        left: list[str] = []
        for term, weight in weights.items():
            total += weight
            in_text += weight if term in terms.body else 0.0
            if term in terms.core:
                met += weight
                anchored += weight if term in rare else 0.0
                told += weight * idf.get(term, 0.0)
                continue
            credit, through = self._credit(indexed, query, term)
            met += weight * credit
            if credit >= MIN_CREDIT:
                told += weight * credit * idf.get(through, 0.0)
                kin += weight * credit if through[0] == "&" else 0.0
            else:
                left.append(term)
                exact *= inexact(term)
            if term == focused:
                focus = credit
        if _excluded(indexed, query):
            exact *= EXCLUDED
        mass = query.title.mass
        share = (mass + met) / (mass + total) if mass + total else 0.0
        unexplained = tuple(term for term in left if weights[term] > LIGHT)
        return Coverage(share, exact, unexplained, anchored, told, kin, focus, in_text)

    def _credit(self, indexed: IndexedFact, query: Query, term: str) -> tuple[float, str]:
        """Return the credit for a term that no phrasing has (0 to 1), and the term or synonym set that earns it."""
        every, terms = indexed.terms.every, query.terms
        credit = 0.97 if term in every else indexed.implied.get(term, 0.0)
        if credit >= 0.9:
            return credit, term
        credit = max(credit, settled(indexed, query, term))
        if credit < SLIP_CREDIT and term in terms.others and any(other in every for other in terms.others[term]):
            credit = SLIP_CREDIT
        through = term
        for alike in terms.kin.get(term, ()):
            if alike in indexed.terms.kin and self._synonyms[alike] > credit:
                credit, through = self._synonyms[alike], alike
        return credit, through

    def _likeness(self, indexed: IndexedFact, query: Query) -> Likeness:
        """Return the likeness of the question to the nearest phrasing or the subject (Dice coefficient, by weight)."""
        alone = self._subject_likeness(indexed, query)
        if not indexed.phrasings.wordings:
            return alone.clipped()
        shared = self._shared(indexed.phrasings, query)
        alike = _likenesses(indexed.phrasings.wordings, query, shared)
        top = sorted(alike, reverse=True)[:3]
        whole = 0.9 * top[0] + 0.1 * sum(top) / len(top)
        if whole < alone.whole:
            return alone.clipped()
        return _to_wording(indexed.phrasings, alike.index(top[0]), whole, query, shared)

    def _subject_likeness(self, indexed: IndexedFact, query: Query) -> Likeness:
        """Return the likeness to the subject, including what the fact implies. ``whole`` may exceed 1."""
        subject, implies, content = indexed.subject, indexed.implied, query.terms.content
        met = implied = named = 0.0
        for term, weight in query.terms.weights.items():
            if term in subject.terms:
                met += weight
                named += weight
            elif term in implies:
                met += weight * implies[term]
                implied += weight * implies[term]
        if content <= LIGHT:
            whole = 1.0 / (1.0 + 0.7 * subject.mass)
        else:
            whole = 2 * met / (content + subject.mass + implied) if met else 0.0
        return Likeness(whole, min(1.0, met / content) if content else 1.0, max(0.0, subject.mass - named))

    def _nearest(self, index: PhrasingIndex, query: Query) -> Likeness:
        """Return the likeness of the question to the nearest of some phrasings."""
        shared = self._shared(index, query)
        alike = _likenesses(index.wordings, query, shared)
        whole = max(alike)
        return _to_wording(index, alike.index(whole), whole, query, shared)

    def _shared(self, index: PhrasingIndex, query: Query) -> list[float]:
        """Return the weight that the question shares with each phrasing."""
        shared = [0.0] * len(index.wordings)
        postings, kin = index.postings, query.terms.kin
        for term, weight in query.terms.weights.items():
            having = postings.get(term, ())
            for number in having:
                shared[number] += weight
            for number, strength in self._by_synonym(postings, kin[term]).items() if term in kin else ():
                if number not in having:
                    shared[number] += weight * strength
        return shared

    def _by_synonym(self, postings: Mapping[str, tuple[int, ...]], kin: Sequence[str]) -> dict[int, float]:
        """Map each phrasing (by number) that has a synonym of a term to the strength of the best synonym."""
        strengths: dict[int, float] = {}
        for alike in kin:
            strength = self._synonyms[alike]
            for number in postings.get(alike, ()):
                if strength > strengths.get(number, 0.0):
                    strengths[number] = strength
        return strengths


def _excluded(indexed: IndexedFact, query: Query) -> bool:
    """Return whether a fact is about what the question excludes, or about the end if it asks for the start."""
    if query.terms.excluded and query.terms.excluded & indexed.terms.core:
        return True
    return query.wanted.starts and "~finish" in indexed.subject.terms


def _to_wording(index: PhrasingIndex, at: int, whole: float, query: Query, shared: Sequence[float]) -> Likeness:
    """Return the likeness to the phrasing at a position, given the weight shared with each."""
    content = query.terms.content
    covered = min(1.0, shared[at] / content) if content > LIGHT else 1.0
    return Likeness(min(whole, 1.0), covered, max(0.0, index.wordings[at].mass - shared[at]))


def _likenesses(wordings: Sequence[Wording], query: Query, shared: Sequence[float]) -> list[float]:
    """Return the likeness of a question to each phrasing, given the weight shared with each."""
    content, kinds = query.terms.content, query.wanted.kinds
    factors: dict[frozenset[str], float] = {}
    alike: list[float] = []
    for wording, met in zip(wordings, shared, strict=True):
        if content <= LIGHT:
            whole = 1.0 / (1.0 + wording.mass)
        elif met:
            whole = 2 * met / (content + wording.mass)
        else:
            alike.append(0.0)
            continue
        factor = factors.get(wording.kinds)
        if factor is None:
            factor = factors[wording.kinds] = _agreeing(wording.kinds, kinds)
        alike.append(whole * factor)
    return alike


def _agreeing(kinds: frozenset[str], wanted: frozenset[str]) -> float:
    """Return the factor on the likeness to a phrasing that asks for other kinds of answer than the question."""
    if wanted and kinds and not (wanted & kinds):
        return OTHER_KIND
    return UNASKED if not wanted and kinds & _REASONED else 1.0
