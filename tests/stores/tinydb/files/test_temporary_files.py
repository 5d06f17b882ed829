from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.stores.tinydb.files.atomic import FileSystem, temporary
from bot.stores.tinydb.files.temporary_files import mark, remove_abandoned, still_marked

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows doesn't remove open files")

WRITE = """
import sys
from pathlib import Path
from bot.stores.tinydb.files.atomic import FileSystem

handle = FileSystem().create(Path(sys.argv[1]), 0o600)
print("writing", flush=True)
sys.stdin.read()
"""
"""A process that writes a temporary file until its input ends."""


@pytest.fixture
def temp(tmp_path: Path) -> Path:
    return temporary(tmp_path / "backup.json")


def test_a_file_without_a_writer_is_removed(temp: Path) -> None:
    temp.write_bytes(b"half")
    assert remove_abandoned(temp)
    assert not temp.exists()
    assert not remove_abandoned(temp)


def test_a_file_that_is_being_written_stays(temp: Path) -> None:
    handle = FileSystem().create(temp, 0o600)
    assert not remove_abandoned(temp)
    assert temp.exists()
    os.close(handle)
    assert remove_abandoned(temp)


def test_the_mark_outlives_the_descriptor_inside_its_context(temp: Path) -> None:
    handle = FileSystem().create(temp, 0o600)
    with still_marked(handle):
        os.close(handle)
        assert not remove_abandoned(temp)
    assert remove_abandoned(temp)


def test_a_file_that_was_removed_before_it_was_marked_is_noticed(temp: Path) -> None:
    handle = os.open(temp, os.O_WRONLY | os.O_CREAT, 0o600)
    assert mark(handle)
    temp.unlink()
    assert not mark(handle)
    os.close(handle)


def test_the_file_of_another_process_stays_until_it_died(temp: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITE, str(temp)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        assert not remove_abandoned(temp)
        process.kill()
        process.wait()
    assert remove_abandoned(temp)


def test_a_symlink_or_folder_of_that_name_stays(temp: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_bytes(b"")
    temp.symlink_to(kept)
    assert not remove_abandoned(temp)
    assert temp.is_symlink()
    temp.unlink()
    temp.mkdir()
    assert not remove_abandoned(temp)
    assert temp.is_dir()


def test_a_pipe_of_that_name_does_not_block(temp: Path) -> None:
    os.mkfifo(temp)
    remove_abandoned(temp)
