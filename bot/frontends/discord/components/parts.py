"""Build the parts of panels. Nothing is kept in memory: each control has everything in its custom id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import discord
from discord import ui

from bot.desk.cards.choice_names import visible
from bot.frontends.discord.shared.markdown import clipped_markup, label_line
from bot.frontends.discord.shared.routing.custom_ids import compose
from bot.frontends.discord.shared.routing.routes import RoutedButton, RoutedMenu
from bot.frontends.discord.shared.routing.signatures import Kind

TEXT_LIMIT = 4000
"""Maximum length of all texts in one message."""

LABEL_LIMIT = 80
OPTION_LIMIT = 100
PLACEHOLDER_LIMIT = 150
TITLE_LIMIT = 45
ENTITIES = 25
"""Maximum number of roles or channels to choose in one menu, set by Discord."""

_TEXT_CHANNELS = (discord.ChannelType.text, discord.ChannelType.news)


class Panel(ui.LayoutView):
    """A message made of components. discord.py doesn't keep it, because its controls are routed by their custom ids."""

    def __init__(self, *items: ui.Item[Any]) -> None:
        super().__init__(timeout=None)
        for item in items:
            self.add_item(item)
        self.stop()


def button(
    label: str,
    verb: str,
    *arguments: str,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    emoji: str | None = None,
    disabled: bool = False,
) -> RoutedButton:
    """Build a button that leads to the handler of ``verb``."""
    return RoutedButton(
        label=_seen(label, "…", LABEL_LIMIT),
        style=style,
        emoji=emoji,
        disabled=disabled,
        custom_id=compose(Kind.BUTTON, verb, *arguments),
    )


def menu(placeholder: str, options: Sequence[discord.SelectOption], verb: str, *arguments: str) -> RoutedMenu:
    """Build a menu of 1 to 25 options that leads to the handler of ``verb``. One option is picked."""
    return RoutedMenu(
        placeholder=label_line(placeholder, PLACEHOLDER_LIMIT),
        options=list(options),
        custom_id=compose(Kind.MENU, verb, *arguments),
    )


def role_menu(placeholder: str, chosen: Iterable[str], verb: str, *arguments: str) -> ui.RoleSelect[Any]:
    """Build a menu of a server's roles, with the chosen ones marked. Up to 25 can be picked."""
    return ui.RoleSelect(
        custom_id=compose(Kind.ENTITIES, verb, *arguments),
        placeholder=label_line(placeholder, PLACEHOLDER_LIMIT),
        min_values=0,
        max_values=ENTITIES,
        default_values=[discord.SelectDefaultValue.from_role(discord.Object(int(each))) for each in chosen][:ENTITIES],
    )


def channel_menu(
    placeholder: str, chosen: Iterable[str], most: int, verb: str, *arguments: str
) -> ui.ChannelSelect[Any]:
    """Build a menu of a server's text channels, with the chosen ones marked. Up to ``most`` can be picked."""
    marked = [discord.SelectDefaultValue(id=int(each), type=discord.SelectDefaultValueType.channel) for each in chosen]
    return ui.ChannelSelect(
        custom_id=compose(Kind.ENTITIES, verb, *arguments),
        placeholder=label_line(placeholder, PLACEHOLDER_LIMIT),
        channel_types=list(_TEXT_CHANNELS),
        min_values=0,
        max_values=most,
        default_values=marked[:most],
    )


def option(label: str, value: str, description: str | None = None, *, default: bool = False) -> discord.SelectOption:
    """Build one option of a menu, cut to Discord's limits. The value replaces an invisible label."""
    about = label_line(description, OPTION_LIMIT) if description else ""
    shown = _seen(label, value, OPTION_LIMIT)
    return discord.SelectOption(label=shown, value=value, description=about or None, default=default)


def _seen(label: str, instead: str, limit: int) -> str:
    """Put a label on one line. Discord refuses an empty one."""
    shown = label_line(label, limit)
    return shown if visible(shown) else label_line(instead, limit)


def rows(controls: Iterable[RoutedButton]) -> list[ui.ActionRow[Any]]:
    """Arrange buttons in rows of five."""
    every = list(controls)
    return [ui.ActionRow(*every[start : start + 5]) for start in range(0, len(every), 5)]


def note(markup: str) -> Panel:
    """Build a panel of one text, which must be escaped."""
    return Panel(text(markup))


def text(markup: str, limit: int = TEXT_LIMIT) -> ui.TextDisplay[Any]:
    """Build a text, which must be escaped. It is never empty, because Discord refuses that."""
    return ui.TextDisplay(clipped_markup(markup, limit) or "\u200b")


def small(markup: str) -> str:
    """Format text as small print."""
    return "\n".join(f"-# {line}" for line in markup.splitlines())
