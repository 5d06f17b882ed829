"""``python -m benchmarks.load [people ...] [--only callsheet|fixed|card]``: bursts to this bot and to minimal ones."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path

from benchmarks.load.bots import CALLSHEET, KINDS, NAMES, running
from benchmarks.load.bursts import SERVERS, Outcome, burst, load_average, questions
from benchmarks.load.peers import CARD, FIXED
from tests.discord_server.server import DiscordServer

SIZES = (40, 100, 300, 700, 1_000, 2_000)

_WARMING = 5
_HEADER = (
    f"{'people':>7} {'in time':>8} {'deferred':>9} {'(later)':>8} {'declined':>9} {'lost':>6} {'doubled':>8} "
    f"{'too late':>9} "
    f"{'first':>7} {'median':>7} {'last':>7} {'per s':>7} {'CPU ms':>7} {'bytes':>6} {'load':>5}"
)


async def measured(kind: str, sizes: list[int]) -> dict[int, Outcome]:
    """Run one bot and print what became of each burst."""
    print(
        f"\n{NAMES[kind]} (first, median and last answer in ms; CPU time in ms for each answer)\n{_HEADER}", flush=True
    )
    found: dict[int, Outcome] = {}
    with tempfile.TemporaryDirectory() as folder:
        async with DiscordServer() as server:
            for number in range(1, SERVERS):
                server.state.place(f"Server {number}")
            async with running(kind, Path(folder), server) as bot:
                asked = questions()
                await burst(bot, _WARMING, asked)
                for size in sizes:
                    found[size] = await burst(bot, size, asked)
                    print(_line(found[size]), flush=True)
    return found


def _line(outcome: Outcome) -> str:
    return (
        f"{outcome.size:>7} {outcome.answered:>8} {outcome.deferred:>9} {outcome.later:>8} {outcome.declined:>9} "
        f"{outcome.lost:>6} {outcome.doubled:>8} {outcome.late:>9} {outcome.first:>7.0f} {outcome.median:>7.0f} "
        f"{outcome.last:>7.0f} {outcome.throughput:>7.0f} {outcome.cpu:>7.2f} {outcome.bytes:>6} {load_average():>5}"
    )


def compared(every: dict[str, dict[int, Outcome]]) -> None:
    """Print this bot's figures as ratios to its peers'."""
    ours = every[CALLSHEET]
    for peer in (FIXED, CARD):
        print(f"\nthis bot compared with: {NAMES[peer]}\n{'people':>7} {'in time':>8} {'per s':>7} {'CPU':>7}")
        for size, mine in ours.items():
            theirs = every[peer][size]
            ratios = (mine.answered, theirs.answered), (mine.throughput, theirs.throughput), (mine.cpu, theirs.cpu)
            shown = [f"{mine_value / theirs_value:.2f}" if theirs_value else "-" for mine_value, theirs_value in ratios]
            print(f"{size:>7} {shown[0]:>8} {shown[1]:>7} {shown[2]:>7}")


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, help="how many people ask at once")
    parser.add_argument("--only", choices=KINDS, help="measure one bot, without a comparison")
    given = parser.parse_args()
    kinds = (given.only,) if given.only else KINDS
    every = {kind: asyncio.run(measured(kind, given.sizes or list(SIZES))) for kind in kinds}
    if not given.only:
        compared(every)


if __name__ == "__main__":
    main()
