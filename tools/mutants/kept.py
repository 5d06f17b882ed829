"""The survivors we decided to keep, each with a reason."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tools.mutants.making import Mutant

LIST = Path(__file__).with_name("kept.toml")


@dataclass(frozen=True)
class Kept:
    """A survivor that no test needs to notice."""

    path: str
    was: str
    becomes: str
    why: str

    def fits(self, mutant: Mutant) -> bool:
        """Return whether this is the mutant; its line number may have changed since."""
        return (self.path, self.was, self.becomes) == (mutant.path, mutant.was, mutant.becomes)


def read(file: Path = LIST) -> tuple[Kept, ...]:
    """Read the list.

    Raises:
        ValueError: Where an entry lacks a field or a reason.
    """
    entries = tomllib.loads(file.read_text(encoding="utf-8")).get("kept", [])
    fields = {"path", "was", "becomes", "why"}
    for entry in entries:
        if set(entry) != fields or not entry["why"].strip():
            raise ValueError(f"{file.name}: an entry needs {', '.join(sorted(fields))}: {entry}")
    return tuple(Kept(**{name: str(text).strip() for name, text in entry.items()}) for entry in entries)


def reason(mutant: Mutant, kept: Iterable[Kept]) -> str | None:
    """Return why a mutant was kept, or None where it wasn't."""
    return next((each.why for each in kept if each.fits(mutant)), None)


def outdated(kept: Iterable[Kept], root: Path) -> list[Kept]:
    """Return the entries whose lines are no longer in their module."""
    return [each for each in kept if not _holds(root / each.path, each.was.splitlines())]


def _holds(file: Path, lines: list[str]) -> bool:
    if not file.is_file():
        return False
    return set(lines) <= {line.strip() for line in file.read_text(encoding="utf-8").splitlines()}
