"""The forms in which a fact is written, and how what was typed goes back into its draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from discord import ui

from bot.desk.editing.drafts.draft import Draft
from bot.desk.editing.drafts.phrasing_lines import asked_text, read_asked
from bot.facts import limits
from bot.frontends.discord.components.forms import Form, fitting_lines, line, lines, whole_lines

WORDS = "draft-words"
DETAILS = "draft-details"
"""The verbs of the two forms; both take the draft's key."""

WORDS_FIELDS = (
    ("text", "value", "sources", "phrasings", "why"),
    ("text", "value", "sources", "phrasings", "subject"),
)
"""The fields of the first form: when a fact is edited, and when it is new."""

DETAILS_FIELDS = (("subject", "announced_on", "announced_by"), ("why",))
"""The fields of the second form, likewise."""

MORE, MORE_NEW = "Subject and announcement", "Reason"
"""What the second form is called: of a fact that is edited, and of a new one."""


def words_form(draft: Draft, key: str) -> Form:
    """The form for what is edited most: text, value, sources, phrasings with counterexamples among them, and why.

    A new fact has its subject there instead of a reason. What does not fit in a field is kept aside.
    """
    new = draft.base is None
    text = lines("text", "The fact, in a sentence or two", value=draft.text, limit=limits.TEXT, needed=True)
    value = line(
        "value",
        "Its date, place, number or person",
        value=draft.value,
        limit=limits.VALUE,
        hint="As you would write it: 12 July 2023, summer 2026, Q3 2026, TBA, Oslo, 163 minutes",
    )
    sources = lines(
        "sources",
        "Sources, one a line",
        value=fitting_lines(draft.sources)[0],
        hint="The link first, then what it is and its date: link | title | 3 May 2024",
    )
    phrasings = lines(
        "phrasings",
        "How people ask for it, one a line",
        value=fitting_lines(_asked(draft))[0],
        hint="In any language. Sounds like it, but this fact does not answer it? Put not: before the line",
        example="who built the bike\nnot: who designed the bike",
    )
    if new:
        return Form("Add a fact", (text, value, _subject(draft), sources, phrasings), WORDS, key)
    return Form("Edit this fact", (text, value, sources, phrasings, _why(draft)), WORDS, key)


def details_form(draft: Draft, key: str) -> Form:
    """The form for the rest: of a new fact the reason, else its subject and when and by whom a new date was announced.

    Status, spoiler level and topic are chosen under the preview.
    """
    if draft.base is None:
        return Form(MORE_NEW, (_why(draft),), DETAILS, key)
    fields = (
        _subject(draft),
        line(
            "announced_on",
            "When was the new date announced?",
            value=draft.announced_on,
            hint="Only where a date has moved; leave it empty for today",
        ),
        line(
            "announced_by",
            "Who announced the new date?",
            value=draft.announced_by,
            limit=limits.NAME,
            hint="Only where a date has moved; fans see it",
        ),
    )
    return Form(MORE, fields, DETAILS, key)


def with_words(draft: Draft, typed: Mapping[str, str]) -> Draft:
    """The draft with what the first form holds now."""
    changes = _typed(typed, "text", "value", "subject", "why")
    if "sources" in typed:
        changes["sources"] = whole_lines(typed["sources"], draft.sources)
    if "phrasings" in typed:
        asked = whole_lines(typed["phrasings"], _asked(draft))
        read = read_asked(asked, draft.phrasings, draft.counterexamples)
        changes["phrasings"], changes["counterexamples"] = read
    return draft.typed(**changes)


def with_details(draft: Draft, typed: Mapping[str, str]) -> Draft:
    """The draft with what the second form holds now."""
    return draft.typed(**_typed(typed, "subject", "announced_on", "announced_by", "why"))


def _subject(draft: Draft) -> ui.Label[Any]:
    return line(
        "subject", "Subject", value=draft.subject, limit=limits.SUBJECT, hint="What it is about, in a few words"
    )


def _why(draft: Draft) -> ui.Label[Any]:
    hint = "For the history, which moderators see. Where a release date moves, fans see it too"
    label = "Why this change?" if draft.base is not None else "Why this fact?"
    return line("why", label, value=draft.why, hint=hint, limit=limits.REASON)


def _typed(typed: Mapping[str, str], *names: str) -> dict[str, str]:
    """The fields that a form had; one that was opened before an update may lack some."""
    return {name: typed[name] for name in names if name in typed}


def _asked(draft: Draft) -> str:
    return asked_text(draft.phrasings, draft.counterexamples)
