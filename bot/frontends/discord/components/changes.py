"""How a change reads: who made it, what it did, and each difference on a line of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import discord

from bot.desk.cards.spoilers import Say
from bot.facts.models import SHARED, Action, Fact, Revision
from bot.facts.wording.differences import Difference
from bot.frontends.discord.shared.markdown import escaped_line, said_line

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


def revision_name(fact: Fact) -> str:
    """Whose revision a fact is, and which: the shared fact and a server's version of it are counted apart."""
    return f"{'shared' if fact.scope == SHARED else 'this server’s'}, revision {fact.revision}"


def headline(revision: Revision, say: Say) -> str:
    """Which revision, who made it, when, and below it why, which may quote the fact; escaped."""
    name = revision_name(revision.fact)
    done = _WITHOUT_IT.get(revision.action, f"{DONE[revision.action]} it")
    when = discord.utils.format_dt(revision.at, "R")
    head = f"**{name[0].upper()}{name[1:]}** · {who(revision.by)} {done} · {when}"
    return f"{head}\n{why_line(revision, say)}" if revision.why else head


def why_line(revision: Revision, say: Say, limit: int = 200) -> str:
    """Why a revision was made."""
    return f"*{said_line(say(revision.why), limit)}*"


_PASSIVE = {Action.UNDO: "a change undone", Action.WITHDRAW: "own version given up"}


def done_by(revision: Revision) -> str:
    """What was done to a fact and by whom, behind the fact: ``edited by @somebody``; escaped."""
    return f"{_PASSIVE.get(revision.action, DONE[revision.action])} by {who(revision.by)}"


_WITHOUT_IT = {Action.UNDO: "undid a change", Action.WITHDRAW: "went back to the shared version"}


def difference_lines(differences: Iterable[Difference], most: int, say: Say, limit: int = _LINE) -> list[str]:
    """Each difference before and after, escaped, as a list; what is more than ``most`` lines is counted.

    ``say`` gives what may be said of the fact; which fields changed is always said.
    """
    every = [line for each in differences for line in _lines(each, say, limit)]
    lines = [f"- {line}" for line in every[:most]]
    return [*lines, f"- … and {len(every) - most} more"] if len(every) > most else lines


def _lines(difference: Difference, say: Say, limit: int) -> list[str]:
    if difference.name in _OPEN:
        return [escaped_line(line, limit) for line in difference.lines()]
    head = f"{difference.field}: "
    told = [say(line.removeprefix(head)) for line in difference.lines()]
    # A stand-in says the same of each entry of a list.
    return [
        head + said_line(each, limit - len(head)) if each.covered else escaped_line(head + each.text, limit)
        for each in dict.fromkeys(told)
    ]


_OPEN = frozenset({"id", "production", "topic", "status", "spoiler", "state", "checked_on"})
"""Fields that say nothing of the story, whatever the fact does."""


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
