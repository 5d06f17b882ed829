"""Asking: a question in, a reply out that any front end can show; what could not be answered is logged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answers.answer import Answer, Choice, Explanation, Outcome
from bot.desk.actors import Asker
from bot.desk.card import Card
from bot.desk.catalogue import Catalogue
from bot.desk.clock import Clock
from bot.desk.completion import Completion
from bot.desk.conversations import Conversations
from bot.desk.limits import Limits
from bot.desk.popularity import Popularity
from bot.desk.question_log import QuestionLog
from bot.desk.settings import SettingsDesk
from bot.facts.models import Production

if TYPE_CHECKING:
    from bot.answers.engine import Engine


@dataclass(frozen=True, slots=True)
class Nearest:
    """What an unknown question may lead to: productions by id and title, and topics with how many facts each."""

    productions: tuple[Production, ...] = ()
    topics: tuple[tuple[str, int], ...] = ()


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
    choices: tuple[Choice, ...] = ()
    nearest: Nearest = Nearest()
    notice: str = ""
    logged: str | None = None

    @property
    def outcome(self) -> Outcome:
        """Answer, clarify or unknown."""
        return self.answer.outcome


class Asking:
    """Questions and what they lead to."""

    def __init__(
        self,
        *,
        engine: Engine,
        catalogue: Catalogue,
        settings: SettingsDesk,
        question_log: QuestionLog,
        popularity: Popularity,
        completion: Completion,
        conversations: Conversations,
        limits: Limits,
        clock: Clock,
    ) -> None:
        self._engine = engine
        self._catalogue = catalogue
        self._settings = settings
        self._question_log = question_log
        self._popularity = popularity
        self._completion = completion
        self._conversations = conversations
        self._limits = limits
        self._clock = clock

    def ask(self, question: str, asker: Asker, *, production: str | None = None, explain: bool = False) -> Reply:
        """Answer a question, ask back, or say honestly that it is not known. Takes about a millisecond; no waiting.

        ``production`` (an id or any name) holds against whatever the conversation was about.

        Raises:
            TooMany: the person asked too often; try again after ``retry_after`` seconds.
            NotFound: there is no such production.
        """
        raise NotImplementedError

    def choose(self, fact: str, asker: Asker) -> Reply:
        """The reply to a choice that was tapped. Raises ``NotFound`` where the fact was retired since."""
        raise NotImplementedError

    def card(self, fact: str, scope: str) -> Card:
        """The card of one fact. Raises ``NotFound``."""
        raise NotImplementedError

    def cards(self, scope: str, production: str, topic: str | None = None) -> tuple[Card, ...]:
        """The cards of a production's facts, by topic, headline first. Raises ``NotFound``."""
        raise NotImplementedError

    def complete(self, prefix: str, scope: str, production: str | None = None) -> list[str]:
        """At most 25 unique questions of 1 to 100 characters: most asked first, then by prefix, then alike."""
        raise NotImplementedError

    def wrong(self, reply: str, asker: Asker) -> str | None:
        """ "Not what I asked": the question goes to the moderators; its key in the log, for `tell_me`.

        Raises:
            NotFound: the reply is no longer remembered.
        """
        raise NotImplementedError

    async def tell_me(self, logged: str, asker: Asker) -> None:
        """Remember that the asker wants to be told when a logged question has an answer. Raises ``NotFound``."""
        raise NotImplementedError

    def explain(self, question: str, asker: Asker, production: str | None = None) -> Explanation:
        """Why a question is answered as it is, for ``/why``; nothing is logged, counted or remembered."""
        raise NotImplementedError
