"""Build the forms of suggestions: the member's, and the one that asks why a suggestion is declined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from discord import ui

from bot.desk.editing.drafts.draft import Draft
from bot.facts import limits
from bot.frontends.discord.components.forms import Form, choice, line, lines
from bot.frontends.discord.components.parts import Panel, button, option, rows, text
from bot.frontends.discord.shared.markdown import escaped
from bot.frontends.discord.shared.routing.custom_ids import reference
from bot.messages import _

PROPOSE = "suggestion-sent"
DECLINE = "suggestion-declined"


def correction_form(draft: Draft, key: str) -> Form:
    """Build the form to correct a fact, filled in with the text to change."""
    return Form(_("Suggest a correction"), (_what(draft, _("What it should say")), _source(draft)), PROPOSE, key)


def proposal_form(draft: Draft, key: str, topics: Iterable[str], suggested: str) -> Form:
    """Build the form for a new fact; ``suggested`` is the topic it starts with."""
    known = list(dict.fromkeys((*([draft.topic] if draft.topic else []), *topics)))[:25]
    chosen = draft.topic or suggested
    about = line("production", _("Film or show"), value=draft.production, limit=limits.TITLE, needed=True)
    options = [option(each, reference(each, 100), default=each == chosen) for each in known]
    return Form(
        _("Suggest a fact"),
        (about, choice("topic", _("Kind of fact"), options), _what(draft, _("The fact")), _source(draft)),
        PROPOSE,
        key,
    )


def typed_into(draft: Draft, typed: Mapping[str, str]) -> Draft:
    """Update a draft with what was typed into the form."""
    return draft.typed(
        production=typed.get("production", draft.production),
        topic=typed.get("topic", draft.topic),
        text=typed.get("text", ""),
        sources=typed.get("source", ""),
    )


def refused_suggestion(why: str, key: str) -> Panel:
    """Show what is wrong with a suggestion, with a button that opens the form again."""
    again = button(_("Edit again"), "suggestion-again", key)
    message = _("**Not sent yet.** Your text is kept. Please fix this first:") + f"\n{escaped(why, 1500)}"
    return Panel(text(message), *rows([again]))


def decline_form(suggestion: str) -> Form:
    """Build the form for the reason, which the member is told."""
    why = lines("reason", _("Reason (optional)"), limit=limits.REASON, hint=_("The member sees this"))
    return Form(_("Decline this suggestion"), [why], DECLINE, suggestion)


def _what(draft: Draft, label: str) -> ui.Label[Any]:
    hint = _("One or two sentences")
    return lines("text", label, value=draft.text, hint=hint, limit=limits.TEXT, needed=True)


def _source(draft: Draft) -> ui.Label[Any]:
    hint = _("Where did you read or hear it? A link is best")
    return lines("source", _("Source"), value=draft.sources, hint=hint, limit=limits.URL, needed=True)
