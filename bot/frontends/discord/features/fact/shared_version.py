"""Replace a server's version of a fact with the shared fact: ``/fact shared``."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.access.permissions import Permission
from bot.desk.cards.spoilers import Outlet, Reader
from bot.desk.runtime.cooperative import slowly
from bot.facts.models import SHARED, Fact, State
from bot.facts.wording.differences import differences
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.cards import card_items
from bot.frontends.discord.components.changes import difference_lines
from bot.frontends.discord.components.parts import Panel, button, note, rows, text
from bot.frontends.discord.components.sending import continue_with, defer_if_slow, send
from bot.frontends.discord.features.fact.group import join_fact_group, kept_id
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.fact_names import fact_name
from bot.frontends.discord.shared.lookup import CHOICES, choices_of, fact_words_of, holds, titles
from bot.frontends.discord.shared.permissions import needs
from bot.frontends.discord.shared.routing.custom_ids import reference
from bot.frontends.discord.shared.routing.routes import Tap
from bot.frontends.discord.shared.routing.signatures import FACT, by_button
from bot.messages import _


class FactShared(commands.Cog):
    """Show what would change, then use the shared fact again."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        bot.routes.add("shared-again", self.withdraw, by_button(FACT), permission=Permission.FACT_WITHDRAW)
        bot.routes.add("shared-not", self.leave, by_button(), permission=Permission.FACT_WITHDRAW)

    @app_commands.command(
        name="shared", description=app_commands.locale_str("Replace this server's version with the shared fact")
    )
    @app_commands.describe(fact=app_commands.locale_str("The fact: type what this server's version says, or its id"))
    @needs(Permission.FACT_WITHDRAW)
    async def shared(self, interaction: discord.Interaction[CallsheetBot], fact: str) -> None:
        """Show what would change; if there is no own version, the desk says so."""
        scope = asker_of(interaction).scope
        name = kept_id(self.bot.desk.catalogue, fact, scope)
        own, common = (self.bot.desk.catalogue.exact_version(name, each) for each in (scope, SHARED))
        if own is None or common is None or own.state is State.WITHDRAWN:
            panel = await self._withdrawn(interaction, name)
        else:
            tell = self.bot.desk.spoilers.at(Outlet.PANEL, Reader(scope))
            say = tell.about(own, common)
            lines = [
                _("**Use the shared fact again?** This replaces your version; the history stays."),
                fact_name(own, tell, titles(self.bot.desk.catalogue, scope)(own)),
                *difference_lines(differences(own, common), 8, say),
            ]
            controls = [
                button(_("Use the shared fact"), "shared-again", reference(name), style=discord.ButtonStyle.success),
                button(_("Keep ours"), "shared-not"),
            ]
            card = card_items(self.bot.desk.asking.show(common, scope), 2000)
            panel = Panel(text("\n".join(lines), 1900), *card, *rows(controls))
        await send(interaction, panel, private=True)

    @shared.autocomplete("fact")
    @needs(Permission.FACT_WITHDRAW)
    async def complete_own(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest this server's versions of shared facts."""
        scope, catalogue = asker_of(interaction).scope, self.bot.desk.catalogue
        wanted, about = typed.strip().casefold(), fact_words_of(catalogue, scope)
        found: list[Fact] = []
        async for fact in slowly(catalogue.every_version(scope) if scope != SHARED else ()):
            if fact.state is State.WITHDRAWN or catalogue.exact_version(fact.id, SHARED) is None:
                continue
            if holds(about(fact), wanted):
                found.append(fact)
            if len(found) == CHOICES:
                break
        return choices_of(self.bot.desk, found, scope)

    async def withdraw(self, tap: Tap) -> None:
        """Replace the version."""
        name = kept_id(self.bot.desk.catalogue, tap.arguments[0], asker_of(tap.interaction).scope)
        await continue_with(tap.interaction, await self._withdrawn(tap.interaction, name))

    async def leave(self, tap: Tap) -> None:
        """Keep the version."""
        await continue_with(tap.interaction, note(_("Kept. Nothing was changed.")))

    async def _withdrawn(self, interaction: discord.Interaction[CallsheetBot], name: str) -> Panel:
        actor = self.bot.actor(interaction)
        fact = await defer_if_slow(interaction, self.bot.desk.curating.withdraw(actor, name))
        message = text(_("**Done.** This server uses the shared fact again. /undo reverses that."))
        return Panel(message, *card_items(self.bot.desk.asking.show(fact, actor.scope)))


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    join_fact_group(bot, FactShared(bot))
