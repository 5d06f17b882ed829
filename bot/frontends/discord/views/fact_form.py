"""The forms in which a fact is written, and how what was typed goes back into its draft."""

from __future__ import annotations

from collections.abc import Mapping

from bot.desk.asked_lines import asked_text, read_asked
from bot.desk.drafts import Draft
from bot.facts import limits
from bot.facts.models import Spoiler, Status
from bot.frontends.discord.views.form import Form, choice, fitting_lines, line, lines, whole_lines
from bot.frontends.discord.views.parts import option

WORDS = "draft-words"
DETAILS = "draft-details"
"""The verbs of the two forms; both take the draft's key."""

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


def words_form(draft: Draft, key: str) -> Form:
    """What the fact says: text, value, subject, sources, phrasings and, in the same field, counterexamples.

    What does not fit in a field is kept aside.
    """
    title = "Edit this fact" if draft.base is not None else "Add a fact"
    fields = (
        lines("text", "The fact, in a sentence or two", value=draft.text, limit=limits.TEXT, needed=True),
        line(
            "value",
            "Its date, place, number or person",
            value=draft.value,
            hint="As you would write it: 12 July 2023, summer 2026, Q3 2026, TBA, Oslo, 163 minutes",
        ),
        line("subject", "Subject", value=draft.subject, limit=limits.SUBJECT, hint="What it is about, in a few words"),
        lines(
            "sources",
            "Sources, one a line",
            value=fitting_lines(draft.sources)[0],
            hint="The link first, then what it is and its date: link | title | 3 May 2024",
        ),
        lines(
            "phrasings",
            "How people ask for it, one a line",
            value=fitting_lines(_asked(draft))[0],
            hint="In any language. Sounds like it, but this fact does not answer it? Put not: before the line",
            example="who built the bike\nnot: who designed the bike",
        ),
    )
    return Form(title, fields, WORDS, key)


def details_form(draft: Draft, key: str) -> Form:
    """How sure it is, what it gives away, and what a moved date and a change want to have said of them."""
    statuses = [option(each, each, about, default=draft.status == each) for each, about in _STATUSES.items()]
    spoilers = [option(each, each, about, default=draft.spoiler == each) for each, about in _SPOILERS.items()]
    fields = (
        choice("status", "How sure is it?", statuses),
        choice("spoiler", "Does it give the story away?", spoilers),
        line(
            "announced_on",
            "If a date moved: announced when?",
            value=draft.announced_on,
            hint="The day on which the new date was announced; empty: today",
        ),
        line("announced_by", "If a date moved: announced by whom?", value=draft.announced_by),
        line("why", "Why this change?", value=draft.why, hint="For the history, which moderators see"),
    )
    return Form("Status, spoiler and reason", fields, DETAILS, key)


def with_words(draft: Draft, typed: Mapping[str, str]) -> Draft:
    """The draft with what the first form holds now."""
    asked = whole_lines(typed.get("phrasings", ""), _asked(draft))
    phrasings, counterexamples = read_asked(asked, draft.phrasings, draft.counterexamples)
    return draft.typed(
        text=typed.get("text", ""),
        value=typed.get("value", ""),
        subject=typed.get("subject", ""),
        sources=whole_lines(typed.get("sources", ""), draft.sources),
        phrasings=phrasings,
        counterexamples=counterexamples,
    )


def with_details(draft: Draft, typed: Mapping[str, str]) -> Draft:
    """The draft with what the second form holds now."""
    return draft.typed(
        status=typed.get("status") or draft.status,
        spoiler=typed.get("spoiler") or draft.spoiler,
        announced_on=typed.get("announced_on", ""),
        announced_by=typed.get("announced_by", ""),
        why=typed.get("why", ""),
    )


def _asked(draft: Draft) -> str:
    return asked_text(draft.phrasings, draft.counterexamples)
