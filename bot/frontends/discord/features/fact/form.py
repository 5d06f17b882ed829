"""Build the two forms for writing a fact, and put what was typed back into the draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from discord import ui

from bot.desk.editing.drafts.draft import Draft
from bot.desk.editing.drafts.phrasing_lines import asked_text, read_asked
from bot.facts import limits
from bot.frontends.discord.components.forms import Form, fitting_lines, line, lines, whole_lines
from bot.messages import N_, _, translated

WORDS = "draft-words"
DETAILS = "draft-details"
"""The verbs of the two forms; both take the draft's key."""

WORDS_FIELDS = (
    ("text", "value", "sources", "phrasings", "why"),
    ("text", "value", "sources", "phrasings", "subject"),
)
"""The fields of the first form: for an existing fact, and for a new one."""

DETAILS_FIELDS = (("subject", "announced_on", "announced_by"), ("why",))
"""The fields of the second form: for an existing fact, and for a new one."""

MORE, MORE_NEW = N_("Subject, announcement"), N_("Reason")
"""Titles of the second form: for an existing fact, and for a new one."""


def words_form(draft: Draft, key: str) -> Form:
    """Build the first form, for the fields that are edited most. For a new fact, it has the subject, not a reason.

    Lines that do not fit in a field are left out of the form, and stay in the draft.
    """
    new = draft.base is None
    text = lines("text", _("The fact, in one or two sentences"), value=draft.text, limit=limits.TEXT, needed=True)
    value = line(
        "value",
        _("Date, place, number or person"),
        value=draft.value,
        limit=limits.VALUE,
        hint=_("For example: 12 July 2023, summer 2026, TBA, Oslo, 163 minutes"),
    )
    sources = lines(
        "sources",
        _("Sources, one per line"),
        value=fitting_lines(draft.sources)[0],
        hint=_("For example: https://… | Title | 3 May 2024"),
    )
    phrasings = lines(
        "phrasings",
        _("How people ask, one question per line"),
        value=fitting_lines(_asked(draft))[0],
        hint=_("Any language. Put not: before questions it doesn't answer"),
        example=_("who built the bike\nnot: who designed the bike"),
    )
    if new:
        return Form(_("Add a fact"), (text, value, _subject(draft), sources, phrasings), WORDS, key)
    return Form(_("Edit this fact"), (text, value, sources, phrasings, _why(draft)), WORDS, key)


def details_form(draft: Draft, key: str) -> Form:
    """Build the second form: the reason of a new fact, or the subject and announcement of an existing one.

    Status, spoiler level and topic are chosen under the preview.
    """
    if draft.base is None:
        return Form(translated(MORE_NEW), (_why(draft),), DETAILS, key)
    fields = (
        _subject(draft),
        line(
            "announced_on",
            _("New date announced on"),
            value=draft.announced_on,
            hint=_("Only if a date has moved. Leave it empty for today"),
        ),
        line(
            "announced_by",
            _("New date announced by"),
            value=draft.announced_by,
            limit=limits.NAME,
            hint=_("Only if a date has moved. Fans see this"),
        ),
    )
    return Form(translated(MORE), fields, DETAILS, key)


def with_words(draft: Draft, typed: Mapping[str, str]) -> Draft:
    """Update a draft with what was typed into the first form."""
    changes = _typed(typed, "text", "value", "subject", "why")
    if "sources" in typed:
        changes["sources"] = whole_lines(typed["sources"], draft.sources)
    if "phrasings" in typed:
        asked = whole_lines(typed["phrasings"], _asked(draft))
        read = read_asked(asked, draft.phrasings, draft.counterexamples)
        changes["phrasings"], changes["counterexamples"] = read
    return draft.typed(**changes)


def with_details(draft: Draft, typed: Mapping[str, str]) -> Draft:
    """Update a draft with what was typed into the second form."""
    return draft.typed(**_typed(typed, "subject", "announced_on", "announced_by", "why"))


def _subject(draft: Draft) -> ui.Label[Any]:
    hint = _("What the fact is about, in a few words")
    return line("subject", _("Subject"), value=draft.subject, limit=limits.SUBJECT, hint=hint)


def _why(draft: Draft) -> ui.Label[Any]:
    hint = _("For the history. If a release date moves, fans see it, too")
    label = _("Reason for this change") if draft.base is not None else _("Reason for this fact")
    return line("why", label, value=draft.why, hint=hint, limit=limits.REASON)


def _typed(typed: Mapping[str, str], *names: str) -> dict[str, str]:
    """Pick the fields that the form had. A form opened before an update may lack some."""
    return {name: typed[name] for name in names if name in typed}


def _asked(draft: Draft) -> str:
    return asked_text(draft.phrasings, draft.counterexamples)
