"""Test a scripted hour with two moderators, the host and fifty fans: the store contains what was acknowledged."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bot.answers.engine import Engine
from bot.answers.knowledge import Knowledge
from bot.desk.access.actors import Actor, Asker
from bot.desk.desk import Desk
from bot.desk.editing.drafts.draft import Draft
from bot.desk.editing.editor import EditConflict
from bot.desk.errors import Conflict, DeskError, NothingToDo, TooMany
from bot.facts.models import SHARED, Fact
from bot.stores.opening import open_stores
from tests.desk.samples import SetClock
from tests.desk.stock import FACTS, HARBOUR, HERE, HOST, MARA, OTTO, stocked

FANS = 50
QUESTIONS_EACH = 8
ACTIONS_EACH = 60

UNKNOWN = (
    "who wrote the music for the salt harbour",
    "Who wrote the music for The Salt Harbour?!",
    "how many boats sank in salt harbour",
    "is there a dog in the salt harbour",
    "what was the budget of salt harbour",
    "will there be popcorn buckets for salt harbour",
)
KNOWN = tuple(phrasing for fact in FACTS for phrasing in fact.phrasings)
WORDS = ("storm", "tide", "pier", "lantern", "gull", "rope", "winch", "fog", "bell", "keeper", "wreck", "sail", "chart")


@dataclass
class Oracle:
    """What the desk acknowledged: every revision by (scope, id), and who asked the logged questions."""

    facts: dict[tuple[str, str], dict[int, Fact]] = field(default_factory=dict)
    asked: dict[str, set[str]] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)

    def acknowledged(self, *facts: Fact) -> None:
        for fact in facts:
            known = self.facts.setdefault(fact.key, {}).setdefault(fact.revision, fact)
            assert known == fact, "one revision was acknowledged with two contents"


class Moderator:
    """A moderator who does random actions, often on the same facts as the others."""

    def __init__(self, desk: Desk, actor: Actor, oracle: Oracle, random: Random) -> None:
        self.desk, self.actor, self.oracle, self.random = desk, actor, oracle, random
        self.scope = SHARED if actor.is_host else actor.scope

    async def work(self, clock: SetClock) -> None:
        actions = [self.add, self.edit, self.edit, self.edit, self.move, self.confirm, self.retire, self.restore]
        actions += [self.merge, self.undo, self.undo, self.import_file, self.answer, self.dismiss, self.decide]
        for _ in range(ACTIONS_EACH):
            clock.advance(seconds=self.random.randint(5, 60))
            action = self.random.choice(actions)
            try:
                await action()
            except EditConflict as conflict:
                self.oracle.done["conflict"] += 1
                await self.save_anyway(conflict)
            except (Conflict, NothingToDo) as fault:
                self.oracle.done[type(fault).__name__] += 1
            except DeskError:
                self.oracle.done[f"refused {action.__name__}"] += 1
            else:
                self.oracle.done[action.__name__] += 1

    def any_fact(self) -> Fact:
        """Return a random fact; half the time one of the first three, so that moderators conflict."""
        facts = self.desk.catalogue.facts(self.scope, HARBOUR.id)
        return self.random.choice(facts[:3] if self.random.random() < 0.5 else facts)

    def sentence(self) -> str:
        return f"The {' and the '.join(self.random.sample(WORDS, 3))} came first."

    async def add(self) -> None:
        words = self.sentence()
        draft = Draft(
            production=HARBOUR.id, topic="story", subject=self.random.choice(WORDS), text=words, phrasings=words
        )
        self.oracle.acknowledged(await self.desk.curating.add(self.actor, draft))

    async def edit(self) -> None:
        draft = await self.desk.curating.draft(self.actor, self.any_fact().id)
        await asyncio.sleep(self.random.random() / 50)
        self.oracle.acknowledged(await self.desk.curating.edit(self.actor, draft.typed(text=self.sentence())))

    async def save_anyway(self, conflict: EditConflict) -> None:
        if conflict.mine is None or self.random.random() < 0.5:
            return
        try:
            self.oracle.acknowledged(await self.desk.curating.edit(self.actor, conflict.mine))
            self.oracle.done["insisted"] += 1
        except DeskError:
            self.oracle.done["insisted in vain"] += 1

    async def move(self) -> None:
        draft = await self.desk.curating.draft(self.actor, FACTS[0].id)
        day = f"{self.random.randint(1, 28)} June {self.random.randint(2027, 2030)}"
        self.oracle.acknowledged(await self.desk.curating.edit(self.actor, draft.typed(value=day, why="moved")))

    async def confirm(self) -> None:
        self.oracle.acknowledged(await self.desk.curating.confirm(self.actor, self.any_fact().id))

    async def retire(self) -> None:
        self.oracle.acknowledged(await self.desk.curating.retire(self.actor, self.any_fact().id, "enough"))

    async def restore(self) -> None:
        kept = self.desk.catalogue.every_version(self.scope)
        fact = self.random.choice(kept or FACTS)
        self.oracle.acknowledged(await self.desk.curating.restore(self.actor, fact.id, 1))

    async def merge(self) -> None:
        keep, other = self.any_fact().id, self.any_fact().id
        kept = await self.desk.merging.merge(self.actor, keep, other)
        change = next(each.change for each in await self.desk.store.history(*kept.key) if each.fact == kept)
        self.oracle.acknowledged(*(each.fact for each in await self.desk.store.change(change)))

    async def undo(self) -> None:
        self.oracle.acknowledged(*(await self.desk.undo.undo(self.actor)).facts)
        if self.random.random() < 0.5:
            self.oracle.acknowledged(*(await self.desk.undo.redo(self.actor)).facts)
            self.oracle.done["redo"] += 1

    async def import_file(self) -> None:
        facts = [
            {
                "id": f"brought-{self.random.randint(1, 6)}",
                "production": HARBOUR.id,
                "topic": "stunt",
                "text": self.sentence(),
            }
        ]
        whole = {"format": "callsheet-pack", "version": 1, "id": "more", "title": "More", "facts": facts}
        plan = await self.desk.packs.report(self.actor, json.dumps(whole).encode(), "more.json")
        change = await self.desk.packs.apply(self.actor, plan.token)
        self.oracle.acknowledged(*(each.fact for each in change.revisions))

    async def answer(self) -> None:
        items = [item for item in await self.desk.queue.items(self.actor) if item.questions]
        if items:
            fact = self.any_fact()
            self.oracle.acknowledged(await self.desk.queue.answer(self.actor, items[0].key, fact.id))

    async def dismiss(self) -> None:
        items = [item for item in await self.desk.queue.items(self.actor) if item.questions]
        if len(items) > 3:
            await self.desk.queue.dismiss(self.actor, items[-1].key)

    async def decide(self) -> None:
        waiting = self.desk.suggesting.waiting(self.actor)
        if waiting:
            self.oracle.acknowledged(await self.desk.suggesting.approve(self.actor, waiting[0].id))


async def conflict_once(first: Moderator, second: Moderator) -> None:
    """Let two moderators save the same fact at the same time."""
    drafts = [await each.desk.curating.draft(each.actor, FACTS[1].id) for each in (first, second)]
    saving = [
        each.desk.curating.edit(each.actor, draft.typed(text=each.sentence()))
        for each, draft in zip((first, second), drafts, strict=True)
    ]
    for outcome in await asyncio.gather(*saving, return_exceptions=True):
        if isinstance(outcome, EditConflict):
            first.oracle.done["conflict"] += 1
        else:
            assert isinstance(outcome, Fact)
            first.oracle.acknowledged(outcome)


async def act_as_fan(desk: Desk, number: int, oracle: Oracle, random: Random, clock: SetClock) -> None:
    """Let a fan ask questions, report wrong answers, wait for answers and make suggestions."""
    fan = Asker(f"discord:{9000 + number}", server="10", channel="1")
    member = Actor(fan.person, server="10")
    for _ in range(QUESTIONS_EACH):
        clock.advance(seconds=random.randint(1, 30))
        await asyncio.sleep(random.random() / 10)
        try:
            reply = desk.asking.ask(random.choice(UNKNOWN if random.random() < 0.4 else KNOWN), fan)
        except TooMany:
            oracle.done["too many"] += 1
            continue
        oracle.done[f"asked: {reply.outcome}"] += 1
        logged = reply.logged
        if logged is None and random.random() < 0.1:
            logged = desk.asking.wrong(reply.id, fan)
        if logged is not None:
            oracle.asked.setdefault(logged, set()).add(fan.person)
            if random.random() < 0.3:
                try:
                    await desk.asking.tell_me(logged, fan)
                except DeskError:
                    oracle.done["told too late"] += 1
        if random.random() < 0.05:
            text = f"{random.choice(WORDS)} number {number} is real."
            await desk.suggesting.propose(
                member, text=text, source="https://a.example", production=HARBOUR.id, topic="story"
            )
            oracle.done["proposed"] += 1


async def test_after_a_busy_hour_the_store_contains_exactly_what_was_acknowledged(
    tmp_path: Path, knowledge: Knowledge, clock: SetClock
) -> None:
    url = f"tinydb:///{tmp_path / 'store.json'}"
    desk = await stocked(await Desk.open(await open_stores(url), Engine(knowledge), clock=clock))
    oracle = Oracle()
    oracle.acknowledged(*FACTS)
    moderators = [Moderator(desk, actor, oracle, Random(seed)) for seed, actor in enumerate((MARA, OTTO, HOST))]
    await conflict_once(*moderators[:2])
    await asyncio.gather(
        *(moderator.work(clock) for moderator in moderators),
        *(act_as_fan(desk, number, oracle, Random(number + 100), clock) for number in range(FANS)),
    )
    actions = {
        "add",
        "edit",
        "move",
        "undo",
        "redo",
        "import_file",
        "answer",
        "decide",
        "merge",
        "conflict",
        "proposed",
    }
    assert actions <= {name for name, count in oracle.done.items() if count}, oracle.done

    questions = {question.key: question for question in desk.question_log.everything()}
    waiting, notices = desk.suggesting.waiting(MARA), desk.notices.waiting()
    seen = {scope: desk.catalogue.facts(scope) for scope in (SHARED, HERE)}
    day = clock().date()
    answers = {
        (scope, question): desk.engine.ask(question, scope=scope, today=day)
        for scope in seen
        for question in (*KNOWN, *UNKNOWN)
    }
    await desk.close()

    again = await Desk.open(await open_stores(url), Engine(knowledge), clock=clock)
    try:
        kept = {
            (fact.scope, fact.id): {
                each.fact.revision: each.fact for each in await again.store.history(fact.scope, fact.id)
            }
            for fact in (await again.store.load()).facts
        }
        assert kept == oracle.facts
        assert all(sorted(revisions) == list(range(1, len(revisions) + 1)) for revisions in kept.values())
        assert {fact.key: fact for scope in seen for fact in again.catalogue.every_version(scope)} == {
            key: revisions[max(revisions)] for key, revisions in oracle.facts.items()
        }
        assert {scope: again.catalogue.facts(scope) for scope in seen} == seen
        for (scope, question), answer in answers.items():
            now = again.engine.ask(question, scope=scope, today=day)
            assert (now.outcome, now.facts) == (answer.outcome, answer.facts), question

        assert {question.key: question for question in again.question_log.everything()} == questions
        untouched = [question for question in questions.values() if question.askers]
        assert all(question.count >= len(question.askers) for question in untouched)
        assert set(oracle.asked) == set(questions)
        assert again.suggesting.waiting(MARA) == waiting
        assert again.notices.waiting() == notices
    finally:
        await again.close()
