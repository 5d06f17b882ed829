"""A question as it was resolved. A decision never leaves the reading and the candidates that it was made on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answers.answer import Choice, Context, Outcome, Part
from bot.answers.dialogue.follow_ups import next_context
from bot.answers.index import date_answers as timeline
from bot.answers.language.terms import Reading
from bot.answers.ranking.decision import Decision, decide
from bot.answers.ranking.decision_trees import Forest
from bot.answers.ranking.retrieval import Found
from bot.answers.ranking.scoring import Scored
from bot.facts.models import Fact
from bot.facts.wording.tense import told


@dataclass(frozen=True, slots=True)
class Resolved:
    """One question: how it was read, what was found for that reading, and what was decided on what was found."""

    reading: Reading
    found: Found
    decision: Decision

    @classmethod
    def of(cls, reading: Reading, found: Found, title_of: Callable[[Fact], str], forest: Forest) -> Resolved:
        """Decide on what was found for a reading."""
        return cls(reading, found, decide(found, title_of, forest))

    @property
    def outcome(self) -> Outcome:
        """What is to be done with the question."""
        return self.decision.outcome

    @property
    def first(self) -> Scored | None:
        """The candidate that was decided on: the one that answers, or the first of those on offer."""
        return self.decision.scored[0] if self.decision.scored else None

    def parts(self, today: date) -> tuple[Part, ...]:
        """The fact that answers, in its own words or in a sentence that its dates make; none where none answers."""
        first = self.first
        if first is None or self.outcome is not Outcome.ANSWER:
            return ()
        fact, asked = first.entry.fact, first.asked
        said = timeline.sentence(fact, asked.terms, asked.kinds, yesno=self.reading.yesno, today=today)
        return (Part(fact, said or told(fact, today)),)

    def context(self, before: Context | None) -> Context:
        """What the conversation is about now. It stays what it was where no one production was settled on."""
        first = self.first
        if first is None or self.outcome is Outcome.UNKNOWN:
            return before or Context()
        if self.outcome is Outcome.CLARIFY and len({one.entry.fact.production for one in self.decision.scored}) > 1:
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
    def likely(self) -> float:
        """How likely the answer is right, from 0 to 1: as likely as that of the half that is less sure."""
        return min(one.decision.likely for one in self.answering)

    @property
    def why(self) -> str:
        """Why it was decided so, in one phrase."""
        if not self.halves:
            return self.whole.decision.why
        return "it asks two things, and " + ("one has its fact" if self.unanswered else "each has its fact")

    def parts(self, today: date) -> tuple[Part, ...]:
        """The facts that answer, in the order asked, as of today."""
        return tuple(part for one in self.answering for part in one.parts(today))

    def productions(self, least: float, most: int) -> tuple[str, ...]:
        """The productions (ids) that the question names, of the first ``most`` those named as surely as ``least``."""
        named: Sequence[tuple[str, float]] = [(key, one.strength) for key, one in self.whole.found.matches.items()]
        return tuple(key for key, strength in named[:most] if strength >= least)

    def terms(self) -> frozenset[str]:
        """What the question asks, as its best candidate was asked it; nothing where there is no candidate."""
        best = self.whole.found.best
        return frozenset(best.asked.terms) if best else frozenset()

    def context(self, before: Context | None) -> Context:
        """What the conversation is about now: after two answers, what the second is about."""
        return self.answering[-1].context(before)
