"""The mutation runs: what is broken, which tests are run on it, and what is reported."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("mutmut")

from tools.mutants.choosing import Trace
from tools.mutants.kept import Kept, outdated, read
from tools.mutants.making import Mutant, modules, mutants
from tools.mutants.report import report
from tools.mutants.running import BrokenBefore, Copies, Ended, Fate, Limits

MODULE = """
import logging
from typing import TypeVar

T = TypeVar("T")
log = logging.getLogger(__name__)
MOST = 3


class Box:
    def __init__(self):
        self.held = 0

    def put(self, count):
        self.held = min(MOST, self.held + count)
        log.info("put", count)
        if self.held == MOST:
            raise ValueError("the box is full")

    @property
    def empty(self):
        return self.held == 0


def last(count):
    while count > 0:
        count -= 1
    return count
"""
TESTS = """
import pytest

from bot.desk.box import Box, last


def test_a_box_is_full_at_three():
    box = Box()
    assert box.empty
    box.put(1)
    assert not box.empty
    with pytest.raises(ValueError):
        box.put(2)


def test_last():
    assert last(2) == 0
"""
LIMITS = Limits(test=5, chosen=30)
ROOT = Path(__file__).parents[2]
PATIENCE = 300
"""Seconds that even a slow machine doesn't need."""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    files = {
        "bot/__init__.py": "",
        "bot/desk/__init__.py": "",
        "bot/desk/box.py": MODULE,
        "tests/desk/test_box.py": TESTS,
        "pytest.ini": "[pytest]\npythonpath = .\naddopts = --import-mode=importlib\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    subprocess.run(["git", "init", "--quiet"], cwd=root, check=True)
    return root


def every(tree: Path) -> list[Mutant]:
    return mutants(tree, modules(tree, ["bot/desk"]), 1000, seed=1)


def test_rules_are_broken_and_neither_logging_nor_prose_nor_type_variables(tree: Path) -> None:
    made = {mutant.becomes for mutant in every(tree)}
    assert {"MOST = 4", "return self.held != 0", "count += 1", "raise ValueError(None)"} <= made
    assert any("min(MOST" not in line and "min(" in line for line in made)
    assert not any("log" in line or "XX" in line or line.startswith("T =") for line in made)


def test_a_seed_draws_the_same_sample_again(tree: Path) -> None:
    paths = modules(tree, ["bot/desk/box.py"])
    drawn = [mutant.id for mutant in mutants(tree, paths, 5, seed=7)]
    assert drawn == [mutant.id for mutant in mutants(tree, paths, 5, seed=7)]
    assert len(set(drawn)) == 5
    assert drawn != [mutant.id for mutant in mutants(tree, paths, 5, seed=8)]


def test_mutants_are_killed_survive_or_never_end_and_the_tree_stays_as_it_was(tree: Path, tmp_path: Path) -> None:
    before = {file: file.read_bytes() for file in tree.rglob("*.py")}
    wanted = {"count += 1": Fate.HANGS, "return self.held != 0": Fate.KILLED, "while count > 1:": Fate.KILLED}
    wanted["raise ValueError(None)"] = Fate.SURVIVED
    chosen = [mutant for mutant in every(tree) if mutant.becomes in wanted]
    copies = Copies(tree, tmp_path / "copies")
    trace = copies.trace(["tests/desk"], ["bot/desk"])
    ended = list(copies.run(chosen, trace, [], 2, LIMITS))
    assert {one.mutant.becomes: one.fate for one in ended} == wanted
    assert {file: file.read_bytes() for file in tree.rglob("*.py")} == before


def test_tests_that_fail_without_a_change_measure_nothing(tree: Path, tmp_path: Path) -> None:
    (tree / "tests/desk/test_box.py").write_text("def test_wrong():\n    assert False\n", encoding="utf-8")
    with pytest.raises(BrokenBefore, match="test_wrong"):
        Copies(tree, tmp_path / "copies").trace(["tests/desk"], ["bot/desk"])


def test_the_tests_that_mirror_the_module_come_first(tree: Path, tmp_path: Path) -> None:
    far, near, beside = "tests/stores/test_far.py::x", "tests/desk/test_box.py::x", "tests/desk/test_other.py::x"
    traced = tmp_path / "trace.json"
    lines = {"bot/desk/box.py": {"15": [far, near], "18": [beside], "22": [far]}}
    traced.write_text(json.dumps({"lines": lines, "seconds": {far: 0.1, near: 9, beside: 0.2}}), encoding="utf-8")
    trace = Trace.read(traced)
    by_line = {mutant.lines: mutant for mutant in every(tree)}
    assert trace.tests(by_line[(15,)], 30) == [near, far]
    assert trace.tests(by_line[(15,)], 9) == [near]
    assert trace.tests(by_line[(7,)], 30) == [near, beside, far], "what runs at import is in the way of all"


def test_survivors_are_shown_and_those_kept_apart(tree: Path) -> None:
    fates = {"MOST = 4": Fate.SURVIVED, "count += 1": Fate.HANGS, "return self.held != 0": Fate.KILLED}
    ended = [Ended(one, fates[one.becomes], 1.0) for one in every(tree) if one.becomes in fates]
    shown = report(ended, ["bot/desk"], [])
    assert "66.7%" in shown
    assert "-MOST = 3\n+MOST = 4" in shown
    assert "bot/desk/box.py:7" in shown
    kept = [Kept("bot/desk/box.py", "MOST = 3", "MOST = 4", "only its speed depends on it")]
    shown = report(ended, ["bot/desk"], kept)
    assert "100.0%" in shown
    assert "only its speed depends on it" in shown.split("decided to keep")[1]


def test_a_kept_survivor_needs_a_reason_and_its_lines(tree: Path, tmp_path: Path) -> None:
    listed = tmp_path / "kept.toml"
    entry = '[[kept]]\npath = "bot/desk/box.py"\nwas = "MOST = {}"\nbecomes = "MOST = 4"\nwhy = "{}"\n'
    listed.write_text(entry.format(3, "speed"), encoding="utf-8")
    assert outdated(read(listed), tree) == []
    listed.write_text(entry.format(2, "speed"), encoding="utf-8")
    assert [each.was for each in outdated(read(listed), tree)] == ["MOST = 2"]
    listed.write_text(entry.format(3, " "), encoding="utf-8")
    with pytest.raises(ValueError, match="needs"):
        read(listed)


def test_the_committed_list_can_be_read() -> None:
    assert all(each.why for each in read())


UNOBSERVABLE = """
from pathlib import Path

from bot.messages import N_

__all__ = ["pairs"]

KIND = N_("box")


def pairs(ones, others):
    Path("box").unlink(missing_ok=True)
    return zip(ones, others, strict=True)
"""


def test_what_no_test_could_notice_is_left_whole(tree: Path) -> None:
    (tree / "bot/desk/box.py").write_text(UNOBSERVABLE, encoding="utf-8")
    made = {mutant.becomes for mutant in every(tree)}
    assert not any("__all__" in line or "N_" in line or "strict=None" in line for line in made)
    assert "return zip(ones, others, )" not in made
    assert any("zip(None" in line for line in made)


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder with a short path: a socket's path may have 108 bytes, and those of ``tmp_path`` can be longer."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.mark.parametrize("ended_by", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_ended_leaves_no_process_and_no_copy(
    tree: Path, tmp_path: Path, temporary: Path, ended_by: signal.Signals
) -> None:
    pids = tmp_path / "pids"
    pids.mkdir()
    noted = f"import os, pathlib\npathlib.Path({str(pids)!r}, str(os.getpid())).touch()\n"
    (tree / "tests/desk/test_box.py").write_text(noted + TESTS, encoding="utf-8")
    [hangs] = [mutant.id for mutant in every(tree) if mutant.becomes == "count += 1"]
    started = (
        "import sys, pathlib; from tools.mutants import __main__ as tool;"
        f"tool.ROOT = pathlib.Path({str(tree)!r}); sys.exit(tool.main())"
    )
    options = ("--package", "bot/desk", "--tests", "tests/desk", "--only", hangs, "--limit", "600")
    running = subprocess.Popen(
        [sys.executable, "-c", started, *options],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(temporary)},
        start_new_session=True,
    )
    try:
        wait_until(lambda: len(list(pids.iterdir())) == 2, running)  # the traced run, and the mutant's
        assert list(temporary.glob("mutants-*"))
        running.send_signal(ended_by)
        assert running.wait(PATIENCE) == 130
    finally:
        running.kill()
    assert list(temporary.glob("mutants-*")) == []
    wait_until(lambda: not any(alive(int(each.name)) for each in pids.iterdir()))


def wait_until(happened: Callable[[], bool], running: subprocess.Popen[bytes] | None = None) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end
        assert running is None or running.poll() is None
        time.sleep(0.05)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
