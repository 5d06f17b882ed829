"""Log questions without an answer, or with a wrong one, for the moderators."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from bot.desk.cards.search_text import normal, readable_line
from bot.desk.errors import NotFound
from bot.desk.runtime.clock import Clock
from bot.desk.runtime.write_behind import WriteBehind
from bot.desk.state.documents import Collection
from bot.facts.models import Line, Model, Scope, Slug
from bot.messages import N_, _
from bot.stores.protocol import DocumentStore

COLLECTION = "questions"

ASKERS_KEPT = 100
"""Maximum number of askers of one question."""

OPEN_KEPT = 2000
"""Maximum number of open questions of one scope."""

MAX_LENGTH = 300
"""Maximum length of a logged question, in characters."""

CLOSED_KEPT = timedelta(days=90)
"""How long a question is kept after it was answered or dismissed."""

OPEN_FOR = timedelta(days=365)
"""How long a question is kept after it was last asked, if it is open or silenced."""

NAMES_KEPT = timedelta(days=90)
"""How long the askers of a question are kept after it was last asked."""

_FACTS_KEPT = 10
"""Maximum number of facts per question."""

_EVICTED = 20
"""Open questions to drop at once if a scope has too many."""


class Reason(StrEnum):
    """Why a question was logged."""

    UNANSWERED = "unanswered"
    WRONG = "wrong"


class Standing(StrEnum):
    """The state of a logged question. ``silenced``: dismissed with all similar questions, now and later."""

    OPEN = "open"
    ANSWERED = "answered"
    DISMISSED = "dismissed"
    SILENCED = "silenced"


class Question(Model):
    """A logged question, whether one or many people asked it.

    ``count`` counts people, each once while their id is kept; beyond 100 people it counts every time. ``askers`` are
    only kept while the question is open. ``waiting`` are the people to notify of an answer. ``facts`` are the ids that
    were shown when somebody pressed "Not this".
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
    closed_at: datetime | None = None


def question_key(scope: str, text: str) -> str:
    """Return the key of a question in a scope. It ignores case, accents, punctuation and spacing."""
    return f"{scope}/{hashlib.sha256(normal(text).encode()).hexdigest()[:24]}"


class QuestionLog:
    """The question log, in memory. Questions are written later (write-behind), moderators' decisions immediately."""

    what = N_("your questions that got no good answer (with your name for 90 days)")

    def __init__(self, documents: DocumentStore, write_behind: WriteBehind, clock: Clock) -> None:
        self._questions = Collection(documents, COLLECTION, Question)
        self._write_behind = write_behind
        self._clock = clock
        self._by_key: dict[str, Question] = {}
        self._open_in: Counter[str] = Counter()
        self._silenced: Callable[[str, str], bool] | None = None

    async def load(self) -> None:
        """Load the log from the store."""
        self._by_key = await self._questions.all()
        self._open_in = Counter(each.scope for each in self._by_key.values() if each.standing is Standing.OPEN)
        await self.expire()

    def ignore_if(self, silenced: Callable[[str, str], bool]) -> None:
        """Set ``silenced(scope, text)``, which returns whether a new question is similar to a silenced one."""
        self._silenced = silenced

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
        """Log a question, or count it again; return None if it was dismissed or has no words."""
        text = readable_line(text, MAX_LENGTH)
        if not normal(text):
            return None
        key, now = question_key(scope, text), self._clock()
        known = self._by_key.get(key)
        if known is None:
            if self._silenced is not None and self._silenced(scope, text):
                return None
            question = Question(
                key=key,
                scope=scope,
                text=text,
                reason=reason,
                askers=(asker,),
                productions=tuple(productions),
                topics=tuple(topics),
                facts=tuple(facts),
                first_asked=now,
                last_asked=now,
            )
        elif known.standing in (Standing.SILENCED, Standing.DISMISSED):
            return None
        else:
            question = _asked_again(known, asker, reason, tuple(facts), now)
        self._replace(question)
        self._write_behind.put(COLLECTION, key, self._questions.document(question))
        self._evict(scope, key)
        return question

    def get(self, key: str) -> Question | None:
        """Return a question by its key, or None."""
        return self._by_key.get(key)

    def open(self, scope: str, reason: Reason | None = None) -> tuple[Question, ...]:
        """Return the open questions of exactly one scope, most asked first, then oldest."""
        found = [
            each
            for each in self._by_key.values()
            if each.scope == scope and each.standing is Standing.OPEN and reason in (None, each.reason)
        ]
        return tuple(sorted(found, key=lambda each: (-each.count, each.first_asked, each.key)))

    def all(self, scope: str) -> tuple[Question, ...]:
        """Return every question of exactly one scope, in any state."""
        return tuple(question for question in self._by_key.values() if question.scope == scope)

    def everything(self) -> tuple[Question, ...]:
        """Return every question of every scope, for building indexes at startup."""
        return tuple(self._by_key.values())

    async def put(self, question: Question) -> None:
        """Replace a question after a moderator's decision; durable on return. Raises ``StoreUnwritable``."""
        await self._questions.put(question.key, question)
        self._write_behind.discard(COLLECTION, question.key)
        self._replace(question)

    async def close(
        self, key: str, standing: Standing, answered_by: str | None = None, notified: Iterable[str] = ()
    ) -> Question:
        """Close a question; durable on return. Removes its askers, and the ``notified`` from those who wait.

        Raises:
            NotFound: there is no such question in the log.
            StoreUnwritable: nothing was changed.
        """
        question = self._known(key)
        waiting = tuple(each for each in question.waiting if each not in set(notified))
        closed = {"standing": standing, "answered_by": answered_by, "closed_at": self._clock()}
        updated = question.model_copy(update=closed | {"askers": (), "waiting": waiting})
        if standing in (Standing.DISMISSED, Standing.SILENCED):
            updated = updated.model_copy(update={"waiting": ()})
        await self.put(updated)
        return updated

    async def wait(self, key: str, person: str) -> None:
        """Record that a person wants to be notified of an answer. Raises ``NotFound``."""
        question = self._known(key)
        if question.standing is not Standing.OPEN:
            raise NotFound(_("This question is no longer open. Ask it again: there may be an answer now."))
        if person not in question.waiting:
            await self.put(question.model_copy(update={"waiting": (*question.waiting, person)}))

    async def notified(self, key: str) -> None:
        """Remove the people who waited, because they have been notified."""
        question = self._by_key.get(key)
        if question is not None and question.waiting:
            await self.put(question.model_copy(update={"waiting": ()}))

    async def find(self, person: str) -> tuple[str, ...]:
        """Return the text of the questions with a person's id."""
        return tuple(each.text for each in self._by_key.values() if person in each.askers or person in each.waiting)

    async def forget(self, person: str) -> int:
        """Remove a person's id from every question; return the number of questions. The questions stay."""
        mine = [each for each in self._by_key.values() if person in each.askers or person in each.waiting]
        for each in mine:
            await self.put(
                each.model_copy(
                    update={
                        "askers": tuple(other for other in each.askers if other != person),
                        "waiting": tuple(other for other in each.waiting if other != person),
                    }
                )
            )
        return len(mine)

    def scopes(self) -> frozenset[str]:
        """Return the scopes with questions."""
        return frozenset(each.scope for each in self._by_key.values())

    async def forget_scope(self, scope: str) -> int:
        """Delete a server's questions; return their number."""
        theirs = self.all(scope)
        for each in theirs:
            self._drop(each)
        return len(theirs)

    async def expire(self) -> None:
        """Delete questions, and ids of askers, that are too old."""
        now = self._clock()
        for question in list(self._by_key.values()):
            if now - _since(question) > (CLOSED_KEPT if question.standing in _CLOSED else OPEN_FOR):
                self._drop(question)
            elif question.askers and now - question.last_asked > NAMES_KEPT:
                self._by_key[question.key] = anonymous = question.model_copy(update={"askers": ()})
                self._write_behind.put(COLLECTION, question.key, self._questions.document(anonymous))

    def _drop(self, question: Question) -> None:
        del self._by_key[question.key]
        self._open_in[question.scope] -= question.standing is Standing.OPEN
        self._write_behind.put(COLLECTION, question.key, None)

    def _known(self, key: str) -> Question:
        question = self._by_key.get(key)
        if question is None:
            raise NotFound(_("This question is no longer in the log. Open the queue again to see what is left."))
        return question

    def _replace(self, question: Question) -> None:
        before = self._by_key.get(question.key)
        self._open_in[question.scope] += (question.standing is Standing.OPEN) - (
            before is not None and before.standing is Standing.OPEN
        )
        self._by_key[question.key] = question

    def _evict(self, scope: str, new: str) -> None:
        """If a scope has too many open questions, drop the least asked that nobody waits for."""
        if self._open_in[scope] <= OPEN_KEPT:
            return
        evicted = [each for each in self.open(scope) if each.key != new and not each.waiting][-_EVICTED:]
        for each in evicted:
            self._drop(each)


_CLOSED = (Standing.ANSWERED, Standing.DISMISSED)


def _since(question: Question) -> datetime:
    """Return when a question was closed or last asked, whichever is later. Its age counts from then."""
    return max(filter(None, (question.closed_at, question.last_asked)))


def _asked_again(known: Question, asker: str, reason: Reason, facts: tuple[str, ...], now: datetime) -> Question:
    """Return a known question, asked again. An answered one is reopened, because its answer wasn't found."""
    new_asker = asker not in known.askers
    update: dict[str, object] = {"last_asked": now, "standing": Standing.OPEN, "answered_by": None, "closed_at": None}
    if new_asker:
        update["count"] = known.count + 1
        if len(known.askers) < ASKERS_KEPT:
            update["askers"] = (*known.askers, asker)
    if reason is Reason.WRONG:
        update["reason"] = reason
        update["facts"] = tuple(dict.fromkeys((*known.facts, *facts)))[:_FACTS_KEPT]
    return known.model_copy(update=update)
