"""Test the writer's thread: several changes in one commit, each failing on its own, and no caller left waiting."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from bot.stores.protocol import StoreError
from bot.stores.tinydb import open_fact_store
from bot.stores.tinydb.database.storage import LineStorage
from bot.stores.tinydb.database.table import LineDB
from bot.stores.tinydb.database.writer import Writer
from bot.stores.tinydb.files.atomic import FileSystem
from tests.stores.making import revision


class Gate(FileSystem):
    """A disk whose next write waits until it is released. Counts the files that it replaced."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.open.set()
        self.reached = threading.Event()
        self.replaced = 0

    def sync(self, handle: int) -> None:
        self.reached.set()
        assert self.open.wait(30)
        super().sync(handle)

    def replace(self, source: Path, target: Path) -> None:
        self.replaced += 1
        super().replace(source, target)


async def test_jobs_that_wait_for_a_commit_share_the_next_one(tmp_path: Path) -> None:
    gate = Gate()
    store = await open_fact_store(tmp_path / "store.json", files=gate)
    gate.open.clear()
    gate.reached.clear()
    first = asyncio.ensure_future(store.commit([revision("first")]))
    await asyncio.to_thread(gate.reached.wait, 30)
    before = gate.replaced
    waiting = [asyncio.ensure_future(store.commit([revision(f"fact-{number}")])) for number in range(30)]
    await asyncio.sleep(0)
    assert not first.done(), "nothing is acknowledged before it is on the disk"
    assert (await store.load()).facts == (), "nor seen"
    gate.open.set()
    await asyncio.gather(first, *waiting)
    assert gate.replaced - before == 2
    assert len((await store.load()).facts) == 31
    await store.close()


async def test_the_event_loop_runs_while_the_disk_blocks(tmp_path: Path) -> None:
    gate = Gate()
    store = await open_fact_store(tmp_path / "store.json", files=gate)
    gate.open.clear()
    commit = asyncio.ensure_future(store.commit([revision()]))
    closing = asyncio.ensure_future(store.close())
    for _ in range(100):
        await asyncio.sleep(0)
    assert not commit.done()
    assert not closing.done()
    assert await store.history("shared", "a-fact") == ()
    gate.open.set()
    await asyncio.gather(commit, closing)
    assert len(await store.history("shared", "a-fact")) == 1


async def test_only_the_failed_job_is_rolled_back(tmp_path: Path) -> None:
    storage = LineStorage(tmp_path / "store.json")
    table = LineDB(storage).lines("things", lambda document: document["name"])
    writer = Writer(storage, "test-writer")

    def fail() -> None:
        table.put({"name": "half"})
        table.discard("kept")
        raise LookupError("no")

    outcomes = await asyncio.gather(
        writer.run(lambda: table.put({"name": "kept"})),
        writer.run(lambda: table.put({"name": "second"})),
        writer.run(fail),
        writer.run(lambda: table.put({"name": "later"})),
        return_exceptions=True,
    )
    await writer.close()
    assert isinstance(outcomes[2], LookupError)
    assert [document["name"] for document in table] == ["kept", "second", "later"]
    assert table.find("half") is None
    assert table.find("kept") == {"name": "kept"}


async def test_an_error_in_publish_reaches_the_caller(tmp_path: Path) -> None:
    storage = LineStorage(tmp_path / "store.json")
    writer = Writer(storage, "test-writer")

    def publish(_: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await writer.run(lambda: 1, publish)
    assert await writer.run(lambda: 2) == 2
    await writer.close()
    with pytest.raises(StoreError, match="closed"):
        await writer.run(lambda: 3)


async def test_a_failure_after_cancellation_logs_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    gate = Gate()
    store = await open_fact_store(tmp_path / "store.json", files=gate)
    gate.open.clear()
    commit = asyncio.ensure_future(store.commit([revision(number=7)]))
    await asyncio.sleep(0)
    commit.cancel()
    gate.open.set()
    with pytest.raises(asyncio.CancelledError):
        await commit
    await store.close()
    assert (await store.load()).facts == ()
    assert "never retrieved" not in caplog.text


async def test_cancelled_opening_releases_the_store(tmp_path: Path) -> None:
    gate = Gate()
    gate.open.clear()
    opening = asyncio.ensure_future(open_fact_store(tmp_path / "store.json", files=gate))
    await asyncio.to_thread(gate.reached.wait, 30)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    gate.open.set()
    for _ in range(500):
        try:
            store = await open_fact_store(tmp_path / "store.json")
        except StoreError:
            await asyncio.sleep(0.01)
        else:
            await store.close()
            return
    pytest.fail("the lock was never let go of")
