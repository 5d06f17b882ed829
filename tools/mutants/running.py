"""Run tests on mutants, each in a copy of the working tree."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tools.mutants import tracing
from tools.mutants.choosing import Trace
from tools.mutants.making import Mutant

_NO_TEST = 5
"""pytest's exit code where it found no test."""

_IMPORTED = (
    "pytest",
    "pydantic",
    "tinydb",
    "rapidfuzz",
    "dateparser",
    "orjson",
    "edtf",
)
"""Slow imports, done once for all runs. Nothing of the bot: it must come from the copy."""

_ROOT = Path(__file__).parents[2]
"""Where this tool itself is."""

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload([__name__, *_IMPORTED])


PATIENCE = 20
"""How many times as long as without a change a mutant's tests may take: the machine may be busy."""


class Fate(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    HANGS = "hangs"
    """A test takes far too long, twice. People would notice, so this counts, but apart."""


@dataclass(frozen=True)
class Limits:
    """How long tests may run, in seconds."""

    test: float
    """One test; a slow test may take `PATIENCE` times as long as it does without a change."""
    chosen: float
    """All tests that are chosen for a mutant, by what they take without a change."""

    def fitting(self, slowest: float) -> Limits:
        """Return the limits for tests of which the slowest takes some seconds without a change."""
        return replace(self, test=max(self.test, PATIENCE * slowest))

    @property
    def run(self) -> float:
        """How long all tests of a mutant may take."""
        return self.test + PATIENCE * self.chosen


@dataclass(frozen=True)
class Ended:
    """A mutant's run."""

    mutant: Mutant
    fate: Fate
    seconds: float


class BrokenBefore(Exception):
    """Tests fail without any change, so that they would kill every mutant."""


class Copies:
    """Copies of the working tree, so that the tree itself is never touched."""

    def __init__(self, root: Path, folder: Path) -> None:
        """Make the first copy, of what git knows or would add."""
        self._folder = folder
        self._first = folder / "0"
        self._free: queue.SimpleQueue[Path] = queue.SimpleQueue()
        self._starting = threading.Lock()
        self._running: set[ForkServerProcess] = set()
        self._stopped = False
        _copy(root, self._first)

    def trace(self, tests: Sequence[str], packages: Sequence[str]) -> Trace:
        """Run tests without a change and return which of them run which lines.

        Leaves bytecode in the first copy, so that a mutant's run compiles only the changed module.

        Raises:
            BrokenBefore: Where a test fails.
        """
        file = self._folder / "trace.json"
        ended = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", tracing.__name__, *tests, *_OPTIONS],
            cwd=self._first,
            env=os.environ | {"PYTHONPATH": str(_ROOT), tracing.FILE: str(file), tracing.PACKAGES: ",".join(packages)},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if ended.returncode:
            raise BrokenBefore(ended.stdout + ended.stderr)
        return Trace.read(file)

    def run(
        self, mutants: Sequence[Mutant], trace: Trace, then: Sequence[str], workers: int, limits: Limits
    ) -> Generator[Ended]:
        """Run each mutant's tests, then those in `then` on each that survived.

        Yields in the order of the mutants. Those that hang come last: each runs once more with nothing beside it,
        because a busy machine can make a test too slow as well. Ends all processes when it is closed or interrupted.
        """
        self._free.put(self._first)
        for number in range(1, workers):
            self._free.put(shutil.copytree(self._first, self._folder / str(number)))
        hung: list[Mutant] = []
        pool = ThreadPoolExecutor(workers)
        try:
            for ended in pool.map(lambda mutant: self._run(mutant, trace, then, limits), mutants):
                if ended.fate is Fate.HANGS:
                    hung.append(ended.mutant)
                else:
                    yield ended
            yield from (self._run(mutant, trace, then, limits) for mutant in hung)
        finally:
            self._stop()
            pool.shutdown(cancel_futures=True)

    def _run(self, mutant: Mutant, trace: Trace, then: Sequence[str], limits: Limits) -> Ended:
        started = time.monotonic()
        tests = trace.tests(mutant, limits.chosen)
        with self._copy() as copy, _changed(copy / mutant.path, mutant.code):
            fate = self._fate(copy, tests, limits.fitting(trace.slowest(tests)))
            if fate is Fate.SURVIVED:
                fate = self._fate(copy, then, limits.fitting(trace.slowest(then)))
        return Ended(mutant, fate, time.monotonic() - started)

    def _fate(self, copy: Path, tests: Sequence[str], limits: Limits) -> Fate:
        if not tests:
            return Fate.SURVIVED
        printed = copy / "printed.txt"
        running = _FORKS.Process(target=_pytest, args=(copy, [*tests, *_OPTIONS, *_ended_after(limits.test)], printed))
        with self._starting:
            if self._stopped:
                return Fate.SURVIVED
            running.start()
            self._running.add(running)
        running.join(limits.run)
        hangs = running.exitcode is None
        if hangs:
            _end(running)
            running.join()
        with self._starting:
            self._running.discard(running)
        if hangs or _TIMEOUT in printed.read_text(encoding="utf-8", errors="replace"):
            return Fate.HANGS
        return Fate.SURVIVED if running.exitcode in {0, _NO_TEST} else Fate.KILLED

    def _stop(self) -> None:
        """End what runs, and start nothing more."""
        with self._starting:
            self._stopped = True
            for running in self._running:
                _end(running)

    @contextlib.contextmanager
    def _copy(self) -> Iterator[Path]:
        copy = self._free.get()
        try:
            yield copy
        finally:
            self._free.put(copy)


_OPTIONS = ("--exitfirst", "--tb=line", "-p", "no:randomly", "-p", "no:cacheprovider", "--hypothesis-seed=0")
"""The same tests in the same order, with the same examples, for each mutant."""


_TIMEOUT = "+++ Timeout +++"
"""What pytest-timeout prints before it ends the process."""


def _ended_after(seconds: float) -> tuple[str, ...]:
    """Return options that end the process if a test takes longer: what hangs once hangs in a teardown again."""
    return (f"--timeout={seconds:.0f}", "--timeout-method=thread")


def _end(running: ForkServerProcess) -> None:
    """End a run and what it started."""
    try:
        os.killpg(running.pid or 0, signal.SIGKILL)
    except ProcessLookupError:  # it has ended, or has no group of its own yet
        running.kill()


def _pytest(copy: Path, arguments: Sequence[str], printed: Path) -> None:
    """Run pytest in a process of its own, which ends with pytest's exit code."""
    os.setsid()
    os.chdir(copy)
    sys.path[:] = [str(copy), *(each for each in sys.path if Path(each).resolve() != _ROOT)]
    # The bytecode of one mutant must not be taken for the next one's, and only its time and size tell them apart.
    sys.dont_write_bytecode = True
    with printed.open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    import pytest

    code = pytest.main(list(arguments))
    sys.stdout.flush()
    # Threads that a mutant left behind must not keep the process.
    os._exit(code)


@contextlib.contextmanager
def _changed(module: Path, code: str) -> Iterator[None]:
    before, times = module.read_bytes(), module.stat()
    module.write_text(code, encoding="utf-8")
    try:
        yield
    finally:
        module.write_bytes(before)
        # Python finds its bytecode by the time of the module.
        os.utime(module, ns=(times.st_atime_ns, times.st_mtime_ns))


def _copy(root: Path, copy: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (root / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / name, copy / name)
