from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.stores.protocol import StoreLocked, StoreUnwritable
from bot.stores.tinydb.files.lock import Lock, holder

HOLD = """
import sys
from pathlib import Path
from bot.stores.tinydb.files.lock import Lock

lock = Lock(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
sys.stdin.read()
"""
"""A process that holds the lock until its input ends."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.json"


def lock_file(path: Path) -> Path:
    return path.with_name("store.json.lock")


def test_only_one_lock_of_a_store_is_held(path: Path) -> None:
    first, second = Lock(path), Lock(path)
    first.acquire()
    with pytest.raises(StoreLocked, match=r"store\.json is in use by this process"):
        second.acquire()
    assert (first.held, second.held) == (True, False)
    first.release()
    second.acquire()
    assert (first.held, second.held) == (False, True)
    second.release()


def test_acquiring_and_releasing_twice_is_harmless(path: Path) -> None:
    lock = Lock(path)
    lock.acquire()
    lock.acquire()
    lock.release()
    lock.release()
    assert holder(path) is None
    other = Lock(path)
    other.acquire()
    other.release()


def test_stores_in_one_folder_have_locks_of_their_own(path: Path) -> None:
    first, second = Lock(path), Lock(path.with_name("other.json"))
    first.acquire()
    second.acquire()
    assert first.held
    assert second.held
    first.release()
    second.release()


def test_the_lock_file_stays_is_private_and_names_the_process(path: Path) -> None:
    lock = Lock(path)
    lock.acquire()
    assert int(lock_file(path).read_bytes()) == os.getpid()
    lock.release()
    assert lock_file(path).stat().st_mode & 0o077 == 0


def test_a_longer_pid_from_before_leaves_no_digits(path: Path) -> None:
    lock_file(path).write_bytes(b"9" * 20)
    lock = Lock(path)
    lock.acquire()
    assert int(lock_file(path).read_bytes()) == os.getpid()
    lock.release()


def test_another_process_is_named_and_the_lock_is_free_once_it_died(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        assert holder(path) == f"another process (pid {process.pid})"
        with pytest.raises(StoreLocked, match=rf"another process \(pid {process.pid}\)"):
            Lock(path).acquire()
        process.kill()
        process.wait()
    assert holder(path) is None
    lock = Lock(path)
    lock.acquire()
    assert lock.held
    lock.release()


@pytest.mark.parametrize("content", [b"", b"soon"])
def test_a_holder_without_a_known_pid_is_said_to_be_one(path: Path, content: bytes) -> None:
    lock = Lock(path)
    lock.acquire()
    lock_file(path).write_bytes(content)
    assert holder(path) == "another process (with no known pid)"
    lock.release()


def test_asking_for_the_holder_creates_nothing_and_takes_nothing(path: Path) -> None:
    assert holder(path) is None
    assert not lock_file(path).exists()
    lock_file(path).write_bytes(b"123")
    assert holder(path) is None
    assert lock_file(path).read_bytes() == b"123"
    lock = Lock(path)
    lock.acquire()
    lock.release()


def test_a_lock_that_cannot_be_created_is_explained(tmp_path: Path) -> None:
    with pytest.raises(StoreUnwritable, match="the folder is gone"):
        Lock(tmp_path / "no-such-folder" / "store.json").acquire()
    (tmp_path / "store.json.lock").mkdir()
    with pytest.raises(StoreUnwritable, match="there is a folder where the file belongs"):
        Lock(tmp_path / "store.json").acquire()
