"""Questions that were not answered, or not answered well, kept for the moderators who can do something about it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from bot.desk.batch import Batch
from bot.desk.clock import Clock
from bot.desk.words import normal
from bot.facts.models import Line, Model, Scope, Slug
from bot.stores.protocol import DocumentStore

COLLECTION = "questions"

_ASKERS_KEPT = 100
_OPEN_KEPT = 2000
_LONGEST = 300


class Reason(StrEnum):
    """Why a question waits for a moderator."""

    UNANSWERED = "unanswered"
    WRONG = "wrong"


class Standing(StrEnum):
    """What became of a logged question. ``silenced``: dismissed together with all like it, now and later."""

    OPEN = "open"
    ANSWERED = "answered"
    DISMISSED = "dismissed"
    SILENCED = "silenced"


class Question(Model):
    """One question as moderators see it, however often and by however many it was asked.

    ``count`` counts people (each once while their id is kept) and, past 100 of them, times. ``askers`` is kept only
    while the question is open; ``waiting`` are those who chose to be told, until they were. ``facts`` are ids of
    what was shown when somebody said "not what I asked".
    """

    key: str
    scope: Scope
    text: Line
    reason: Reason = Reason.UNANSWERED
    standing: Standing = Standing.OPEN
    count: Annotated[int, Field(ge=1)] = 1
    askers: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    productions: tuple[Slug, ...] = ()
    topics: tuple[Slug, ...] = ()
    facts: tuple[Slug, ...] = ()
    first_asked: datetime
    last_asked: datetime
    answered_by: Slug | None = None


def question_key(scope: str, text: str) -> str:
    """The same for questions of one scope that differ only in case, accents, punctuation or spacing."""
    return f"{scope}/{hashlib.sha256(normal(text).encode()).hexdigest()[:24]}"


class QuestionLog:
    """The log, in memory and written behind; what a moderator decides is written through."""

    what = "questions that were not answered"

    def __init__(self, documents: DocumentStore, batch: Batch, clock: Clock) -> None:
        self._documents = documents
        self._batch = batch
        self._clock = clock
        self._held: dict[str, Question] = {}

    async def load(self) -> None:
        """Read the log from the store."""
        stored = await self._documents.all(COLLECTION)
        self._held = {key: Question.model_validate(document) for key, document in stored.items()}

    def note(
        self,
        text: str,
        scope: str,
        asker: str,
        *,
        reason: Reason = Reason.UNANSWERED,
        productions: Iterable[str] = (),
        topics: Iterable[str] = (),
        facts: Iterable[str] = (),
    ) -> Question | None:
        """Log a question, or count it where it is known. None where it was silenced, or says nothing."""
        raise NotImplementedError

    def get(self, key: str) -> Question | None:
        """One question by its key."""
        return self._held.get(key)

    def open(self, scope: str, reason: Reason | None = None) -> tuple[Question, ...]:
        """The open questions of exactly one scope, most asked first, then oldest."""
        raise NotImplementedError

    def all(self, scope: str) -> tuple[Question, ...]:
        """Every question of exactly one scope, in whatever standing."""
        return tuple(question for question in self._held.values() if question.scope == scope)

    async def put(self, question: Question) -> None:
        """Replace a question, durably: what a moderator decided. Raises ``StoreUnwritable``."""
        raise NotImplementedError

    async def settle(self, key: str, standing: Standing, answered_by: str | None = None) -> Question:
        """Close a question, durably; its askers are forgotten, those who wait to be told are kept for `told`.

        Raises:
            NotFound: there is no such question.
            StoreUnwritable: nothing was changed.
        """
        raise NotImplementedError

    async def wait(self, key: str, person: str) -> None:
        """Remember that a person wants to be told when there is an answer. Raises ``NotFound``."""
        raise NotImplementedError

    async def told(self, key: str) -> None:
        """Forget who waited, once they were told."""
        raise NotImplementedError
