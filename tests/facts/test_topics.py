"""The registry of topics: what it refuses, what it holds, and that nothing else in the code names a topic."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.facts.models import Fact, Production
from bot.facts.topics import LOCATION, RELEASE, load_topics, shipped_topics
from tests.shipped import lexicon

BOT = Path(__file__).parents[2] / "bot"
REGISTRY = BOT / "facts" / "topics.py"

WORDS = {
    ("facts/wording/tense.py", RELEASE): "the English verb",
    ("frontends/discord/features/browse.py", RELEASE): "the name of the slash command",
    ("answers/parsing/parser.py", "cast"): "the English word",
    ("answers/parsing/parser.py", "crew"): "the English word",
}
"""Texts that look like a topic's id and mean something else."""

FIELDS = {*Fact.model_fields, *Production.model_fields}


def named_in(code: str, topics: set[str]) -> Iterator[tuple[int, str]]:
    """Yield each line that names a topic. One that is also a field's name counts where it is compared with a topic."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node.value in topics - FIELDS:
            yield node.lineno, str(node.value)
        if isinstance(node, ast.Compare) and any(_is_topic(each) for each in ast.walk(node)):
            for each in ast.walk(node):
                if isinstance(each, ast.Constant) and each.value in topics & FIELDS:
                    yield each.lineno, str(each.value)


def _is_topic(node: ast.AST) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return "topic" in name.casefold()


def test_code_outside_the_registry_names_no_topic() -> None:
    topics = set(shipped_topics().ids)
    found = {
        (str(path.relative_to(BOT)), topic): line
        for path in sorted(BOT.rglob("*.py"))
        if path != REGISTRY
        for line, topic in named_in(path.read_text(encoding="utf-8"), topics)
    }
    assert found.keys() - WORDS.keys() == set(), "ask bot/facts/topics.py for what you need to know of a topic"
    assert WORDS.keys() - found.keys() == set(), "remove these exemptions"


@pytest.mark.parametrize(
    ("code", "named"),
    [
        ('days = {"stunt": 365}', ["stunt"]),
        ('if fact.topic == "release": pass', ["release"]),
        ('if fact.topic in ("title", "production"): pass', ["title", "production"]),
        ('fields = ("title", "production")', []),
        ('"the stunts"', []),
    ],
)
def test_a_topic_that_is_named_is_found(code: str, named: list[str]) -> None:
    assert [topic for _line, topic in named_in(code, set(shipped_topics().ids))] == named


def test_the_shipped_topics_are_whole() -> None:
    topics = shipped_topics()
    words = lexicon()
    concepts = set(words.weight_of)
    for topic in topics:
        assert topic.label["en"], topic.id
        assert {f"~{name}" for name in (*topic.implies, *topic.signals)} <= concepts, topic.id
        assert topic.words.keys() <= words.languages.keys(), topic.id
    assert len([topic for topic in topics if topic.suggested]) == 1
    assert topics.ids[0] == RELEASE, "the order in which forms offer them"
    assert LOCATION in topics.ids


def registry(folder: Path, *topics: dict[str, Any]) -> Path:
    (folder / "topics.json").write_text(json.dumps({"topics": list(topics)}), encoding="utf-8")
    return folder


ENTRIES = ({"id": RELEASE, "label": {"en": "dates"}}, {"id": LOCATION, "label": {"en": "places"}})


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ((*ENTRIES, ENTRIES[0]), "two topics have the same id"),
        (ENTRIES[:1], f"lack {LOCATION}; add an entry"),
        ((*ENTRIES, {"id": "props"}), "topics.json, topic 3, props, label: is missing; add it"),
        ((*ENTRIES, {"id": "props", "label": {}, "colour": "red"}), "isn't a known field"),
        ((*ENTRIES, {"id": "props", "label": {}, "implies": {"all": 2}}), "is too large; write 1 or less"),
        ((*ENTRIES, {"id": "props", "label": {}, "kinds": ["whence"]}), "isn't one of the choices"),
        ((*ENTRIES, {"id": "props", "label": {}, "check_days": 0}), "is too small; write 1 or more"),
    ],
)
def test_a_wrong_entry_is_refused_by_name(tmp_path: Path, entries: tuple[dict[str, Any], ...], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        load_topics(registry(tmp_path, *entries))


def test_a_command_lists_the_topic_that_names_it(tmp_path: Path) -> None:
    topics = load_topics(registry(tmp_path, ENTRIES[0], {**ENTRIES[1], "command": "places"}))
    assert topics.listed_by("places") == LOCATION
    with pytest.raises(LookupError, match=r"no topic in topics\.json has the command 'stunts'"):
        topics.listed_by("stunts")
