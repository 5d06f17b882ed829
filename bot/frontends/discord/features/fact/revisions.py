"""Revisions as moderators read them: an entry of the history, and one revision with the fact as it then was."""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk.cards.card import Card
from bot.desk.cards.spoilers import Say, Teller
from bot.desk.editing.history import Entry
from bot.facts.models import State
from bot.frontends.discord.components.cards import card_items
from bot.frontends.discord.components.changes import DONE, difference_lines, fitted, headline, revision_name
from bot.frontends.discord.components.pager import PER_PAGE
from bot.frontends.discord.components.parts import Panel, rows, text
from bot.frontends.discord.shared.routes import Press

__all__ = ["PER_PAGE", "entry_markup", "revision_line", "revision_panel"]

_ENTRY = 700
_ABOUT = 1700
_CARD = 2000
_SHOWN = 4


def entry_markup(told: Entry, tell: Teller) -> str:
    """One revision of the list: who, when, why, and the first few of its differences."""
    say = tell.about(told.revision.fact, *told.before)
    first, *why = headline(told.revision, say).split("\n")
    mark = " · **holds now**" if told.holds else ""
    return fitted([first + mark, *why, *_changed(told, _SHOWN, say, 160)], _ENTRY)


def revision_line(told: Entry, tell: Teller) -> str:
    """One revision in a list to choose from: whose and which, what was done, when, and what the fact said then."""
    revision = told.revision
    said = tell(revision.fact).text
    return f"{revision_name(revision.fact)}: {DONE[revision.action]} {revision.at:%d %b %Y}, {said}"


def revision_panel(told: Entry, card: Card, controls: Sequence[Press], tell: Teller) -> Panel:
    """One revision in full: every difference, and the card that fans saw then."""
    say = tell.about(told.revision.fact, *told.before)
    state = told.revision.fact.state
    then = "The fact as it then was:" if state is State.LIVE else f"From here on it was {state}; it said:"
    about = fitted([headline(told.revision, say), *_changed(told, 40, say, 400), then], _ABOUT)
    return Panel(text(about, _ABOUT), *card_items(card, _CARD), *rows(controls))


def _changed(told: Entry, most: int, say: Say, limit: int) -> list[str]:
    if told.differences:
        return difference_lines(told.differences, most, say, limit)
    return ["- the first revision" if told.revision.fact.revision == 1 else "- nothing that can be seen"]
