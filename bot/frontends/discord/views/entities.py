"""Menus of a server's own roles and channels. Like every control of ours, what they lead to stands in their id."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import discord
from discord import ui

from bot.frontends.discord.ids import compose, parse
from bot.frontends.discord.routes import Tap
from bot.frontends.discord.text import one_line
from bot.frontends.discord.views.parts import PLACEHOLDER_LIMIT

MOST = 25
"""Discord's limit for what can be chosen in one menu."""

_TEXT_CHANNELS = (discord.ChannelType.text, discord.ChannelType.news)


class PickOnes(ui.DynamicItem[ui.Item[Any]], template=re.compile(r"e:[a-z][a-z0-9-]*(?::[^:]*)*")):
    """Any role or channel menu of ours, also one sent before a restart."""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> PickOnes:
        """Wrap the menu as it came; its custom id and values say all."""
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Follow the verb with the ids of what was picked."""
        target = parse(self.custom_id)
        # Ids as they were sent: what they stand for may be out of any cache.
        data: dict[str, Any] = dict(interaction.data or {})
        picked = tuple(str(each) for each in data.get("values", ()))
        await interaction.client.routes.follow(Tap(interaction, target.arguments, picked=picked), target.verb)


def role_menu(placeholder: str, chosen: Iterable[str], verb: str, *arguments: str) -> PickOnes:
    """A menu of up to 25 roles, those chosen already marked."""
    menu: ui.RoleSelect[Any] = ui.RoleSelect(
        custom_id=compose("e", verb, *arguments),
        placeholder=one_line(placeholder, PLACEHOLDER_LIMIT),
        min_values=0,
        max_values=MOST,
        default_values=[discord.SelectDefaultValue.from_role(discord.Object(int(each))) for each in chosen][:MOST],
    )
    return PickOnes(menu)


def channel_menu(placeholder: str, chosen: Iterable[str], most: int, verb: str, *arguments: str) -> PickOnes:
    """A menu of up to ``most`` text channels, those chosen already marked."""
    marked = [discord.SelectDefaultValue(id=int(each), type=discord.SelectDefaultValueType.channel) for each in chosen]
    menu: ui.ChannelSelect[Any] = ui.ChannelSelect(
        custom_id=compose("e", verb, *arguments),
        placeholder=one_line(placeholder, PLACEHOLDER_LIMIT),
        channel_types=list(_TEXT_CHANNELS),
        min_values=0,
        max_values=most,
        default_values=marked[:most],
    )
    return PickOnes(menu)
