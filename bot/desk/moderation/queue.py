"""The moderation queue: unanswered questions, wrong answers and suggestions."""

from __future__ import annotations

import uuid
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum

from bot.answers.answer import Outcome
from bot.desk.access.actors import Actor
from bot.desk.access.gate import Gate
from bot.desk.access.permissions import Permission
from bot.desk.asking.guarded_engine import GuardedEngine
from bot.desk.asking.question_log import Question, QuestionLog, Reason, Standing
from bot.desk.asking.similar_questions import Clusters, comparable
from bot.desk.editing.drafts.draft import Draft
from bot.desk.editing.editor import Curating
from bot.desk.errors import Invalid, NotFound
from bot.desk.moderation.outbox import NoticeKind, Notices
from bot.desk.moderation.suggestions import Suggesting, Suggestion
from bot.desk.runtime.clock import Clock, today
from bot.desk.runtime.cooperative import slowly
from bot.desk.state.catalogue import Catalogue
from bot.desk.state.intent_log import IntentLog
from bot.desk.state.locks import FactLocks
from bot.desk.state.reasons import ASKED
from bot.facts.models import SHARED, Fact
from bot.messages import _

_MAX_PHRASINGS = 5
"""Maximum number of questions of a cluster that become phrasings, most asked first."""

_MAX_CANDIDATES = 5
"""Maximum number of facts to offer as answers."""

_KIND = "question"
"""The first word of names of questions in the `IntentLog`."""


class ItemKind(StrEnum):
    """Why something is in the queue."""

    UNANSWERED = "unanswered"
    WRONG = "wrong"
    SUGGESTION = "suggestion"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry in the queue: a cluster of similar questions, or a suggestion.

    ``key`` identifies it in all actions: the key of the most asked question, or the suggestion's id. ``count`` is the
    number of people who asked.
    """

    kind: ItemKind
    key: str
    text: str
    count: int
    questions: tuple[Question, ...] = ()
    suggestion: Suggestion | None = None


@dataclass(frozen=True, slots=True)
class NotAnswered:
    """The result of `Queue.not_answered`.

    ``changed``: at least one counterexample was new, so there is something to undo. ``still``: the engine still answers
    the item with the fact, because of a phrasing or because the server has its own version.
    """

    item: Item
    fact: Fact
    changed: bool
    still: bool


class Queue:
    """The queue of each server, which only its moderators see. The host's queue has questions from direct messages."""

    def __init__(
        self,
        *,
        gate: Gate,
        log: QuestionLog,
        suggesting: Suggesting,
        curating: Curating,
        notices: Notices,
        intents: IntentLog,
        catalogue: Catalogue,
        answers: GuardedEngine,
        clock: Clock,
    ) -> None:
        self._intents = intents
        self._gate = gate
        self._log = log
        self._suggesting = suggesting
        self._curating = curating
        self._notices = notices
        self._catalogue = catalogue
        self._answering = answers
        self._clock = clock
        self._clusters: dict[tuple[str, Reason], Clusters] = {}
        self._silenced: dict[str, Clusters] = {}
        self._locks = FactLocks()

    async def load(self) -> None:
        """Load the silenced questions, and notify people whom the last run didn't notify."""
        async for question in slowly(self._log.everything()):
            if question.standing is Standing.SILENCED:
                self._silence(question)
            if question.standing is Standing.ANSWERED and question.waiting:
                await self._notify_late(question)
        for name in self._intents.unfinished(_KIND):
            fact, key = await self._intents.result(name), name.removeprefix(f"{_KIND} ")
            if fact is not None:
                await self._close_if_open(key.rpartition("/")[0], key, fact)
            await self._intents.end(name)
        self._log.ignore_if(self.silenced)

    def silenced(self, scope: str, text: str) -> bool:
        """Return whether a question is similar to a silenced one."""
        patterns = self._silenced.get(scope)
        return patterns is not None and patterns.find(comparable(text)) is not None

    async def items(self, actor: Actor) -> tuple[Item, ...]:
        """Return all items of the actor's server, most asked first, then oldest. Raises ``NotAllowed``."""
        self._gate.require(actor, Permission.QUEUE_SEE)
        suggested = [
            Item(ItemKind.SUGGESTION, each.id, each.text, 1, suggestion=each)
            for each in self._suggesting.waiting(actor)
        ]
        return tuple(sorted([*await self.open_in(actor.scope), *suggested], key=_order))

    async def open_in(self, scope: str) -> tuple[Item, ...]:
        """Return the open questions of a scope in clusters, for the digest. The caller checks permissions."""
        return tuple(sorted([item for reason in Reason for item in await self._open_items(scope, reason)], key=_order))

    async def item(self, actor: Actor, key: str) -> Item:
        """Return an item with questions by its key.

        Raises:
            NotAllowed; NotFound: somebody has already dealt with it.
        """
        self._gate.require(actor, Permission.QUEUE_SEE)
        return await self._item(actor, key)

    async def candidates(self, actor: Actor, key: str) -> tuple[Fact, ...]:
        """Return facts that may answer an item, best first: the engine's current answers, then similar facts.

        Raises:
            NotAllowed, NotFound.
        """
        self._gate.require(actor, Permission.QUEUE_ANSWER)
        question = (await self._item(actor, key)).questions[0]
        now = self._answering.ask(question.text, scope=question.scope, today=today(self._clock))
        likely = list(now.facts) if now.outcome is not Outcome.UNKNOWN else []
        production = question.productions[0] if len(question.productions) == 1 else None
        similar = self._answering.similar(
            question.text, production=production, scope=question.scope, limit=_MAX_CANDIDATES
        )
        return tuple({fact.id: fact for fact in (*likely, *(fact for fact, _score in similar))}.values())[
            :_MAX_CANDIDATES
        ]

    def shown(self, actor: Actor, item: Item) -> tuple[Fact, ...]:
        """Return the facts that answered an item's questions and still exist. Raises ``NotAllowed``.

        `not_answered` works only if there is exactly one.
        """
        self._gate.require(actor, Permission.QUEUE_SEE)
        names = dict.fromkeys(name for question in item.questions for name in question.facts)
        found = (self._catalogue.find_fact(name, actor.scope) for name in names)
        return tuple({fact.id: fact for fact in found if fact is not None}.values())

    async def answer(self, actor: Actor, key: str, fact_id: str) -> Fact:
        """Answer an item with a fact: add its questions as phrasings, and notify the people who wait.

        Raises:
            NotAllowed, NotFound, Invalid, StoreUnwritable.
        """
        self._gate.require(actor, Permission.QUEUE_ANSWER)
        async with self._lock(actor):
            item = await self._item(actor, key)
            fact = await self._curating.add_phrasings(actor, fact_id, _wordings(item))
            await self._close(item, fact)
        return fact

    async def draft(self, actor: Actor, key: str) -> Draft:
        """Return a draft of a new fact that answers an item, filled in from its questions.

        Raises:
            NotAllowed, NotFound.
        """
        self._gate.require(actor, Permission.QUEUE_ANSWER)
        item = await self._item(actor, key)
        first = item.questions[0]
        return Draft(
            production=next(iter(first.productions), ""),
            topic=next(iter(first.topics), ""),
            phrasings="\n".join(_wordings(item)),
            why=ASKED.text(question=first.text),
        )

    async def answer_new(self, actor: Actor, key: str, draft: Draft, change: str | None = None) -> Fact:
        """Answer an item with a new fact.

        ``change`` is the id of the change. Repeating this never adds a second fact for the same item or id.

        Raises:
            NotAllowed, NotFound, DraftRefused, StoreUnwritable.
        """
        self._gate.require(actor, Permission.QUEUE_ANSWER)
        async with self._lock(actor):
            name, change = f"{_KIND} {key}", change or uuid.uuid4().hex[:12]
            fact = await self._intents.result(name) or await self._intents.committed(change)
            if fact is None:
                await self._item(actor, key)
                await self._intents.begin(name, change)
                fact = await self._curating.add(actor, draft, change)
            await self._close_if_open(actor.scope, key, fact)
            await self._intents.end(name)
        return fact

    async def _close_if_open(self, scope: str, key: str, fact: Fact) -> None:
        """Close an item with a fact, if it is still open."""
        question = self._log.get(key)
        if question is not None and question.scope == scope and question.standing is Standing.OPEN:
            await self._close(await self._item_of(question), fact)

    async def not_answered(self, actor: Actor, key: str, seen: str | None = None) -> NotAnswered:
        """Mark a fact as the wrong answer: add the item's questions as counterexamples, and dismiss them.

        `Undo.undo` removes the counterexamples but doesn't reopen the questions. `reopen` reopens a question but leaves
        the fact unchanged. ``seen`` is the fact as the actor saw it, if it may have changed since.

        Raises:
            NotAllowed, NotFound, StoreUnwritable;
            Invalid: it wasn't answered by exactly one existing fact, or a question is a phrasing of that fact.
        """
        self._gate.require(actor, Permission.QUEUE_ANSWER)
        async with self._lock(actor):
            item = await self._item(actor, key)
            shown = self.shown(actor, item)
            if len(shown) != 1 or seen not in (None, shown[0].id):
                raise Invalid(
                    _(
                        "There isn't exactly one fact that answered these questions, or it is a different one by now. "
                        "Open the queue again, or use /fact edit to add counterexamples to a fact."
                    )
                )
            name = shown[0].id
            # In a server, the host sees the server's version but writes the shared one.
            before = [self._catalogue.exact_version(name, scope) for scope in (actor.scope, SHARED)]
            fact = await self._curating.add_counterexamples(actor, name, _wordings(item))
            await self._dismiss(item)
        return NotAnswered(item, fact, fact not in before, self._answers(item, fact))

    async def dismiss(self, actor: Actor, key: str) -> Item:
        """Dismiss an item's questions, so that they aren't logged again. Raises ``NotAllowed``, ``NotFound``."""
        self._gate.require(actor, Permission.QUEUE_DISMISS)
        async with self._lock(actor):
            item = await self._item(actor, key)
            await self._dismiss(item)
        return item

    async def dismiss_all(self, actor: Actor, key: str) -> Item:
        """Silence an item's questions and all similar ones, now and later.

        Raises:
            NotAllowed, NotFound.
        """
        self._gate.require(actor, Permission.QUEUE_DISMISS)
        async with self._lock(actor):
            item = await self._item(actor, key)
            for question in item.questions:
                self._silence(await self._log.close(question.key, Standing.SILENCED))
            patterns = self._silenced[actor.scope]
            async for question in slowly(self._log.open(actor.scope)):
                if patterns.find(comparable(question.text)) is not None:
                    await self._log.close(question.key, Standing.SILENCED)
        return item

    def dismissed(self, actor: Actor) -> tuple[Question, ...]:
        """Return the dismissed questions of the actor's server, newest first. Raises ``NotAllowed``."""
        self._gate.require(actor, Permission.QUEUE_SEE)
        gone = (Standing.DISMISSED, Standing.SILENCED)
        found = [each for each in self._log.all(actor.scope) if each.standing in gone]
        return tuple(sorted(found, key=lambda each: each.last_asked, reverse=True))

    async def reopen(self, actor: Actor, key: str) -> Question:
        """Reopen a dismissed question, so that similar ones are logged again. Raises ``NotAllowed``, ``NotFound``."""
        self._gate.require(actor, Permission.QUEUE_DISMISS)
        question = self._log.get(key)
        if question is None or question.scope != actor.scope:
            raise NotFound(_("This question is no longer in the log."))
        opened = question.model_copy(update={"standing": Standing.OPEN, "closed_at": None})
        await self._log.put(opened)
        patterns = self._silenced.get(actor.scope)
        if patterns is not None:
            patterns.discard(key)
        return opened

    async def forget_scope(self, scope: str) -> int:
        """Remove a server's clusters and silenced questions from memory. Nothing of that is stored, so return 0."""
        for reason in Reason:
            self._clusters.pop((scope, reason), None)
        self._silenced.pop(scope, None)
        return 0

    # -- helpers

    def _lock(self, actor: Actor) -> AbstractAsyncContextManager[None]:
        """Lock a server's queue, so that two moderators never handle the same item."""
        return self._locks.hold((actor.scope, ""))

    async def _open_items(self, scope: str, reason: Reason) -> list[Item]:
        clusters = self._clusters.setdefault((scope, reason), Clusters())
        opened = {question.key: question for question in self._log.open(scope, reason)}
        for gone in clusters.keys() - opened.keys():
            clusters.discard(gone)
        together: dict[int, list[Question]] = {}
        async for question in slowly(opened.values()):
            together.setdefault(clusters.add(question.key, question.text).id, []).append(question)
        return [_item(reason, questions) for questions in together.values()]

    async def _item(self, actor: Actor, key: str) -> Item:
        question = self._log.get(key)
        if question is None or question.scope != actor.scope or question.standing is not Standing.OPEN:
            raise NotFound(_("Somebody has already dealt with this. Open the queue again to see what is left."))
        return await self._item_of(question)

    async def _item_of(self, question: Question) -> Item:
        """Return the item of an open question."""
        for item in await self._open_items(question.scope, question.reason):
            if any(each.key == question.key for each in item.questions):
                return item
        return _item(question.reason, [question])

    def _answers(self, item: Item, fact: Fact) -> bool:
        """Return whether the engine now answers the item with a fact."""
        first = item.questions[0]
        now = self._answering.ask(first.text, scope=first.scope, today=today(self._clock))
        return now.outcome is Outcome.ANSWER and any(each.id == fact.id for each in now.facts)

    async def _dismiss(self, item: Item) -> None:
        for question in item.questions:
            await self._log.close(question.key, Standing.DISMISSED)

    async def _close(self, item: Item, fact: Fact) -> None:
        # The question that identifies the item comes last, so that the others can be found after an interruption.
        for question in reversed(item.questions):
            notified = await self._put_notices(question, fact.id)
            closed = await self._log.close(question.key, Standing.ANSWERED, fact.id, notified=notified)
            await self._notify_late(closed)

    async def _notify_late(self, question: Question) -> None:
        """Notify people who began to wait while the question was being closed."""
        if question.waiting:
            await self._put_notices(question, question.answered_by)
            await self._log.notified(question.key)

    async def _put_notices(self, question: Question, fact: str | None) -> tuple[str, ...]:
        for person in question.waiting:
            await self._notices.put(
                person,
                NoticeKind.ANSWERED,
                scope=question.scope,
                about=question.text,
                fact=fact,
                cause=f"{_KIND} {question.key} {question.last_asked.isoformat()}",
            )
        return question.waiting

    def _silence(self, question: Question) -> None:
        self._silenced.setdefault(question.scope, Clusters()).add(question.key, question.text)


def _item(reason: Reason, questions: list[Question]) -> Item:
    questions.sort(key=lambda each: (-each.count, each.first_asked, each.key))
    first = questions[0]
    return Item(ItemKind(reason), first.key, first.text, sum(each.count for each in questions), tuple(questions))


def _order(item: Item) -> tuple[int, float, str]:
    return (-item.count, _since(item), item.key)


def _since(item: Item) -> float:
    when = item.suggestion.at if item.suggestion else min(each.first_asked for each in item.questions)
    return when.timestamp()


def _wordings(item: Item) -> tuple[str, ...]:
    return tuple(question.text for question in item.questions[:_MAX_PHRASINGS])
