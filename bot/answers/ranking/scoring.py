"""How well one fact answers one question, field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answers.index.indexed_fact import Entry, Wording
from bot.answers.language.lexicon import Lexicon
from bot.answers.language.terms import LIGHT
from bot.answers.ranking.query import Asked
from bot.answers.ranking.upper_bounds import CREDITED, SLIP, Bound, inexact, settled

EXCLUDED = 0.3
"""What is left of a score where the question excludes what the fact is about."""
OTHER_KIND = 0.75
UNASKED = 0.75
"""What is left of a likeness where another kind of answer is asked for, or a reason is not asked for."""
_REASONED = frozenset(("why", "how"))


@dataclass(frozen=True, slots=True)
class Alike:
    """How alike a question is to one way of asking: as a whole, and how much of each the other says.

    ``spare`` is the weight of what is asked that way and not in the question; without any way it is more than counts.
    """

    whole: float = 0.0
    covered: float = 0.0
    spare: float = 0.0


UNLIKE = Alike(spare=4.0)


@dataclass(slots=True)
class Scored:
    """A candidate with its score (0 to 1), the factors that made it, and how likely it is right (``confidence``).

    ``asked`` is what the question asks of its production.
    ``counter`` is how alike the question is to one that the fact is known not to answer, ``declined`` whether it is
    that.
    ``spelled`` keeps the words it was last compared with letter by letter, and how alike they are.
    """

    entry: Entry
    asked: Asked
    score: float
    explained: float
    wording: float
    kind: float
    exact: float
    strength: float
    left: tuple[str, ...]
    anchored: float
    told: float
    kin: float
    focus: float
    in_text: float
    covered: float
    spare: float
    counter: Alike
    declined: bool = False
    likely: float = 0.0
    spelled: tuple[str, float] | None = None


@dataclass(slots=True)
class _Explained:
    """What of a question a fact explains: its share; ``exact``, whether its numbers are met; what is ``left``.

    ``anchored`` is the weight of rare things met, ``told`` that of all that is met, by how much it tells the fact from
    others of its production; ``kin`` what is met by words of about the same meaning alone; ``focus`` how far what is
    asked for is met, ``in_text`` the weight that the fact's own text and value meet.
    """

    share: float
    exact: float
    left: list[str]
    anchored: float
    told: float
    kin: float
    focus: float
    in_text: float


class Scorer:
    """Scores entries against questions."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._strength = lexicon.synonyms.strength
        self._signals = frozenset(signal for topic in lexicon.topics.values() for signal in topic.signals)

    def bound(self, asked: Asked) -> Bound:
        """The question made ready to tell what each of many facts can score at most."""
        return Bound(asked, self._lexicon, self._signals)

    def score(self, entry: Entry, asked: Asked, kind: float) -> Scored:
        """The score of a fact: product of what it explains, how alike it is asked for, and what must be exact.

        ``kind`` is how far it gives the kind of answer that is asked for (``Bound.kind``).
        """
        explained = self._explained(entry, asked)
        most = asked.strength * kind * explained.exact * explained.share**2
        alike = self._wording(entry, asked)
        return Scored(
            entry=entry,
            asked=asked,
            score=most * (0.62 + 0.38 * alike.whole),
            explained=explained.share,
            wording=alike.whole,
            kind=kind,
            exact=explained.exact,
            strength=asked.strength,
            left=tuple(explained.left),
            anchored=explained.anchored,
            told=explained.told,
            kin=explained.kin,
            focus=explained.focus,
            in_text=explained.in_text,
            covered=alike.covered,
            spare=alike.spare,
            counter=self._countered(entry, asked),
        )

    def _explained(self, entry: Entry, asked: Asked) -> _Explained:
        total = met = anchored = told = kin = in_text = 0.0
        exact = focus = 1.0
        left: list[str] = []
        core = entry.core
        for term, weight in asked.terms.items():
            total += weight
            if term in entry.body:
                in_text += weight
            if term in core:
                met += weight
                if term in asked.rare:
                    anchored += weight
                told += weight * asked.tells.get(term, 0.0)
                continue
            credit, through = self._credit(entry, asked, term)
            met += weight * credit
            if credit >= CREDITED:
                told += weight * credit * asked.tells.get(through, 0.0)
                kin += weight * credit if through[0] == "&" else 0.0
            else:
                if weight > LIGHT:
                    left.append(term)
                exact *= inexact(term)
            if term == asked.focus:
                focus = credit
        if (asked.excluded and asked.excluded & core) or (asked.starts and "~finish" in entry.subject.terms):
            exact *= EXCLUDED
        whole = asked.title_mass + total
        share = (asked.title_mass + met) / whole if whole else 0.0
        return _Explained(share, exact, left, anchored, told, kin, focus, in_text)

    def _credit(self, entry: Entry, asked: Asked, term: str) -> tuple[float, str]:
        """How far a fact explains a term that none of its phrasings has, and the term by which it does."""
        every = entry.terms
        credit = 0.97 if term in every else entry.implied.get(term, 0.0)
        if credit >= 0.9:
            return credit, term
        credit = max(credit, settled(entry, asked, term))
        if credit < SLIP and term in asked.others and any(other in every for other in asked.others[term]):
            credit = SLIP
        through = term
        for alike in asked.kin.get(term, ()):
            if alike in entry.kin and self._strength[alike] > credit:
                credit, through = self._strength[alike], alike
        return credit, through

    def _wording(self, entry: Entry, asked: Asked) -> Alike:
        """How alike the question is to the way of asking for this fact that is most like it (Dice, by weight)."""
        subject, implies = entry.subject, entry.implied
        met = implied = named = 0.0
        for term, weight in asked.terms.items():
            if term in subject.terms:
                met += weight
                named += weight
            elif term in implies:
                met += weight * implies[term]
                implied += weight * implies[term]
        content = asked.content
        if content <= LIGHT:
            best = 1.0 / (1.0 + 0.7 * subject.mass)
        else:
            best = 2 * met / (content + subject.mass + implied) if met else 0.0
        spare = max(0.0, subject.mass - named)
        alone = Alike(min(best, 1.0), min(1.0, met / content) if content else 1.0, spare)
        if not entry.wordings:
            return alone
        shared = self._shared(len(entry.wordings), entry.asked_by, asked)
        alike = _likenesses(entry.wordings, asked, shared)
        top = sorted(alike, reverse=True)[:3]
        whole = 0.9 * top[0] + 0.1 * sum(top) / len(top)
        if whole < best:
            return alone
        nearest = alike.index(top[0])
        covered = min(1.0, shared[nearest] / content) if content > LIGHT else 1.0
        return Alike(min(whole, 1.0), covered, max(0.0, entry.wordings[nearest].mass - shared[nearest]))

    def _countered(self, entry: Entry, asked: Asked) -> Alike:
        """How alike the question is to the nearest one that the fact is known not to answer."""
        counters = entry.counters
        if counters is None:
            return UNLIKE
        shared = self._shared(len(counters.ways), counters.having, asked)
        alike = _likenesses(counters.ways, asked, shared)
        whole = max(alike)
        nearest = alike.index(whole)
        covered = min(1.0, shared[nearest] / asked.content) if asked.content > LIGHT else 1.0
        return Alike(min(whole, 1.0), covered, max(0.0, counters.ways[nearest].mass - shared[nearest]))

    def _shared(self, ways: int, having_of: Mapping[str, tuple[int, ...]], asked: Asked) -> list[float]:
        """The weight that the question shares with each of some ways of asking, which have terms as is told."""
        shared = [0.0] * ways
        for term, weight in asked.terms.items():
            having = having_of.get(term, ())
            for number in having:
                shared[number] += weight
            softly: dict[int, float] = {}
            for alike in asked.kin.get(term, ()):
                strength = self._strength[alike]
                for number in having_of.get(alike, ()):
                    if strength > softly.get(number, 0.0):
                        softly[number] = strength
            for number, strength in softly.items():
                if number not in having:
                    shared[number] += weight * strength
        return shared


def _likenesses(wordings: Sequence[Wording], asked: Asked, shared: Sequence[float]) -> list[float]:
    """How alike a question is to each of some wordings, with which it shares so much weight."""
    content = asked.content
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
            factor = factors[wording.kinds] = _agreeing(wording.kinds, asked.kinds)
        alike.append(whole * factor)
    return alike


def _agreeing(kinds: frozenset[str], asked: frozenset[str]) -> float:
    """What is left of a likeness where a wording wants other kinds of answer than are asked for."""
    if asked and kinds and not (asked & kinds):
        return OTHER_KIND
    return UNASKED if not asked and kinds & _REASONED else 1.0
