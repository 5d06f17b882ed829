"""A desk over a store that was open before reads no text again, and keeps its cache beside the store."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from bot.answers.engine import Engine
from bot.answers.index.indexed_fact import FactIndexer
from bot.answers.knowledge import Knowledge
from bot.desk.desk import Desk
from bot.facts.models import Action, Fact, Revision
from bot.stores.opening import open_stores
from tests.answers.series import FACTS, PRODUCTIONS, TODAY
from tests.desk.samples import SetClock
from tests.stores.making import NOON

QUESTION = "when did glimmerfall come out"


def revision(fact: Fact) -> Revision:
    """Return a revision of a fact."""
    action = Action.ADD if fact.revision == 1 else Action.EDIT
    return Revision(change=f"{fact.id}-{fact.revision}", fact=fact, action=action, by="cli:ann", at=NOON)


class Start:
    """Opens desks over one store, and counts the facts that each start indexes."""

    def __init__(self, folder: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
        self.store = folder / "store.json"
        self.cache = folder / "store.cache"
        self._knowledge = knowledge
        self._indexed: list[str] = []
        index = FactIndexer.index

        def indexing(indexer: FactIndexer, fact: Fact, *given: object) -> object:
            self._indexed.append(fact.id)
            return index(indexer, fact, *given)  # type: ignore[arg-type]

        monkeypatch.setattr(FactIndexer, "index", indexing)

    async def once(self, *changed: Fact) -> tuple[str, Counter[str]]:
        """Start, ask, commit what changed and stop; return the answer and what the start indexed."""
        stores = await open_stores(f"tinydb:///{self.store}")
        if stores.created:
            await stores.facts.commit([revision(fact) for fact in FACTS], PRODUCTIONS)
        self._indexed.clear()
        desk = await Desk.open(stores, Engine(self._knowledge), clock=SetClock())
        indexed = Counter(self._indexed)
        (answer,) = desk.answers.ask(QUESTION, today=TODAY).facts
        if changed:
            await stores.facts.commit([revision(fact) for fact in changed])
        await desk.close()
        return answer.id, indexed


@pytest.fixture
def start(tmp_path: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> Start:
    return Start(tmp_path, knowledge, monkeypatch)


async def test_a_second_start_indexes_nothing(start: Start) -> None:
    answer, indexed = await start.once()
    assert indexed == Counter(fact.id for fact in FACTS)
    assert await start.once() == (answer, Counter())
    assert [path.name for path in start.cache.iterdir()] == ["facts"]


async def test_a_fact_that_was_edited_is_indexed_again(start: Start) -> None:
    edited = FACTS[2].model_copy(update={"text": f"{FACTS[2].text} Really.", "revision": 2})
    answer, _ = await start.once(edited)
    assert await start.once() == (answer, Counter([edited.id]))


@pytest.mark.parametrize("damage", ["gone", "cut", "flipped", "a folder", "empty"])
async def test_a_damaged_cache_is_made_again(start: Start, damage: str) -> None:
    answer, every = await start.once()
    path = start.cache / "facts"
    content = path.read_bytes()
    if damage in ("gone", "a folder"):
        path.unlink()
    match damage:
        case "a folder":
            path.mkdir()
        case "cut":
            path.write_bytes(content[: len(content) // 2])
        case "flipped":
            path.write_bytes(content[:-9] + bytes([content[-9] ^ 4]) + content[-8:])
        case "empty":
            path.write_bytes(b"")
    assert await start.once() == (answer, every)
    assert await start.once() == (answer, every if damage == "a folder" else Counter())


async def test_a_cache_of_another_store_is_not_used(start: Start, tmp_path: Path) -> None:
    answer, every = await start.once()
    other = tmp_path / "other"
    other.mkdir()
    shutil.copytree(start.cache, other / "store.cache")
    stores = await open_stores(f"tinydb:///{other / 'store.json'}")
    facts = [fact.model_copy(update={"text": "Nobody knows.", "id": f"{fact.id}-too"}) for fact in FACTS]
    await stores.facts.commit([revision(fact) for fact in facts], PRODUCTIONS)
    desk = await Desk.open(stores, Engine(start._knowledge), clock=SetClock())
    (found,) = desk.answers.ask(QUESTION, today=TODAY).facts
    await desk.close()
    assert found.id == f"{answer}-too"
    assert await start.once() == (answer, Counter()), "the first store's own cache is as it was"
    assert every
