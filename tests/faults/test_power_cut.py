"""Power cuts, simulated: what was not synced may be lost, in part or in whole, and the store must still be whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.stores.opening import back_up, open_stores
from bot.stores.tinydb import open_fact_store
from bot.stores.tinydb.facts.store import check_facts
from bot.stores.tinydb.files.atomic import FileSystem
from tests.stores.making import revision


@dataclass
class Inode:
    """A file on the simulated disk: what is surely there, and what may yet be lost."""

    synced: bytes = b""
    pending: bytes = b""


@dataclass
class Moment:
    """What a power cut at one moment could leave: any of the entries, with any of the contents."""

    acknowledged: int
    entries: list[Inode] = field(default_factory=list)

    def contents(self) -> Iterator[bytes]:
        """Every content that the store's file may have afterwards."""
        for inode in self.entries:
            for kept in {0, len(inode.pending) // 2, len(inode.pending)}:
                yield inode.synced + inode.pending[:kept]


class Disk(FileSystem):
    """Writes for real, and keeps account of what a power cut would leave after each step."""

    def __init__(self, store: Path) -> None:
        self.acknowledged = 0
        self.moments: list[Moment] = []
        self._store = store
        self._open: dict[int, Inode] = {}
        self._names: dict[Path, Inode] = {}
        self._possible: list[Inode] = []

    def _note(self) -> None:
        copies = [Inode(inode.synced, inode.pending) for inode in self._possible]
        self.moments.append(Moment(self.acknowledged, copies))

    def create(self, path: Path, mode: int) -> int:
        handle = super().create(path, mode)
        self._open[handle] = self._names[path] = Inode()
        self._note()
        return handle

    def write(self, handle: int, data: bytes) -> None:
        super().write(handle, data)
        self._open[handle].pending += data
        self._note()

    def sync(self, handle: int) -> None:
        super().sync(handle)
        inode = self._open[handle]
        inode.synced, inode.pending = inode.synced + inode.pending, b""
        self._note()

    def replace(self, source: Path, target: Path) -> None:
        super().replace(source, target)
        if target == self._store:
            self._possible.append(self._names[source])  # the entry may or may not be on the disk
        self._note()

    def sync_folder(self, folder: Path) -> None:
        super().sync_folder(folder)
        del self._possible[:-1]  # now it surely is
        self._note()


async def test_no_power_cut_tears_the_store_or_takes_back_what_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    disk = Disk(path)
    store = await open_fact_store(path, files=disk)
    for number in range(1, 9):
        await store.commit([revision("left", number), revision("right", number)])
        disk.acknowledged = number
    await store.close()
    disk._note()

    seen = 0
    for moment in disk.moments:
        for content in moment.contents():
            facts = check_facts(content, path).facts.values()
            held = {fact.revision for fact in facts}
            assert len(held) <= 1, "half a commit"
            assert max(held, default=0) >= moment.acknowledged
            seen += 1
    assert seen > 60
    assert disk.moments[-1].acknowledged == 8


class DiedError(Exception):
    """Stands for the end of the process."""


class Folders(FileSystem):
    """Keeps account of the folders whose entries a power cut could take away, with all that is in them."""

    def __init__(self) -> None:
        self.unsure: set[Path] = set()
        self.dies_before_syncing = False

    def make_folder(self, folder: Path) -> None:
        super().make_folder(folder)
        self.unsure.add(folder)

    def sync_folder(self, folder: Path) -> None:
        if self.dies_before_syncing:
            raise DiedError
        super().sync_folder(folder)
        self.unsure = {made for made in self.unsure if made.parent != folder}


async def test_new_folders_are_on_the_disk_before_anything_in_them_is_acknowledged(tmp_path: Path) -> None:
    path, disk = tmp_path / "srv" / "callsheet" / "data" / "store.json", Folders()
    store = await open_fact_store(path, files=disk)
    assert disk.unsure == set()
    await store.commit([revision("left")])
    backup = Path(await store.backup())
    await store.close()
    assert backup.is_relative_to(path.parent / "backups")
    assert disk.unsure == set()


async def test_a_folder_whose_maker_died_before_it_was_synced_is_synced_by_the_next_one(tmp_path: Path) -> None:
    path, disk = tmp_path / "data" / "store.json", Folders()
    disk.dies_before_syncing = True
    with pytest.raises(DiedError):
        await open_fact_store(path, files=disk)
    assert disk.unsure == {path.parent}
    disk.dies_before_syncing = False
    await (await open_fact_store(path, files=disk)).close()
    assert disk.unsure == set()


async def test_what_is_opened_by_url_makes_every_folder_that_is_missing(tmp_path: Path) -> None:
    url = f"tinydb:///{tmp_path / 'a' / 'b' / 'store.json'}"
    await (await open_stores(url)).close()
    written = await back_up(url)
    assert [found.parent for found in written] == [tmp_path / "a" / "b" / "backups"] * 2
