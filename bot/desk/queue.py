"""The queue: what people asked and did not get, and what they propose, for moderators to work off."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.answers.answer import Outcome
from bot.desk.actors import Actor
from bot.desk.clock import Clock, today
from bot.desk.curating import Curating
from bot.desk.drafts import Draft
from bot.desk.errors import NotFound
from bot.desk.gate import Gate
from bot.desk.grouping import Groups, plain
from bot.desk.locks import FactLocks
from bot.desk.notices import NoticeKind, Notices
from bot.desk.permissions import Deed
from bot.desk.question_log import Question, QuestionLog, Reason, Standing
from bot.desk.slowly import slowly
from bot.desk.suggesting import Suggesting, Suggestion
from bot.facts.models import Fact

if TYPE_CHECKING:
    from bot.answers.engine import Engine

_PHRASINGS = 5
"""Of how many questions of a group the wording is kept as phrasings: the most asked ones."""

_CANDIDATES = 5


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
        engine: Engine,
        clock: Clock,
    ) -> None:
        self._gate = gate
        self._log = log
        self._suggesting = suggesting
        self._curating = curating
        self._notices = notices
        self._engine = engine
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
        self._log.refuse(self.silenced)

    def silenced(self, scope: str, text: str) -> bool:
        """Whether a question is like one that was dismissed together with all like it."""
        patterns = self._silenced.get(scope)
        return patterns is not None and patterns.find(plain(text)) is not None

    async def items(self, actor: Actor) -> tuple[Item, ...]:
        """Everything that waits in the actor's server, most asked first, then oldest. Raises ``NotAllowed``."""
        self._gate.require(actor, Deed.QUEUE_SEE)
        found = [item for reason in Reason for item in await self._grouped(actor.scope, reason)]
        found += [
            Item(ItemKind.SUGGESTION, each.id, each.text, 1, suggestion=each)
            for each in self._suggesting.waiting(actor)
        ]
        return tuple(sorted(found, key=lambda item: (-item.count, _since(item), item.key)))

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
        now = self._engine.ask(question.text, scope=question.scope, today=today(self._clock))
        likely = list(now.facts) if now.outcome is not Outcome.UNKNOWN else []
        production = question.productions[0] if len(question.productions) == 1 else None
        alike = self._engine.similar(question.text, production=production, scope=question.scope, limit=_CANDIDATES)
        return tuple({fact.id: fact for fact in (*likely, *(fact for fact, _ in alike))}.values())[:_CANDIDATES]

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
            why=f"asked: {first.text}"[:300],
        )

    async def answer_new(self, actor: Actor, key: str, draft: Draft) -> Fact:
        """Answer an item with a new fact.

        Raises:
            NotAllowed, NotFound, DraftRefused, StoreUnwritable.
        """
        self._gate.require(actor, Deed.QUEUE_ANSWER)
        async with self._turn(actor):
            item = await self._item(actor, key)
            fact = await self._curating.add(actor, draft)
            await self._settle(item, fact)
        return fact

    async def dismiss(self, actor: Actor, key: str) -> Item:
        """Take an item's questions out of the queue; they are not logged again. Raises ``NotAllowed``, ``NotFound``."""
        self._gate.require(actor, Deed.QUEUE_DISMISS)
        async with self._turn(actor):
            item = await self._item(actor, key)
            for question in item.questions:
                await self._log.settle(question.key, Standing.DISMISSED)
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
                if patterns.find(plain(question.text)) is not None:
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
        opened = question.model_copy(update={"standing": Standing.OPEN})
        await self._log.put(opened)
        patterns = self._silenced.get(actor.scope)
        if patterns is not None:
            patterns.discard(key)
        return opened

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
        for item in await self._grouped(actor.scope, question.reason):
            if any(each.key == key for each in item.questions):
                return item
        return _item(question.reason, [question])

    async def _settle(self, item: Item, fact: Fact) -> None:
        for question in item.questions:
            await self._tell(await self._log.settle(question.key, Standing.ANSWERED, fact.id))

    async def _tell(self, question: Question) -> None:
        for person in question.waiting:
            await self._notices.put(
                person,
                NoticeKind.ANSWERED,
                scope=question.scope,
                about=question.text,
                text="A question of yours has an answer now.",
                fact=question.answered_by,
            )
        await self._log.told(question.key)

    def _silence(self, question: Question) -> None:
        self._silenced.setdefault(question.scope, Groups()).add(question.key, question.text)


def _item(reason: Reason, questions: list[Question]) -> Item:
    questions.sort(key=lambda each: (-each.count, each.first_asked, each.key))
    first = questions[0]
    return Item(ItemKind(reason), first.key, first.text, sum(each.count for each in questions), tuple(questions))


def _since(item: Item) -> float:
    when = item.suggestion.at if item.suggestion else min(each.first_asked for each in item.questions)
    return when.timestamp()


def _wordings(item: Item) -> tuple[str, ...]:
    return tuple(question.text for question in item.questions[:_PHRASINGS])
