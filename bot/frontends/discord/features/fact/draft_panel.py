"""Show a draft: the preview as fans will see it, what is wrong with it, or a conflict with another edit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import discord
from discord import ui

from bot.desk.cards.spoilers import Say, Teller
from bot.desk.editing.drafts.draft import Draft, DraftRefused
from bot.desk.editing.editor import EditConflict
from bot.desk.editing.preview import Altered, Preview
from bot.desk.errors import NotFound
from bot.facts.models import Fact, Spoiler, Status
from bot.frontends.discord.components.cards import card_items
from bot.frontends.discord.components.changes import difference_lines, who, why_line
from bot.frontends.discord.components.parts import OPTION_LIMIT, Panel, button, menu, option, rows, text
from bot.frontends.discord.features.fact.form import MORE, MORE_NEW
from bot.frontends.discord.shared.fact_names import fact_name
from bot.frontends.discord.shared.markdown import escaped, shown_line
from bot.frontends.discord.shared.routing.custom_ids import reference
from bot.frontends.discord.shared.routing.routes import RoutedButton
from bot.messages import N_, _, ngettext, translated

_CARD = 2000
_ABOUT = 1800
_SHOWN = 5
_NAMED = 3
_GO, _STOP = discord.ButtonStyle.success, discord.ButtonStyle.danger
_MENU = 25
"""Discord's limit of options in a menu."""
_KINDS = {
    "date": N_("A date"),
    "place": N_("A place"),
    "number": N_("A number"),
    "person": N_("A person"),
}
KINDS = tuple(_KINDS)
_STATUSES = {
    Status.CONFIRMED: (N_("Status: confirmed"), N_("An official source says so")),
    Status.REPORTED: (N_("Status: reported"), N_("The press says so")),
    Status.RUMOUR: (N_("Status: rumour"), N_("Nobody knows for sure")),
    Status.DENIED: (N_("Status: denied"), N_("It was claimed, but it's not true")),
}
_SPOILERS = {
    Spoiler.NONE: (N_("Spoiler: no"), N_("Gives nothing away")),
    Spoiler.MINOR: (N_("Spoiler: minor"), N_("Gives away a detail of the story")),
    Spoiler.MAJOR: (N_("Spoiler: major"), N_("Gives away the story")),
}


def preview_panel(
    preview: Preview, draft: Draft, key: str, tell: Teller, topics: Sequence[str], title_of: Callable[[Fact], str]
) -> Panel:
    """Show what would be saved and what it would change, with buttons and menus for the rest of the fact."""
    buttons = [
        button(_("Save"), "draft-save", key, style=_GO),
        button(_("Edit"), "draft-change", key),
        _more(draft, key),
        button(_("Cancel"), "draft-drop", key, style=_STOP),
    ]
    if preview.announced is not None and draft.base is not None:
        label = _("The date was moved") if draft.correction else _("The old date was our mistake")
        buttons.append(button(label, "draft-correct", key))
    effects = text(_effects(preview, draft, tell, title_of), _ABOUT)
    card = card_items(preview.card, _CARD)
    menus = [_status(draft, key), _spoiler(draft, key), *_topic(draft, key, topics), *_kinds(draft, key)]
    return Panel(text(_("**Preview:** this is what fans will see.")), *card, effects, *rows(buttons), *menus)


def refused_panel(refusal: DraftRefused, key: str, tell: Teller, topics: Sequence[str]) -> Panel:
    """List what is wrong, field by field, with a button that opens the form again."""
    say = tell.about(*refusal.draft.things)
    problems = "\n".join(f"- {shown_line(say(problem.sentence()), 300)}" for problem in refusal.problems[:8])
    heading = _("**Not saved yet.** Your text is kept. Please fix this first:")
    controls = [
        button(_("Edit again"), "draft-change", key, style=discord.ButtonStyle.primary),
        _more(refusal.draft, key),
        button(_("Cancel"), "draft-drop", key, style=_STOP),
    ]
    menus = _kinds(refusal.draft, key) if "value" in refusal.fields else []
    menus += _topic(refusal.draft, key, topics) if "topic" in refusal.fields else []
    return Panel(text(f"{heading}\n{problems}"), *rows(controls), *menus)


def conflict_panel(conflict: EditConflict, key: str, tell: Teller) -> Panel:
    """Show what somebody else saved in the meantime, and let the person choose between the two versions."""
    lines = [_("**Not saved yet: somebody else has changed this fact.** Your text is kept. They changed:")]
    theirs, say = conflict.theirs, tell.about(*conflict.facts)
    if theirs is not None:
        why = [why_line(theirs, say)] if theirs.why else []
        lines.append(" · ".join([who(theirs.by), discord.utils.format_dt(theirs.at, "R"), *why]))
    lines += difference_lines(conflict.differences, _SHOWN, say)
    controls = [
        button(_("Save mine on top"), "draft-save", key, style=_GO),
        button(_("Show mine"), "draft-look", key),
        button(_("Keep theirs"), "draft-drop", key, style=_STOP),
    ]
    return Panel(text("\n".join(lines)), *rows(controls))


def orphaned_panel(gone: NotFound, key: str) -> Panel:
    """Offer to save the draft as a separate fact, because its purpose no longer exists."""
    message = _("**Not saved yet.** Your text is kept. Save it as a fact anyway, or cancel.")
    controls = [
        button(_("Save anyway"), "draft-save", key, style=_GO),
        button(_("Show mine"), "draft-look", key),
        button(_("Cancel"), "draft-drop", key, style=_STOP),
    ]
    return Panel(text(f"{message}\n{escaped(str(gone), 500)}"), *rows(controls))


def _more(draft: Draft, key: str) -> RoutedButton:
    return button(translated(MORE if draft.base is not None else MORE_NEW), "draft-more", key)


def _status(draft: Draft, key: str) -> ui.ActionRow[Any]:
    options = [
        option(translated(label), each, translated(about), default=draft.status == each)
        for each, (label, about) in _STATUSES.items()
    ]
    return ui.ActionRow(menu(_("How certain is it?"), options, "draft-status", key))


def _spoiler(draft: Draft, key: str) -> ui.ActionRow[Any]:
    options = [
        option(translated(label), each, translated(about), default=draft.spoiler == each)
        for each, (label, about) in _SPOILERS.items()
    ]
    return ui.ActionRow(menu(_("Is it a spoiler?"), options, "draft-spoiler", key))


def _topic(draft: Draft, key: str, topics: Sequence[str]) -> list[ui.ActionRow[Any]]:
    label = _("Topic: {topic}")
    options = [
        option(label.format(topic=each), reference(each, OPTION_LIMIT), default=draft.topic == each)
        for each in topics[:_MENU]
    ]
    return [ui.ActionRow(menu(_("Topic"), options, "draft-topic", key))] if options else []


def _kinds(draft: Draft, key: str) -> list[ui.ActionRow[Any]]:
    """Build the menu of how the value is meant, if there is a value."""
    if not draft.value:
        return []
    options = [option(translated(label), each, default=draft.kind == each) for each, label in _KINDS.items()]
    return [ui.ActionRow(menu(_("Did I read the value wrong? It is…"), options, "draft-kind", key))]


def _effects(preview: Preview, draft: Draft, tell: Teller, title_of: Callable[[Fact], str]) -> str:
    """List what saving would do: notes, similar facts, and questions that would be answered differently."""
    say = tell.about(preview.fact, *draft.things)
    lines = [f"- {shown_line(say(note), 250)}" for note in preview.notes[:_SHOWN]]
    if preview.announced is not None and draft.base is not None:
        number = len(preview.fact.announced_dates)
        announced = _("- This is announced date number {number}. The earlier dates stay.")
        lines.append(announced.format(number=number))
    lines += [similar_line(fact, tell, alike, title_of(fact)) for fact, alike in preview.duplicates[:3]]
    lines += _altered(preview.altered, tell)
    if not lines:
        lines.append(_("No similar facts, and no known question would be answered differently."))
    if draft.why.strip():
        lines.append("-# " + _("Reason: {why}").format(why=shown_line(say(draft.why), 200)))
    return "\n".join(lines)


def similar_line(fact: Fact, tell: Teller, alike: float, title: str) -> str:
    """Show another fact that may say the same."""
    line = _("- Similar ({percent} %): {name}: {text}")
    return line.format(percent=round(alike * 100), name=fact_name(fact, tell, title), text=shown_line(tell(fact), 120))


def _altered(altered: tuple[Altered, ...], tell: Teller) -> list[str]:
    """List the questions that another fact would answer, and in one line those answered in new words."""
    others = [each for each in altered if each.other_fact]
    lines = []
    for each in others[:_SHOWN]:
        question, before, after = (shown_line(_of(each, tell)(words), 90) for words in each.words)
        lines.append(f"- *{question}*: {before} → {after}")
    if len(others) > _SHOWN:
        more = len(others) - _SHOWN
        line = ngettext("- {count} more would change.", "- {count} more would change.", more)
        lines.append(line.format(count=more))
    if same := [each for each in altered if not each.other_fact]:
        named = ", ".join(f"*{shown_line(_of(each, tell)(each.question), 90)}*" for each in same[:_NAMED])
        line = _("- Same fact, new wording: {questions}")
        if len(same) > _NAMED:
            line = _("- Same fact, new wording: {questions} and {count} more")
        lines.append(line.format(questions=named, count=len(same) - _NAMED))
    return lines


def _of(altered: Altered, tell: Teller) -> Say:
    """Treat a question and its answers like the facts that they come from."""
    return tell.about(*altered.facts)
