"""Print what a start costs: ``python -m benchmarks startup``. CPU time and memory, next to a bare discord.py bot.

The second table shows how a start grows with an invented store. It takes minutes with 100,000 facts; other sizes go
behind the name: ``python -m benchmarks startup 1000 10000``.

Each program runs as a process of its own. A bot has started when a loopback Discord has its session; a command when it
has ended. Rounds are interleaved, so that a busy machine slows all of them alike; figures are medians.
"""

from __future__ import annotations

import asyncio
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from benchmarks.load.bots import CALLSHEET, Running, running
from benchmarks.load.bursts import load_average
from benchmarks.load.peers import FIXED
from benchmarks.synthetic import make
from bot.facts.models import Action, Revision
from bot.stores.opening import open_stores
from tests.discord_server.server import DiscordServer
from tests.process.running import ROOT

ROUNDS = 5
TARGET_CPU, TARGET_MEMORY = 3.0, 130
"""How many times a bare bot's CPU time a second start may take, and how many MB of memory."""

BARE, FIRST, SECOND = "bare discord.py bot", "first start", "second start"
ASK, HELP = "callsheet ask", "callsheet --help"
QUESTION = ("ask", "when is mi8 out")
SIZES = (1_000, 100_000)
_MB = 1000 * 1000


class Cost(NamedTuple):
    """Seconds of CPU time, and the peak of memory in bytes."""

    cpu: float
    peak: int


def peak_of(pid: int) -> int:
    """Return the most memory that a process has used so far, in bytes; 0 where the system has no /proc."""
    path = Path(f"/proc/{pid}/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", path.read_text(encoding="ascii")) if path.exists() else None
    return int(found[1]) * 1024 if found else 0


async def _started(kind: str, folder: Path) -> Cost:
    async with DiscordServer() as server, running(kind, folder, server) as bot:
        return await _settled(bot)


async def _settled(bot: Running) -> Cost:
    """Wait until a bot does nothing any more, and return what it took."""
    before, cpu = -1.0, bot.cpu()
    while cpu != before:
        await asyncio.sleep(0.3)
        before, cpu = cpu, bot.cpu()
    return Cost(cpu, peak_of(bot.pid))


def started(kind: str, folder: Path) -> Cost:
    """Start a bot in a folder and end it again."""
    return asyncio.run(_started(kind, folder))


def ended(folder: Path, *arguments: str) -> Cost:
    """Run a command to its end."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "STORE_URL": "tinydb:///store.json"}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments], cwd=folder, env=environment, stdout=subprocess.DEVNULL
    )
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"callsheet {' '.join(arguments)} ended with {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


@contextmanager
def folders() -> Iterator[Callable[[], Path]]:
    """Provide empty folders."""
    with tempfile.TemporaryDirectory(prefix="callsheet-start-") as folder:
        numbers = iter(range(1_000_000))

        def fresh() -> Path:
            new = Path(folder, str(next(numbers)))
            new.mkdir()
            return new

        yield fresh


def measured(rounds: int, fresh: Callable[[], Path]) -> dict[str, list[Cost]]:
    """Measure the shipped pack in interleaved rounds."""
    found: dict[str, list[Cost]] = {name: [] for name in (BARE, FIRST, SECOND, ASK, HELP)}
    for _ in range(rounds):
        folder = fresh()
        found[BARE].append(started(FIXED, folder))
        found[FIRST].append(started(CALLSHEET, folder))
        found[SECOND].append(started(CALLSHEET, folder))
        found[ASK].append(ended(folder, *QUESTION))
        found[HELP].append(ended(folder, "--help"))
    return found


def grown(sizes: Sequence[int], rounds: int, fresh: Callable[[], Path]) -> dict[int, dict[str, list[Cost]]]:
    """Measure first and second questions on invented stores of each size, the second ones in interleaved rounds."""
    stores = {size: fresh() for size in sizes}
    found: dict[int, dict[str, list[Cost]]] = {}
    for size, folder in stores.items():
        asyncio.run(fill(folder, size))
        found[size] = {FIRST: [ended(folder, *QUESTION)], SECOND: []}
    for _ in range(rounds):
        for size, folder in stores.items():
            found[size][SECOND].append(ended(folder, *QUESTION))
    return found


async def fill(folder: Path, size: int) -> None:
    """Write an invented store."""
    invented = make(size)
    stores = await open_stores(f"tinydb:///{folder / 'store.json'}")
    now = datetime.now(UTC)
    revisions = [
        Revision(change="made", fact=fact, action=Action.ADD, by="cli:benchmark", at=now) for fact in invented.facts
    ]
    await stores.facts.commit(revisions, invented.productions)
    await stores.close()


def table(found: Mapping[str, Sequence[Cost]], bare: float) -> None:
    """Print medians, and how many times ``bare`` seconds of CPU time they are."""
    for name, costs in found.items():
        cpu = statistics.median(cost.cpu for cost in costs)
        peak = statistics.median(cost.peak for cost in costs)
        print(f"{name:<34} {cpu:>7.2f} {cpu / bare:>7.1f} {peak / _MB:>6.0f}", flush=True)


def main(sizes: Sequence[int] = (), rounds: int = ROUNDS) -> None:
    """Measure, and print the tables."""
    print(f"Start-up with the shipped pack, medians of {rounds} rounds (load {load_average()})")
    print(f"{'':<34} {'CPU s':>7} {'ratio':>7} {'MB':>6}")
    with folders() as fresh:
        found = measured(rounds, fresh)
        table(found, statistics.median(cost.cpu for cost in found[BARE]))
        print(f"targets for a second start: {TARGET_CPU} times the bare bot's CPU time, {TARGET_MEMORY} MB")
        if not sizes:
            return
        growth = grown(sizes, rounds, fresh)
        least = statistics.median(cost.cpu for cost in growth[min(sizes)][SECOND])
        print(f"\nInvented stores, ratios to a second question on {min(sizes):,} facts (load {load_average()})")
        for size, costs in growth.items():
            table({f"{ASK}, {size:,} facts, {name}": each for name, each in costs.items()}, least)
