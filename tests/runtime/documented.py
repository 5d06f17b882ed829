"""What the documents and the command line itself name: commands, their options, and targets of make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import typer

from bot.cli import app

ROOT = Path(__file__).parents[2]
DOCUMENTS = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))

Named = tuple[str, str]
"""A command (``facts import``) and an option (``--dry-run``); no option for the command as such."""

_BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_CALL = re.compile(r"(?:(?<![\w./-])callsheet|python3? -m bot)(?=\s|$)([^|&;>#]*)")
_OPTION = re.compile(r"(?<!\S)--[a-z][a-z-]*")


def tree() -> set[Named]:
    """Every command and option that there is."""
    return set(_walk(typer.main.get_command(app), ()))


def _walk(command: Any, path: tuple[str, ...]) -> Iterator[Named]:
    groups = getattr(command, "commands", {})
    for name, found in groups.items():
        yield from _walk(found, (*path, name))
    name = " ".join(path)
    if not groups:
        yield name, ""
    for parameter in command.params:
        for option in (*parameter.opts, *parameter.secondary_opts):
            if option.startswith("--"):
                yield name, option


def paths() -> list[tuple[str, ...]]:
    """Every command and group of commands, as it is typed."""
    found = {tuple(name.split()) for name, _ in tree()}
    return sorted({path[:length] for path in found for length in range(len(path) + 1)})


def named(words: Sequence[str]) -> set[Named]:
    """The command and the options of one command line.

    Raises:
        ValueError: it begins with a word that is no command.
    """
    commands = set(paths())
    path: tuple[str, ...] = ()
    for word in words:
        if (*path, word) not in commands:
            break
        path = (*path, word)
    rest = words[len(path) :]
    if not path and rest and not rest[0].startswith("-") and rest[0] != "COMMAND":
        raise ValueError(f"{rest[0]!r} is no command")
    options = [_OPTION.match(word) for word in rest]
    return {(" ".join(path), ""), *((" ".join(path), option[0]) for option in options if option)}


def in_documents() -> dict[Named, str]:
    """What the documents name, and where."""
    found: dict[Named, str] = {}
    for document in DOCUMENTS:
        for code in _code(document):
            for call in _CALL.finditer(code):
                for each in named(call[1].split()):
                    found.setdefault(each, f"{document.name}: {call[0].strip()}")
    return {each: where for each, where in found.items() if each[0] or each[1]}


def options_alone() -> dict[str, str]:
    """Options that documents name by themselves, in lines that speak of a command."""
    found = {}
    for document in DOCUMENTS:
        for line in document.read_text(encoding="utf-8").splitlines():
            if "callsheet " in line:
                found.update(
                    {span: f"{document.name}: {line}" for span in _SPAN.findall(line) if span.startswith("--")}
                )
    return {span.split()[0]: where for span, where in found.items()}


def make_targets() -> dict[str, str]:
    """Targets of make that documents name, and where."""
    found = {}
    for document in DOCUMENTS:
        for code in _code(document):
            found.update(dict.fromkeys(re.findall(r"(?:^|&& )make ([a-z]+)", code, re.MULTILINE), document.name))
    return found


def _code(document: Path) -> Iterator[str]:
    """Lines of blocks, and spans: what a reader copies."""
    text = document.read_text(encoding="utf-8")
    for block in _BLOCK.findall(text):
        yield from block.splitlines()
    yield from _SPAN.findall(_BLOCK.sub("", text))
