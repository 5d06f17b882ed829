"""How a change reads: who made it, what it did, and each difference on a line of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import discord

from bot.facts.differences import Difference
from bot.facts.models import SHARED, Action, Revision
from bot.frontends.discord.text import escaped_line

DONE: Mapping[Action, str] = MappingProxyType(
    {
        Action.ADD: "added",
        Action.EDIT: "edited",
        Action.CONFIRM: "confirmed",
        Action.RETIRE: "retired",
        Action.RESTORE: "restored",
        Action.MERGE: "merged",
        Action.IMPORT: "imported",
        Action.UNDO: "undid a change of",
        Action.WITHDRAW: "went back to the shared version of",
    }
)
"""What was done, in a sentence that begins with who did it."""

_LINE = 260


def who(person: str) -> str:
    """A person as Discord shows one (a mention, which notifies nobody), or in words."""
    kind, _, name = person.partition(":")
    if kind == "discord" and name.isdigit():
        return f"<@{name}>"
    if kind == "pack":
        return f"the pack {escaped_line(name, 80)}"
    return "the host" if kind == "cli" else escaped_line(person, 80)


def headline(revision: Revision) -> str:
    """``revision 3 · @somebody edited · 2 hours ago · why``, escaped."""
    parts = [
        f"**Revision {revision.fact.revision}**{' of the shared fact' if revision.fact.scope == SHARED else ''}",
        f"{who(revision.by)} {DONE[revision.action]} it" if revision.action not in _OF_IT else _of_it(revision),
        discord.utils.format_dt(revision.at, "R"),
    ]
    head = " · ".join(parts)
    return f"{head}\n*{escaped_line(revision.why, 200)}*" if revision.why else head


_OF_IT = frozenset({Action.UNDO, Action.WITHDRAW})


def _of_it(revision: Revision) -> str:
    done = "undid a change" if revision.action is Action.UNDO else "went back to the shared version"
    return f"{who(revision.by)} {done}"


def difference_lines(differences: Iterable[Difference], most: int, limit: int = _LINE) -> list[str]:
    """Each difference before and after, escaped, as a list; what is more than ``most`` lines is counted."""
    every = [line for each in differences for line in each.lines()]
    lines = [f"- {escaped_line(line, limit)}" for line in every[:most]]
    return [*lines, f"- … and {len(every) - most} more"] if len(every) > most else lines


def fitted(lines: Sequence[str], room: int) -> str:
    """Whole lines, as many as fit in ``room`` characters; how many did not is said."""
    kept: list[str] = []
    for number, line in enumerate(lines):
        rest = f"… and {len(lines) - number} more"
        if len(line) + 1 + len(rest) > room and not (number == len(lines) - 1 and len(line) <= room):
            return "\n".join([*kept, rest])
        kept.append(line)
        room -= len(line) + 1
    return "\n".join(kept)
