"""Show a fact's revisions: an entry of the history, and one revision with the fact as it was then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.desk.cards.card import Card
from bot.desk.cards.spoilers import Say, Teller
from bot.desk.editing.history import HistoryEntry
from bot.facts.models import Action, State
from bot.facts.wording.values import edtf_words
from bot.frontends.discord.components.cards import card_items
from bot.frontends.discord.components.changes import difference_lines, fitted, headline, revision_name
from bot.frontends.discord.components.pager import PER_PAGE
from bot.frontends.discord.components.parts import Panel, rows, text
from bot.frontends.discord.shared.routing.routes import RoutedButton
from bot.messages import N_, _, translated

__all__ = ["PER_PAGE", "STATES", "entry_markup", "revision_line", "revision_panel"]

_ENTRY = 700
_ABOUT = 1700
_CARD = 2000
_SHOWN = 4

STATES: Mapping[State, str] = MappingProxyType(
    {
        State.LIVE: N_("live"),
        State.RETIRED: N_("retired"),
        State.MERGED: N_("merged into another fact"),
        State.WITHDRAWN: N_("replaced by the shared fact"),
    }
)
"""What each state is called."""

_DONE: Mapping[Action, str] = MappingProxyType(
    {
        Action.ADD: N_("{revision}, added {day}: {text}"),
        Action.EDIT: N_("{revision}, edited {day}: {text}"),
        Action.CONFIRM: N_("{revision}, confirmed {day}: {text}"),
        Action.RETIRE: N_("{revision}, retired {day}: {text}"),
        Action.RESTORE: N_("{revision}, restored {day}: {text}"),
        Action.MERGE: N_("{revision}, merged {day}: {text}"),
        Action.IMPORT: N_("{revision}, imported {day}: {text}"),
        Action.UNDO: N_("{revision}, undone {day}: {text}"),
        Action.WITHDRAW: N_("{revision}, replaced by the shared fact {day}: {text}"),
    }
)


def entry_markup(entry: HistoryEntry, tell: Teller) -> str:
    """Show one revision in the list: who, when, why, and the first few differences."""
    say = tell.about(entry.revision.fact, *entry.before)
    first, *why = headline(entry.revision, say).split("\n")
    mark = " · " + _("**current**") if entry.holds else ""
    return fitted([first + mark, *why, *_changes(entry, _SHOWN, say, 160)], _ENTRY)


def revision_line(entry: HistoryEntry, tell: Teller) -> str:
    """Name one revision in a list to choose from: which, what was done, when, and what the fact said then."""
    revision = entry.revision
    name, day = revision_name(revision.fact), edtf_words(revision.at.date().isoformat())
    return translated(_DONE[revision.action]).format(revision=name, day=day, text=tell(revision.fact).text)


def revision_panel(entry: HistoryEntry, card: Card, controls: Sequence[RoutedButton], tell: Teller) -> Panel:
    """Show one revision in full: every difference, and the card that fans saw then."""
    say = tell.about(entry.revision.fact, *entry.before)
    state = entry.revision.fact.state
    then = _("The fact at that time:")
    if state is not State.LIVE:
        then = _("From here on: {state}. The fact said:").format(state=translated(STATES[state]))
    about = fitted([headline(entry.revision, say), *_changes(entry, 40, say, 400), then], _ABOUT)
    return Panel(text(about, _ABOUT), *card_items(card, _CARD), *rows(controls))


def _changes(entry: HistoryEntry, most: int, say: Say, limit: int) -> list[str]:
    if entry.differences:
        return difference_lines(entry.differences, most, say, limit)
    return [_("- the first revision") if entry.revision.fact.revision == 1 else _("- no visible change")]
