"""A draft between form and store: the preview exactly as fans will see it, what is wrong with it, who else edited."""

from __future__ import annotations

from collections.abc import Sequence
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
from bot.frontends.discord.shared.custom_ids import reference
from bot.frontends.discord.shared.markdown import escaped, said_line
from bot.frontends.discord.shared.routes import Press

_CARD = 2000
_ABOUT = 1800
_SHOWN = 5
_NAMED = 3
_GO, _STOP = discord.ButtonStyle.success, discord.ButtonStyle.danger
_MENU = 25
KINDS = ("date", "place", "number", "person")
_STATUSES = {
    Status.CONFIRMED: "an official source says so",
    Status.REPORTED: "the press says so",
    Status.RUMOUR: "nobody knows for sure",
    Status.DENIED: "it was said, and it is not so",
}
_SPOILERS = {
    Spoiler.NONE: "gives nothing away",
    Spoiler.MINOR: "gives a detail of the story away; shown covered",
    Spoiler.MAJOR: "gives the story away; shown covered",
}


def preview_panel(preview: Preview, draft: Draft, key: str, tell: Teller, topics: Sequence[str]) -> Panel:
    """What would be saved, what it would change, Save / Change / Cancel, and menus for what is one of a few things."""
    buttons = [
        button("Save", "draft-save", key, style=_GO),
        button("Change", "draft-change", key),
        _more(draft, key),
        button("Cancel", "draft-drop", key, style=_STOP),
    ]
    if preview.announced is not None and draft.base is not None:
        label = "It is a postponement" if draft.correction else "It was our mistake, not a postponement"
        buttons.append(button(label, "draft-correct", key))
    about = text(_about(preview, draft, tell), _ABOUT)
    card = card_items(preview.card, _CARD)
    menus = [_status(draft, key), _spoiler(draft, key), *_topic(draft, key, topics), *_kinds(draft, key)]
    return Panel(text("**Preview**: this is what fans will see."), *card, about, *rows(buttons), *menus)


def refused_panel(refusal: DraftRefused, key: str, tell: Teller, topics: Sequence[str]) -> Panel:
    """What is wrong, field by field; what was typed is kept and one tap away."""
    say = tell.about(*refusal.draft.things)
    problems = "\n".join(f"- {said_line(say(problem.sentence()), 300)}" for problem in refusal.problems[:8])
    heading = "**Not saved yet.** What you typed is kept. This has to be put right first:"
    controls = [
        button("Edit again", "draft-change", key, style=discord.ButtonStyle.primary),
        _more(refusal.draft, key),
        button("Cancel", "draft-drop", key, style=_STOP),
    ]
    menus = _kinds(refusal.draft, key) if "value" in refusal.fields else []
    menus += _topic(refusal.draft, key, topics) if "topic" in refusal.fields else []
    return Panel(text(f"{heading}\n{problems}"), *rows(controls), *menus)


def conflict_panel(conflict: EditConflict, key: str, tell: Teller) -> Panel:
    """What somebody else saved meanwhile, and the choice: ours on top of it, or theirs alone."""
    lines = ["**Somebody else changed this fact while you were editing it.** Yours is kept, and not saved yet."]
    theirs, say = conflict.theirs, tell.about(*conflict.facts)
    if theirs is not None:
        why = f": {why_line(theirs, say)}" if theirs.why else ""
        lines.append(f"{who(theirs.by)}, {discord.utils.format_dt(theirs.at, 'R')}{why}")
    lines += difference_lines(conflict.differences, _SHOWN, say)
    controls = [
        button("Save mine on top", "draft-save", key, style=_GO),
        button("Look at mine again", "draft-look", key),
        button("Leave theirs", "draft-drop", key, style=_STOP),
    ]
    return Panel(text("\n".join(lines)), *rows(controls))


def orphaned_panel(gone: NotFound, key: str) -> Panel:
    """What the draft was for is gone; what was typed is kept, and can be saved for its own sake."""
    said = (
        f"{escaped(str(gone), 500)}\n**Not saved yet.** What you typed is kept: save it for its own sake, or drop it."
    )
    controls = [
        button("Save it nonetheless", "draft-save", key, style=_GO),
        button("Look at mine again", "draft-look", key),
        button("Cancel", "draft-drop", key, style=_STOP),
    ]
    return Panel(text(said), *rows(controls))


def _more(draft: Draft, key: str) -> Press:
    return button(MORE if draft.base is not None else MORE_NEW, "draft-more", key)


def _status(draft: Draft, key: str) -> ui.ActionRow[Any]:
    options = [
        option(f"Status: {each}", each, about, default=draft.status == each) for each, about in _STATUSES.items()
    ]
    return ui.ActionRow(menu("How sure is it?", options, "draft-status", key))


def _spoiler(draft: Draft, key: str) -> ui.ActionRow[Any]:
    options = [
        option(f"Spoiler: {each}", each, about, default=draft.spoiler == each) for each, about in _SPOILERS.items()
    ]
    return ui.ActionRow(menu("Does it give the story away?", options, "draft-spoiler", key))


def _topic(draft: Draft, key: str, topics: Sequence[str]) -> list[ui.ActionRow[Any]]:
    options = [
        option(f"Topic: {each}", reference(each, OPTION_LIMIT), default=draft.topic == each) for each in topics[:_MENU]
    ]
    return [ui.ActionRow(menu("What kind of fact is it?", options, "draft-topic", key))] if options else []


def _kinds(draft: Draft, key: str) -> list[ui.ActionRow[Any]]:
    """A menu that says how the value is meant, where there is one."""
    if not draft.value:
        return []
    options = [option(f"a {each}", each, default=draft.kind == each) for each in KINDS]
    return [ui.ActionRow(menu("Is the value read wrongly? Say what it is", options, "draft-kind", key))]


def _about(preview: Preview, draft: Draft, tell: Teller) -> str:
    say = tell.about(preview.fact, *draft.things)
    lines = [f"- {said_line(say(note), 250)}" for note in preview.notes[:_SHOWN]]
    if preview.announced is not None and draft.base is not None:
        number = len(preview.fact.announced_dates)
        lines.append(f"- The new date becomes announced date number {number} of this fact; the earlier ones stay.")
    lines += [fact_line(fact, tell, alike) for fact, alike in preview.doubles[:3]]
    lines += _altered(preview.altered, tell)
    if not lines:
        lines.append("No other fact is like it, and it changes the answer to no known question.")
    return "\n".join([*lines, f"-# Reason: {said_line(say(draft.why), 200)}"] if draft.why.strip() else lines)


def fact_line(fact: Fact, tell: Teller, alike: float) -> str:
    """What the preview says of another fact that may be a double."""
    return f"- This looks like `{fact.id}` ({round(alike * 100)} %): {said_line(tell(fact), 120)}"


def _altered(altered: tuple[Altered, ...], tell: Teller) -> list[str]:
    """Questions that another fact would answer, each; those that the same fact answers in new words, in one line."""
    others = [each for each in altered if each.other_fact]
    lines = []
    for each in others[:_SHOWN]:
        question, before, after = (said_line(_of(each, tell)(words), 90) for words in each.words)
        lines.append(f"- *{question}*: {before} → {after}")
    if len(others) > _SHOWN:
        lines.append(f"- {len(others) - _SHOWN} more questions would get another answer than now.")
    if same := [each for each in altered if not each.other_fact]:
        named = ", ".join(f"*{said_line(_of(each, tell)(each.question), 90)}*" for each in same[:_NAMED])
        more = f" and {len(same) - _NAMED} more" if len(same) > _NAMED else ""
        lines.append(f"- Answered in the new words from then on: {named}{more}.")
    return lines


def _of(altered: Altered, tell: Teller) -> Say:
    """The question and both answers may give away whatever fact they come from."""
    return tell.about(*altered.facts)
