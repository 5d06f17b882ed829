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
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
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
    "spellchecker",
    "edtf",
)
"""What each run would import anew. Nothing of the bot: it must come from the copy."""

_ROOT = Path(__file__).parents[2]
"""Where this tool itself is."""

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload([__name__, *_IMPORTED])


class Fate(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    TIMED_OUT = "timed out"
    """It never came to an end, so it would be noticed. Counted apart."""


@dataclass(frozen=True)
class Limits:
    """How long tests may run, in seconds."""

    test: int
    """One test."""
    chosen: int
    """All tests that are chosen for a mutant, by what they take without a change."""
    run: int
    """A run, by the clock."""


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
    ) -> Iterator[Ended]:
        """Run each mutant's tests, then those in `then` on each that survived. Yields in the order of the mutants."""
        self._free.put(self._first)
        for number in range(1, workers):
            self._free.put(shutil.copytree(self._first, self._folder / str(number)))
        with ThreadPoolExecutor(workers) as pool:
            yield from pool.map(lambda mutant: self._run(mutant, trace, then, limits), mutants)

    def _run(self, mutant: Mutant, trace: Trace, then: Sequence[str], limits: Limits) -> Ended:
        started = time.monotonic()
        with self._copy() as copy, _changed(copy / mutant.path, mutant.code):
            fate = _fate(copy, trace.tests(mutant, limits.chosen), limits)
            if fate is Fate.SURVIVED:
                fate = _fate(copy, then, limits)
        return Ended(mutant, fate, time.monotonic() - started)

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


def _ended_after(seconds: int) -> tuple[str, ...]:
    """The options by which a test that takes longer ends the process: what hangs once hangs in a teardown again."""
    return (f"--timeout={seconds}", "--timeout-method=thread")


def _fate(copy: Path, tests: Sequence[str], limits: Limits) -> Fate:
    if not tests:
        return Fate.SURVIVED
    printed = copy / "printed.txt"
    running = _FORKS.Process(target=_pytest, args=(copy, [*tests, *_OPTIONS, *_ended_after(limits.test)], printed))
    running.start()
    running.join(limits.run)
    if running.exitcode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.pid or 0, signal.SIGKILL)
        running.join()
        return Fate.TIMED_OUT
    if _TIMEOUT in printed.read_text(encoding="utf-8", errors="replace"):
        return Fate.TIMED_OUT
    return Fate.SURVIVED if running.exitcode in {0, _NO_TEST} else Fate.KILLED


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
