"""Run background tasks of features at intervals, while the bot is connected."""

from __future__ import annotations

from typing import ClassVar

import aiohttp
from discord.ext import commands, tasks

from bot.frontends.discord.shared.bot import CallsheetBot

_OUTAGES = (OSError, aiohttp.ClientError)


class PeriodicCog(commands.Cog):
    """A feature that runs ``run_once`` every ``interval`` seconds, even if the last run failed.

    The interval never gets shorter, because a run that couldn't save its progress would repeat its work immediately.
    """

    interval: float
    task_name: ClassVar[str]
    """What the log calls a failed run."""

    def __init__(self, bot: CallsheetBot) -> None:
        self.bot = bot
        self.loop.change_interval(seconds=self.interval)

    async def run_once(self) -> None:
        """Do what is due now."""
        raise NotImplementedError

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Start the task once. ``ready`` happens again after each new session."""
        if not self.loop.is_running():
            self.loop.start()

    async def cog_unload(self) -> None:
        """Stop with the bot."""
        self.loop.cancel()

    @tasks.loop()
    async def loop(self) -> None:
        """Run once. If Discord can't be reached, the loop tries again with backoff."""
        try:
            await self.run_once()
        except _OUTAGES:
            raise
        except Exception as error:  # noqa: BLE001 - the boundary: an exception here would end the loop for good
            self.bot.boundary.report(error, self.task_name)
