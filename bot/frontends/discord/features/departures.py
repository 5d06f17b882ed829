"""Servers that removed the bot, and what grows old: noted when it happens, removed when its time is over."""

from __future__ import annotations

import logging

import discord
from discord.ext import commands

from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.connection.retries import UNSENT
from bot.frontends.discord.shared.periodic import Rounds

log = logging.getLogger(__name__)


class Departures(Rounds):
    """Keeps to what docs/privacy.md promises. A server is only forgotten when Discord says that it was left."""

    every = 3600.0
    doing = "removing what was kept for long enough"

    async def round(self) -> None:
        """Drop what is old, and all of servers that left a month ago."""
        await self.bot.desk.retention.expire()
        for server in self.bot.desk.retention.due():
            if await self._left(server):
                gone = await self.bot.desk.retention.forget(server)
                log.info("server %s removed the bot a month ago: %d things that were kept of it are gone", server, gone)

    async def _left(self, server: str) -> bool:
        """Whether the bot is really no longer in a server. Where Discord cannot say, it is asked again next time."""
        if self.bot.get_guild(int(server)) is None:
            try:
                await self.bot.fetch_guild(int(server), with_counts=False)
            except (discord.NotFound, discord.Forbidden):
                return True
            except UNSENT as fault:
                log.warning("whether server %s was left cannot be told now: %s", server, fault)
                return False
        await self.bot.desk.retention.returned(server)
        return False

    @commands.Cog.listener("on_ready")
    async def reconcile(self) -> None:
        """Note the servers that came and went meanwhile. Those that are not available for now are among the guilds."""
        await self.bot.desk.retention.reconcile({str(guild.id) for guild in self.bot.guilds})

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note that a server removed the bot; an outage comes as ``guild_unavailable``, and changes nothing."""
        await self.bot.desk.retention.left(str(guild.id))

    @commands.Cog.listener("on_guild_join")
    @commands.Cog.listener("on_guild_available")
    async def returned(self, guild: discord.Guild) -> None:
        """Note that the bot is there."""
        await self.bot.desk.retention.returned(str(guild.id))


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(Departures(bot))
