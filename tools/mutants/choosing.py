"""Choose the tests of a mutant: those that run the changed lines, the likeliest to notice first."""

from __future__ import annotations

import ast
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.mutants.making import Mutant


@dataclass(frozen=True)
class Trace:
    """Which tests run which lines."""

    lines: dict[str, dict[int, list[str]]]
    """By module and line number."""
    seconds: dict[str, float]
    """How long each test computes."""

    @classmethod
    def read(cls, file: Path) -> Trace:
        """Read what the tracing plugin wrote."""
        given = json.loads(file.read_text(encoding="utf-8"))
        lines = {
            path: {int(line): tests for line, tests in by_line.items()} for path, by_line in given["lines"].items()
        }
        return cls(lines, given["seconds"])

    def slowest(self, tests: Sequence[str]) -> float:
        """Return the seconds that the slowest of some tests takes."""
        return max((self.seconds.get(test, 0.0) for test in tests), default=0.0)

    def tests(self, mutant: Mutant, budget: float) -> list[str]:
        """Return the tests to run: those that mirror the module first, then the quick ones, up to some seconds.

        A line that runs only at import is in every test's way, so that all tests of its module are chosen.
        """
        by_line = self.lines.get(mutant.path, {})
        found = {test for line in _around(mutant.original, mutant.lines) for test in by_line.get(line, ())}
        found = found or {test for tests in by_line.values() for test in tests}
        near = mirrored(mutant.path)
        ranked = sorted(found, key=lambda test: (_rank(test, near), self.seconds.get(test, 0.0), test))
        chosen: list[str] = []
        spent = 0.0
        for test in ranked:
            spent += self.seconds.get(test, 0.0)
            if chosen and spent > budget:
                break
            chosen.append(test)
        return chosen


def mirrored(path: str) -> tuple[str, ...]:
    """Return the test file that mirrors a module, the folder that does, and the folders above it."""
    _, *folders, name = Path(path).with_suffix("").parts
    above = [Path("tests", *folders[:depth]).as_posix() for depth in range(len(folders), 0, -1)]
    return (f"{above[0]}/test_{name}.py::", *(f"{folder}/" for folder in above)) if above else ()


def _rank(test: str, near: Sequence[str]) -> int:
    return next((place for place, start in enumerate(near) if test.startswith(start)), len(near))


def _around(code: str, lines: Sequence[int]) -> set[int]:
    """Return the lines of the statements that hold some lines; of a compound statement only its head."""
    found = set(lines)
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            last = body[0].lineno - 1 if body else node.end_lineno or node.lineno
            span = range(node.lineno, max(last, node.lineno) + 1)
            if any(line in span for line in lines):
                found |= set(span)
    return found
