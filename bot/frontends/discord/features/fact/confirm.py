"""Confirm that a fact was checked and is still true: ``/fact confirm``."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.access.permissions import Permission
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.sending import defer_if_slow, send
from bot.frontends.discord.features.fact.group import join_fact_group
from bot.frontends.discord.features.stale.panel import confirmed_panel
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.lookup import fact_choices, fact_id
from bot.frontends.discord.shared.permissions import needs


class FactConfirm(commands.Cog):
    """Confirm one fact. ``/stale`` lists the facts that are due for a check."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot

    @app_commands.command(name="confirm", description=app_commands.locale_str("Mark a fact as checked today"))
    @app_commands.describe(fact=app_commands.locale_str("The fact: type what it says, or its id"))
    @needs(Permission.FACT_CONFIRM)
    async def confirm(self, interaction: discord.Interaction[CallsheetBot], fact: str) -> None:
        """Confirm the fact immediately."""
        desk, actor = self.bot.desk, self.bot.actor(interaction)
        name = desk.catalogue.fact(fact_id(desk.catalogue, fact.strip(), actor.scope), actor.scope).id
        confirmed = await defer_if_slow(interaction, desk.freshness.confirm(actor, name))
        await send(interaction, confirmed_panel(desk.asking.card(confirmed.id, actor.scope)), private=True)

    @confirm.autocomplete("fact")
    @needs(Permission.FACT_CONFIRM)
    async def complete_fact(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest facts to confirm."""
        return await fact_choices(self.bot.desk, typed, asker_of(interaction).scope)


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    join_fact_group(bot, FactConfirm(bot))
