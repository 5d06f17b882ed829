"""Make the parts of panels. Nothing here is kept in memory: each control says all in its custom id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import discord
from discord import ui

from bot.desk.cards.choice_names import visible
from bot.frontends.discord.shared.custom_ids import compose
from bot.frontends.discord.shared.markdown import clipped_markup, one_line
from bot.frontends.discord.shared.routes import Pick, Press
from bot.frontends.discord.shared.signatures import Kind

TEXT_LIMIT = 4000
"""Characters of all texts of one message."""

LABEL_LIMIT = 80
OPTION_LIMIT = 100
PLACEHOLDER_LIMIT = 150
TITLE_LIMIT = 45
ENTITIES = 25
"""Roles or channels that Discord lets people choose in one menu."""

_TEXT_CHANNELS = (discord.ChannelType.text, discord.ChannelType.news)


class Panel(ui.LayoutView):
    """A message made of components. discord.py doesn't keep it, because its controls find their way by themselves."""

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
) -> Press:
    """Make a button that leads to the handler of ``verb``."""
    return Press(
        label=_seen(label, "…", LABEL_LIMIT),
        style=style,
        emoji=emoji,
        disabled=disabled,
        custom_id=compose(Kind.BUTTON, verb, *arguments),
    )


def menu(placeholder: str, options: Sequence[discord.SelectOption], verb: str, *arguments: str) -> Pick:
    """Make a select of 1 to 25 options, of which one is picked, that leads to the handler of ``verb``."""
    return Pick(
        placeholder=one_line(placeholder, PLACEHOLDER_LIMIT),
        options=list(options),
        custom_id=compose(Kind.MENU, verb, *arguments),
    )


def role_menu(placeholder: str, chosen: Iterable[str], verb: str, *arguments: str) -> ui.RoleSelect[Any]:
    """Make a menu of up to 25 of a server's roles, those chosen already marked."""
    return ui.RoleSelect(
        custom_id=compose(Kind.ENTITIES, verb, *arguments),
        placeholder=one_line(placeholder, PLACEHOLDER_LIMIT),
        min_values=0,
        max_values=ENTITIES,
        default_values=[discord.SelectDefaultValue.from_role(discord.Object(int(each))) for each in chosen][:ENTITIES],
    )


def channel_menu(
    placeholder: str, chosen: Iterable[str], most: int, verb: str, *arguments: str
) -> ui.ChannelSelect[Any]:
    """Make a menu of up to ``most`` of a server's text channels, those chosen already marked."""
    marked = [discord.SelectDefaultValue(id=int(each), type=discord.SelectDefaultValueType.channel) for each in chosen]
    return ui.ChannelSelect(
        custom_id=compose(Kind.ENTITIES, verb, *arguments),
        placeholder=one_line(placeholder, PLACEHOLDER_LIMIT),
        channel_types=list(_TEXT_CHANNELS),
        min_values=0,
        max_values=most,
        default_values=marked[:most],
    )


def option(label: str, value: str, description: str | None = None, *, default: bool = False) -> discord.SelectOption:
    """Make one choice of a select, as short as Discord takes it; the value replaces a label that nobody would see."""
    about = one_line(description, OPTION_LIMIT) if description else ""
    shown = _seen(label, value, OPTION_LIMIT)
    return discord.SelectOption(label=shown, value=value, description=about or None, default=default)


def _seen(label: str, instead: str, limit: int) -> str:
    """Put a label on one line; Discord refuses an empty one."""
    shown = one_line(label, limit)
    return shown if visible(shown) else one_line(instead, limit)


def rows(controls: Iterable[Press]) -> list[ui.ActionRow[Any]]:
    """Put buttons into rows of five."""
    every = list(controls)
    return [ui.ActionRow(*every[start : start + 5]) for start in range(0, len(every), 5)]


def note(markup: str) -> Panel:
    """Make a panel of one text, already escaped."""
    return Panel(text(markup))


def text(markup: str, limit: int = TEXT_LIMIT) -> ui.TextDisplay[Any]:
    """Make a text, already escaped; never empty, because Discord refuses that."""
    return ui.TextDisplay(clipped_markup(markup, limit) or "\u200b")


def small(markup: str) -> str:
    """Put text into small print."""
    return "\n".join(f"-# {line}" for line in markup.splitlines())
