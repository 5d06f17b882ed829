"""Write each change to a fact or setting to the log channel: who, before and after."""

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
from bot.frontends.discord.features.change_log.entry import FactChange, change_panel, settings_change_panel
from bot.frontends.discord.shared.channels import own_channel
from bot.frontends.discord.shared.lookup import titles
from bot.messages import speaking

log = logging.getLogger(__name__)


class ChangeLog(commands.Cog):
    """Listen to the desk's changes. The desk owns the task that this runs in, and ends it."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        self._end: Callable[[], None] = bot.desk.changes.subscribe(self.tell)

    async def cog_unload(self) -> None:
        """Stop listening."""
        self._end()

    async def tell(self, change: Change) -> None:
        """Write a change to the log channels of the servers that see the fact."""
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
        """Write changed settings to the log channel; if that channel itself changed, to the old one, too."""
        for channel in dict.fromkeys((before.log_channel, after.log_channel)):
            if channel is not None:
                # It runs in the task of the moderator's interaction, which speaks their language.
                with speaking(self.bot.translations_in(server)):
                    panel = settings_change_panel(person, before, after)
                await self._send(server, channel, panel)

    async def _write(self, server: str, channel: str, change: Change) -> None:
        scope = scope_of(server)
        pairs = zip(change.revisions, change.before, strict=True)
        entries = [self._entry(each, before) async for each, before in slowly(pairs) if self._sees(scope, each)]
        if not entries:
            return
        tell = self.bot.desk.spoilers.at(Outlet.LOG, Reader(scope))
        title_of = titles(self.bot.desk.catalogue, scope)
        with speaking(self.bot.translations_in(server)):
            panel = change_panel(change, entries, tell, title_of)
        await self._send(server, channel, panel)

    async def _send(self, server: str, channel: str, panel: Panel) -> None:
        try:
            target = await own_channel(self.bot, server, channel)
            if target is not None:
                await target.send(view=panel)
        except UNSENT as fault:
            log.warning("could not write to the log channel %s: %s", channel, fault)

    def _sees(self, scope: str, revision: Revision) -> bool:
        """Return whether a server sees the fact: it is its own, or a shared one of which it has no version."""
        if revision.fact.scope != SHARED:
            return revision.fact.scope == scope
        version = self.bot.desk.catalogue.version(revision.fact.id, scope)
        return version is not None and version.scope == SHARED

    def _entry(self, revision: Revision, before: Fact | None) -> FactChange:
        """Compare before and after. Without a server's own version, the shared fact is what members see."""
        fact = revision.fact
        shared = None if fact.scope == SHARED else self.bot.desk.catalogue.exact_version(fact.id, SHARED)
        was = shared if before is None or before.state is State.WITHDRAWN else before
        return FactChange(revision, was, shared if shared is not None and fact.state is State.WITHDRAWN else fact)


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(ChangeLog(bot))
