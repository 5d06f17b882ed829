"""A store whose writer dies at any moment: nothing acknowledged is lost, nothing is torn, the lock is free again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.stores.protocol import StoreLocked
from bot.stores.tinydb import open_fact_store
from bot.stores.tinydb.files.lock import Lock
from tests.faults import killing

ROOT = Path(__file__).parents[2]
HERE = {**os.environ, "PYTHONPATH": str(ROOT)}
TRIALS = 200

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks its writers, which Windows cannot")


@needs_fork
def test_two_hundred_kills_lose_and_tear_nothing(tmp_path: Path) -> None:
    seed = int.from_bytes(os.urandom(4))
    script = Path(killing.__file__)
    run = subprocess.run(  # its own process: forking is only safe where there are no threads
        [sys.executable, str(script), str(tmp_path), str(TRIALS), str(seed)],
        env=HERE,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert found["wrong"] == [], f"seed {seed}"
    assert found["trials"] == TRIALS
    assert found["commits"] > TRIALS, "the writers must have been at work"
    assert found["strays"] > 0, "some kills must have hit in the middle of a write"


HOLDER = """
import asyncio, sys
from pathlib import Path
from bot.stores.tinydb import open_fact_store
async def hold():
    store = await open_fact_store(Path(sys.argv[1]))
    print("held", flush=True)
    await asyncio.sleep(60)
asyncio.run(hold())
"""


@contextmanager
def holder(path: Path) -> Iterator[int]:
    """Another process that holds the store; gives its pid, and kills it at the end."""
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], env=HERE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == b"held"
            yield process.pid
        finally:
            process.kill()


async def test_a_second_process_is_refused_by_pid_until_the_first_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    with holder(path) as pid, pytest.raises(StoreLocked, match="is in use by another process") as refused:
        await open_fact_store(path)
    assert f"(pid {pid})" in str(refused.value)
    store = await open_fact_store(path)
    assert (await store.load()).facts == ()
    await store.close()


async def test_the_same_store_twice_in_one_process_is_refused_too(tmp_path: Path) -> None:
    store = await open_fact_store(tmp_path / "store.json")
    with pytest.raises(StoreLocked, match="this process"):
        await open_fact_store(tmp_path / "store.json")
    await store.close()
    again = await open_fact_store(tmp_path / "store.json")
    assert not again.created
    await again.close()


def test_a_holder_that_left_no_pid_is_refused_all_the_same(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "store.json")
    lock.acquire()
    os.truncate(tmp_path / "store.json.lock", 0)
    second = Lock(tmp_path / "store.json")
    with pytest.raises(StoreLocked, match="with no known pid"):
        second.acquire()
    lock.release()
    second.acquire()
    with pytest.raises(StoreLocked):
        lock.acquire()
    second.release()
