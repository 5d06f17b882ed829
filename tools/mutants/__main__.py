"""Break the code in many small ways and see whether the tests notice."""

from __future__ import annotations

import argparse
import os
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
TESTS = ("tests/desk", "tests/stores")
_PATIENCE = 10
"""How many times as long as without a change the tests of a mutant may take; a machine may be busy."""


def main() -> int:
    """Run the command line; 2 where nothing could be measured."""
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
        limits = Limits(given.limit, given.chosen, given.limit + _PATIENCE * given.chosen)
        ended = _watched(copies.run(found, trace, given.then, given.workers, limits), len(found))
    kept = read()
    _say(report(ended, packages, kept))
    for entry in outdated(kept, ROOT):
        _say(f"\nkept.toml: {entry.path} no longer holds {entry.was!r}. Remove the entry.")
    _say(f"\n{time.monotonic() - started:.0f} s")
    return 0


def _arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__)
    reader.add_argument("--package", action="append", help="a folder or module; may be given again")
    reader.add_argument("--sample", type=int, default=200, help="how many mutants, 200 by default")
    reader.add_argument("--seed", type=int, help="of an earlier run, to draw the same mutants")
    reader.add_argument("--only", help="ids of mutants to run again, with commas")
    reader.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, help="runs at once, one per core by default"
    )
    reader.add_argument("--tests", action="append", help="tests to choose from; tests/desk and tests/stores by default")
    reader.add_argument("--chosen", type=int, default=30, help="seconds of tests for each mutant, 30 by default")
    reader.add_argument("--limit", type=int, default=30, help="seconds for one test, 30 by default")
    reader.add_argument(
        "--then", action="append", default=[], help="further tests for survivors, such as tests/frontends"
    )
    return reader.parse_args()


def _watched(runs: Iterable[Ended], count: int) -> list[Ended]:
    """Show survivors at once: a run takes long."""
    ended: list[Ended] = []
    for one in runs:
        ended.append(one)
        if one.fate is not Fate.KILLED:
            _say(f"{len(ended)}/{count} {one.fate} {one.mutant.id} {one.mutant.path}: {one.mutant.becomes}")
    return ended


def _refuse(text: str) -> int:
    sys.stderr.write(f"{text}\n")
    return 2


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
