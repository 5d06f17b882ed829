"""Read a store that another process has open: the last commit is complete, and nothing on disk changes."""
# ruff: noqa: ASYNC240  # these files are small, so blocking is fine

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.stores.opening import lock_holder, open_stores, read_facts
from bot.stores.protocol import StoreDamaged, StoreError, StoreLocked, StoreTooNew, StoreUnwritable
from bot.stores.tinydb import open_fact_store, read_fact_store
from bot.stores.tinydb.database.migrations import FACTS, META, Migration, Schema
from bot.stores.tinydb.database.storage import Tables
from bot.stores.tinydb.facts.snapshot import take_snapshot
from bot.stores.tinydb.files.lock import Lock
from tests.stores.making import FILM, fact, revision

ROOT = Path(__file__).parents[2]

Seen = dict[str, tuple[int, int, int, bytes]]


def looked_at(folder: Path) -> Seen:
    """Return the inode, time, mode and content of every file in a folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        stat = path.stat()
        content = path.read_bytes() if path.is_file() else b""
        found[str(path.relative_to(folder))] = (stat.st_ino, stat.st_mtime_ns, stat.st_mode, content)
    return found


async def test_the_last_commit_can_be_read_while_the_store_is_in_use(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    store = await open_fact_store(path)
    for number in (1, 2, 3):
        await store.commit([revision(number=number)], [FILM])
        before = looked_at(tmp_path)
        snapshot = await read_fact_store(path)
        assert not snapshot.created
        assert await snapshot.load() == await store.load()
        assert await snapshot.history("shared", "a-fact") == await store.history("shared", "a-fact")
        assert await snapshot.latest() == await store.latest()
        assert await snapshot.change(f"shared/a-fact/{number}") == await store.change(f"shared/a-fact/{number}")
        await snapshot.close()
        assert looked_at(tmp_path) == before
    await store.close()


async def test_a_snapshot_never_changes(tmp_path: Path) -> None:
    store = await open_fact_store(tmp_path / "store.json")
    await store.commit([revision()])
    snapshot = await read_fact_store(tmp_path / "store.json")
    await store.commit([revision(number=2)])
    assert (await snapshot.load()).facts == (fact(),)
    await store.close()


async def test_reading_a_missing_store_creates_nothing(tmp_path: Path) -> None:
    snapshot = await read_facts(f"tinydb:///{tmp_path / 'none' / 'store.json'}")
    assert snapshot.created
    assert (await snapshot.load()).facts == ()
    assert lock_holder(f"tinydb:///{tmp_path / 'none' / 'store.json'}") is None
    assert list(tmp_path.iterdir()) == []


async def test_packs_can_fill_a_snapshot_and_are_never_written(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    await (await open_fact_store(path)).close()
    before = looked_at(tmp_path)
    snapshot = await read_fact_store(path)
    await snapshot.commit([revision("one"), revision("two")], [FILM])
    await snapshot.commit([revision("one", 2)])
    assert {found.id: found.revision for found in (await snapshot.load()).facts} == {"one": 2, "two": 1}
    assert len(await snapshot.history("shared", "one")) == 2
    snapshot.seal()
    for refused in (snapshot.commit([revision("three")]), snapshot.redact("cli:ann", "x"), snapshot.backup()):
        with pytest.raises(StoreUnwritable, match="opened for reading only"):
            await refused
    assert looked_at(tmp_path) == before


async def test_damage_and_newer_versions_are_refused_like_for_writers(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    store = await open_fact_store(path)
    await store.commit([revision()])
    await store.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    with pytest.raises(StoreDamaged):
        await read_fact_store(path)
    path.write_bytes(whole.replace(b'"schema":1', b'"schema":99'))
    with pytest.raises(StoreTooNew):
        await read_fact_store(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(StoreError, match="is a folder"):
        await read_fact_store(path)


async def test_an_older_schema_is_read_and_the_file_stays_unchanged(tmp_path: Path) -> None:
    """Migrate to a future schema whose facts table has another name. The file keeps the old one."""

    def shout(tables: Tables) -> None:
        for document in tables["facts"].values():
            document["fact"]["text"] = document["fact"]["text"].upper()

    path = tmp_path / "store.json"
    store = await open_fact_store(path)
    await store.commit([revision()])
    before = looked_at(tmp_path)
    later = Schema(FACTS.kind, (*FACTS.migrations, Migration("9999-shout", shout)))
    (found,) = (await take_snapshot(path, later).load()).facts
    assert found.text == fact().text.upper()
    assert looked_at(tmp_path) == before
    assert b"9999-shout" not in path.read_bytes()
    assert META.encode() in path.read_bytes()
    await store.close()


WRITER = """
import asyncio, sys
from pathlib import Path
from bot.stores.tinydb import open_fact_store
from tests.stores.making import revision

async def write(path):
    store = await open_fact_store(path)
    for number in range(1, 100_000):
        await store.commit([revision("left", number), revision("right", number)])
        if number == 5:
            print("at work", flush=True)

asyncio.run(write(Path(sys.argv[1])))
"""


@contextmanager
def _writer(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run another process that keeps committing two facts together."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], env=environment, stdout=subprocess.PIPE
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == b"at work"
            yield process
        finally:
            process.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not replace a file that is being read")
async def test_reads_next_to_a_busy_writer_are_never_torn(tmp_path: Path) -> None:
    path, seen = tmp_path / "store.json", [0]
    with _writer(path) as writer:
        while len(set(seen)) < 40:
            snapshot = await read_fact_store(path)
            held = {found.id: found.revision for found in (await snapshot.load()).facts}
            assert held["left"] == held["right"], "half a commit"
            assert held["left"] >= seen[-1], "older than what was read before"
            assert len(await snapshot.history("shared", "left")) == held["left"]
            seen.append(held["left"])
            assert writer.poll() is None
    assert {found.name for found in tmp_path.iterdir()} <= {"store.json", "store.json.lock", ".store.json.tmp"}


async def test_the_lock_holder_is_named_without_taking_the_lock(tmp_path: Path) -> None:
    url = f"tinydb:///{tmp_path / 'store.json'}"
    stores = await open_stores(url)
    assert lock_holder(url) == "this process"
    with pytest.raises(StoreLocked):
        Lock(tmp_path / "store.json").acquire()
    await stores.close()
    assert lock_holder(url) is None
    await (await open_stores(url)).close()
