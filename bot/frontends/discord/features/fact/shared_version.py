"""``/fact shared``: a server gives up its own version of a fact and follows the shared one again."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.access.permissions import Deed
from bot.desk.cards.spoilers import Outlet, Reader
from bot.desk.runtime.cooperative import slowly
from bot.facts.models import SHARED, Fact, State
from bot.facts.wording.differences import differences
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.cards import card_items
from bot.frontends.discord.components.changes import difference_lines
from bot.frontends.discord.components.parts import Panel, button, note, rows, text
from bot.frontends.discord.components.sending import continue_with, patiently, send
from bot.frontends.discord.features.fact.group import join_fact_group, kept_id
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.custom_ids import reference
from bot.frontends.discord.shared.lookup import CHOICES, choices_of, fact_words_of, holds
from bot.frontends.discord.shared.permissions import needs
from bot.frontends.discord.shared.routes import Tap
from bot.frontends.discord.shared.signatures import FACT, by_button


class FactShared(commands.Cog):
    """Use the shared one again."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        bot.routes.add("shared-again", self.withdraw, by_button(FACT), deed=Deed.FACT_WITHDRAW)
        bot.routes.add("shared-not", self.leave, by_button(), deed=Deed.FACT_WITHDRAW)

    @app_commands.command(
        name="shared", description="Give up this server's version of a fact and use the shared one again"
    )
    @app_commands.describe(fact="Which fact: begin to type what this server's version says, or its id")
    @needs(Deed.FACT_WITHDRAW)
    async def shared(self, interaction: discord.Interaction[CallsheetBot], fact: str) -> None:
        """Show what would change; where there is nothing to give up, the desk says so."""
        scope = asker_of(interaction).scope
        name = kept_id(self.bot.desk.catalogue, fact, scope)
        own, common = (self.bot.desk.catalogue.held(name, each) for each in (scope, SHARED))
        if own is None or common is None or own.state is State.WITHDRAWN:
            panel = await self._withdrawn(interaction, name)
        else:
            say = self.bot.desk.spoilers.at(Outlet.PANEL, Reader(scope)).about(own, common)
            lines = [
                f"**Use the shared fact again?** This server's version of `{name}` is given up; its history stays.",
                *difference_lines(differences(own, common), 8, say),
            ]
            controls = [
                button("Use the shared one", "shared-again", reference(name), style=discord.ButtonStyle.success),
                button("Keep ours", "shared-not"),
            ]
            card = card_items(self.bot.desk.asking.show(common, scope), 2000)
            panel = Panel(text("\n".join(lines), 1900), *card, *rows(controls))
        await send(interaction, panel, private=True)

    @shared.autocomplete("fact")
    @needs(Deed.FACT_WITHDRAW)
    async def complete_own(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """This server's versions of shared facts."""
        scope, catalogue = asker_of(interaction).scope, self.bot.desk.catalogue
        wanted, about = typed.strip().casefold(), fact_words_of(catalogue, scope)
        found: list[Fact] = []
        async for fact in slowly(catalogue.every_version(scope) if scope != SHARED else ()):
            if fact.state is State.WITHDRAWN or catalogue.held(fact.id, SHARED) is None:
                continue
            if holds(about(fact), wanted):
                found.append(fact)
            if len(found) == CHOICES:
                break
        return choices_of(self.bot.desk, found, scope)

    async def withdraw(self, tap: Tap) -> None:
        """Give the version up."""
        name = kept_id(self.bot.desk.catalogue, tap.arguments[0], asker_of(tap.interaction).scope)
        await continue_with(tap.interaction, await self._withdrawn(tap.interaction, name))

    async def leave(self, tap: Tap) -> None:
        """Keep it."""
        await continue_with(tap.interaction, note("Kept. Nothing was changed."))

    async def _withdrawn(self, interaction: discord.Interaction[CallsheetBot], name: str) -> Panel:
        actor = self.bot.actor(interaction)
        fact = await patiently(interaction, self.bot.desk.curating.withdraw(actor, name))
        said = text("This server uses the shared fact again. /undo takes that back.")
        return Panel(said, *card_items(self.bot.desk.asking.show(fact, actor.scope)))


async def setup(bot: FeatureBot) -> None:
    """Add the verb."""
    join_fact_group(bot, FactShared(bot))
