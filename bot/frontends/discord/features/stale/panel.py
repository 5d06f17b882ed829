"""Show facts that are due for a check, and the result of confirming them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b

import discord

from bot.desk.cards.card import Card
from bot.desk.cards.spoilers import Say, Teller
from bot.desk.editing.editor import EditConflict
from bot.desk.editing.freshness import Due
from bot.facts.models import SHARED, Fact
from bot.frontends.discord.components.cards import card_items
from bot.frontends.discord.components.changes import difference_lines, fitted, who
from bot.frontends.discord.components.pager import ListItem
from bot.frontends.discord.components.parts import Panel, button, rows, text
from bot.frontends.discord.shared.fact_names import fact_name
from bot.frontends.discord.shared.markdown import escaped_line, shown_text, timestamp
from bot.frontends.discord.shared.routing.custom_ids import reference
from bot.frontends.discord.shared.routing.routes import RoutedButton
from bot.messages import N_, _, ngettext

_SHORT = 40
"""Characters for a fact's id in a custom id, beside a revision, a page and a production."""

_GO = discord.ButtonStyle.success


LIST_CHANGED = N_("⚠️ **The list has changed, so nothing was confirmed.** Please check it again.")
"""Shown above the list when the facts on the page are no longer those that the person saw."""


def due_item(due: Due, tell: Teller, title: str, number: int, production: str) -> ListItem:
    """Build one item of the list. ``number`` and ``production`` lead back to this page."""
    about, back = reference(due.fact.id, _SHORT), (str(number), production)
    revision = (str(due.fact.revision), kept_in(due.fact))
    controls = (
        button(_("Still true"), "stale-true", about, *revision, *back, style=_GO),
        button(_("Edit"), "stale-edit", about),
    )
    return ListItem(_markup(due, tell, title), row=controls)


def fact_line(fact: Fact, tell: Teller, title: str) -> str:
    """Show a fact in the list: its name and its text."""
    return f"{fact_name(fact, tell, title)}\n{shown_text(tell(fact), 380)}"


def all_button(facts: Iterable[Fact], number: int, production: str) -> RoutedButton:
    """Build the button that confirms all facts of a page, in exactly these revisions."""
    shown = list(facts)
    label = ngettext("{count} still true", "All {count} still true", len(shown)).format(count=len(shown))
    return button(label, "stale-all", str(number), production, mark_of(shown), style=_GO)


def undo_button(change: str, number: int, production: str) -> RoutedButton:
    """Build the button that undoes a confirmation."""
    return button(_("Undo"), "stale-undo", change, str(number), production)


def mark_of(facts: Iterable[Fact]) -> str:
    """Hash facts and their revisions to twelve characters."""
    named = "\n".join(f"{each.scope} {each.id} {each.revision}" for each in facts)
    return blake2b(named.encode(), digest_size=6).hexdigest()


def confirmed_line(facts: Sequence[Fact], tell: Teller, title_of: Callable[[Fact], str]) -> str:
    """Say which fact was just confirmed, or how many."""
    if len(facts) == 1:
        return _("✅ **Checked today:** {name}").format(name=fact_name(facts[0], tell, title_of(facts[0])))
    checked = ngettext("✅ **Checked today:** {count} fact", "✅ **Checked today:** {count} facts", len(facts))
    return checked.format(count=len(facts))


def confirmed_panel(card: Card) -> Panel:
    """Show a fact that was just confirmed."""
    return Panel(text(_("✅ **Checked today.** /undo reverses that.")), *card_items(card))


def changed_panel(conflict: EditConflict, card: Card, say: Say) -> Panel:
    """Show what somebody else changed since the person saw the fact, with a button to confirm that version."""
    if conflict.theirs is None:
        heading = _("**Not confirmed yet: the fact has changed since you saw it.** What changed:")
    else:
        heading = _("**Not confirmed yet: {person} has changed this fact since you saw it.** What changed:")
        heading = heading.format(person=who(conflict.theirs.by))
    lines = [heading, *difference_lines(conflict.differences, 5, say)]
    about = (reference(card.id), str(card.fact.revision), kept_in(card.fact))
    taps = [
        button(_("Still true"), "still-true", *about, style=_GO),
        button(_("Edit"), "stale-edit", reference(card.id, _SHORT)),
        button(_("Back to the list"), "stale-open", ""),
    ]
    return Panel(text(fitted(lines, 1800)), *card_items(card, 2000), *rows(taps))


def kept_in(fact: Fact) -> str:
    """Name the scope of a revision for a custom id: ``shared`` or ``own``."""
    return "shared" if fact.scope == SHARED else "own"


def _markup(due: Due, tell: Teller, title: str) -> str:
    fact = due.fact
    reason = escaped_line(due.why, 120)
    if fact.checked_on:
        reason = _("checked {day}; {reason}").format(day=timestamp(fact.checked_on, "D"), reason=reason)
    return f"{fact_line(fact, tell, title)}\n-# {reason}"
