"""The mutation runs: what is broken, which tests are run on it, and what is reported."""

from __future__ import annotations

import json
import subprocess
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
LIMITS = Limits(test=5, chosen=30, run=120)


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
    wanted = {"count += 1": Fate.TIMED_OUT, "return self.held != 0": Fate.KILLED, "while count > 1:": Fate.KILLED}
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
    fates = {"MOST = 4": Fate.SURVIVED, "count += 1": Fate.TIMED_OUT, "return self.held != 0": Fate.KILLED}
    ended = [Ended(one, fates[one.becomes], 1.0) for one in every(tree) if one.becomes in fates]
    shown = report(ended, ["bot/desk"], [])
    assert "66.7%" in shown
    assert "-MOST = 3\n+MOST = 4" in shown
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
