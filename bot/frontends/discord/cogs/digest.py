"""``/digest``, and the same every week in the channel that a server chose for it."""

from __future__ import annotations

import logging

import discord
from discord import app_commands

from bot.desk.digest import Digest
from bot.desk.digest_schedule import DigestSchedule
from bot.desk.permissions import Deed
from bot.desk.spoilers import Outlet, Reader
from bot.frontends.discord.client import CallsheetBot
from bot.frontends.discord.permissions import needs
from bot.frontends.discord.rounds import Rounds
from bot.frontends.discord.views.digest import digest_panel
from bot.frontends.discord.views.parts import Panel
from bot.frontends.discord.views.send import patiently, send

log = logging.getLogger(__name__)


class WeeklyDigest(Rounds):
    """Digests on demand and by themselves; what was sent is remembered across restarts."""

    every = 600.0
    doing = "the weekly digest"

    def __init__(self, bot: CallsheetBot) -> None:
        super().__init__(bot)
        self._schedule = DigestSchedule(bot.desk.documents, bot.desk.settings, bot.desk.clock)

    @app_commands.command(
        name="digest", description="The last seven days: most asked, unanswered, due for a check, changed"
    )
    @needs(Deed.DIGEST_SEE)
    async def digest(self, interaction: discord.Interaction[CallsheetBot]) -> None:
        """Show the week."""
        found = await patiently(interaction, self.bot.desk.digests.digest(self.bot.actor(interaction)))
        await send(interaction, self._panel(found), private=True)

    async def round(self) -> None:
        """Send what is due; what Discord could not take now stays due."""
        for due in await self._schedule.due():
            digest = await self.bot.desk.digests.of_scope(due.scope)
            if digest.empty or await self._send(due.channel, self._panel(digest)):
                await self._schedule.sent(due)

    def _panel(self, digest: Digest) -> Panel:
        return digest_panel(digest, self.bot.desk.spoilers.at(Outlet.DIGEST, Reader(digest.scope)))

    async def _send(self, channel: str, panel: discord.ui.LayoutView) -> bool:
        """Whether the digest is done with: sent, or not wanted where it was to go."""
        try:
            await self.bot.get_partial_messageable(int(channel)).send(view=panel)
        except (discord.Forbidden, discord.NotFound) as fault:
            log.warning("no digest in channel %s, the next is tried in a week: %s", channel, fault)
        except discord.HTTPException as fault:
            log.warning("a digest could not be sent now: %s", fault)
            return False
        return True


async def setup(bot: CallsheetBot) -> None:
    """Add the feature."""
    await bot.add_cog(WeeklyDigest(bot))
