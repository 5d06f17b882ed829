"""Run what a feature does by itself, every so often, for as long as the bot is connected."""

from __future__ import annotations

from typing import ClassVar

import aiohttp
from discord.ext import commands, tasks

from bot.frontends.discord.shared.bot import CallsheetBot

_OUTAGES = (OSError, aiohttp.ClientError)


class Rounds(commands.Cog):
    """A feature whose `deliver` runs every ``every`` seconds, whatever became of the last round.

    Rounds never run faster than that: what a round could not write down as done, it would do again at once.
    """

    every: float
    doing: ClassVar[str]
    """What the log calls a round that failed."""

    def __init__(self, bot: CallsheetBot) -> None:
        self.bot = bot
        self.deliver.change_interval(seconds=self.every)

    async def round(self) -> None:
        """Do what is to be done now."""
        raise NotImplementedError

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Begin, once; ``ready`` comes again after each new session."""
        if not self.deliver.is_running():
            self.deliver.start()

    async def cog_unload(self) -> None:
        """End with the bot."""
        self.deliver.cancel()

    @tasks.loop()
    async def deliver(self) -> None:
        """Run one round. Where Discord cannot be reached, the loop tries again, later each time."""
        try:
            await self.round()
        except _OUTAGES:
            raise
        except Exception as error:  # noqa: BLE001 - the boundary: a round that raises would end the loop for good
            self.bot.boundary.report(error, self.doing)
