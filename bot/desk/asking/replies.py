"""Define the reply to a question for every front end, and remember recent ones."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import NamedTuple

from bot.answers.answer import Answer, Choice, Outcome
from bot.desk.cards.card import Card
from bot.facts.models import Production


class HeldTopic(NamedTuple):
    """A topic by its id, how many ``facts`` there are on it, and its name in a sentence."""

    topic: str
    facts: int
    words: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """What an unknown question may lead to: productions, and topics, those with most facts first."""

    productions: tuple[Production, ...] = ()
    topics: tuple[HeldTopic, ...] = ()


@dataclass(frozen=True, slots=True)
class Offered(Choice):
    """A choice to offer; ``hint`` is the text of its fact, empty if that is a spoiler."""

    hint: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply to a question.

    ``id`` is a short reference for `Asking.wrong`, valid until the process ends or 4,000 replies later. ``cards`` are
    the answer, best first. ``choices`` are what the bot asks back, at most 5. ``notice`` is a message for the person,
    empty for a plain answer: the question back, what the bot knows instead, that a spoiler was left out.
    ``short_notice`` is the notice without what ``nearest`` holds, for front ends that offer it as controls. ``logged``
    is the key of the logged question for `Asking.tell_me`; None if nothing was logged.
    """

    id: str
    answer: Answer
    cards: tuple[Card, ...] = ()
    choices: tuple[Offered, ...] = ()
    nearest: Nearest = Nearest()
    notice: str = ""
    short_notice: str = ""
    logged: str | None = None

    @property
    def outcome(self) -> Outcome:
        """Answer, clarify or unknown."""
        return self.answer.outcome


@dataclass(frozen=True, slots=True)
class Asked:
    """The question behind a reply, kept so that it can be logged if the answer was wrong."""

    question: str
    scope: str
    answer: Answer


class Replies:
    """The last 4,000 replies by reference, in memory only and without the people who asked."""

    def __init__(self, kept: int = 4000) -> None:
        self._kept = kept
        self._asked: OrderedDict[str, Asked] = OrderedDict()

    def remember(self, asked: Asked) -> str:
        """Remember the question behind a reply; return the reply's reference, of 8 characters."""
        reference = token_urlsafe(6)
        self._asked[reference] = asked
        while len(self._asked) > self._kept:
            self._asked.popitem(last=False)
        return reference

    def get(self, reference: str, scope: str) -> Asked | None:
        """Return the question behind a reply, if the reply is remembered and was given in this scope."""
        asked = self._asked.get(reference)
        return asked if asked is not None and asked.scope == scope else None
