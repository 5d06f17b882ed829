"""Define what the engine returns for a question: an answer, choices, or unknown."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bot.facts.models import Fact


class Outcome(StrEnum):
    """The possible outcomes of a question."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Part:
    """A fact that answers, and the sentence to show: the fact's text, or one computed from its dates."""

    fact: Fact
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A fact that is offered when the bot asks back, with a ``label`` that distinguishes it."""

    fact: Fact
    label: str


@dataclass(frozen=True, slots=True)
class Context:
    """What a conversation of one person in one channel was last about. It is short-lived.

    ``terms`` and ``kinds`` are those of the last question, for a follow-up that leaves them out ("and part two?").
    """

    production: str | None = None
    topic: str | None = None
    fact: str | None = None
    kind: str | None = None
    terms: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A candidate in an explanation: its score and the parts of the score."""

    fact: Fact
    score: float
    contributions: tuple[tuple[str, float], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the engine answered, asked back or stayed silent."""

    understood: tuple[tuple[str, str], ...]
    candidates: tuple[Evidence, ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of one question.

    ``parts`` are the answering facts, best first; a question that asks two things has several. ``unanswered`` are the
    words of a half that no fact answers. ``choices`` are the facts offered when asking back (at most 5). ``score`` is
    from 0 to 1. ``productions`` and ``topics`` (ids) are what the question was understood to be about, even if the
    outcome is unknown.
    """

    question: str
    outcome: Outcome
    parts: tuple[Part, ...] = ()
    unanswered: str = ""
    choices: tuple[Choice, ...] = ()
    score: float = 0.0
    productions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    context: Context = field(default_factory=Context)
    explanation: Explanation | None = None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Return the facts that answer or are offered, best first."""
        return tuple(part.fact for part in self.parts) or tuple(choice.fact for choice in self.choices)
