"""A change as the log channel shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.desk.access.settings import ServerSettings
from bot.desk.cards.spoilers import Say, Teller
from bot.desk.state.ids import handle
from bot.desk.state.ledger import Change
from bot.facts.models import SHARED, Fact, Revision
from bot.facts.wording.differences import differences
from bot.frontends.discord.components.changes import DONE, difference_lines, fitted, who, why_line
from bot.frontends.discord.components.parts import Panel, text
from bot.frontends.discord.shared.markdown import escaped_line, said_line

_ROOM = 3800
_FACTS = 8
_NAMED = 20
_FULL = 2
"""Of up to so many facts every difference is shown; of more, the first few of each."""


@dataclass(frozen=True, slots=True)
class Told:
    """One fact of a change: its revision, and what members were told before (None: nothing) and are told after."""

    revision: Revision
    before: Fact | None
    after: Fact

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Whatever the entry is made of."""
        return (self.after, self.revision.fact, *((self.before,) if self.before is not None else ()))


def change_panel(change: Change, told: Sequence[Told], tell: Teller) -> Panel:
    """Who did what and why; of each fact, before and after, as far as ``tell`` lets it be said."""
    first = told[0].revision
    count = len({each.after.key for each in told})
    facts = _name(told[0], tell.about(*told[0].facts)) if count == 1 else f"{count} facts"
    shared = " (shared by all servers)" if first.fact.scope == SHARED else ""
    when = discord.utils.format_dt(change.at, "f")
    lines = [f"📝 {who(change.by)} {DONE[first.action]} {facts}{shared} · {when}"]
    if first.why:
        # The reason for the whole change may quote any of its facts.
        lines.append(why_line(first, tell.about(*(fact for each in told for fact in each.facts)), 250))
    for each in told[:_FACTS]:
        say = tell.about(*each.facts, *_leading(each, told))
        lines += _fact(each, say, named=count > 1, most=30 if count <= _FULL else 3)
    if len(told) > _FACTS:
        lines.append(f"… and {len(told) - _FACTS} more facts")
    return Panel(text(fitted(lines, _ROOM)))


def settings_change_panel(person: str, before: ServerSettings, after: ServerSettings) -> Panel:
    """Who changed which settings, before and after."""
    lines = [f"⚙️ {who(person)} changed the settings"]
    for field in ServerSettings.model_fields:
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            lines.append(f"- {field.replace('_', ' ')}: {_set(field, old)} → {_set(field, new)}")
    return Panel(text(fitted(lines, _ROOM)))


def _set(field: str, value: object) -> str:
    """What a setting holds, as Discord shows roles, channels and people."""
    if isinstance(value, tuple):
        return ", ".join(_set(field, each) for each in value[:_NAMED]) + (" …" if len(value) > _NAMED else "") or "none"
    if value is None or isinstance(value, bool):
        return {None: "none", True: "yes", False: "no"}[value]
    said = str(value)
    if said.isdigit():
        return f"<@&{said}>" if field.endswith("_roles") else f"<#{said}>"
    return who(said) if field == "muted" else escaped_line(said, 100)


def _leading(merged: Told, told: Sequence[Told]) -> tuple[Fact, ...]:
    """The fact that a merged one leads to: two facts that are merged give away as much as either."""
    leading = {fact.merged_into for fact in merged.facts}
    return tuple(fact for each in told if each.after.id in leading for fact in each.facts)


def _name(told: Told, say: Say) -> str:
    """What a fact is called: its id, which may say what the fact says, or where that is left out its handle."""
    name = told.after.id
    shown = say(name)
    if shown.withheld:
        return f"{said_line(shown, 200)} `{handle(name)}`"
    return said_line(shown, 200) if shown.covered else f"`{name}`"


def _fact(told: Told, say: Say, *, named: bool, most: int) -> list[str]:
    head = [f"**{_name(told, say)}**"] if named else []
    if told.before is None:
        return [*head, f"- new: {said_line(say(None), 300)}"]
    changed = difference_lines(differences(told.before, told.after), most, say, 400)
    return [*head, *(changed or ["- it says the same"])]
