"""Facts that are due for a check, and what a check did or ran into."""

from __future__ import annotations

import discord

from bot.desk.card import Card
from bot.desk.curating import EditConflict
from bot.desk.freshness import Due
from bot.desk.spoilers import Say, Teller
from bot.facts.models import SHARED, Fact
from bot.frontends.discord.ids import reference
from bot.frontends.discord.render import card_items
from bot.frontends.discord.routes import Press
from bot.frontends.discord.text import escaped_line, said, said_line, timestamp
from bot.frontends.discord.views.changes import difference_lines, fitted, who
from bot.frontends.discord.views.parts import Panel, button, rows, text

_SHORT = 40
"""What an id may take in a custom id beside a revision, a page and a production."""


def due_markup(due: Due, tell: Teller) -> str:
    """One entry of the list: what the fact says, when it was checked, why it is due."""
    fact = due.fact
    checked = f"checked {timestamp(fact.checked_on, 'D')}" if fact.checked_on else "never checked"
    head = (
        f"**{said_line(tell(fact, fact.subject), 80) if fact.subject else escaped_line(fact.topic, 80)}** `{fact.id}`"
    )
    return f"{head}\n{said(tell(fact), 400)}\n-# {checked}; {escaped_line(due.why, 120)}"


def due_button(fact: Fact, number: int, production: str) -> Press:
    """The tap that confirms an entry and leads back to its page."""
    about = (reference(fact.id, _SHORT), str(fact.revision), kept_in(fact), str(number), production)
    return button("Still true", "stale-true", *about, style=discord.ButtonStyle.success)


def confirmed_panel(card: Card) -> Panel:
    """What a confirmation did."""
    return Panel(text(f"`{card.id}` counts as checked today. /undo takes that back."), *card_items(card))


def changed_panel(conflict: EditConflict, card: Card, say: Say) -> Panel:
    """What somebody else made of the fact since it was shown; confirming that is one tap further."""
    by = f" by {who(conflict.theirs.by)}" if conflict.theirs is not None else ""
    lines = [
        f"**This fact was changed{by} since it was shown to you.** Nothing was confirmed yet; it says now:",
        *difference_lines(conflict.differences, 5, say),
    ]
    about = (reference(card.id), str(card.fact.revision), kept_in(card.fact))
    tap = button("Still true", "still-true", *about, style=discord.ButtonStyle.success)
    return Panel(text(fitted(lines, 1800)), *card_items(card, 2000), *rows([tap]))


def kept_in(fact: Fact) -> str:
    """Whose revision it is, as a custom id says it."""
    return "shared" if fact.scope == SHARED else "own"
