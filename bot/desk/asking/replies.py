"""What becomes of a question, ready for any front end."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import NamedTuple

from bot.answers.answer import Answer, Choice, Outcome
from bot.desk.cards.card import Card
from bot.facts.models import Production


class HeldTopic(NamedTuple):
    """A topic (id) on which so many ``facts`` are held, and what it is called in a sentence."""

    topic: str
    facts: int
    words: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """What an unknown question may lead to: productions by id and title, and topics, those with most facts first."""

    productions: tuple[Production, ...] = ()
    topics: tuple[HeldTopic, ...] = ()


@dataclass(frozen=True, slots=True)
class Offered(Choice):
    """A choice as it may be offered; ``hint`` is what its fact says, empty where that must not be said."""

    hint: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What becomes of a question.

    ``id`` is a short reference for `Asking.wrong`, good until the process ends or thousands of replies later.
    ``cards`` (for an answer) are best first. ``choices`` (when asking back) at most 5. ``notice`` is a sentence for the
    person: what is asked back, that and what else is held, that a spoiler was left out; empty for a plain answer.
    ``logged`` is the key of the logged question, which `Asking.tell_me` takes; None where nothing was logged.
    """

    id: str
    answer: Answer
    cards: tuple[Card, ...] = ()
    choices: tuple[Offered, ...] = ()
    nearest: Nearest = Nearest()
    notice: str = ""
    logged: str | None = None

    @property
    def outcome(self) -> Outcome:
        """Answer, clarify or unknown."""
        return self.answer.outcome


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reply was given to: enough to log it when it was not what the person asked."""

    question: str
    scope: str
    answer: Answer


class Replies:
    """The last few thousand replies by their short reference, in memory only; no person is kept with them."""

    def __init__(self, kept: int = 4000) -> None:
        self._kept = kept
        self._asked: OrderedDict[str, Asked] = OrderedDict()

    def remember(self, asked: Asked) -> str:
        """Keep what a reply was given to; its reference, of 8 characters."""
        reference = token_urlsafe(6)
        self._asked[reference] = asked
        while len(self._asked) > self._kept:
            self._asked.popitem(last=False)
        return reference

    def get(self, reference: str, scope: str) -> Asked | None:
        """What a reply was given to, if it is remembered and was given in this scope."""
        asked = self._asked.get(reference)
        return asked if asked is not None and asked.scope == scope else None
