"""Measure commit latency and stalls of the event loop, beside stock TinyDB's JSONStorage in the same run.

Run ``python -m benchmarks.store [facts ...]``. Times vary between machines; the ratios are what counts. Both stores
keep the same facts on the same disk; stock TinyDB is called from a thread, which is the kindest way to call it.
"""

from __future__ import annotations

import asyncio
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tinydb import TinyDB, where

from bot.facts.models import Action, Fact, Revision, Source
from bot.stores.tinydb import open_fact_store

EDITS = 25


@dataclass(frozen=True)
class Figures:
    """Milliseconds: an edit in the median and at worst; the loop's longest pause during an edit, likewise."""

    median: float
    worst: float
    stall: float
    worst_stall: float


def revision(number: int, version: int = 1) -> Revision:
    """Return a fact of some 600 bytes."""
    fact = Fact(
        id=f"fact-{number}",
        production=f"film-{number % 50}",
        topic="stunt",
        subject=f"stunt {number}",
        text=f"Version {version} of fact {number}. " + "A sentence that says what happened on the set. " * 5,
        phrasings=(f"how was stunt {number} done?", f"who did stunt {number}?"),
        sources=(Source(title="A paper", url=f"https://example.org/{number}", date="2024-05"),),
        revision=version,
    )
    return Revision(change=f"{number}-{version}", fact=fact, action=Action.EDIT, by="cli:me", at=datetime.now(UTC))


class Pulse:
    """Turns the event loop as fast as it will go, and notes the longest pause between two turns."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._task = asyncio.ensure_future(self._beat())

    async def _beat(self) -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(0.0005)
            now = time.perf_counter()
            self.longest = max(self.longest, now - last - 0.0005)
            last = now

    async def stop(self) -> float:
        """Milliseconds of the longest pause."""
        await asyncio.sleep(0.002)  # so that a pause that lasts until now is counted
        self._task.cancel()
        return self.longest * 1000


async def timed(work: Callable[[int], Awaitable[object]]) -> Figures:
    """Do ``work`` for several facts, one after the other."""
    took, stalls = [], []
    for turn in range(EDITS):
        pulse = Pulse()
        await asyncio.sleep(0.01)
        start = time.perf_counter()
        await work(turn)
        took.append((time.perf_counter() - start) * 1000)
        stalls.append(await pulse.stop())
    return Figures(statistics.median(took), max(took), statistics.median(stalls), max(stalls))


def freeze() -> None:
    """Spare Python's cyclic collector what stays for good, as the application does once it has loaded."""
    gc.collect()
    gc.freeze()


async def idle(seconds: float = 2) -> float:
    """Return the longest pause of a loop that has nothing to do: what this machine adds to every stall below."""
    pulse = Pulse()
    await asyncio.sleep(seconds)
    return await pulse.stop()


async def ours(folder: Path, size: int) -> tuple[Figures, dict[str, tuple[float, float]]]:
    """Edits of single facts; and, as (ms, stall in ms), what is done rarely."""
    path, rare = folder / "ours.json", dict[str, tuple[float, float]]()

    async def once(name: str, work: Awaitable[object]) -> None:
        pulse, start = Pulse(), time.perf_counter()
        await work
        took = (time.perf_counter() - start) * 1000
        rare[name] = (took, await pulse.stop())

    store = await open_fact_store(path)
    await once("import of all", store.commit([revision(number) for number in range(size)]))
    freeze()
    figures = await timed(lambda turn: store.commit([revision(turn, 2)]))
    await once("50 edits at once", asyncio.gather(*(store.commit([revision(100 + turn, 2)]) for turn in range(50))))
    await once("backup", store.backup())
    await once("redact", store.redact("cli:me", "cli:you"))
    await store.close()

    async def reopen() -> None:
        nonlocal store
        store = await open_fact_store(path)

    await once("open", reopen())
    await once("latest 20", store.latest())
    await store.close()
    return figures, rare


async def stock(folder: Path, size: int) -> Figures:
    """Return the same edits with TinyDB as shipped."""
    with TinyDB(folder / "stock.json", encoding="utf-8") as db:
        db.insert_multiple(revision(number).model_dump(mode="json") for number in range(size))
        freeze()

        def edit(turn: int) -> None:
            db.update(revision(turn, 2).model_dump(mode="json"), where("change") == f"{turn}-1")

        return await timed(lambda turn: asyncio.to_thread(edit, turn))


def main(sizes: list[int]) -> None:
    """Print a table."""
    print(f"an idle event loop pauses here for up to {asyncio.run(idle()):.1f} ms")
    print(f"{'facts':>7} {'store':<10} {'median ms':>10} {'worst ms':>10} {'stall ms':>10} {'worst stall':>12}")
    for size in sizes:
        with tempfile.TemporaryDirectory(dir=".") as folder:
            figures, rare = asyncio.run(ours(Path(folder), size))
            other = asyncio.run(stock(Path(folder), size))
        for name, found in (("callsheet", figures), ("stock", other)):
            told = f"{found.median:>10.1f} {found.worst:>10.1f} {found.stall:>10.1f} {found.worst_stall:>12.1f}"
            print(f"{size:>7} {name:<10} {told}")
        edit, stall = other.median / figures.median, other.stall / figures.stall
        print(
            f"{size:>7} stock takes {edit:.0f} times as long for an edit, and stalls the loop {stall:.0f} times as long"
        )
        for name, (took, stall) in rare.items():
            print(f"{size:>7}   {name:<18} {took:>10.1f} ms, stall {stall:.1f} ms")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 10_000])
