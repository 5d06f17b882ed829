"""A disk that refuses: full, read-only, failing at any step. The old store stays, reads go on, later writes work."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.stores.opening import open_stores
from bot.stores.protocol import FactStore, RevisionConflict, StoreError, StoreUnwritable
from bot.stores.tinydb import open_document_store, open_fact_store
from bot.stores.tinydb.facts.store import check_facts
from bot.stores.tinydb.files.atomic import FileSystem, temporary
from tests.stores.making import FILM, fact, revision

STEPS = ("create", "write", "sync", "close", "replace", "sync_folder")


class Failing(FileSystem):
    """A disk on which one step fails while ``step`` is set; a write first takes half of what it is given."""

    def __init__(self) -> None:
        self.step = ""
        self.errno = errno.ENOSPC

    def _fail(self, step: str) -> None:
        if self.step == step:
            raise OSError(self.errno, os.strerror(self.errno))

    def create(self, path: Path, mode: int) -> int:
        self._fail("create")
        return super().create(path, mode)

    def write(self, handle: int, data: bytes) -> None:
        if self.step == "write":
            super().write(handle, data[: len(data) // 2])
        self._fail("write")
        super().write(handle, data)

    def sync(self, handle: int) -> None:
        self._fail("sync")
        super().sync(handle)

    def close(self, handle: int) -> None:
        super().close(handle)
        self._fail("close")

    def replace(self, source: Path, target: Path) -> None:
        self._fail("replace")
        super().replace(source, target)

    def sync_folder(self, folder: Path) -> None:
        if self.step == "sync_folder":
            self.step = ""  # once, as when a cable is loose; what follows gets through
            raise OSError(self.errno, os.strerror(self.errno))
        super().sync_folder(folder)


async def facts_of(store: FactStore) -> dict[str, int]:
    return {found.id: found.revision for found in (await store.load()).facts}


def facts_in(path: Path) -> dict[str, int]:
    return {found.id: found.revision for found in check_facts(path.read_bytes(), path).facts.values()}


@pytest.mark.parametrize("step", STEPS)
async def test_a_step_that_fails_leaves_the_old_store_on_disk_and_in_memory(tmp_path: Path, step: str) -> None:
    path, files = tmp_path / "store.json", Failing()
    store = await open_fact_store(path, files=files)
    await store.commit([revision("kept")], [FILM])
    files.step = step
    with pytest.raises(StoreUnwritable, match="the disk is full; free some space and try again"):
        await store.commit([revision("kept", 2), revision("lost")])
    assert await facts_of(store) == facts_in(path) == {"kept": 1}
    assert not temporary(path).exists()
    assert [found.fact.revision for found in await store.history("shared", "kept")] == [1]

    files.step = ""
    await store.commit([revision("kept", 2)])
    assert await facts_of(store) == facts_in(path) == {"kept": 2}
    await store.close()


async def test_a_folder_sync_that_goes_on_failing_is_put_right_by_the_next_write(tmp_path: Path) -> None:
    class Stubborn(Failing):
        def sync_folder(self, folder: Path) -> None:
            self._fail("sync_folder")
            FileSystem.sync_folder(self, folder)

    path, files = tmp_path / "store.json", Stubborn()
    store = await open_fact_store(path, files=files)
    await store.commit([revision("kept")])
    files.step, files.errno = "sync_folder", errno.EIO
    with pytest.raises(StoreUnwritable, match="check the disk"):
        await store.commit([revision("lost")])
    assert await facts_of(store) == {"kept": 1}
    files.step = ""
    await store.commit([revision("later")])
    assert await facts_of(store) == facts_in(path) == {"kept": 1, "later": 1}
    await store.close()


async def test_documents_too_are_as_before_when_a_write_fails(tmp_path: Path) -> None:
    files = Failing()
    store = await open_document_store(tmp_path / "activity.json", files=files)
    await store.put("asked", "first", {"count": 1})
    files.step = "sync"
    with pytest.raises(StoreUnwritable):
        await store.put("asked", "first", {"count": 2})
    with pytest.raises(StoreUnwritable):
        await store.delete("asked", "first")
    with pytest.raises(StoreUnwritable):
        await store.put("asked", "second", {"count": 1})
    assert await store.all("asked") == {"first": {"count": 1}}
    files.step = ""
    await store.put("asked", "third", {"count": 3})
    await store.close()
    again = await open_document_store(tmp_path / "activity.json")
    assert await again.all("asked") == {"first": {"count": 1}, "third": {"count": 3}}
    await again.close()


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    if sys.platform == "win32":
        pytest.skip("Windows has no limit on a file's size")
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_file_size_limit_of_the_system_is_named_and_survived(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    store = await open_fact_store(path)
    await store.commit([revision("kept")])
    with file_size_limit(4000):
        with pytest.raises(StoreUnwritable, match="size limit"):
            await store.commit([revision(f"fact-{number}") for number in range(50)])
        await store.commit([revision("small")])
    assert await facts_of(store) == facts_in(path) == {"kept": 1, "small": 1}
    await store.close()


@dataclass(frozen=True)
class SmallDisk:
    """A disk of 128 KiB in memory."""

    root: Path

    def mount(self, *options: str) -> subprocess.CompletedProcess[bytes]:
        command = ["mount", "-t", "tmpfs", *options, "tmpfs", str(self.root)]
        return subprocess.run(command, capture_output=True, check=False)

    def fill(self) -> Path:
        """Take all the space that is left; returns the file that takes it."""
        filler = self.root / "filler"
        with suppress(OSError), filler.open("wb", buffering=0) as rest:
            while True:
                rest.write(bytes(1024))
        return filler

    def unmount(self) -> None:
        subprocess.run(["umount", str(self.root)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """A small disk; skipped where this user may not mount one."""
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("mounting a small disk takes Linux and its root user")
    small = SmallDisk(tmp_path / "disk")
    small.root.mkdir()
    made = small.mount("-o", "size=128k")
    if made.returncode != 0:
        pytest.skip(f"cannot mount a small disk here: {made.stderr.decode().strip()}")
    yield small
    small.unmount()


async def test_a_disk_that_is_really_full_refuses_and_takes_writes_again_once_there_is_space(disk: SmallDisk) -> None:
    path = disk.root / "store.json"
    store = await open_fact_store(path)
    await store.commit([revision("kept")])
    filler = disk.fill()
    with pytest.raises(StoreUnwritable, match="the disk is full"):
        await store.commit([revision(f"fact-{number}") for number in range(50)])
    with pytest.raises(StoreUnwritable, match="the disk is full"):
        await store.backup()
    assert await facts_of(store) == facts_in(path) == {"kept": 1}
    assert (await store.latest())[0].fact.id == "kept"
    filler.unlink()
    await store.commit([revision("kept", 2)])
    assert await facts_of(store) == facts_in(path) == {"kept": 2}
    await store.close()


async def test_a_read_only_disk_is_answered_from_and_writes_are_refused(disk: SmallDisk) -> None:
    url = f"tinydb:///{disk.root / 'store.json'}"
    facts = await open_fact_store(disk.root / "store.json")
    await facts.commit([revision("kept")])
    await facts.close()
    (disk.root / "store.json.lock").unlink()
    assert disk.mount("-o", "remount,ro").returncode == 0
    stores = await open_stores(url)
    assert await facts_of(stores.facts) == {"kept": 1}
    assert await stores.documents.all("asked") == {}
    with pytest.raises(StoreUnwritable, match="read-only"):
        await stores.facts.commit([revision("kept", 2)])
    with pytest.raises(StoreUnwritable, match="read-only"):
        await stores.documents.put("asked", "a", {})
    with pytest.raises(StoreUnwritable, match="read-only"):
        await open_fact_store(disk.root / "another.json")

    assert disk.mount("-o", "remount,rw").returncode == 0
    await stores.facts.commit([revision("kept", 2)])
    await stores.documents.put("asked", "a", {"count": 1})
    await stores.close()
    assert facts_in(disk.root / "store.json") == {"kept": 2}
    again = await open_document_store(disk.root / "store.activity.json")
    assert await again.all("asked") == {"a": {"count": 1}}
    await again.close()


async def test_a_folder_where_the_file_belongs_is_named(tmp_path: Path) -> None:
    (tmp_path / "store.json").mkdir()
    with pytest.raises(StoreError, match="is a folder; name a file"):
        await open_fact_store(tmp_path / "store.json")


async def test_a_file_where_the_folder_belongs_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(StoreUnwritable, match="there is a file where a folder belongs"):
        await open_fact_store(tmp_path / "data" / "store.json")


async def test_a_file_that_something_else_changed_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    store = await open_fact_store(path)
    await store.commit([revision("kept")])
    by_hand = path.read_bytes().replace(b"kept, version 1", b"kept, by hand")
    path.write_bytes(by_hand)
    with pytest.raises(StoreUnwritable, match="changed by another program"):
        await store.commit([revision("kept", 2)])
    assert path.read_bytes() == by_hand
    await store.close()
    again = await open_fact_store(path)
    assert (await again.load()).facts == (fact("kept", text="kept, by hand"),)
    await again.close()


async def test_a_store_whose_file_was_deleted_is_written_anew_from_memory(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    store = await open_fact_store(path)
    await store.commit([revision("kept")])
    path.unlink()
    await store.commit([revision("later")])
    assert facts_in(path) == {"kept": 1, "later": 1}
    await store.close()


async def test_a_conflict_with_a_change_that_could_not_be_written_is_no_conflict(tmp_path: Path) -> None:
    """Two edits wait for one commit, the first too large for the disk: the second must not lose against it."""
    path = tmp_path / "store.json"
    store = await open_fact_store(path)
    await store.commit([revision("kept")])
    large = [revision(f"fact-{number}") for number in range(50)]
    with file_size_limit(4000):
        first = asyncio.ensure_future(store.commit([*large, revision("kept", 2, text="the large one")]))
        second = asyncio.ensure_future(store.commit([revision("kept", 2, text="the small one")]))
        outcomes = await asyncio.gather(first, second, return_exceptions=True)
    assert isinstance(outcomes[0], StoreUnwritable)
    assert not isinstance(outcomes[1], RevisionConflict)
    assert outcomes[1] is None
    assert (await store.load()).facts == (fact("kept", 2, text="the small one"),)
    await store.close()
