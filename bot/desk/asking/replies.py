"""Define the reply to a question, and remember recent replies."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import NamedTuple

from bot.answers.answer import Answer, Choice, Outcome
from bot.desk.cards.card import Card
from bot.facts.models import Production


class TopicCount(NamedTuple):
    """The id of a topic, the number of its ``facts``, and its name for use in a sentence."""

    topic: str
    facts: int
    words: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """What to offer if the answer is unknown: productions, and topics with the most facts first."""

    productions: tuple[Production, ...] = ()
    topics: tuple[TopicCount, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferedChoice(Choice):
    """A choice that the bot offers. ``hint`` is the text of its fact; empty if that is a spoiler."""

    hint: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply to a question.

    ``id`` is a short reference for `Asking.wrong`, valid until the process ends or 4,000 replies later. ``cards`` are
    the answer, best first. ``choices`` are what to choose from if the bot asks back, at most 5. ``notice`` is a message
    for the person, such as the question back, what the bot knows instead, or that a spoiler was left out; usually empty
    for an answer. ``short_notice`` is the notice without the contents of ``nearest``, for front ends that show them as
    controls. ``logged`` is the key of the logged question for `Asking.tell_me`; None if it wasn't logged.
    """

    id: str
    answer: Answer
    cards: tuple[Card, ...] = ()
    choices: tuple[OfferedChoice, ...] = ()
    nearest: Nearest = Nearest()
    notice: str = ""
    short_notice: str = ""
    logged: str | None = None

    @property
    def outcome(self) -> Outcome:
        """Return the outcome: answer, clarify or unknown."""
        return self.answer.outcome


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """The question behind a reply. It is logged if the person reports a wrong answer."""

    question: str
    scope: str
    answer: Answer


class Replies:
    """The questions behind the last 4,000 replies, by reference; in memory only, without the people who asked."""

    def __init__(self, kept: int = 4000) -> None:
        self._kept = kept
        self._asked: OrderedDict[str, AskedQuestion] = OrderedDict()

    def remember(self, asked: AskedQuestion) -> str:
        """Remember the question behind a reply; return the reply's reference, 8 characters."""
        reference = token_urlsafe(6)
        self._asked[reference] = asked
        while len(self._asked) > self._kept:
            self._asked.popitem(last=False)
        return reference

    def get(self, reference: str, scope: str) -> AskedQuestion | None:
        """Return the question behind a reply, if it is remembered and was asked in this scope."""
        asked = self._asked.get(reference)
        return asked if asked is not None and asked.scope == scope else None
