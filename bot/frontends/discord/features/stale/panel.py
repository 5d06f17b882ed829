"""Facts that are due for a check, and what a check did or ran into."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import discord

from bot.desk.cards.card import Card
from bot.desk.cards.spoilers import Say, Teller
from bot.desk.editing.editor import EditConflict
from bot.desk.editing.freshness import Due
from bot.facts.models import SHARED, Fact
from bot.frontends.discord.components.cards import card_items
from bot.frontends.discord.components.changes import difference_lines, fitted, who
from bot.frontends.discord.components.pager import Entry
from bot.frontends.discord.components.parts import Panel, button, rows, text
from bot.frontends.discord.shared.custom_ids import reference
from bot.frontends.discord.shared.markdown import escaped_line, said, said_line, timestamp
from bot.frontends.discord.shared.routes import Press

_SHORT = 40
"""What an id may take in a custom id beside a revision, a page and a production."""

_GO = discord.ButtonStyle.success


LIST_CHANGED = "⚠️ **The list has changed since it was shown**, so nothing was confirmed. This is how it is now."
"""Said above the list where a tap was meant for other facts than those that are due by now."""


def due_entry(due: Due, tell: Teller, title: str, number: int, production: str) -> Entry:
    """One entry of the list; the page's ``number`` and its ``production`` lead back to it."""
    about, back = reference(due.fact.id, _SHORT), (str(number), production)
    revision = (str(due.fact.revision), kept_in(due.fact))
    controls = (
        button("Still true", "stale-true", about, *revision, *back, style=_GO),
        button("Edit", "stale-edit", about),
    )
    return Entry(_markup(due, tell, title), row=controls)


def fact_line(fact: Fact, tell: Teller, title: str) -> str:
    """What the list says of a fact: which film or show, about what, and the text."""
    about = said_line(tell(fact, fact.subject), 60) if fact.subject else escaped_line(fact.topic, 60)
    return f"**{escaped_line(title, 80)}** · {about} · `{fact.id}`\n{said(tell(fact), 380)}"


def all_button(facts: Iterable[Fact], number: int, production: str) -> Press:
    """The tap that confirms every fact of a page: just those in just these revisions."""
    shown = list(facts)
    label = "Both still true" if len(shown) == 2 else f"All {len(shown)} still true"
    return button(label, "stale-all", str(number), production, mark_of(shown), style=_GO)


def undo_button(change: str, number: int, production: str) -> Press:
    """The tap that takes a confirmation back."""
    return button("Undo", "stale-undo", change, str(number), production)


def mark_of(facts: Iterable[Fact]) -> str:
    """Twelve characters that stand for some facts in their revisions."""
    named = "\n".join(f"{each.scope} {each.id} {each.revision}" for each in facts)
    return blake2b(named.encode(), digest_size=6).hexdigest()


def confirmed_line(facts: Iterable[Fact]) -> str:
    """What was just confirmed."""
    named = [f"`{each.id}`" for each in facts]
    if len(named) == 1:
        return f"✅ {named[0]} counts as checked today."
    return f"✅ **{len(named)} facts** count as checked today."


def confirmed_panel(card: Card) -> Panel:
    """What a confirmation did."""
    return Panel(text(f"`{card.id}` counts as checked today. /undo takes that back."), *card_items(card))


def changed_panel(conflict: EditConflict, card: Card, say: Say) -> Panel:
    """What somebody else made of the fact since it was shown; confirming that is one tap further."""
    by = f" by {who(conflict.theirs.by)}" if conflict.theirs is not None else ""
    lines = [
        f"**This fact was changed{by} since it was shown to you.** Nothing was confirmed yet. It now says:",
        *difference_lines(conflict.differences, 5, say),
    ]
    about = (reference(card.id), str(card.fact.revision), kept_in(card.fact))
    taps = [
        button("Still true", "still-true", *about, style=_GO),
        button("Edit", "stale-edit", reference(card.id, _SHORT)),
        button("Back to the list", "stale-open", ""),
    ]
    return Panel(text(fitted(lines, 1800)), *card_items(card, 2000), *rows(taps))


def kept_in(fact: Fact) -> str:
    """Whose revision it is, as a custom id says it."""
    return "shared" if fact.scope == SHARED else "own"


def _markup(due: Due, tell: Teller, title: str) -> str:
    fact = due.fact
    checked = f"checked {timestamp(fact.checked_on, 'D')}; " if fact.checked_on else ""
    return f"{fact_line(fact, tell, title)}\n-# {checked}{escaped_line(due.why, 120)}"
