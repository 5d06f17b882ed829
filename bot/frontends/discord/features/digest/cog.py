"""Show the digest on demand, and post it weekly in the channel that a server chose: ``/digest``."""

from __future__ import annotations

import logging

import discord
from discord import app_commands

from bot.desk.access.permissions import Permission
from bot.desk.cards.spoilers import Outlet, Reader
from bot.desk.moderation.digest import Digest
from bot.desk.moderation.digest_schedule import DigestSchedule, DueDigest
from bot.desk.moderation.queue import Item
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.parts import Panel
from bot.frontends.discord.components.sending import defer_if_slow, send
from bot.frontends.discord.connection.retries import UNSENT
from bot.frontends.discord.features.digest.panel import digest_panel
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.channels import own_channel
from bot.frontends.discord.shared.lookup import production_titles, titles
from bot.frontends.discord.shared.periodic import PeriodicCog
from bot.frontends.discord.shared.permissions import needs
from bot.messages import speaking

log = logging.getLogger(__name__)


class WeeklyDigest(PeriodicCog):
    """Send digests on demand and every week. What was sent is remembered across restarts."""

    interval = 600.0
    task_name = "sending weekly digests"

    def __init__(self, bot: FeatureBot) -> None:
        super().__init__(bot)
        self._schedule = DigestSchedule(bot.desk.documents, bot.desk.settings, bot.desk.clock)

    @app_commands.command(
        name="digest",
        description=app_commands.locale_str("The last seven days: asked, unanswered, due for a check, changed"),
    )
    @needs(Permission.DIGEST_SEE)
    async def digest(self, interaction: discord.Interaction[CallsheetBot]) -> None:
        """Show the week."""
        found = await defer_if_slow(interaction, self.bot.desk.digests.digest(self.bot.actor(interaction)))
        await send(interaction, self._panel(found), private=True)

    async def run_once(self) -> None:
        """Send the digests that are due. If Discord couldn't take one, it stays due."""
        for due in await self._schedule.due():
            digest = await self.bot.desk.digests.of_scope(due.scope)
            with speaking(self.bot.translations_of_scope(due.scope)):
                panel = self._panel(digest)
            if digest.empty or await self._send(due, panel):
                await self._schedule.sent(due)

    def _panel(self, digest: Digest) -> Panel:
        desk = self.bot.desk

        def names(item: Item) -> str:
            return production_titles(desk.catalogue, item.questions[0].productions, digest.scope)

        tell = desk.spoilers.at(Outlet.DIGEST, Reader(digest.scope))
        return digest_panel(digest, tell, titles(desk.catalogue, digest.scope), names)

    async def _send(self, due: DueDigest, panel: discord.ui.LayoutView) -> bool:
        """Send a digest, and return whether it is settled: it was sent, or its channel refuses it."""
        try:
            target = await own_channel(self.bot, due.scope.removeprefix("server:"), due.channel)
            if target is not None:
                # If the process was killed after sending, the same nonce keeps Discord from showing the week twice.
                await target.send(view=panel, nonce=f"digest-{due.week:%Y%m%d}")
        except (discord.Forbidden, discord.NotFound) as fault:
            log.warning("no digest in channel %s, trying again next week: %s", due.channel, fault)
        except UNSENT as fault:
            log.warning("could not send a digest yet: %s", fault)
            return False
        return True


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(WeeklyDigest(bot))
