"""Register what else a person can do with a fact: the menu behind the button **More**. Any feature can add entries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.desk.access.permissions import Permission
from bot.desk.cards.card import Card
from bot.frontends.discord.shared.routing.routes import Handler, Routes
from bot.frontends.discord.shared.routing.signatures import FACT, by_button

MAX_ENTRIES = 25
"""Maximum number of entries in the menu: five rows of five buttons."""

Applies = Callable[[Card], bool]
"""Returns whether an entry makes sense for a card."""


def _always(_: Card) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class MoreEntry:
    """One entry of the menu: a button that leads to ``verb`` with the fact's reference.

    ``label`` is marked with ``N_`` and translated when shown. Entries are sorted by ``order``.
    """

    verb: str
    label: str
    order: int
    applies: Applies = _always
    permission: Permission | None = None


class More:
    """Holds the entries of the menu. A cog adds its own in its constructor."""

    def __init__(self, routes: Routes) -> None:
        self._routes = routes
        self._entries: list[MoreEntry] = []

    def add(
        self,
        verb: str,
        handler: Handler,
        label: str,
        *,
        order: int,
        applies: Applies = _always,
        permission: Permission | None = None,
    ) -> None:
        """Add an entry and route its verb. The handler gets the fact's reference as its only argument.

        Args:
            verb: the verb of the custom id, such as ``calendar``.
            handler: handles a press. It runs only for people who have the permission at that moment.
            label: the button's text, marked with ``N_``; at most 30 characters, to fit on a phone.
            order: the position among the entries; 10 to 40 for fans, 80 and more for moderators.
            applies: returns whether the entry makes sense for a card; by default it always does.
            permission: the permission that is needed to see the entry and to use it.

        Raises:
            ValueError: the verb exists already, the label is too long, or there are too many entries.
        """
        if len(label) > 30 or len(self._entries) == MAX_ENTRIES:
            raise ValueError(f"the entry {label!r} does not fit into More")
        self._routes.add(verb, handler, by_button(FACT), permission=permission)
        self._entries.append(MoreEntry(verb, label, order, applies, permission))

    def entries(self, card: Card, may: Callable[[Permission], bool]) -> list[MoreEntry]:
        """Return the entries that apply to a card, in order, for a person who may do what ``may`` says."""
        shown = (
            each for each in self._entries if each.applies(card) and (each.permission is None or may(each.permission))
        )
        return sorted(shown, key=lambda each: each.order)
