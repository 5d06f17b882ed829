"""Hold a resolved question. A decision always stays with the candidates that it is about."""

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
    """A resolved question: the candidates for one reading of it, and the decision on them."""

    candidates: RankedCandidates
    decision: Decision

    @classmethod
    def of(cls, candidates: RankedCandidates, title_of: Callable[[Fact], str]) -> Resolved:
        """Decide on candidates."""
        return cls(candidates, decide(candidates, title_of))

    @property
    def reading(self) -> Reading:
        """Return the parsed question."""
        return self.candidates.found.reading

    @property
    def best(self) -> Candidate | None:
        """Return the likeliest candidate, whatever the decision."""
        return self.candidates.best

    @property
    def outcome(self) -> Outcome:
        """Return the outcome of the decision."""
        return self.decision.outcome

    @property
    def first(self) -> Candidate | None:
        """Return the candidate of the decision: the one that answers, or the first of those offered."""
        return self.decision.chosen[0] if self.decision.chosen else None

    def parts(self, today: date) -> tuple[Part, ...]:
        """Return the answering fact with its text or a sentence computed from its dates; empty without an answer."""
        first = self.first
        if first is None or self.outcome is not Outcome.ANSWER:
            return ()
        weights, kinds = first.query.terms.weights, first.query.wanted.kinds
        computed = date_answers.sentence(first.fact, weights, kinds, yesno=self.reading.yesno, today=today)
        return (Part(first.fact, computed or told(first.fact, today)),)

    def context(self, before: Context | None) -> Context:
        """Return the conversation after this question. It stays unchanged unless one production was chosen."""
        first = self.first
        if first is None or self.outcome is Outcome.UNKNOWN:
            return before or Context()
        if self.outcome is Outcome.CLARIFY and len({one.fact.production for one in self.decision.chosen}) > 1:
            return before or Context()
        return next_context(first)


@dataclass(frozen=True, slots=True)
class Resolution:
    """The final result: the ``whole`` question, or the ``halves`` of a question that asks two things.

    ``halves`` are those with an answer, in the order asked. ``unanswered`` holds the words of a half without one.
    """

    whole: Resolved
    halves: tuple[Resolved, ...] = ()
    unanswered: str = ""

    @property
    def answering(self) -> tuple[Resolved, ...]:
        """Return the questions that are answered or asked back: the halves, or else the whole."""
        return self.halves or (self.whole,)

    @property
    def outcome(self) -> Outcome:
        """Return the outcome of the question."""
        return self.answering[0].outcome

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Return the facts offered when asking back."""
        return () if self.halves else self.whole.decision.choices

    @property
    def likelihood(self) -> float:
        """Return the likelihood that the answer is right, from 0 to 1: the lower one of two halves."""
        return min(one.decision.likelihood for one in self.answering)

    @property
    def why(self) -> str:
        """Return a short reason for the outcome."""
        if not self.halves:
            return self.whole.decision.why
        if self.unanswered:
            return _("it asks two things, and only one has its fact")
        return _("it asks two things, and each has its fact")

    def parts(self, today: date) -> tuple[Part, ...]:
        """Return the facts that answer, in the order asked, as of today."""
        return tuple(part for one in self.answering for part in one.parts(today))

    def productions(self, least: float, most: int) -> tuple[str, ...]:
        """Return the ids of the productions named with at least a strength of ``least``, of the first ``most``."""
        matches = list(self.whole.candidates.found.matches.items())
        return tuple(key for key, match in matches[:most] if match.strength >= least)

    def terms(self) -> frozenset[str]:
        """Return the terms of the question as put to its best candidate; empty without a candidate."""
        best = self.whole.best
        return frozenset(best.query.terms.weights) if best else frozenset()

    def context(self, before: Context | None) -> Context:
        """Return the conversation after this question: after two answers, that of the second."""
        return self.answering[-1].context(before)
