"""``/why``: what was understood of a question, what each candidate scored by, and the verdict."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.access.permissions import Deed
from bot.desk.cards.spoilers import Outlet, Reader
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.sending import send
from bot.frontends.discord.features.why.panel import explanation_panel
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.lookup import production_choices, production_id, text_choices
from bot.frontends.discord.shared.permissions import needs


class Why(commands.Cog):
    """For those who tune phrasings; nothing is logged, counted or remembered."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot

    @app_commands.command(name="why", description="Why a question is answered as it is: what each candidate scored by")
    @app_commands.describe(
        question="The question, as a fan would ask it", production="As in /ask, if it was chosen there"
    )
    @needs(Deed.WHY)
    async def why(
        self, interaction: discord.Interaction[CallsheetBot], question: str, production: str | None = None
    ) -> None:
        """Explain."""
        asker = asker_of(interaction)
        about = production_id(self.bot.desk.catalogue, production, asker.scope)
        tell = self.bot.desk.spoilers.at(Outlet.PANEL, Reader(asker.scope))
        explanation = self.bot.desk.asking.explain(question, asker, about)
        await send(interaction, explanation_panel(question, explanation, tell), private=True)

    @why.autocomplete("question")
    @needs(Deed.WHY)
    async def complete_question(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Questions that can be answered."""
        return text_choices(self.bot.desk.asking.complete(typed, asker_of(interaction).scope))

    @why.autocomplete("production")
    @needs(Deed.WHY)
    async def complete_production(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """The productions that this server knows."""
        return production_choices(self.bot.desk.catalogue, typed, asker_of(interaction).scope)


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(Why(bot))
