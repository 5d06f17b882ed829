"""Check that some things are done in only one place: one-line text, plurals, and yielding to other tasks."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

BOT = Path(__file__).parents[1] / "bot"

Finder = Callable[[ast.AST], bool]


def by_hand(node: ast.AST) -> bool:
    """Return whether code adds an English plural's "s" itself: ``"" if number == 1 else "s"``."""
    if not isinstance(node, ast.IfExp):
        return False
    branches = {each.value for each in (node.body, node.orelse) if isinstance(each, ast.Constant)}
    return branches in ({"", "s"}, {"", "es"}, {"y", "ies"})


def a_turn(node: ast.AST) -> bool:
    """Return whether code yields to other tasks: ``asyncio.sleep(0)``."""
    if not isinstance(node, ast.Call) or ast.unparse(node.func) not in ("asyncio.sleep", "sleep"):
        return False
    return bool(node.args) and isinstance(node.args[0], ast.Constant) and node.args[0].value == 0


def a_line(node: ast.AST) -> bool:
    """Return whether code defines how text is put on one line or cut."""
    if not isinstance(node, ast.FunctionDef) or node.name not in ("one_line", "short_line", "clipped"):
        return False
    return not node.args.args or node.args.args[0].arg != "self"


PLACES: dict[str, tuple[Finder, dict[str, str]]] = {
    "plural": (by_hand, {}),
    "turn": (
        a_turn,
        {
            "desk/runtime/cooperative.py": "the one implementation; use `slowly`",
            "frontends/discord/connection/gateway.py": "wraps single calls of aiohttp, not a loop of ours",
        },
    ),
    "line": (a_line, {"plain.py": "the one implementation; import it"}),
}
"""For each thing: what finds it, and the modules that may hold it, with the reason."""


def modules(found: Finder) -> Iterator[str]:
    """Yield each module of the code that holds what ``found`` finds."""
    for path in sorted(BOT.rglob("*.py")):
        if any(found(node) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))):
            yield str(path.relative_to(BOT))


@pytest.mark.parametrize("thing", PLACES)
def test_each_thing_has_one_place(thing: str) -> None:
    found, allowed = PLACES[thing]
    assert set(modules(found)) == allowed.keys(), "use ngettext, bot/plain.py or bot/desk/runtime/cooperative.py"


@pytest.mark.parametrize(
    ("thing", "code"),
    [
        ("plural", "f\"{n} day{'' if n == 1 else 's'}\""),
        ("plural", '"s" if n > 1 else ""'),
        ("turn", "async def work(): await asyncio.sleep(0)"),
        ("line", "def one_line(text): return text"),
    ],
)
def test_another_place_is_noticed(thing: str, code: str) -> None:
    found, _allowed = PLACES[thing]
    assert any(found(node) for node in ast.walk(ast.parse(code)))
