"""A draft between form and store: the preview exactly as fans will see it, what is wrong with it, who else edited."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.desk.curating import EditConflict
from bot.desk.drafts import Draft, DraftRefused
from bot.desk.errors import NotFound
from bot.desk.preview import Altered, Preview
from bot.desk.spoilers import Say, Teller
from bot.frontends.discord.render import card_items
from bot.frontends.discord.text import escaped, said_line
from bot.frontends.discord.views.changes import difference_lines, who, why_line
from bot.frontends.discord.views.parts import Panel, button, menu, option, rows, text

_CARD = 2000
_ABOUT = 1800
_SHOWN = 5
_NAMED = 3
_GO, _STOP = discord.ButtonStyle.success, discord.ButtonStyle.danger
_KINDS = ("date", "place", "number", "person")


def preview_panel(preview: Preview, draft: Draft, key: str, tell: Teller) -> Panel:
    """What would be saved, what it would change, and Save / Change / Cancel."""
    buttons = [
        button("Save", "draft-save", key, style=_GO),
        button("Change", "draft-change", key),
        button("Status, spoiler, reason", "draft-more", key),
        button("Cancel", "draft-drop", key, style=_STOP),
    ]
    if preview.announced is not None and draft.base is not None:
        label = "It is a postponement" if draft.correction else "It was our mistake, not a postponement"
        buttons.append(button(label, "draft-correct", key))
    about = text(_about(preview, draft, tell), _ABOUT)
    card = card_items(preview.card, _CARD)
    return Panel(text("**Preview**: this is what fans will see."), *card, about, *rows(buttons), *_kinds(draft, key))


def refused_panel(refusal: DraftRefused, key: str, tell: Teller) -> Panel:
    """What is wrong, field by field; what was typed is kept and one tap away."""
    say = tell.about(*refusal.draft.things)
    problems = "\n".join(f"- {said_line(say(problem.sentence()), 300)}" for problem in refusal.problems[:8])
    heading = "**Not saved yet.** What you typed is kept; this is in the way:"
    controls = [
        button("Edit again", "draft-change", key, style=discord.ButtonStyle.primary),
        button("Status, spoiler, reason", "draft-more", key),
        button("Cancel", "draft-drop", key, style=_STOP),
    ]
    kinds = _kinds(refusal.draft, key) if "value" in refusal.fields else []
    return Panel(text(f"{heading}\n{problems}"), *rows(controls), *kinds)


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


def _kinds(draft: Draft, key: str) -> list[ui.ActionRow[Any]]:
    """A menu that says how the value is meant, where there is one."""
    if not draft.value:
        return []
    options = [option(f"a {each}", each, default=draft.kind == each) for each in _KINDS]
    return [ui.ActionRow(menu("Is the value read wrongly? Say what it is", options, "draft-kind", key))]


def _about(preview: Preview, draft: Draft, tell: Teller) -> str:
    say = tell.about(preview.fact, *draft.things)
    lines = [f"- {said_line(say(note), 250)}" for note in preview.notes[:_SHOWN]]
    if preview.announced is not None and draft.base is not None:
        number = len(preview.fact.announced_dates)
        lines.append(f"- The new date becomes announced date number {number} of this fact; the earlier ones stay.")
    for fact, alike in preview.doubles[:3]:
        lines.append(f"- This looks like `{fact.id}` ({round(alike * 100)} %): {said_line(tell(fact), 120)}")
    lines += _altered(preview.altered, tell)
    return "\n".join(lines) or "It is like no other fact, and no known question would be answered otherwise."


def _altered(altered: tuple[Altered, ...], tell: Teller) -> list[str]:
    """Questions that another fact would answer, each; those that the same fact answers in new words, in one line."""
    others = [each for each in altered if each.other_fact]
    lines = []
    for each in others[:_SHOWN]:
        question, before, after = (said_line(_of(each, tell)(words), 90) for words in each.words)
        lines.append(f"- *{question}*: {before} → {after}")
    if len(others) > _SHOWN:
        lines.append(f"- {len(others) - _SHOWN} more questions would be answered otherwise than now.")
    if same := [each for each in altered if not each.other_fact]:
        named = ", ".join(f"*{said_line(_of(each, tell)(each.question), 90)}*" for each in same[:_NAMED])
        more = f" and {len(same) - _NAMED} more" if len(same) > _NAMED else ""
        lines.append(f"- Answered in the new words from then on: {named}{more}.")
    return lines


def _of(altered: Altered, tell: Teller) -> Say:
    """The question and both answers may give away whatever fact they come from."""
    return tell.about(*altered.facts)
