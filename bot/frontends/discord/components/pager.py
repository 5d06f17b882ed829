"""Show lists in pages. The buttons contain the list, the page and its arguments, so paging survives a restart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.desk.access.permissions import Permission
from bot.frontends.discord.components.parts import TEXT_LIMIT, Panel, button, rows, text
from bot.frontends.discord.components.sending import replace_own
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.errors import OutdatedControl
from bot.frontends.discord.shared.routing.routes import RoutedButton, Routes, Tap
from bot.frontends.discord.shared.routing.signatures import (
    PAGE,
    TOPIC,
    Argument,
    Kind,
    RawInput,
    Signature,
    by_button,
    matching,
    one_of,
    read,
)
from bot.messages import N_, _, translated

PER_PAGE = 5
"""Items on a page, if each has a button."""

LINES_PER_PAGE = 15
"""Items on a page, if each is a line without a button. More would exceed Discord's limit of 40 components."""

_HEAD, _FOOT, _DONE = 300, 120, 300
_OLD = N_("This list is from an earlier version of me. Run the command again.")
_NAME = matching("list", r"[a-z][a-z0-9-]*")
_WAY = one_of("way", "first", "back", "next", "last")


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a list: escaped markup, and either a button beside it or a row of buttons below it."""

    markup: str
    control: RoutedButton | None = None
    row: tuple[RoutedButton, ...] = ()


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page. ``number`` starts at 1. ``heading``, ``items`` (at most `LINES_PER_PAGE`) and ``foot`` are escaped
    markup."""

    heading: str
    items: tuple[ListItem, ...]
    number: int
    pages: int
    foot: str = ""
    controls: tuple[RoutedButton, ...] = ()


PageSource = Callable[["discord.Interaction[CallsheetBot]", tuple[str, ...], int], Awaitable[ListPage]]
"""Builds a page from arguments and a page number. If the number is out of range, it builds the nearest page."""


@dataclass(frozen=True, slots=True)
class _RegisteredList:
    source: PageSource
    signature: Signature
    permission: Permission | None


class PagedLists:
    """Registers lists by name. A cog registers its own, with the required permission. Every page checks it again."""

    def __init__(self, routes: Routes) -> None:
        self._lists: dict[str, _RegisteredList] = {}
        routes.add("page", self._turn, by_button(_NAME, _WAY, PAGE, rest=TOPIC))

    def register(
        self,
        name: str,
        source: PageSource,
        *arguments: Argument,
        rest: Argument | None = None,
        permission: Permission | None = None,
    ) -> None:
        """Register a list under a short name. ``arguments`` say what it is about."""
        if name in self._lists:
            raise ValueError(f"the list {name!r} exists already")
        self._lists[name] = _RegisteredList(source, by_button(*arguments, rest=rest), permission)

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
        registered = self._lists.get(name)
        if registered is None:
            raise OutdatedControl(translated(_OLD))
        if registered.permission is not None:
            interaction.client.require(interaction, registered.permission)
        page = await registered.source(interaction, arguments, number)
        return list_panel(page, name, *arguments, done=done)

    async def _turn(self, tap: Tap) -> None:
        name, _way, number, *arguments = tap.arguments
        registered = self._lists.get(name)
        if registered is None or read(registered.signature, RawInput(Kind.BUTTON, tuple(arguments))) is None:
            raise OutdatedControl(translated(_OLD))
        panel = await self.open(tap.interaction, name, *arguments, number=number)
        await replace_own(tap.interaction, panel)


def list_panel(page: ListPage, name: str, *arguments: str, done: str = "") -> Panel:
    """Build the panel of a page, with buttons to the other pages."""
    items = page.items[:LINES_PER_PAGE]
    room = (TEXT_LIMIT - _HEAD - _FOOT - (_DONE if done else 0)) // max(PER_PAGE, len(items))
    inside: list[ui.Item[Any]] = [text(page.heading, _HEAD)]
    for item in items:
        shown = text(item.markup, room)
        inside.append(shown if item.control is None else ui.Section(shown, accessory=item.control))
        inside += rows(item.row)
    foot = " · ".join(part for part in (_position(page), page.foot) if part)
    if foot:
        inside.append(text(f"-# {foot}", _FOOT))
    container: ui.Container[Any] = ui.Container(*inside)
    above = [text(done, _DONE)] if done else []
    return Panel(*above, container, *rows((*_arrows(page, name, arguments), *page.controls)))


def _position(page: ListPage) -> str:
    return _("Page {number} of {pages}").format(number=page.number, pages=page.pages) if page.pages > 1 else ""


def _arrows(page: ListPage, name: str, arguments: tuple[str, ...]) -> list[RoutedButton]:
    """Build the buttons to other pages. The word after the name makes custom ids unique that lead to the same page."""
    if page.pages < 2:
        return []
    first, last = page.number == 1, page.number == page.pages
    return [
        button(_("First"), "page", name, "first", "1", *arguments, disabled=first),
        button(_("Back"), "page", name, "back", str(max(1, page.number - 1)), *arguments, disabled=first),
        button(_("Next"), "page", name, "next", str(min(page.pages, page.number + 1)), *arguments, disabled=last),
        button(_("Last"), "page", name, "last", str(page.pages), *arguments, disabled=last),
    ]
