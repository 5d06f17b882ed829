"""Kills writing processes at random moments and looks at what they leave; run by ``test_kill.py``, prints JSON.

One warm process forks every writer, because starting Python 200 times would take minutes. It has no threads of its
own, which is what makes forking safe; the writers have theirs, and die with them.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import select
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.facts.models import Action, Fact, Revision
from bot.stores.protocol import StoreError
from bot.stores.tinydb import open_fact_store
from bot.stores.tinydb.facts.store import check_facts
from bot.stores.tinydb.files.atomic import temporary
from bot.stores.tinydb.files.lock import Lock

PAIRS = 100
"""Facts are written in pairs, ``left-n`` and ``right-n`` in one commit: torn commits show as unequal pairs."""

Held = dict[str, int]
"""Revision by fact id."""


def text(fact_id: str, number: int) -> str:
    """What a fact says at a revision; long enough that a write takes a while."""
    return f"{fact_id} at revision {number}. " + "Ünïcode 🎬 and then some. " * 15


def revision(fact_id: str, number: int) -> Revision:
    """One revision of one fact."""
    fact = Fact(id=fact_id, production="a-film", topic="stunt", text=text(fact_id, number), revision=number)
    return Revision(
        change=f"{fact_id}-{number}", fact=fact, action=Action.EDIT, by="cli:writer", at=datetime.now(UTC), why="a test"
    )


async def write(path: Path, pipe: int, seed: int) -> None:
    """Commit for ever, several at a time, and report each pair once its commit returned."""
    chance = random.Random(seed)
    store = await open_fact_store(path)
    held = {fact.id: fact.revision for fact in (await store.load()).facts}
    os.write(pipe, b"open 0\n")

    async def bump(pair: int) -> None:
        number = held.get(f"left-{pair}", 0) + 1
        await store.commit([revision(f"{side}-{pair}", number) for side in ("left", "right")])
        held[f"left-{pair}"] = number
        os.write(pipe, f"{pair} {number}\n".encode())

    while True:
        await asyncio.gather(*(bump(pair) for pair in chance.sample(range(PAIRS), chance.randint(1, 4))))


def kill_one(path: Path, acknowledged: Held, chance: random.Random) -> int:
    """Start a writer, kill it at a random moment, and note what it had acknowledged; returns how many commits."""
    reader, pipe = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        try:
            asyncio.run(write(path, pipe, chance.randrange(1 << 30)))
        finally:
            os._exit(1)
    os.close(pipe)
    if chance.random() > 0.1:  # one in ten is killed while it opens the store
        select.select([reader], [], [], 30)
    time.sleep(chance.uniform(0, 0.04))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    with os.fdopen(reader, encoding="ascii") as acks:
        reports = [line.split() for line in acks.read().splitlines()]
    for pair, number in reports:
        if pair != "open":
            acknowledged[pair] = max(acknowledged.get(pair, 0), int(number))
    return len(reports)


def look(path: Path, acknowledged: Held) -> list[str]:
    """What is wrong with the store now."""
    wrong: list[str] = []
    lock = Lock(path)
    try:
        lock.acquire()
    except StoreError as fault:
        wrong.append(f"the lock is not free: {fault}")
    finally:
        lock.release()
    try:
        facts = {key[1]: fact for key, fact in check_facts(path.read_bytes(), path).facts.items()}
    except StoreError as fault:
        return [*wrong, f"torn: {fault}"]
    held = {fact_id: fact.revision for fact_id, fact in facts.items()}
    wrong += [
        f"pair {pair} was acknowledged at {number}, but stands at {held.get(f'left-{pair}', 0)}"
        for pair, number in acknowledged.items()
        if held.get(f"left-{pair}", 0) < number
    ]
    wrong += [f"{fact_id} says {fact.text!r}" for fact_id, fact in facts.items() if fact.text != text_of(fact)]
    wrong += [
        f"pair {pair} is torn: {held.get(f'left-{pair}')} and {held.get(f'right-{pair}')}"
        for pair in range(PAIRS)
        if held.get(f"left-{pair}") != held.get(f"right-{pair}")
    ]
    return wrong


def text_of(fact: Fact) -> str:
    """What a fact must say."""
    return text(fact.id, fact.revision).strip()


def main(folder: Path, trials: int, seed: int) -> None:
    """Kill ``trials`` writers on one store and print what was found."""
    chance = random.Random(seed)
    path = folder / "store.json"
    acknowledged: Held = {}
    wrong: list[str] = []
    commits = strays = 0
    for _ in range(trials):
        commits += kill_one(path, acknowledged, chance)
        strays += temporary(path).exists()
        if path.exists():
            wrong += look(path, acknowledged)
        if path.exists() and path.stat().st_size > 600_000:  # keep the trials short
            path.unlink()
            acknowledged.clear()
    found = {"trials": trials, "commits": commits, "strays": strays, "wrong": wrong}
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
