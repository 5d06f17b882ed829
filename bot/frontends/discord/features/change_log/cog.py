"""The log channel: each change to a fact that a server sees, or to its settings, with who, before and after."""

from __future__ import annotations

import logging
from collections.abc import Callable

from discord.ext import commands

from bot.desk.access.actors import scope_of
from bot.desk.access.settings import ServerSettings
from bot.desk.cards.spoilers import Outlet, Reader
from bot.desk.runtime.cooperative import slowly
from bot.desk.state.ledger import Change
from bot.facts.models import SHARED, Fact, Revision, State
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.parts import Panel
from bot.frontends.discord.connection.retries import UNSENT
from bot.frontends.discord.features.change_log.entry import Told, change_panel, settings_change_panel
from bot.frontends.discord.shared.rooms import own_room

log = logging.getLogger(__name__)


class ChangeLog(commands.Cog):
    """Hears of each change from the desk, in a task that the desk owns and ends."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        self._end: Callable[[], None] = bot.desk.changes.subscribe(self.tell)

    async def cog_unload(self) -> None:
        """Hear no more."""
        self._end()

    async def tell(self, change: Change) -> None:
        """Write a change to the log channels of the servers that it concerns."""
        settings = self.bot.desk.settings
        scopes = {revision.fact.scope for revision in change.revisions}
        for server in settings.servers():
            channel = settings.of(server).log_channel
            if channel is not None and scopes & {SHARED, scope_of(server)}:
                await self._write(server, channel, change)

    @commands.Cog.listener()
    async def on_settings_changed(
        self, server: str, person: str, before: ServerSettings, after: ServerSettings
    ) -> None:
        """Write what was set to the log channel; where that was what was changed, to the former one, too."""
        for channel in dict.fromkeys((before.log_channel, after.log_channel)):
            if channel is not None:
                await self._send(server, channel, settings_change_panel(person, before, after))

    async def _write(self, server: str, channel: str, change: Change) -> None:
        scope = scope_of(server)
        pairs = zip(change.revisions, change.before, strict=True)
        told = [self._told(each, was) async for each, was in slowly(pairs) if self._sees(scope, each)]
        if not told:
            return
        tell = self.bot.desk.spoilers.at(Outlet.LOG, Reader(scope))
        await self._send(server, channel, change_panel(change, told, tell))

    async def _send(self, server: str, channel: str, panel: Panel) -> None:
        try:
            room = await own_room(self.bot, server, channel)
            if room is not None:
                await room.send(view=panel)
        except UNSENT as fault:
            log.warning("a change could not be logged in channel %s: %s", channel, fault)

    def _sees(self, scope: str, revision: Revision) -> bool:
        """Whether a server's members see the fact: its own, or a shared one of which it has no version."""
        if revision.fact.scope != SHARED:
            return revision.fact.scope == scope
        version = self.bot.desk.catalogue.version(revision.fact.id, scope)
        return version is not None and version.scope == SHARED

    def _told(self, revision: Revision, before: Fact | None) -> Told:
        """What held before and after: next to a server's own version, that is the shared fact."""
        fact = revision.fact
        shared = None if fact.scope == SHARED else self.bot.desk.catalogue.held(fact.id, SHARED)
        was = shared if before is None or before.state is State.WITHDRAWN else before
        return Told(revision, was, shared if shared is not None and fact.state is State.WITHDRAWN else fact)


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(ChangeLog(bot))
