"""Explain how a question was answered: ``/why``."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.access.permissions import Permission
from bot.desk.cards.spoilers import Outlet, Reader
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.sending import send
from bot.frontends.discord.features.why.panel import explanation_panel
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.lookup import production_choices, production_id, text_choices, titles
from bot.frontends.discord.shared.permissions import needs


class Why(commands.Cog):
    """Help curators to tune phrasings. Nothing is logged, counted or remembered."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot

    @app_commands.command(name="why", description=app_commands.locale_str("Explain how a question was answered"))
    @app_commands.describe(
        question=app_commands.locale_str("The question, as a fan would ask it"),
        production=app_commands.locale_str("The film or show, if one was chosen in /ask"),
    )
    @needs(Permission.WHY)
    async def why(
        self, interaction: discord.Interaction[CallsheetBot], question: str, production: str | None = None
    ) -> None:
        """Show the explanation."""
        asker = asker_of(interaction)
        about = production_id(self.bot.desk.catalogue, production, asker.scope)
        tell = self.bot.desk.spoilers.at(Outlet.PANEL, Reader(asker.scope))
        explanation = self.bot.desk.asking.explain(question, asker, about)
        title_of = titles(self.bot.desk.catalogue, asker.scope)
        await send(interaction, explanation_panel(question, explanation, tell, title_of), private=True)

    @why.autocomplete("question")
    @needs(Permission.WHY)
    async def complete_question(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest questions that have an answer."""
        return text_choices(self.bot.desk.asking.complete(typed, asker_of(interaction).scope))

    @why.autocomplete("production")
    @needs(Permission.WHY)
    async def complete_production(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest the productions that this server knows."""
        return production_choices(self.bot.desk.catalogue, typed, asker_of(interaction).scope)


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(Why(bot))
