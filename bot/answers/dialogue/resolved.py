"""Hold a question as it was resolved. A decision never leaves the candidates that it was made on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.answers.answer import Choice, Context, Outcome, Part
from bot.answers.dialogue.follow_ups import next_context
from bot.answers.index import date_answers
from bot.answers.language.terms import Reading
from bot.answers.ranking.decision import Decision, decide
from bot.answers.ranking.reranking import RankedCandidates
from bot.answers.ranking.scoring import Candidate
from bot.facts.models import Fact
from bot.facts.wording.tense import told
from bot.messages import _


@dataclass(frozen=True, slots=True)
class Resolved:
    """One question: the candidates for one reading of it, and what was decided on them."""

    candidates: RankedCandidates
    decision: Decision

    @classmethod
    def of(cls, candidates: RankedCandidates, title_of: Callable[[Fact], str]) -> Resolved:
        """Decide on candidates."""
        return cls(candidates, decide(candidates, title_of))

    @property
    def reading(self) -> Reading:
        """How the question was read."""
        return self.candidates.found.reading

    @property
    def best(self) -> Candidate | None:
        """The likeliest candidate, whatever was decided."""
        return self.candidates.best

    @property
    def outcome(self) -> Outcome:
        """What is to be done with the question."""
        return self.decision.outcome

    @property
    def first(self) -> Candidate | None:
        """The candidate that was decided on: the one that answers, or the first of those on offer."""
        return self.decision.chosen[0] if self.decision.chosen else None

    def parts(self, today: date) -> tuple[Part, ...]:
        """The fact that answers, in its own words or in a sentence that its dates make; none where none answers."""
        first = self.first
        if first is None or self.outcome is not Outcome.ANSWER:
            return ()
        weights, kinds = first.query.terms.weights, first.query.wanted.kinds
        said = date_answers.sentence(first.fact, weights, kinds, yesno=self.reading.yesno, today=today)
        return (Part(first.fact, said or told(first.fact, today)),)

    def context(self, before: Context | None) -> Context:
        """What the conversation is about now. It stays what it was where no one production was settled on."""
        first = self.first
        if first is None or self.outcome is Outcome.UNKNOWN:
            return before or Context()
        if self.outcome is Outcome.CLARIFY and len({one.fact.production for one in self.decision.chosen}) > 1:
            return before or Context()
        return next_context(first)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What becomes of a question: of the ``whole`` of it, or of the ``halves`` of a question that asks two things.

    ``halves`` holds those that have an answer, in the order asked; ``unanswered`` are the words of the one that has
    none, empty where there is no such half.
    """

    whole: Resolved
    halves: tuple[Resolved, ...] = ()
    unanswered: str = ""

    @property
    def answering(self) -> tuple[Resolved, ...]:
        """The questions that are answered, or asked back: the halves, or else the whole."""
        return self.halves or (self.whole,)

    @property
    def outcome(self) -> Outcome:
        """What is to be done with the question."""
        return self.answering[0].outcome

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What is offered where the bot asks back."""
        return () if self.halves else self.whole.decision.choices

    @property
    def likelihood(self) -> float:
        """How likely the answer is right, from 0 to 1: as likely as that of the half that is less sure."""
        return min(one.decision.likelihood for one in self.answering)

    @property
    def why(self) -> str:
        """Why it was decided so, in one phrase."""
        if not self.halves:
            return self.whole.decision.why
        if self.unanswered:
            return _("it asks two things, and only one has its fact")
        return _("it asks two things, and each has its fact")

    def parts(self, today: date) -> tuple[Part, ...]:
        """The facts that answer, in the order asked, as of today."""
        return tuple(part for one in self.answering for part in one.parts(today))

    def productions(self, least: float, most: int) -> tuple[str, ...]:
        """The productions (ids) that the question names, of the first ``most`` those named as surely as ``least``."""
        matches = list(self.whole.candidates.found.matches.items())
        return tuple(key for key, match in matches[:most] if match.strength >= least)

    def terms(self) -> frozenset[str]:
        """What the question asks, as its best candidate was asked it; nothing where there is no candidate."""
        best = self.whole.best
        return frozenset(best.query.terms.weights) if best else frozenset()

    def context(self, before: Context | None) -> Context:
        """What the conversation is about now: after two answers, what the second is about."""
        return self.answering[-1].context(before)
