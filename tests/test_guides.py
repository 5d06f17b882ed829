"""Check that the guides for contributors name only existing places, and every place that has to be changed."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from bot.facts.field_words import WHOLE
from bot.facts.models import Fact
from bot.facts.packs.csv_form import BOOKKEEPING, COLUMNS

ROOT = Path(__file__).parents[1]
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
GUIDES = ("A field of a fact", "A topic", "A slash command", "A button", "A setting", "A language", "An outlet")
BELOW = [path for folder in ("bot", "tests") for path in (ROOT / folder).rglob("*")]
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
SOURCES = [path for folder in ("bot", "benchmarks", "tools") for path in (ROOT / folder).rglob("*.py")]
CONSTANTS = {
    "NO_COLOR",  # rich reads it
    *re.findall(r"^#? ?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE),
    *(name for path in SOURCES for name in re.findall(r"\b[A-Z][A-Z_]+\b", path.read_text(encoding="utf-8"))),
}
LISTS_FIELDS = 7
"""A module that names this many fields of a fact has to change when a field is added."""


def section(heading: str) -> str:
    """Return the text below a heading, up to the next one of its level or above."""
    level = heading.split(" ", 1)[0]
    found = re.search(
        rf"^{re.escape(heading)}$(.*?)(?=^#{{1,{len(level)}}} |\Z)", ARCHITECTURE, re.DOTALL | re.MULTILINE
    )
    assert found is not None, f"docs/architecture.md has no section {heading!r}"
    return found[1]


def named_paths(text: str) -> set[str]:
    """Return the paths in backticks, without placeholders such as ``<code>``."""
    found = re.findall(r"`([\w./-]+\.(?:py|json|md|pot|toml|example)|[\w./-]+/)`", text)
    return {each for each in found if "/" in each or each.endswith(".py")}


def exists(path: str) -> bool:
    """Return whether a path exists from the top or in ``bot``, or is the end of a path in ``bot`` or ``tests``."""
    if any((folder / path).exists() for folder in (ROOT, ROOT / "bot")):
        return True
    return any(each.as_posix().endswith(f"/{path.rstrip('/')}") for each in BELOW)


@pytest.mark.parametrize("heading", ["### Where is it?", "### Packages", "## How to add", "## Which test proves what"])
def test_every_named_place_exists(heading: str) -> None:
    missing = sorted(path for path in named_paths(section(heading)) if not exists(path))
    assert not missing, f"docs/architecture.md names what doesn't exist: {', '.join(missing)}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_constant_that_is_named_exists(page: Path) -> None:
    named = set(re.findall(r"`([A-Z][A-Z_]+)`", page.read_text(encoding="utf-8")))
    assert not named - CONSTANTS


def test_every_verdict_to_look_up_is_one_that_the_bot_gives() -> None:
    table = (ROOT / "docs/answers.md").read_text(encoding="utf-8").split("| the verdict says |")[1].split("\n\n")[0]
    verdicts = re.findall(r"^\| (\w[^|*]*?) \|", table, re.MULTILINE)
    messages = (ROOT / "bot/locales/callsheet.pot").read_text(encoding="utf-8")
    assert len(verdicts) > 5
    for verdict in verdicts:
        words = verdict.replace("explains X", "explains {terms}")
        assert words in messages, verdict


@pytest.mark.parametrize("guide", GUIDES)
def test_there_is_a_guide(guide: str) -> None:
    assert len(named_paths(section(f"### {guide}"))) >= 2


def test_a_missing_place_is_noticed() -> None:
    assert named_paths("in `desk/nowhere.py` and `bot/desk/desk.py`, not `callsheet ask`") == {
        "desk/nowhere.py",
        "bot/desk/desk.py",
    }
    assert exists("desk/desk.py")
    assert not exists("desk/nowhere.py")


def test_the_guide_to_fields_names_every_module_that_lists_them() -> None:
    guide = named_paths(section("### A field of a fact"))
    listing = {
        path.relative_to(ROOT / "bot").as_posix()
        for path in (ROOT / "bot").rglob("*.py")
        if len(fields_named(path)) >= LISTS_FIELDS
    }
    assert "facts/models.py" in listing
    assert listing <= guide, f"the guide to fields leaves out {', '.join(sorted(listing - guide))}"


def fields_named(path: Path) -> set[str]:
    """Return the fields of a fact that a module names in texts, keywords and declarations."""
    named: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            named.add(node.value)
        elif isinstance(node, ast.keyword) and node.arg is not None:
            named.add(node.arg)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            named.add(node.target.id)
    return named & Fact.model_fields.keys()


@pytest.mark.parametrize("field", Fact.model_fields)
def test_every_field_has_a_name_and_a_column(field: str) -> None:
    assert field in WHOLE
    columns = {*COLUMNS, *BOOKKEEPING}
    assert field in columns or f"{field.removesuffix('s')}_title" in columns
