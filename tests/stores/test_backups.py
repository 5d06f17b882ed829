"""Test backups: their content, rotation and restoring."""
# ruff: noqa: ASYNC240  # these files are small, so blocking is fine

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.stores.opening import back_up, document_backups, fact_backups, open_stores
from bot.stores.protocol import StoreDamaged, StoreError, StoreLocked, StoreUnwritable
from bot.stores.tinydb import open_fact_store
from bot.stores.tinydb.database.backups import Backups
from bot.stores.tinydb.facts.store import check_facts
from tests.stores.making import FILM, NOON, fact, revision


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    path = tmp_path / "store.json"
    store = await open_fact_store(path)
    await store.commit([revision()], [FILM])
    await store.close()
    return path


def ticking(step: timedelta) -> Iterator[datetime]:
    time = NOON
    while True:
        yield time
        time += step


def backups_of(path: Path, step: timedelta = timedelta(days=1), keep: int = 3) -> Backups:
    clock = ticking(step)
    return Backups(path, check_facts, keep=keep, clock=lambda: next(clock))


def test_a_backup_is_a_copy_named_after_its_time(path: Path) -> None:
    backup = backups_of(path).write()
    assert backup == path.parent / "backups" / "store-20261122T120000Z.json"
    assert backup.read_bytes() == path.read_bytes()


def test_only_the_newest_backups_are_kept_and_other_files_stay(path: Path) -> None:
    backups = backups_of(path)
    backups.folder.mkdir()
    others = ["notes.txt", "store-mine.json", "other-20200101T000000Z.json", "store-20200101T000000Z-replaced.json"]
    for name in others:
        (backups.folder / name).write_text("keep me")
    written = [backups.write() for _ in range(5)]
    assert backups.all() == tuple(reversed(written[-3:]))
    assert {found.name for found in backups.folder.iterdir()} == {*others, *(kept.name for kept in written[-3:])}


def test_backups_in_the_same_second_do_not_overwrite_each_other(path: Path) -> None:
    backups = backups_of(path, timedelta(0), keep=12)
    written = [backups.write() for _ in range(12)]
    assert len(set(written)) == 12
    assert backups.all() == tuple(reversed(written))


def test_a_damaged_store_is_not_backed_up_and_no_backup_is_removed(path: Path) -> None:
    backups = backups_of(path, keep=1)
    good = backups.write()
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(StoreDamaged):
        backups.write()
    assert backups.all() == (good,)


def test_a_missing_store_cannot_be_backed_up(tmp_path: Path) -> None:
    backups = backups_of(tmp_path / "store.json")
    assert backups.all() == ()
    with pytest.raises(StoreError, match="there is no store at"):
        backups.write()
    assert backups.all() == ()


async def test_restore_keeps_the_replaced_file(path: Path) -> None:
    backups = backups_of(path)
    backup = backups.write()
    store = await open_fact_store(path)
    await store.commit([revision(number=2)])
    await store.close()
    replaced = path.read_bytes()

    aside = backups.restore(backup)
    assert aside is not None
    assert aside.read_bytes() == replaced
    assert aside not in backups.all()
    store = await open_fact_store(path)
    assert (await store.load()).facts == (fact(),)
    await store.close()


async def test_restore_replaces_and_keeps_a_damaged_store(path: Path) -> None:
    backups = backups_of(path)
    backup = backups.write()
    path.write_bytes(b"garbage")
    aside = backups.restore(backup)
    assert aside is not None
    assert aside.read_bytes() == b"garbage"
    assert path.read_bytes() == backup.read_bytes()


def test_restore_without_a_store(path: Path) -> None:
    backups = backups_of(path)
    backup = backups.write()
    path.unlink()
    assert backups.restore(backup) is None
    assert path.read_bytes() == backup.read_bytes()


def test_a_damaged_backup_is_not_restored(path: Path) -> None:
    backups = backups_of(path)
    backup = backups.write()
    backup.write_bytes(backup.read_bytes().replace(b'"shared"', b'"nobody"'))
    before = path.read_bytes()
    with pytest.raises(StoreDamaged, match=r"store-20261122T120000Z\.json is damaged"):
        backups.restore(backup)
    assert path.read_bytes() == before
    with pytest.raises(StoreError, match="there is no backup"):
        backups.restore(path.parent / "nowhere.json")
    assert list(backups.folder.iterdir()) == [backup]


async def test_a_store_in_use_is_not_restored(path: Path) -> None:
    backups = backups_of(path)
    backup = backups.write()
    store = await open_fact_store(path)
    with pytest.raises(StoreLocked):
        backups.restore(backup)
    await store.close()


async def test_both_stores_can_be_backed_up_while_in_use(tmp_path: Path) -> None:
    url = f"tinydb:///{tmp_path / 'store.json'}"
    stores = await open_stores(url)
    await stores.facts.commit([revision()])
    await stores.documents.put("asked", "a", {"count": 1})
    written = await back_up(url)
    assert written == (*fact_backups(url).all(), *document_backups(url).all())
    assert len(written) == 2
    await stores.documents.delete("asked", "a")
    await stores.close()

    document_backups(url).restore(written[1])
    stores = await open_stores(url)
    assert await stores.documents.all("asked") == {"a": {"count": 1}}
    await stores.close()


async def test_an_open_store_can_back_itself_up(path: Path) -> None:
    store = await open_fact_store(path)
    backup = Path(await store.backup())
    await store.close()
    assert check_facts(backup.read_bytes(), backup).facts == {("shared", "a-fact"): fact()}
    assert backup.stem[-1] == "Z"
    assert datetime.strptime(backup.stem.removeprefix("store-"), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) <= datetime.now(
        UTC
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such files")
def test_a_device_or_pipe_cannot_be_restored_and_does_not_block(path: Path) -> None:
    before = path.read_bytes()
    pipe = path.parent / "pipe"
    os.mkfifo(pipe)
    for odd in (Path(os.devnull), pipe):
        with pytest.raises(StoreError, match="is a device or a pipe, not a file"):
            backups_of(path).restore(odd)
    assert path.read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such files")
async def test_a_pipe_cannot_be_a_store_and_does_not_block(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(StoreError, match="is a device or a pipe, not a file"):
        await open_fact_store(pipe)


def test_a_backup_folder_that_cannot_be_created_is_named(path: Path) -> None:
    backups = backups_of(path)
    backups.folder.write_text("no folder")
    with pytest.raises(StoreUnwritable, match=str(path.parent)):
        backups.write()


async def test_an_open_store_checks_a_foreign_file_before_backing_it_up(path: Path) -> None:
    store = await open_fact_store(path)
    sound = Path(await store.backup())
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(StoreDamaged):
        await store.backup()
    assert list(sound.parent.iterdir()) == [sound]
    await store.close()
