"""Show a change in the log channel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import discord

from bot.desk.access.settings import ServerSettings
from bot.desk.cards.spoilers import Say, Teller
from bot.desk.state.ids import handle
from bot.desk.state.ledger import Change
from bot.facts.models import SHARED, Action, Fact, Revision
from bot.facts.wording.differences import differences
from bot.frontends.discord.components.changes import difference_lines, fitted, who, why_line
from bot.frontends.discord.components.parts import Panel, text
from bot.frontends.discord.shared.markdown import escaped_line, shown_line
from bot.messages import N_, _, ngettext, translated

_ROOM = 3800
_FACTS = 8
_NAMED = 20
_FULL = 2
"""Maximum number of facts that are shown with every difference. If there are more, each shows its first few."""

_ONE: Mapping[Action, str] = MappingProxyType(
    {
        Action.ADD: N_("📝 {person} added {fact}"),
        Action.EDIT: N_("📝 {person} edited {fact}"),
        Action.CONFIRM: N_("📝 {person} confirmed {fact}"),
        Action.RETIRE: N_("📝 {person} retired {fact}"),
        Action.RESTORE: N_("📝 {person} restored {fact}"),
        Action.MERGE: N_("📝 {person} merged {fact}"),
        Action.IMPORT: N_("📝 {person} imported {fact}"),
        Action.UNDO: N_("📝 {person} undid a change of {fact}"),
        Action.WITHDRAW: N_("📝 {person} went back to the shared version of {fact}"),
    }
)
"""First line of an entry, by the action. ``{fact}`` is a name, or a number of facts."""

SETTING_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "moderator_roles": N_("moderators"),
        "curator_roles": N_("curators"),
        "answer_channels": N_("channels"),
        "answer_mentions": N_("answer mentions"),
        "default_production": N_("default film or show"),
        "spoiler_policy": N_("spoilers"),
        "digest_channel": N_("weekly digest"),
        "log_channel": N_("change log"),
        "language": N_("language"),
        "muted": N_("muted members"),
    }
)


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact of a change: its revision, and what members saw before and after. None means nothing."""

    revision: Revision
    before: Fact | None
    after: Fact

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All versions that the entry quotes."""
        return (self.after, self.revision.fact, *((self.before,) if self.before is not None else ()))


def change_panel(change: Change, entries: Sequence[FactChange], tell: Teller, title_of: Callable[[Fact], str]) -> Panel:
    """Show who did what and why, and each fact before and after, as far as ``tell`` allows."""
    first = entries[0].revision
    count = len({each.after.key for each in entries})
    lines = [_headline(change, first, _names(entries, count, tell, title_of))]
    if first.why:
        # The reason for the whole change may quote any of its facts.
        lines.append(why_line(first, tell.about(*(fact for each in entries for fact in each.facts)), 250))
    for each in entries[:_FACTS]:
        say = tell.about(*each.facts, *_merged_into(each, entries))
        heading = [f"**{_name(each, tell.about(*each.facts), title_of)}**"] if count > 1 else []
        lines += [*heading, *_differences(each, say, most=30 if count <= _FULL else 3)]
    if (more := len(entries) - _FACTS) > 0:
        lines.append(ngettext("… and {count} more fact", "… and {count} more facts", more).format(count=more))
    return Panel(text(fitted(lines, _ROOM)))


def _headline(change: Change, first: Revision, facts: str) -> str:
    line = translated(_ONE[first.action]).format(person=who(change.by), fact=facts)
    shared = [_("shared by all servers")] if first.fact.scope == SHARED else []
    return " · ".join([line, *shared, discord.utils.format_dt(change.at, "f")])


def _names(entries: Sequence[FactChange], count: int, tell: Teller, title_of: Callable[[Fact], str]) -> str:
    if count == 1:
        return _name(entries[0], tell.about(*entries[0].facts), title_of)
    return ngettext("{count} fact", "{count} facts", count).format(count=count)


def settings_change_panel(person: str, before: ServerSettings, after: ServerSettings) -> Panel:
    """Show who changed which settings, before and after."""
    lines = [_("⚙️ {person} changed the settings").format(person=who(person))]
    for field in ServerSettings.model_fields:
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            name = translated(SETTING_NAMES[field])
            lines.append(f"- {name}: {_value(field, old)} → {_value(field, new)}")
    return Panel(text(fitted(lines, _ROOM)))


def _value(field: str, value: object) -> str:
    """Show the value of a setting: roles, channels and people as mentions."""
    if isinstance(value, tuple):
        shown = ", ".join(_value(field, each) for each in value[:_NAMED])
        return shown + (" …" if len(value) > _NAMED else "") or _("none")
    if value is None or isinstance(value, bool):
        return {None: _("none"), True: _("yes"), False: _("no")}[value]
    words = str(value)
    if words.isdigit():
        return f"<@&{words}>" if field.endswith("_roles") else f"<#{words}>"
    return who(words) if field == "muted" else escaped_line(words, 100)


def _merged_into(merged: FactChange, entries: Sequence[FactChange]) -> tuple[Fact, ...]:
    """Find the fact that a merged one leads to. Two merged facts give away as much as either of them."""
    targets = {fact.merged_into for fact in merged.facts}
    return tuple(fact for each in entries if each.after.id in targets for fact in each.facts)


def _name(entry: FactChange, say: Say, title_of: Callable[[Fact], str]) -> str:
    """Name a fact by its film or show and its subject; a hidden spoiler has a handle instead, to open it by."""
    fact = entry.after
    subject = say(fact.subject or fact.topic)
    if subject.withheld:
        return f"{shown_line(subject, 200)} `{handle(fact.id)}`"
    about = shown_line(subject, 120) if fact.subject else escaped_line(fact.topic, 60)
    return f"{escaped_line(title_of(fact), 80)} · {about}"


def _differences(entry: FactChange, say: Say, *, most: int) -> list[str]:
    if entry.before is None:
        return [_("- new: {text}").format(text=shown_line(say(None), 300))]
    return difference_lines(differences(entry.before, entry.after), most, say, 400) or [_("- no visible change")]
