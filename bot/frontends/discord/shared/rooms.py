"""Check the channels and roles in a server's settings."""

from __future__ import annotations

import logging
from typing import Any

import discord

from bot.desk.errors import Invalid
from bot.frontends.discord.connection.retries import BROKEN
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.messages import _

log = logging.getLogger(__name__)

Room = discord.TextChannel | discord.Thread | discord.VoiceChannel | discord.StageChannel
"""Channels that messages can be sent to."""


async def own_room(bot: CallsheetBot, server: str, channel: str) -> Room | None:
    """Return a channel of this server. None if it belongs to another server, is gone, or takes no messages.

    Raises:
        discord.HTTPException, aiohttp.ClientError: Discord couldn't answer.
    """
    found: Any = _known(bot, server, channel)
    if found is None:
        try:
            found = await bot.fetch_channel(int(channel))
        except (discord.NotFound, discord.Forbidden, discord.InvalidData):
            return None
    theirs = isinstance(found, Room) and str(found.guild.id) == server
    if not theirs:
        log.warning("channel %s, which server %s chose, is none of its own: nothing is sent", channel, server)
    return found if theirs else None


async def checked_channels(interaction: discord.Interaction[CallsheetBot], channels: tuple[str, ...]) -> None:
    """Check that channels belong to this server and that the bot may write in them.

    Raises:
        Invalid: one of them can't be used; the message says what to do.
    """
    for channel in channels:
        try:
            room = await own_room(interaction.client, str(interaction.guild_id), channel)
        except (discord.HTTPException, *BROKEN) as fault:
            raise Invalid(_("Discord can't tell me about that channel right now. Try again in a minute.")) from fault
        if room is None:
            raise Invalid(_("I can't see that channel in this server. Allow me to view it, or choose another one."))
        allowed = room.permissions_for(room.guild.me)
        if not (allowed.view_channel and allowed.send_messages):
            raise Invalid(
                _(
                    "I may not write in #{channel}. Allow me View Channel and Send Messages there, or choose another."
                ).format(channel=room.name)
            )


def checked_roles(interaction: discord.Interaction[CallsheetBot], roles: tuple[str, ...]) -> None:
    """Check that roles belong to this server. Raises ``Invalid``."""
    guild = interaction.guild
    if guild is None or any(guild.get_role(int(role)) is None for role in roles):
        raise Invalid(_("This server has no such role. Open /settings again and choose from the list."))


def _known(bot: CallsheetBot, server: str, channel: str) -> Any:
    guild = bot.get_guild(int(server))
    return None if guild is None else guild.get_channel_or_thread(int(channel))
