"""Show lists in pages. The buttons contain the list, the page and its arguments, so paging survives a restart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.desk.access.permissions import Deed
from bot.frontends.discord.components.parts import TEXT_LIMIT, Panel, button, rows, text
from bot.frontends.discord.components.sending import turn
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.errors import Stale
from bot.frontends.discord.shared.routes import Press, Routes, Tap
from bot.frontends.discord.shared.signatures import (
    PAGE,
    TOPIC,
    Argument,
    Kind,
    Said,
    Signature,
    by_button,
    like,
    one_of,
    read,
)
from bot.messages import N_, _, translated

PER_PAGE = 5
"""Items on a page, if each has a button."""

MOST = 15
"""Items on a page, if each is a line without a button. More would exceed Discord's limit of 40 components."""

_HEAD, _FOOT, _DONE = 300, 120, 300
_OLD = N_("This list is from an earlier version of me. Run the command again.")
_NAME = like("list", r"[a-z][a-z0-9-]*")
_WAY = one_of("way", "first", "back", "next", "last")


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a list: escaped markup, and either a button beside it or a row of buttons below it."""

    markup: str
    control: Press | None = None
    row: tuple[Press, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page. ``number`` starts at 1. ``heading``, ``items`` (at most `LINES_PER_PAGE`) and ``foot`` are escaped
    markup."""

    heading: str
    entries: tuple[Entry, ...]
    number: int
    pages: int
    foot: str = ""
    controls: tuple[Press, ...] = ()


Book = Callable[["discord.Interaction[CallsheetBot]", tuple[str, ...], int], Awaitable[Leaf]]
"""Builds a page from arguments and a page number. If the number is out of range, it builds the nearest page."""


@dataclass(frozen=True, slots=True)
class _Shelved:
    book: Book
    signature: Signature
    deed: Deed | None


class Books:
    """Registers lists by name. A cog registers its own, with the deed that it requires. Every page checks it again."""

    def __init__(self, routes: Routes) -> None:
        self._books: dict[str, _Shelved] = {}
        routes.add("page", self._turn, by_button(_NAME, _WAY, PAGE, rest=TOPIC))

    def shelve(
        self, name: str, book: Book, *arguments: Argument, rest: Argument | None = None, deed: Deed | None = None
    ) -> None:
        """Register a list under a short name. ``arguments`` say what it is about."""
        if name in self._books:
            raise ValueError(f"the list {name!r} exists already")
        self._books[name] = _Shelved(book, by_button(*arguments, rest=rest), deed)

    async def open(
        self,
        interaction: discord.Interaction[CallsheetBot],
        name: str,
        *arguments: str,
        number: int = 1,
        done: str = "",
    ) -> Panel:
        """Build the panel of a page. ``done`` is shown above it, as escaped markup, and says what was just done.

        Raises:
            NotAllowed: the list requires a role that the person doesn't have now.
            OutdatedControl: there is no such list.
        """
        shelved = self._books.get(name)
        if shelved is None:
            raise Stale(translated(_OLD))
        if shelved.deed is not None:
            interaction.client.require(interaction, shelved.deed)
        leaf = await shelved.book(interaction, arguments, number)
        return paged(leaf, name, *arguments, done=done)

    async def _turn(self, tap: Tap) -> None:
        name, _way, number, *arguments = tap.arguments
        shelved = self._books.get(name)
        if shelved is None or read(shelved.signature, Said(Kind.BUTTON, tuple(arguments))) is None:
            raise Stale(translated(_OLD))
        panel = await self.open(tap.interaction, name, *arguments, number=number)
        await turn(tap.interaction, panel)


def paged(leaf: Leaf, name: str, *arguments: str, done: str = "") -> Panel:
    """Build the panel of a page, with buttons to the other pages."""
    entries = leaf.entries[:MOST]
    room = (TEXT_LIMIT - _HEAD - _FOOT - (_DONE if done else 0)) // max(PER_PAGE, len(entries))
    inside: list[ui.Item[Any]] = [text(leaf.heading, _HEAD)]
    for entry in entries:
        shown = text(entry.markup, room)
        inside.append(shown if entry.control is None else ui.Section(shown, accessory=entry.control))
        inside += rows(entry.row)
    foot = " · ".join(part for part in (_position(leaf), leaf.foot) if part)
    if foot:
        inside.append(text(f"-# {foot}", _FOOT))
    container: ui.Container[Any] = ui.Container(*inside)
    above = [text(done, _DONE)] if done else []
    return Panel(*above, container, *rows((*_arrows(leaf, name, arguments), *leaf.controls)))


def _position(leaf: Leaf) -> str:
    return _("Page {number} of {pages}").format(number=leaf.number, pages=leaf.pages) if leaf.pages > 1 else ""


def _arrows(leaf: Leaf, name: str, arguments: tuple[str, ...]) -> list[Press]:
    """Build the buttons to other pages. The word after the name makes custom ids unique that lead to the same page."""
    if leaf.pages < 2:
        return []
    first, last = leaf.number == 1, leaf.number == leaf.pages
    return [
        button(_("First"), "page", name, "first", "1", *arguments, disabled=first),
        button(_("Back"), "page", name, "back", str(max(1, leaf.number - 1)), *arguments, disabled=first),
        button(_("Next"), "page", name, "next", str(min(leaf.pages, leaf.number + 1)), *arguments, disabled=last),
        button(_("Last"), "page", name, "last", str(leaf.pages), *arguments, disabled=last),
    ]
