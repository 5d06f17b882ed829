"""Folding has one implementation, and what it makes equal."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.folding import folded, folded_name, without_accents

BOT = Path(__file__).parents[2] / "bot"

COMPOSING = {
    "answers/language/normalization.py": "composes a question, whose accents help to tell its language",
    "desk/cards/choice_names.py": "compares what two names look like, accents included",
    "desk/editing/drafts/draft.py": "composes what is stored, accents included",
    "facts/numbers/readings.py": "reads the sign ½ as a fraction",
}
"""Modules that normalise text for something other than folding it, and why."""

NAMES = {"normalize", "combining"}


def normalising(code: str) -> Iterator[str]:
    """Yield each name of ``unicodedata`` that takes letters apart, wherever code uses or imports it."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Attribute) and node.attr in NAMES and ast.unparse(node.value) == "unicodedata":
            yield node.attr
        if isinstance(node, ast.ImportFrom) and node.module == "unicodedata":
            yield from (each.name for each in node.names if each.name in NAMES)


def test_nothing_else_folds_text() -> None:
    found = {
        str(path.relative_to(BOT)): set(normalising(path.read_text(encoding="utf-8"))) for path in BOT.rglob("*.py")
    }
    using = {name for name, used in found.items() if used} - {"facts/folding.py"}
    assert using == COMPOSING.keys(), "fold text with bot/facts/folding.py"
    assert [name for name in using if "combining" in found[name]] == [], "bot/facts/folding.py removes accents"


@pytest.mark.parametrize(
    ("code", "used"),
    [
        ('unicodedata.normalize("NFKD", text)', ["normalize"]),
        ("from unicodedata import combining", ["combining"]),
        ("text.normalize()", []),
        ("unicodedata.category(sign)", []),
    ],
)
def test_a_module_that_normalises_is_noticed(code: str, used: list[str]) -> None:
    assert list(normalising(code)) == used


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("  When IS it, out?! ", "when is it out"),
        ("Cuándo se ESTRENA", "cuando se estrena"),
        ("snake_case-words", "snake case words"),
        ("STRASSE", "straße"),
        ("ﬁlm ℌ", "film h"),
        ("?!", ""),
    ],
)
def test_what_differs_only_in_spelling_is_the_same(text: str, same: str) -> None:
    assert folded(text) == folded(same)


def test_letters_without_an_accent_are_replaced_in_names_alone() -> None:
    assert folded_name("Tromsø, Łódź") == "tromso lodz"
    assert folded("Tromsø") == "tromsø"


def test_variants_stay_where_they_mean_something_else() -> None:
    assert without_accents("Año m²") == "Ano m2"
    assert without_accents("Año m²", compatible=False) == "Ano m²"


@given(st.text(max_size=300))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert folded_name(folded_name(text)) == folded_name(text)
