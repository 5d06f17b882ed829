"""How well one fact answers one question, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nlargest

from bot.answers.entry import Entry, Wording
from bot.answers.items import LIGHT
from bot.answers.lexicon import Lexicon, TopicWords
from bot.answers.question import Asked

SLIP = 0.85
"""Credit for a word that is a slip of a term of the fact, though it was taken for another."""
EXCLUDED = 0.3
"""What is left of a score where the question excludes what the fact is about."""
OTHER_TOPIC = 0.7
"""What is left where the question names another topic than the fact's."""

OTHER_KIND = 0.75
UNASKED = 0.75
"""What is left of a likeness where another kind of answer is asked for, or a reason is not asked for."""
_REASONED = frozenset(("why", "how"))

_NO_TOPIC = TopicWords("", frozenset(), {})


@dataclass(slots=True)
class Scored:
    """A candidate with its score (0 to 1) and the factors that made it."""

    entry: Entry
    score: float
    explained: float
    wording: float
    kind: float
    exact: float
    strength: float
    left: tuple[str, ...]
    anchored: float


@dataclass(slots=True)
class _Explained:
    """The share of a question that a fact explains, whether its numbers are met, what is left, what is rare."""

    share: float
    exact: float
    left: list[str]
    anchored: float


class Scorer:
    """Scores entries against questions."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._signals = frozenset(signal for topic in lexicon.topics.values() for signal in topic.signals)

    def score(self, entry: Entry, asked: Asked, least: float = 0.0) -> Scored | None:
        """The score of a fact: product of what it explains, how alike it is asked for, and what must be exact.

        None where it cannot reach ``least``, which spares comparing how it is asked for.
        """
        explained = self._explained(entry, asked)
        kind = self._kind(entry, asked)
        most = asked.strength * kind * explained.exact * explained.share**2
        if most < least:
            return None
        wording = self._wording(entry, asked)
        return Scored(
            entry=entry,
            score=most * (0.62 + 0.38 * wording),
            explained=explained.share,
            wording=wording,
            kind=kind,
            exact=explained.exact,
            strength=asked.strength,
            left=tuple(explained.left),
            anchored=explained.anchored,
        )

    def _explained(self, entry: Entry, asked: Asked) -> _Explained:
        total = met = anchored = 0.0
        exact = 1.0
        left: list[str] = []
        core, every, implied = entry.core, entry.terms, entry.implied
        for term, weight in asked.terms.items():
            total += weight
            if term in core:
                met += weight
                if term in asked.rare:
                    anchored += weight
                continue
            credit = 0.97 if term in every else implied.get(term, 0.0)
            if credit < 0.5:
                credit = max(credit, _settled(entry, asked, term))
                if term in asked.others and any(other in every for other in asked.others[term]):
                    credit = max(credit, SLIP)
            met += weight * credit
            if credit < 0.5:
                if weight > LIGHT:
                    left.append(term)
                exact *= _inexact(term)
        if asked.excluded and asked.excluded & core:
            exact *= EXCLUDED
        whole = asked.title_mass + total
        return _Explained((asked.title_mass + met) / whole if whole else 0.0, exact, left, anchored)

    def _wording(self, entry: Entry, asked: Asked) -> float:
        """How alike the question is to the way of asking for this fact that is most like it (Dice, by weight)."""
        subject, implies = entry.subject, entry.implied
        met = sum(
            weight * (1.0 if term in subject.terms else implies.get(term, 0.0)) for term, weight in asked.terms.items()
        )
        content = asked.content
        if content <= LIGHT:
            best = 1.0 / (1.0 + 0.7 * subject.mass)
        else:
            implied = sum(
                weight * implies.get(term, 0.0) for term, weight in asked.terms.items() if term not in subject.terms
            )
            best = 2 * met / (content + subject.mass + implied) if met else 0.0
        alike = [self._alike(wording, asked) for wording in entry.wordings]
        if not alike:
            return min(best, 1.0)
        top = nlargest(3, alike)
        return min(max(best, 0.9 * top[0] + 0.1 * sum(top) / len(top)), 1.0)

    def _alike(self, wording: Wording, asked: Asked) -> float:
        terms = asked.terms
        if asked.content <= LIGHT:
            alike = 1.0 / (1.0 + wording.mass)
        else:
            shared = 0.0
            for term in wording.terms:
                if term in terms:
                    shared += terms[term]
            alike = 2 * shared / (asked.content + wording.mass)
        if asked.kinds and wording.kinds and not (asked.kinds & wording.kinds):
            return alike * OTHER_KIND
        return alike * UNASKED if not asked.kinds and wording.kinds & _REASONED else alike

    def _kind(self, entry: Entry, asked: Asked) -> float:
        """How far the fact gives the kind of answer that is asked for, and is of the topic that is named."""
        topic = self._lexicon.topics.get(entry.fact.topic, _NO_TOPIC)
        named = {term for term in self._signals & asked.terms.keys() if asked.terms[term] >= 0.5}
        return self._kind_alone(entry, asked) * (OTHER_TOPIC if named and not topic.signals & named else 1.0)

    def _kind_alone(self, entry: Entry, asked: Asked) -> float:
        wanted = asked.kinds - {"which"}
        if not wanted:
            return 1.0
        if wanted == {"how"}:
            return 1.0 if "how" in entry.kinds else 0.45 if "when" in entry.typed else 0.75
        if "~countdown" in asked.terms and "when" not in entry.typed:
            return 0.6
        if not entry.kinds:
            return 0.8
        if not wanted & entry.kinds:
            return 0.45
        return 1.0 if wanted & entry.typed else 0.985


def _settled(entry: Entry, asked: Asked, term: str) -> float:
    """How far a fact settles a place, year or number that it does not name, so that quoting it answers."""
    topic = entry.fact.topic
    if term.startswith("~place-"):
        if topic == "location":
            return 0.6 if asked.yesno else 0.5
        return 0.0
    if term[0] == "#" and asked.yesno:
        year = len(term) == 5
        return 0.6 if (year and topic == "release") or (not year and "how_long" in entry.typed) else 0.0
    if (
        term.startswith("~month-")
        and entry.credits
        and any(len(other) == 5 and other[0] == "#" for other in asked.terms)
    ):
        return 0.8  # "in March 2022": a date held in every month
    if _is_year(term) and term in asked.years and "~delay" in entry.terms:
        return 0.6
    return 0.0


def _is_year(term: str) -> bool:
    return len(term) == 5 and term[0] == "#"


def _inexact(term: str) -> float:
    """What an unexplained number, season, episode or year leaves of a score."""
    if term[0] == "@":
        return 0.25
    if term[0] == "#":
        return 0.85 if len(term) == 5 else 0.4
    return 0.4 if term == "~remake" else 1.0
