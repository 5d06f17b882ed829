"""Test actions that write several times, to two files: interrupted after each write, and then repeated.

The disk refuses every write from the nth on, which leaves the same files as a kill after the nth. Then either the same
process goes on, or a new one starts on the same files, and the person tries again.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.answers.engine import Engine
from bot.answers.knowledge import Knowledge
from bot.desk.asking.question_log import Reason, Standing, question_key
from bot.desk.desk import Desk
from bot.desk.editing.drafts.draft import Draft, draft_of
from bot.desk.errors import DeskError
from bot.facts.models import State
from bot.stores.opening import Stores
from bot.stores.protocol import StoreError, StoreUnwritable
from bot.stores.tinydb import open_document_store, open_fact_store
from bot.stores.tinydb.files.atomic import FileSystem
from tests.desk.samples import SetClock
from tests.desk.stock import FAN, HARBOUR, HERE, KEEPER, MARA, OTHER_FAN, PIER, stocked

QUESTION = "who wrote the music for salt harbour"
SIMILAR = "who wrote the music for the salt harbour film"
ASKED = question_key(HERE, QUESTION)
MAX_WRITES = 14
"""More writes than any action here needs."""


@dataclass
class LimitedDisk(FileSystem):
    """A disk that allows ``left`` more writes, None for any number. Both files of a store are on it."""

    left: int | None = None

    def create(self, path: Path, mode: int) -> int:
        if self.left == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().create(path, mode)

    def replace(self, source: Path, target: Path) -> None:
        super().replace(source, target)
        if self.left is not None:
            self.left -= 1


@dataclass
class Scene:
    """One installation, through several processes."""

    folder: Path
    knowledge: Knowledge
    disk: LimitedDisk = field(default_factory=LimitedDisk)
    clock: SetClock = field(default_factory=SetClock)
    suggestion: str = ""
    delivered: list[tuple[str, str]] = field(default_factory=list)

    async def open(self) -> Desk:
        facts = await open_fact_store(self.folder / "store.json", files=self.disk)
        documents = await open_document_store(self.folder / "store.activity.json", files=self.disk)
        return await Desk.open(Stores(facts, documents, facts.created), Engine(self.knowledge), clock=self.clock)

    async def prepared(self) -> Desk:
        desk = await stocked(await self.open())
        source = "https://reel.example/tank"
        made = await desk.suggesting.propose(
            FAN, text="The storm was filmed in a tank.", source=source, production=HARBOUR.id, topic="stunt"
        )
        self.suggestion = made.id
        for text in (QUESTION, SIMILAR):
            desk.question_log.note(text, HERE, FAN.person, productions=(HARBOUR.id,), topics=("music",))
        await desk.question_log.wait(ASKED, OTHER_FAN.person)
        wrong = desk.question_log.note(
            "which pier burns", HERE, FAN.person, reason=Reason.WRONG, facts=(PIER.id,), productions=(HARBOUR.id,)
        )
        assert wrong is not None
        await desk.write_behind.flush()
        return desk

    async def deliver(self, desk: Desk) -> None:
        """Deliver the waiting notices, as the front end does every ten seconds."""
        with contextlib.suppress(StoreError):
            await desk.notices.clean_up()
        for notice in desk.notices.waiting():
            self.delivered.append((notice.person, notice.about))
            with contextlib.suppress(StoreError):
                await desk.notices.delivered(notice.id)


Action = Callable[[Desk, Scene], Awaitable[Any]]

NEW = Draft(production=HARBOUR.id, topic="music", text="Ines Vale wrote the music.", sources="https://a.example/x")
SUGGESTED = "The storm was filmed in a tank."


async def approve(desk: Desk, scene: Scene) -> None:
    await desk.suggesting.approve(MARA, scene.suggestion)


async def approve_edited(desk: Desk, scene: Scene) -> None:
    draft = NEW.typed(text=SUGGESTED, topic="stunt")
    await desk.suggesting.approve(MARA, scene.suggestion, draft, "draft-1")


async def decline(desk: Desk, scene: Scene) -> None:
    await desk.suggesting.decline(MARA, scene.suggestion, "no source")


async def answer(desk: Desk, scene: Scene) -> None:
    await desk.queue.answer(MARA, ASKED, KEEPER.id)


async def answer_new(desk: Desk, scene: Scene) -> None:
    await desk.queue.answer_new(MARA, ASKED, NEW, "draft-2")


async def not_answered(desk: Desk, scene: Scene) -> None:
    await desk.queue.not_answered(MARA, question_key(HERE, "which pier burns"))


async def add(desk: Desk, scene: Scene) -> None:
    await desk.curating.add(MARA, NEW, "draft-3")


async def edit(desk: Desk, scene: Scene) -> None:
    draft = draft_of(PIER).typed(text="The pier scene was filmed in Scarborough.")
    await desk.curating.edit(MARA, draft, "draft-4")


async def add_production(desk: Desk, scene: Scene) -> None:
    await desk.productions.add(MARA, "Tide", "the tide")


async def import_file(desk: Desk, scene: Scene) -> None:
    pack = {"format": "callsheet-pack", "version": 1, "id": "more", "title": "More"}
    titles = [{"id": HARBOUR.id, "title": HARBOUR.title, "aliases": ["harbour", "salty"]}]
    facts = [{"id": "cliff", "production": HARBOUR.id, "topic": "stunt", "text": "A cliff fell."}]
    data = json.dumps(pack | {"productions": titles, "facts": facts}).encode()
    plan = await desk.packs.report(MARA, data, "more.json")
    await desk.packs.apply(MARA, plan.token)


async def forget(desk: Desk, scene: Scene) -> None:
    await desk.people.forget(FAN.person)


async def mute(desk: Desk, scene: Scene) -> None:
    await desk.suggesting.mute(MARA, FAN.person)


async def propose(desk: Desk, scene: Scene) -> None:
    await desk.suggesting.propose(
        OTHER_FAN, text="It rains.", source="a book", production=HARBOUR.id, topic="story", name="0123456789ab"
    )


def count_live(desk: Desk, text: str) -> int:
    versions = (each for scope in ("shared", HERE) for each in desk.catalogue.every_version(scope))
    return sum(each.text == text and each.state is State.LIVE for each in versions)


def standing(desk: Desk, text: str) -> Standing | None:
    found = desk.question_log.get(question_key(HERE, text))
    return None if found is None else found.standing


async def closed(desk: Desk) -> bool:
    waits = desk.question_log.get(ASKED)
    both = standing(desk, QUESTION) is standing(desk, SIMILAR) is Standing.ANSWERED
    return both and waits is not None and waits.waiting == ()


async def approved(desk: Desk, scene: Scene) -> None:
    assert count_live(desk, SUGGESTED) == 1
    assert desk.suggesting.waiting(MARA) == ()
    assert [each for each in scene.delivered if each[0] == FAN.person] == [(FAN.person, SUGGESTED)]


async def declined(desk: Desk, scene: Scene) -> None:
    assert count_live(desk, SUGGESTED) == 0
    assert desk.suggesting.waiting(MARA) == ()
    assert scene.delivered == [(FAN.person, SUGGESTED)]


async def answered(desk: Desk, scene: Scene) -> None:
    assert await closed(desk)
    assert scene.delivered == [(OTHER_FAN.person, QUESTION)]
    assert len([each for each in desk.catalogue.fact(KEEPER.id, HERE).phrasings if "music" in each]) == 2


async def answered_new(desk: Desk, scene: Scene) -> None:
    assert await closed(desk)
    assert scene.delivered == [(OTHER_FAN.person, QUESTION)]
    assert count_live(desk, NEW.text) == 1


async def marked_wrong(desk: Desk, scene: Scene) -> None:
    assert desk.catalogue.fact(PIER.id, HERE).counterexamples == ("which pier burns",)
    assert standing(desk, "which pier burns") is Standing.DISMISSED


async def added(desk: Desk, scene: Scene) -> None:
    assert count_live(desk, NEW.text) == 1


async def edited(desk: Desk, scene: Scene) -> None:
    assert desk.catalogue.fact(PIER.id, HERE).text.endswith("Scarborough.")
    assert len(await desk.store.history(HERE, PIER.id)) == 1


async def production_added(desk: Desk, scene: Scene) -> None:
    assert [each.title for each in desk.catalogue.productions(HERE)].count("Tide") == 1


async def imported(desk: Desk, scene: Scene) -> None:
    assert count_live(desk, "A cliff fell.") == 1
    assert desk.catalogue.production(HARBOUR.id, HERE).aliases == ("harbour", "salty")
    await desk.undo.undo(MARA)
    assert desk.catalogue.production(HARBOUR.id, HERE).aliases == HARBOUR.aliases


async def forgotten(desk: Desk, scene: Scene) -> None:
    assert await desk.people.my_data(FAN.person) == ()


async def muted(desk: Desk, scene: Scene) -> None:
    assert desk.settings.of("10").muted == (FAN.person,)
    assert desk.suggesting.waiting(MARA) == ()


async def proposed(desk: Desk, scene: Scene) -> None:
    assert [each.text for each in desk.suggesting.waiting(MARA)].count("It rains.") == 1


ACTIONS: dict[str, tuple[Action, Action]] = {
    "approve a suggestion": (approve, approved),
    "edit and approve a suggestion": (approve_edited, approved),
    "decline a suggestion": (decline, declined),
    "answer questions with a fact": (answer, answered),
    "answer questions with a new fact": (answer_new, answered_new),
    "say that a fact does not answer": (not_answered, marked_wrong),
    "save a new fact": (add, added),
    "save an edited fact": (edit, edited),
    "add a production": (add_production, production_added),
    "import a file": (import_file, imported),
    "forget a person": (forget, forgotten),
    "mute a member": (mute, muted),
    "propose a fact": (propose, proposed),
}


async def attempt(action: Action, desk: Desk, scene: Scene) -> bool:
    """Return whether the action was completed, now or before."""
    try:
        await action(desk, scene)
    except StoreUnwritable:
        return False
    except DeskError:
        return True
    return True


@pytest.mark.parametrize("restarts", [True, False], ids=["killed", "refused"])
@pytest.mark.parametrize("name", ACTIONS)
async def test_an_interrupted_action_happens_once_when_repeated(
    tmp_path: Path, knowledge: Knowledge, name: str, restarts: bool
) -> None:
    action, check = ACTIONS[name]
    for writes in range(MAX_WRITES):
        folder = tmp_path / str(writes)
        folder.mkdir()
        scene = Scene(folder, knowledge)
        desk = await scene.prepared()
        scene.disk.left = writes
        completed = await attempt(action, desk, scene)
        if not restarts:
            await scene.deliver(desk)
        else:
            with contextlib.suppress(StoreError):
                await desk.close()
        scene.disk.left = None
        if restarts:
            desk = await scene.open()
            await scene.deliver(desk)
        assert await attempt(action, desk, scene)
        await scene.deliver(desk)
        await check(desk, scene)
        assert await desk.documents.all("notices") == {}
        await desk.close()
        desk = await scene.open()
        assert await desk.documents.all("begun") == {}
        for change in await desk.documents.all("production-changes"):
            assert await desk.store.change(change)
        await desk.close()
        if completed:
            break
    else:
        raise AssertionError(f"{name} writes more than {MAX_WRITES} times")
    assert writes > 0
