"""Build the settings panel or one step of ``/setup``, and announce changes."""

from __future__ import annotations

import discord

from bot.desk.access.settings import ServerSettings
from bot.desk.errors import Invalid
from bot.frontends.discord.components.parts import Panel
from bot.frontends.discord.features.settings.panel import settings_panel
from bot.frontends.discord.features.settings.wizard_panel import STEPS, step_panel
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.messages import _


def settings_view(interaction: discord.Interaction[CallsheetBot], where: str) -> Panel:
    """Build the panel named ``where``: a step of ``/setup``, or ``all`` settings.

    Raises:
        Invalid: the command was not used in a server.
    """
    if interaction.guild_id is None:
        raise Invalid(_("Only servers have settings. Use this command in your server."))
    asker, desk = asker_of(interaction), interaction.client.desk
    settings = desk.settings.of(asker.server)
    title = default_title(interaction)
    if where not in STEPS:
        return settings_panel(settings, title)
    return step_panel(where, settings, title, example_question(interaction))


def note_change(interaction: discord.Interaction[CallsheetBot], before: ServerSettings) -> None:
    """Tell the change log if a server's settings have changed, and who changed them."""
    asker = asker_of(interaction)
    after = interaction.client.desk.settings.of(asker.server)
    if after != before:
        interaction.client.dispatch("settings_changed", asker.server, asker.person, before, after)


def default_title(interaction: discord.Interaction[CallsheetBot]) -> str:
    """Return the title of the server's default production; empty for none."""
    asker, desk = asker_of(interaction), interaction.client.desk
    chosen = desk.settings.of(asker.server).default_production
    found = desk.catalogue.find_production(chosen, asker.scope) if chosen else None
    return found.title if found else ""


def example_question(interaction: discord.Interaction[CallsheetBot]) -> str:
    """Return a question that has an answer, about the default production if possible; empty for none."""
    asker, desk = asker_of(interaction), interaction.client.desk
    about = desk.settings.of(asker.server).default_production
    found = desk.asking.complete("", asker.scope, about) or desk.asking.complete("", asker.scope)
    return found[0] if found else ""
