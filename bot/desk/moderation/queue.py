"""The queue: what people asked and did not get, and what they propose, for moderators to work off."""

from __future__ import annotations

import uuid
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum

from bot.answers.answer import Outcome
from bot.desk.access.actors import Actor
from bot.desk.access.gate import Gate
from bot.desk.access.permissions import Deed
from bot.desk.asking.guarded_engine import Answering
from bot.desk.asking.question_log import Question, QuestionLog, Reason, Standing
from bot.desk.asking.similar_questions import Groups, comparable
from bot.desk.editing.drafts.draft import Draft
from bot.desk.editing.editor import Curating
from bot.desk.errors import Invalid, NotFound
from bot.desk.moderation.outbox import NoticeKind, Notices
from bot.desk.moderation.suggestions import Suggesting, Suggestion
from bot.desk.runtime.clock import Clock, today
from bot.desk.runtime.cooperative import slowly
from bot.desk.state.begun_changes import Begun
from bot.desk.state.catalogue import Catalogue
from bot.desk.state.locks import FactLocks
from bot.desk.state.reasons import ASKED
from bot.facts.models import SHARED, Fact

_PHRASINGS = 5
"""Of how many questions of a group the wording is kept as phrasings: the most asked ones."""

_CANDIDATES = 5
_KIND = "question"
"""What begins the name of each question in ``Begun``."""


class ItemKind(StrEnum):
    """Why something is in the queue."""

    UNANSWERED = "unanswered"
    WRONG = "wrong"
    SUGGESTION = "suggestion"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: similar questions together, or one suggestion.

    ``key`` names it in every deed: of the most asked question, or the suggestion's id. ``count`` is how many asked.
    """

    kind: ItemKind
    key: str
    text: str
    count: int
    questions: tuple[Question, ...] = ()
    suggestion: Suggestion | None = None


@dataclass(frozen=True, slots=True)
class NotAnswered:
    """What became of an item whose questions a fact does not answer.

    ``changed``: the fact did not know all of them yet, so there is something to undo. ``still``: the engine answers the
    item with the fact nonetheless, because it is asked for in just the same words.
    """

    item: Item
    fact: Fact
    changed: bool
    still: bool


class Queue:
    """One server's queue, which nobody else's moderators see; the host's, of what was asked in direct messages."""

    def __init__(
        self,
        *,
        gate: Gate,
        log: QuestionLog,
        suggesting: Suggesting,
        curating: Curating,
        notices: Notices,
        begun: Begun,
        catalogue: Catalogue,
        answers: Answering,
        clock: Clock,
    ) -> None:
        self._begun = begun
        self._gate = gate
        self._log = log
        self._suggesting = suggesting
        self._curating = curating
        self._notices = notices
        self._catalogue = catalogue
        self._answering = answers
        self._clock = clock
        self._groups: dict[tuple[str, Reason], Groups] = {}
        self._silenced: dict[str, Groups] = {}
        self._turns = FactLocks()

    async def load(self) -> None:
        """Read what was dismissed for good, and tell those who were not told before the last stop."""
        async for question in slowly(self._log.everything()):
            if question.standing is Standing.SILENCED:
                self._silence(question)
            if question.standing is Standing.ANSWERED and question.waiting:
                await self._tell(question)
        for about in self._begun.left(_KIND):
            fact, key = await self._begun.made(about), about.removeprefix(f"{_KIND} ")
            if fact is not None:
                await self._settle_open(key.rpartition("/")[0], key, fact)
            await self._begun.end(about)
        self._log.refuse(self.silenced)

    def silenced(self, scope: str, text: str) -> bool:
        """Whether a question is like one that was dismissed together with all like it."""
        patterns = self._silenced.get(scope)
        return patterns is not None and patterns.find(comparable(text)) is not None

    async def items(self, actor: Actor) -> tuple[Item, ...]:
        """Everything that waits in the actor's server, most asked first, then oldest. Raises ``NotAllowed``."""
        self._gate.require(actor, Deed.QUEUE_SEE)
        suggested = [
            Item(ItemKind.SUGGESTION, each.id, each.text, 1, suggestion=each)
            for each in self._suggesting.waiting(actor)
        ]
        return tuple(sorted([*await self.open_in(actor.scope), *suggested], key=_order))

    async def open_in(self, scope: str) -> tuple[Item, ...]:
        """The open questions of a scope, grouped as the queue shows them, for the digest.

        Permission is the caller's business.
        """
        return tuple(sorted([item for reason in Reason for item in await self._grouped(scope, reason)], key=_order))

    async def item(self, actor: Actor, key: str) -> Item:
        """One item of questions by its key.

        Raises:
            NotAllowed; NotFound: it was dealt with meanwhile.
        """
        self._gate.require(actor, Deed.QUEUE_SEE)
        return await self._item(actor, key)

    async def candidates(self, actor: Actor, key: str) -> tuple[Fact, ...]:
        """Facts that may answer an item, best first: what the engine says by now, then what is alike.

        Raises:
            NotAllowed, NotFound.
        """
        self._gate.require(actor, Deed.QUEUE_ANSWER)
        question = (await self._item(actor, key)).questions[0]
        now = self._answering.ask(question.text, scope=question.scope, today=today(self._clock))
        likely = list(now.facts) if now.outcome is not Outcome.UNKNOWN else []
        production = question.productions[0] if len(question.productions) == 1 else None
        alike = self._answering.similar(question.text, production=production, scope=question.scope, limit=_CANDIDATES)
        return tuple({fact.id: fact for fact in (*likely, *(fact for fact, _ in alike))}.values())[:_CANDIDATES]

    def shown(self, actor: Actor, item: Item) -> tuple[Fact, ...]:
        """The facts that an item's questions were answered with, as far as they still exist. Raises ``NotAllowed``.

        Where it is exactly one, `not_answered` can be said of it.
        """
        self._gate.require(actor, Deed.QUEUE_SEE)
        names = dict.fromkeys(name for question in item.questions for name in question.facts)
        found = (self._catalogue.find_fact(name, actor.scope) for name in names)
        return tuple({fact.id: fact for fact in found if fact is not None}.values())

    async def answer(self, actor: Actor, key: str, fact_id: str) -> Fact:
        """Answer an item with a fact: its questions become phrasings of it, and those who wait are told.

        Raises:
            NotAllowed, NotFound, Invalid, StoreUnwritable.
        """
        self._gate.require(actor, Deed.QUEUE_ANSWER)
        async with self._turn(actor):
            item = await self._item(actor, key)
            fact = await self._curating.add_phrasings(actor, fact_id, _wordings(item))
            await self._settle(item, fact)
        return fact

    async def draft(self, actor: Actor, key: str) -> Draft:
        """A draft of a new fact that answers an item, with what its questions tell.

        Raises:
            NotAllowed, NotFound.
        """
        self._gate.require(actor, Deed.QUEUE_ANSWER)
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

        ``change`` is the id that the change gets. Of one item, or of one id, there is one fact, however often this is
        interrupted and done again.

        Raises:
            NotAllowed, NotFound, DraftRefused, StoreUnwritable.
        """
        self._gate.require(actor, Deed.QUEUE_ANSWER)
        async with self._turn(actor):
            about, change = f"{_KIND} {key}", change or uuid.uuid4().hex[:12]
            fact = await self._begun.made(about) or await self._begun.committed(change)
            if fact is None:
                await self._item(actor, key)
                await self._begun.begin(about, change)
                fact = await self._curating.add(actor, draft, change)
            await self._settle_open(actor.scope, key, fact)
            await self._begun.end(about)
        return fact

    async def _settle_open(self, scope: str, key: str, fact: Fact) -> None:
        """Settle an item with a fact, as far as it is not settled yet."""
        question = self._log.get(key)
        if question is not None and question.scope == scope and question.standing is Standing.OPEN:
            await self._settle(await self._of(question), fact)

    async def not_answered(self, actor: Actor, key: str, seen: str | None = None) -> NotAnswered:
        """Say that an item is not answered by the fact that answered it: its questions become counterexamples.

        They are dismissed with it. Each of the two is taken back by itself: `Undo.undo` takes the counterexamples away
        and leaves the questions dismissed, `reopen` brings a question back and leaves the fact as it is. ``seen`` is
        the fact that the actor was shown, where that may be a while ago.

        Raises:
            NotAllowed, NotFound, StoreUnwritable;
            Invalid: no one fact answered it (any more), or a question is a phrasing of it; nothing was changed.
        """
        self._gate.require(actor, Deed.QUEUE_ANSWER)
        async with self._turn(actor):
            item = await self._item(actor, key)
            shown = self.shown(actor, item)
            if len(shown) != 1 or seen not in (None, shown[0].id):
                raise Invalid(
                    "These questions were not answered with exactly one fact that still exists, or with another by "
                    "now. Open the queue again; to tell one fact what it does not answer, use /fact edit."
                )
            name = shown[0].id
            # The host in a server is shown its version, and writes the shared one.
            before = [self._catalogue.held(name, scope) for scope in (actor.scope, SHARED)]
            fact = await self._curating.add_counterexamples(actor, name, _wordings(item))
            await self._dismiss(item)
        return NotAnswered(item, fact, fact not in before, self._answers(item, fact))

    async def dismiss(self, actor: Actor, key: str) -> Item:
        """Take an item's questions out of the queue; they are not logged again. Raises ``NotAllowed``, ``NotFound``."""
        self._gate.require(actor, Deed.QUEUE_DISMISS)
        async with self._turn(actor):
            item = await self._item(actor, key)
            await self._dismiss(item)
        return item

    async def dismiss_all(self, actor: Actor, key: str) -> Item:
        """Take an item's questions and all like them out of the queue, now and later.

        Raises:
            NotAllowed, NotFound.
        """
        self._gate.require(actor, Deed.QUEUE_DISMISS)
        async with self._turn(actor):
            item = await self._item(actor, key)
            for question in item.questions:
                self._silence(await self._log.settle(question.key, Standing.SILENCED))
            patterns = self._silenced[actor.scope]
            async for question in slowly(self._log.open(actor.scope)):
                if patterns.find(comparable(question.text)) is not None:
                    await self._log.settle(question.key, Standing.SILENCED)
        return item

    def dismissed(self, actor: Actor) -> tuple[Question, ...]:
        """What was dismissed in the actor's server, newest first. Raises ``NotAllowed``."""
        self._gate.require(actor, Deed.QUEUE_SEE)
        gone = (Standing.DISMISSED, Standing.SILENCED)
        found = [each for each in self._log.all(actor.scope) if each.standing in gone]
        return tuple(sorted(found, key=lambda each: each.last_asked, reverse=True))

    async def reopen(self, actor: Actor, key: str) -> Question:
        """Put a dismissed question back; what is like it is logged again. Raises ``NotAllowed``, ``NotFound``."""
        self._gate.require(actor, Deed.QUEUE_DISMISS)
        question = self._log.get(key)
        if question is None or question.scope != actor.scope:
            raise NotFound("This question is no longer in the log.")
        opened = question.model_copy(update={"standing": Standing.OPEN, "closed_at": None})
        await self._log.put(opened)
        patterns = self._silenced.get(actor.scope)
        if patterns is not None:
            patterns.discard(key)
        return opened

    async def forget_scope(self, scope: str) -> int:
        """Forget how a server's questions were grouped, and which it takes no more; nothing of that is stored here."""
        for reason in Reason:
            self._groups.pop((scope, reason), None)
        self._silenced.pop(scope, None)
        return 0

    # -- what they share

    def _turn(self, actor: Actor) -> AbstractAsyncContextManager[None]:
        """One deed at a time in a server's queue, so that two moderators never deal with one item twice."""
        return self._turns.hold((actor.scope, ""))

    async def _grouped(self, scope: str, reason: Reason) -> list[Item]:
        groups = self._groups.setdefault((scope, reason), Groups())
        opened = {question.key: question for question in self._log.open(scope, reason)}
        for gone in groups.keys() - opened.keys():
            groups.discard(gone)
        together: dict[int, list[Question]] = {}
        async for question in slowly(opened.values()):
            together.setdefault(groups.add(question.key, question.text).id, []).append(question)
        return [_item(reason, questions) for questions in together.values()]

    async def _item(self, actor: Actor, key: str) -> Item:
        question = self._log.get(key)
        if question is None or question.scope != actor.scope or question.standing is not Standing.OPEN:
            raise NotFound("This was dealt with meanwhile. Open the queue again to see what is left.")
        return await self._of(question)

    async def _of(self, question: Question) -> Item:
        """The item that an open question belongs to."""
        for item in await self._grouped(question.scope, question.reason):
            if any(each.key == question.key for each in item.questions):
                return item
        return _item(question.reason, [question])

    def _answers(self, item: Item, fact: Fact) -> bool:
        """Whether the item is answered with a fact as things stand now."""
        first = item.questions[0]
        now = self._answering.ask(first.text, scope=first.scope, today=today(self._clock))
        return now.outcome is Outcome.ANSWER and any(each.id == fact.id for each in now.facts)

    async def _dismiss(self, item: Item) -> None:
        for question in item.questions:
            await self._log.settle(question.key, Standing.DISMISSED)

    async def _settle(self, item: Item, fact: Fact) -> None:
        # The one that names the item comes last: until then, what is left can be found by it.
        for question in reversed(item.questions):
            told = await self._put_notices(question, fact.id)
            later = await self._log.settle(question.key, Standing.ANSWERED, fact.id, told=told)
            await self._tell(later)

    async def _tell(self, question: Question) -> None:
        """Tell those who still wait for an answered question: they came while it was settled."""
        if question.waiting:
            await self._put_notices(question, question.answered_by)
            await self._log.told(question.key)

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
        self._silenced.setdefault(question.scope, Groups()).add(question.key, question.text)


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
    return tuple(question.text for question in item.questions[:_PHRASINGS])
