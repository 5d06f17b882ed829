"""Break the code in many small ways and see whether the tests notice."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from random import SystemRandom

from tools.mutants.kept import outdated, read
from tools.mutants.making import modules, mutants
from tools.mutants.report import report
from tools.mutants.running import BrokenBefore, Copies, Ended, Fate, Limits

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot/desk", "bot/stores")
TESTS = ("tests/desk", "tests/stores", "tests/frontends")
_INTERRUPTED = 130
"""The exit code that shells give what Ctrl-C ended."""


def main() -> int:
    """Run the command line; return 2 where nothing could be measured. Leaves no process or copy when it is ended."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _measure()
    except KeyboardInterrupt:
        return _INTERRUPTED


def _measure() -> int:
    given = _arguments()
    packages = given.package or list(PACKAGES)
    seed = SystemRandom().randrange(10**6) if given.seed is None else given.seed
    started = time.monotonic()
    try:
        found = mutants(ROOT, modules(ROOT, packages), sys.maxsize if given.only else given.sample, seed)
    except FileNotFoundError as error:
        return _refuse(f"There is no {error}. Name a folder or module, such as {PACKAGES[0]}.")
    if given.only:
        found = [mutant for mutant in found if mutant.id in given.only.split(",")]
    if not found:
        return _refuse("There is no such mutant.")
    _say(f"{len(found)} mutants, seed {seed}")
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies = Copies(ROOT, Path(folder))
        try:
            trace = copies.trace(given.tests or list(TESTS), packages)
        except BrokenBefore as error:
            return _refuse(f"Tests fail without any change:\n{error}")
        _say(f"tests traced in {time.monotonic() - started:.0f} s")
        limits = Limits(given.limit, given.chosen)
        with contextlib.closing(copies.run(found, trace, given.then, given.workers, limits)) as runs:
            ended = _watched(runs, len(found))
    kept = read()
    _say(report(ended, packages, kept))
    for entry in outdated(kept, ROOT):
        _say(f"\nkept.toml: {entry.path} no longer holds {entry.was!r}. Remove the entry.")
    _say(f"\n{time.monotonic() - started:.0f} s")
    return 0


def _arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__)
    reader.add_argument(
        "--package",
        action="append",
        help="folder or module to break; repeat for more (default: bot/desk and bot/stores)",
    )
    reader.add_argument("--sample", type=int, default=200, help="number of mutants (default: 200)")
    reader.add_argument("--seed", type=int, help="draw the same mutants as the run that printed this seed")
    reader.add_argument("--only", help="run only these mutants: their ids, separated by commas")
    reader.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, help="number of parallel runs (default: one per core)"
    )
    reader.add_argument(
        "--tests", action="append", help=f"tests to choose from; repeat for more (default: {', '.join(TESTS)})"
    )
    reader.add_argument(
        "--chosen", type=int, default=30, help="run at most this many seconds of tests for each mutant (default: 30)"
    )
    reader.add_argument(
        "--limit",
        type=int,
        default=30,
        help="stop a test after this many seconds, or 20 times its usual time (default: 30)",
    )
    reader.add_argument("--then", action="append", default=[], help="tests to run on survivors; repeat for more")
    return reader.parse_args()


def _watched(runs: Iterable[Ended], count: int) -> list[Ended]:
    """Show survivors at once: a run takes long."""
    ended: list[Ended] = []
    for one in runs:
        ended.append(one)
        if one.fate is not Fate.KILLED:
            _say(f"{len(ended)}/{count} {one.fate} {one.mutant.id} {one.mutant.place}: {one.mutant.becomes}")
    return ended


def _refuse(text: str) -> int:
    sys.stderr.write(f"{text}\n")
    return 2


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
