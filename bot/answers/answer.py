"""What the engine returns for a question: an answer, a choice, or an honest unknown."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bot.facts.models import Fact


class Outcome(StrEnum):
    """The three things that can become of a question."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Part:
    """One fact that answers, and the sentence that does: the fact's text, or one computed from its dates."""

    fact: Fact
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One fact on offer when the bot asks back, told apart from the others by ``label``."""

    fact: Fact
    label: str


@dataclass(frozen=True, slots=True)
class Context:
    """What a conversation was last about; short-lived, of one person in one channel.

    ``terms`` and ``kinds`` are what was asked, for a follow-up that leaves it out ("and part two?").
    """

    production: str | None = None
    topic: str | None = None
    fact: str | None = None
    kind: str | None = None
    terms: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One candidate in an explanation: its score, and what each field contributed to it."""

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

    ``parts`` holds the answering facts best first (several for a compound question), ``unanswered`` the half of one on
    which nothing is held; ``choices`` what is
    offered when asking back (at most 5); ``score`` runs from 0 to 1. ``productions`` and ``topics`` are
    those the question was understood to be about (ids), also when the outcome is unknown.
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
        """The facts that answer or are offered, best first."""
        return tuple(part.fact for part in self.parts) or tuple(choice.fact for choice in self.choices)
