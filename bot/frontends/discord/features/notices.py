"""Telling people what they wanted to hear: that their question has an answer, what became of their suggestion."""

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
from bot.frontends.discord.shared.periodic import Rounds

log = logging.getLogger(__name__)


class NoticeDelivery(Rounds):
    """Sends what waits in the desk's outbox as direct messages; what was sent leaves the outbox."""

    every = 10.0
    doing = "the delivery of notices"

    async def round(self) -> None:
        """One round; what could not be sent stays for the next."""
        await self.bot.desk.notices.tidy()
        for notice in self.bot.desk.notices.waiting():
            if await self._send(notice):
                await self.bot.desk.notices.delivered(notice.id)

    async def _send(self, notice: Notice) -> bool:
        """Whether the notice is done with: sent, or never to be."""
        kind, _, name = notice.person.partition(":")
        if kind != "discord" or not name.isdecimal():
            return True
        try:
            person = await self.bot.fetch_user(int(name))
            # The same nonce after a kill between the two: Discord does not show it again, for some minutes.
            await person.send(view=self._panel(notice), nonce=notice.id[:25])
        except (discord.Forbidden, discord.NotFound):
            log.info("a notice could not be delivered: its receiver takes no direct messages, or is gone")
        except UNSENT as fault:
            log.warning("a notice could not be delivered now: %s", fault)
            return False
        return True

    def _panel(self, notice: Notice) -> Panel:
        said = text(escaped(f"{notice.text}\n{notice.about}" if notice.about else notice.text, 1500))
        if notice.fact is None:
            return Panel(said)
        try:
            # A direct message is no part of the server, and nor is its policy.
            tell = self.bot.desk.spoilers.at(Outlet.NOTICE, Reader(notice.scope, SpoilerPolicy.COVER))
            return Panel(said, *card_items(self.bot.desk.asking.card(notice.fact, notice.scope, tell), 2200))
        except NotFound:
            return Panel(said)


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(NoticeDelivery(bot))
