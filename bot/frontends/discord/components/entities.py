"""Menus of a server's own roles and channels. Like every control of ours, what they lead to stands in their id."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import discord
from discord import ui

from bot.frontends.discord.components.parts import PLACEHOLDER_LIMIT
from bot.frontends.discord.shared.custom_ids import compose
from bot.frontends.discord.shared.markdown import one_line
from bot.frontends.discord.shared.signatures import Kind

MOST = 25
"""Discord's limit for what can be chosen in one menu."""

_TEXT_CHANNELS = (discord.ChannelType.text, discord.ChannelType.news)


def role_menu(placeholder: str, chosen: Iterable[str], verb: str, *arguments: str) -> ui.RoleSelect[Any]:
    """A menu of up to 25 roles, those chosen already marked."""
    return ui.RoleSelect(
        custom_id=compose(Kind.ENTITIES, verb, *arguments),
        placeholder=one_line(placeholder, PLACEHOLDER_LIMIT),
        min_values=0,
        max_values=MOST,
        default_values=[discord.SelectDefaultValue.from_role(discord.Object(int(each))) for each in chosen][:MOST],
    )


def channel_menu(
    placeholder: str, chosen: Iterable[str], most: int, verb: str, *arguments: str
) -> ui.ChannelSelect[Any]:
    """A menu of up to ``most`` text channels, those chosen already marked."""
    marked = [discord.SelectDefaultValue(id=int(each), type=discord.SelectDefaultValueType.channel) for each in chosen]
    return ui.ChannelSelect(
        custom_id=compose(Kind.ENTITIES, verb, *arguments),
        placeholder=one_line(placeholder, PLACEHOLDER_LIMIT),
        channel_types=list(_TEXT_CHANNELS),
        min_values=0,
        max_values=most,
        default_values=marked[:most],
    )
