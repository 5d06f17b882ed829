"""Describe changes: who made one, what it did, and each difference on its own line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import discord

from bot.desk.cards.spoilers import Say
from bot.desk.state.reasons import reason_words
from bot.facts.models import SHARED, Action, Fact, Revision
from bot.facts.wording.differences import Difference
from bot.frontends.discord.shared.markdown import escaped_line, shown_line
from bot.messages import N_, _, ngettext, translated

_LINE = 260


def who(person: str) -> str:
    """Name a person as a mention (which never pings anyone), or in words."""
    kind, _colon, name = person.partition(":")
    if kind == "discord" and name.isdigit():
        return f"<@{name}>"
    if kind == "pack":
        return _("the pack {name}").format(name=escaped_line(name, 80))
    return _("the host") if kind == "cli" else escaped_line(person, 80)


def revision_name(fact: Fact) -> str:
    """Name a revision. The shared fact and a server's own version are numbered separately."""
    words = _("shared, revision {number}") if fact.scope == SHARED else _("this server’s, revision {number}")
    return words.format(number=fact.revision)


def headline(revision: Revision, say: Say) -> str:
    """Say which revision it is, who made it and when. The reason, which may quote the fact, is on the next line.
    Escaped."""
    name = revision_name(revision.fact)
    done = translated(_DID_IT[revision.action]).format(person=who(revision.by))
    when = discord.utils.format_dt(revision.at, "R")
    head = f"**{name[0].upper()}{name[1:]}** · {done} · {when}"
    return f"{head}\n{why_line(revision, say)}" if revision.why else head


def why_line(revision: Revision, say: Say, limit: int = 200) -> str:
    """Say why a revision was made."""
    return f"*{shown_line(say(reason_words(revision.why, say.name)), limit)}*"


def done_by(revision: Revision) -> str:
    """Say what was done to a fact and by whom, such as ``edited by @somebody``. Escaped."""
    return translated(_DONE_BY[revision.action]).format(person=who(revision.by))


_DONE_BY = {
    Action.ADD: N_("added by {person}"),
    Action.EDIT: N_("edited by {person}"),
    Action.CONFIRM: N_("confirmed by {person}"),
    Action.RETIRE: N_("retired by {person}"),
    Action.RESTORE: N_("restored by {person}"),
    Action.MERGE: N_("merged by {person}"),
    Action.IMPORT: N_("imported by {person}"),
    Action.UNDO: N_("a change undone by {person}"),
    Action.WITHDRAW: N_("own version given up by {person}"),
}
_DID_IT = {
    Action.ADD: N_("{person} added it"),
    Action.EDIT: N_("{person} edited it"),
    Action.CONFIRM: N_("{person} confirmed it"),
    Action.RETIRE: N_("{person} retired it"),
    Action.RESTORE: N_("{person} restored it"),
    Action.MERGE: N_("{person} merged it"),
    Action.IMPORT: N_("{person} imported it"),
    Action.UNDO: N_("{person} undid a change"),
    Action.WITHDRAW: N_("{person} went back to the shared version"),
}


def difference_lines(differences: Iterable[Difference], most: int, say: Say, limit: int = _LINE) -> list[str]:
    """List each difference before and after, escaped. Lines beyond ``most`` are only counted.

    ``say`` returns what may be shown of the fact. The names of changed fields are always shown.
    """
    every = [line for each in differences for line in _lines(each, say, limit)]
    lines = [f"- {line}" for line in every[:most]]
    return [*lines, f"- {_more(len(every) - most)}"] if len(every) > most else lines


def _lines(difference: Difference, say: Say, limit: int) -> list[str]:
    difference = _named(difference, say)
    if difference.name in _OPEN:
        return [escaped_line(line, limit) for line in difference.lines()]
    head = f"{difference.field}: "
    told = [say(line.removeprefix(head)) for line in difference.lines()]
    # The replacement for a spoiler is the same for every item of a list.
    return [
        head + shown_line(each, limit - len(head)) if each.covered else escaped_line(head + each.text, limit)
        for each in dict.fromkeys(told)
    ]


def _named(difference: Difference, say: Say) -> Difference:
    """Replace ids with names, unless the two names are the same."""
    name_of = {"merged_into": say.name, "production": say.title}.get(difference.name, str)
    before, after = (words and name_of(words) for words in (difference.before_words, difference.after_words))
    return difference if before == after else replace(difference, before_words=before, after_words=after)


_OPEN = frozenset({"id", "production", "topic", "status", "spoiler", "state", "checked_on"})
"""Fields that never give away the story."""


def _more(count: int) -> str:
    return ngettext("… and {count} more", "… and {count} more", count).format(count=count)


def fitted(lines: Sequence[str], room: int) -> str:
    """Join the whole lines that fit in ``room`` characters, and say how many are left out."""
    kept: list[str] = []
    for number, line in enumerate(lines):
        rest = _more(len(lines) - number)
        if len(line) + 1 + len(rest) > room and not (number == len(lines) - 1 and len(line) <= room):
            return "\n".join([*kept, rest])
        kept.append(line)
        room -= len(line) + 1
    return "\n".join(kept)
