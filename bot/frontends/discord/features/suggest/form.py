"""The forms of suggestions: a member's, and the reason with which one is declined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from discord import ui

from bot.desk.editing.drafts.draft import Draft
from bot.facts import limits
from bot.frontends.discord.components.forms import Form, choice, line, lines
from bot.frontends.discord.components.parts import Panel, button, option, rows, text
from bot.frontends.discord.shared.custom_ids import reference
from bot.frontends.discord.shared.markdown import escaped

PROPOSE = "suggestion-sent"
DECLINE = "suggestion-declined"


def correction_form(draft: Draft, key: str) -> Form:
    """The form for correcting a fact; its text is there to be changed."""
    return Form("Suggest a correction", (_what(draft, "What it should say"), _source(draft)), PROPOSE, key)


def proposal_form(draft: Draft, key: str, topics: Iterable[str], suggested: str) -> Form:
    """Build the form for a new fact; ``suggested`` is the topic it starts with."""
    known = list(dict.fromkeys((*([draft.topic] if draft.topic else []), *topics)))[:25]
    chosen = draft.topic or suggested
    about = line("production", "Which film or show?", value=draft.production, limit=limits.TITLE, needed=True)
    options = [option(each, reference(each, 100), default=each == chosen) for each in known]
    return Form(
        "Suggest a fact",
        (about, choice("topic", "What kind of fact is it?", options), _what(draft, "The fact"), _source(draft)),
        PROPOSE,
        key,
    )


def typed_into(draft: Draft, typed: Mapping[str, str]) -> Draft:
    """The draft with what the form holds now."""
    return draft.typed(
        production=typed.get("production", draft.production),
        topic=typed.get("topic", draft.topic),
        text=typed.get("text", ""),
        sources=typed.get("source", ""),
    )


def refused_suggestion(why: str, key: str) -> Panel:
    """What is wrong with a suggestion; what was typed is kept and one tap away."""
    again = button("Edit again", "suggestion-again", key)
    said = f"**Not sent yet.** What you typed is kept; this is in the way:\n{escaped(why, 1500)}"
    return Panel(text(said), *rows([again]))


def decline_form(suggestion: str) -> Form:
    """The reason, which the member is told."""
    why = lines(
        "reason", "Why not? The member is told", limit=limits.REASON, example="Empty: they hear that it was not taken"
    )
    return Form("Decline this suggestion", [why], DECLINE, suggestion)


def _what(draft: Draft, label: str) -> ui.Label[Any]:
    hint = "In a sentence or two, as it should be told"
    return lines("text", label, value=draft.text, hint=hint, limit=limits.TEXT, needed=True)


def _source(draft: Draft) -> ui.Label[Any]:
    hint = "A link is best: where can it be read or heard?"
    return lines("source", "Source", value=draft.sources, hint=hint, limit=limits.URL, needed=True)
