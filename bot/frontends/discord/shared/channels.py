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

WritableChannel = discord.TextChannel | discord.Thread | discord.VoiceChannel | discord.StageChannel
"""Channels that messages can be sent to."""


async def own_channel(bot: CallsheetBot, server: str, channel: str) -> WritableChannel | None:
    """Return a channel of this server. None if it belongs to another server, is gone, or takes no messages.

    Raises:
        discord.HTTPException, aiohttp.ClientError: Discord couldn't answer.
    """
    found: Any = _cached(bot, server, channel)
    if found is None:
        try:
            found = await bot.fetch_channel(int(channel))
        except (discord.NotFound, discord.Forbidden, discord.InvalidData):
            return None
    own = isinstance(found, WritableChannel) and str(found.guild.id) == server
    if not own:
        log.warning("channel %s, which server %s chose, is none of its own: nothing is sent", channel, server)
    return found if own else None


async def check_channels(interaction: discord.Interaction[CallsheetBot], channels: tuple[str, ...]) -> None:
    """Check that channels belong to this server and that the bot may write in them.

    Raises:
        Invalid: one of them can't be used; the message says what to do.
    """
    for channel in channels:
        try:
            found = await own_channel(interaction.client, str(interaction.guild_id), channel)
        except (discord.HTTPException, *BROKEN) as fault:
            raise Invalid(_("Discord can't tell me about that channel right now. Try again in a minute.")) from fault
        if found is None:
            raise Invalid(_("I can't see that channel in this server. Allow me to view it, or choose another one."))
        allowed = found.permissions_for(found.guild.me)
        if not (allowed.view_channel and allowed.send_messages):
            raise Invalid(
                _(
                    "I'm not allowed to write in #{channel}. Allow me View Channel and "
                    "Send Messages there, or choose another."
                ).format(channel=found.name)
            )


def check_roles(interaction: discord.Interaction[CallsheetBot], roles: tuple[str, ...]) -> None:
    """Check that roles belong to this server. Raises ``Invalid``."""
    guild = interaction.guild
    if guild is None or any(guild.get_role(int(role)) is None for role in roles):
        raise Invalid(_("This server has no such role. Open /settings again and choose from the list."))


def _cached(bot: CallsheetBot, server: str, channel: str) -> Any:
    guild = bot.get_guild(int(server))
    return None if guild is None else guild.get_channel_or_thread(int(channel))
