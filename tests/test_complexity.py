"""Check that every function in ``bot`` is simple, measured by cyclomatic complexity (T. McCabe, 1976)."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from radon.visitors import Class, ComplexityVisitor, Function  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[1]
MOST = 12
"""Maximum complexity of a function, as radon counts it: one, plus one for each branch, loop, condition and
comprehension. Ruff's own check (at most 10) counts neither conditions nor comprehensions."""


def _functions(blocks: Iterable[Class | Function]) -> Iterator[Function]:
    for block in blocks:
        if isinstance(block, Class):
            yield from block.methods
            yield from _functions(block.inner_classes)
        else:
            yield block


def _too_complex(folder: Path) -> Mapping[str, int]:
    """Map each function above the limit, as ``module:Class.function``, to its complexity."""
    found: dict[str, int] = {}
    for path in sorted(folder.rglob("*.py")):
        module = ".".join(path.relative_to(folder.parent).with_suffix("").parts)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in _functions(ComplexityVisitor.from_ast(tree).blocks):
            if function.complexity > MOST:
                name = f"{function.classname}.{function.name}" if function.classname else function.name
                found[f"{module}:{name}"] = function.complexity
    return found


def test_no_function_is_too_complex() -> None:
    found = _too_complex(ROOT / "bot")
    over = [f"{name} has {complexity}" for name, complexity in found.items()]
    assert not over, f"split these functions, at most {MOST} is allowed: {'; '.join(over)}"


def test_a_too_complex_function_is_named(tmp_path: Path) -> None:
    branches = "\n".join(f"    if n == {at}:\n        return {at}" for at in range(MOST))
    (tmp_path / "one.py").write_text(f"def long(n):\n{branches}\n\n\ndef short(n):\n    return n\n", encoding="utf-8")
    method = "\n".join(f"    {line}" for line in f"def long(self, n):\n{branches}".splitlines())
    (tmp_path / "two.py").write_text(f"class Some:\n{method}\n", encoding="utf-8")
    folder = tmp_path.name
    assert _too_complex(tmp_path) == {f"{folder}.one:long": MOST + 1, f"{folder}.two:Some.long": MOST + 1}
