"""Backups that die, and backups that somebody else is writing: what is cleared away, and what is left alone."""
# ruff: noqa: ASYNC221, ASYNC240  # small files and processes that are waited for block nobody here

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.stores.tinydb import open_fact_store
from bot.stores.tinydb.database.backups import Backups
from bot.stores.tinydb.facts.store import check_facts
from tests.faults import backing_up
from tests.stores.making import FILM, revision

ROOT = Path(__file__).parents[2]
HERE = {**os.environ, "PYTHONPATH": str(ROOT)}
BEFORE_IT_IS_THERE = ("write", "sync", "close", "replace")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    path = tmp_path / "store.json"
    store = await open_fact_store(path)
    await store.commit([revision(f"fact-{number}") for number in range(40)], [FILM])
    await store.close()
    return path


def _command(path: Path, step: str, how: str) -> list[str]:
    return [sys.executable, str(Path(backing_up.__file__)), str(path), step, how]


def _kill(path: Path, step: str) -> None:
    ended = subprocess.run(_command(path, step, "kill"), env=HERE, capture_output=True, check=False, timeout=200)
    assert ended.returncode == -signal.SIGKILL, ended.stderr


@contextmanager
def _waiting(path: Path, step: str) -> Iterator[subprocess.Popen[str]]:
    """A living process that is in the middle of a backup."""
    with subprocess.Popen(
        _command(path, step, "wait"), env=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == step
            yield process
        finally:
            process.kill()


def _left(path: Path) -> list[str]:
    """The temporary files beside the backups."""
    return sorted(found.name for found in (path.parent / "backups").glob(".*"))


@pytest.mark.parametrize("step", BEFORE_IT_IS_THERE)
async def test_what_a_killed_backup_leaves_is_cleared_by_the_next_one(path: Path, step: str) -> None:
    _kill(path, step)
    assert len(_left(path)) == 1
    backups = Backups(path, check_facts)
    assert backups.all() == ()
    backup = backups.write()
    assert _left(path) == []
    assert backups.all() == (backup,)
    assert backup.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("step", BEFORE_IT_IS_THERE)
async def test_what_a_killed_backup_leaves_is_cleared_when_the_store_is_opened(path: Path, step: str) -> None:
    _kill(path, step)
    assert len(_left(path)) == 1
    await (await open_fact_store(path)).close()
    assert _left(path) == []


@pytest.mark.parametrize("step", BEFORE_IT_IS_THERE)
async def test_a_backup_that_a_living_process_writes_is_left_alone(path: Path, step: str) -> None:
    with _waiting(path, step) as process:
        (left,) = _left(path)
        store = await open_fact_store(path)
        mine = Path(await store.backup())
        await store.close()
        assert _left(path) == [left]
        theirs, _ = process.communicate("go on\n", timeout=200)
    assert process.returncode == 0
    assert Path(theirs.strip()) != mine
    assert set(Backups(path, check_facts).all()) == {mine, Path(theirs.strip())}
    assert {found.read_bytes() for found in Backups(path, check_facts).all()} == {path.read_bytes()}
    assert _left(path) == []


async def test_only_our_own_abandoned_files_are_cleared(path: Path) -> None:
    folder = path.parent / "backups"
    folder.mkdir()
    ours = [".store-20260101T000000Z.json.tmp", ".store-20260101T000000Z-replaced-2.json.tmp"]
    others = [".store-mine.json.tmp", ".other-20260101T000000Z.json.tmp", "store-20260101T000000Z.json.tmp", ".notes"]
    for name in (*ours, *others):
        (folder / name).write_text("half")
    await (await open_fact_store(path)).close()
    assert sorted(found.name for found in folder.iterdir()) == sorted(others)


async def test_a_store_that_another_process_holds_is_backed_up_and_nothing_of_it_is_cleared(path: Path) -> None:
    store = await open_fact_store(path)
    writing = path.with_name(".store.json.tmp")
    writing.write_text("being written")
    subprocess.run([*_command(path, "none", "kill")], env=HERE, check=True, timeout=200, capture_output=True)
    assert writing.read_text() == "being written"
    await store.close()


async def test_sixty_kills_at_random_moments_leave_nothing_that_stays(path: Path) -> None:
    whole = path.read_bytes()
    for _ in range(60):
        _kill(path, "between")
        assert len(_left(path)) <= 1, "each clears what the one before left"
    backups = Backups(path, check_facts)
    backups.write()
    assert _left(path) == []
    assert {found.read_bytes() for found in backups.all()} == {whole}
    assert path.read_bytes() == whole
