"""Delete what is too old, and the data of servers that removed the bot a month ago."""

from __future__ import annotations

import logging

import discord
from discord.ext import commands

from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.connection.retries import UNSENT
from bot.frontends.discord.shared.periodic import PeriodicCog

log = logging.getLogger(__name__)


class Departures(PeriodicCog):
    """Keep what docs/privacy.md promises. A server's data is deleted only after Discord confirms that the bot left."""

    interval = 3600.0
    task_name = "deleting what is too old"

    async def run_once(self) -> None:
        """Delete what is too old, and all data of servers that removed the bot a month ago."""
        await self.bot.desk.retention.expire()
        for server in self.bot.desk.retention.due():
            if await self._left(server):
                deleted = await self.bot.desk.retention.forget(server)
                log.info("server %s removed the bot a month ago: deleted %d things stored about it", server, deleted)

    async def _left(self, server: str) -> bool:
        """Return whether the bot has really left a server; False while Discord can't say, so that it is asked again."""
        if self.bot.get_guild(int(server)) is None:
            try:
                await self.bot.fetch_guild(int(server), with_counts=False)
            except (discord.NotFound, discord.Forbidden):
                return True
            except UNSENT as fault:
                log.warning("could not find out whether the bot left server %s: %s", server, fault)
                return False
        await self.bot.desk.retention.returned(server)
        return False

    @commands.Cog.listener("on_ready")
    async def reconcile(self) -> None:
        """Record the servers that were joined or left while the bot was offline.

        Servers in an outage are among the guilds, too.
        """
        await self.bot.desk.retention.reconcile({str(guild.id) for guild in self.bot.guilds})

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Record that a server removed the bot. An outage is another event (``guild_unavailable``)."""
        await self.bot.desk.retention.left(str(guild.id))

    @commands.Cog.listener("on_guild_join")
    @commands.Cog.listener("on_guild_available")
    async def returned(self, guild: discord.Guild) -> None:
        """Record that the bot is in a server."""
        await self.bot.desk.retention.returned(str(guild.id))


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(Departures(bot))
