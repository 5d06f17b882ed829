"""Send direct messages: a question was answered, a suggestion was decided on."""

from __future__ import annotations

import logging

import discord

from bot.desk.access.settings import SpoilerPolicy
from bot.desk.cards.spoilers import Outlet, Reader
from bot.desk.errors import NotFound
from bot.desk.moderation.outbox import Notice
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.cards import card_items
from bot.frontends.discord.components.parts import Panel, text
from bot.frontends.discord.connection.retries import UNSENT
from bot.frontends.discord.shared.markdown import escaped
from bot.frontends.discord.shared.periodic import PeriodicCog
from bot.messages import speaking

log = logging.getLogger(__name__)


class NoticeDelivery(PeriodicCog):
    """Send the notices in the desk's outbox as direct messages, and remove each one that was sent."""

    interval = 10.0
    task_name = "sending notices"

    async def run_once(self) -> None:
        """Send the waiting notices. Those that couldn't be sent stay for the next run."""
        await self.bot.desk.notices.clean_up()
        for notice in self.bot.desk.notices.waiting():
            if await self._send(notice):
                await self.bot.desk.notices.delivered(notice.id)

    async def _send(self, notice: Notice) -> bool:
        """Send a notice, and return whether it can be removed: it was sent, or never can be."""
        kind, _colon, name = notice.person.partition(":")
        if kind != "discord" or not name.isdecimal():
            return True
        try:
            person = await self.bot.fetch_user(int(name))
            # Discord doesn't tell which language a person reads outside an interaction.
            with speaking(self.bot.translations_of_scope(notice.scope)):
                panel = self._panel(notice)
            # If the process was killed after sending, the same nonce keeps Discord from showing the notice twice.
            await person.send(view=panel, nonce=notice.id[:25])
        except (discord.Forbidden, discord.NotFound):
            log.info("could not deliver a notice: the person takes no direct messages, or is gone")
        except UNSENT as fault:
            log.warning("could not deliver a notice yet: %s", fault)
            return False
        return True

    def _panel(self, notice: Notice) -> Panel:
        message = text(escaped(f"{notice.text}\n{notice.about}" if notice.about else notice.text, 1500))
        if notice.fact is None:
            return Panel(message)
        try:
            # A direct message is outside the server, so the server's spoiler policy does not apply.
            tell = self.bot.desk.spoilers.at(Outlet.NOTICE, Reader(notice.scope, SpoilerPolicy.COVER))
            return Panel(message, *card_items(self.bot.desk.asking.card(notice.fact, notice.scope, tell), 2200))
        except NotFound:
            return Panel(message)


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(NoticeDelivery(bot))
