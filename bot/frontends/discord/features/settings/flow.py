"""A server's settings as the panel that is asked for: all of them, or one step of ``/setup``."""

from __future__ import annotations

import discord

from bot.desk.access.settings import ServerSettings
from bot.desk.errors import Invalid
from bot.frontends.discord.components.parts import Panel
from bot.frontends.discord.features.settings.panel import settings_panel
from bot.frontends.discord.features.settings.wizard_panel import STEPS, step_panel
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot


def settings_view(interaction: discord.Interaction[CallsheetBot], where: str) -> Panel:
    """The panel named ``where``: a step of ``/setup``, or everything at once.

    Raises:
        Invalid: this is no server, and only servers have settings.
    """
    if interaction.guild_id is None:
        raise Invalid("Settings belong to a server. Use this in the server that you mean.")
    asker, desk = asker_of(interaction), interaction.client.desk
    settings = desk.settings.of(asker.server)
    title = default_title(interaction)
    if where not in STEPS:
        return settings_panel(settings, title)
    return step_panel(where, settings, title, example_question(interaction))


def note_change(interaction: discord.Interaction[CallsheetBot], before: ServerSettings) -> None:
    """Let the log of changes hear what became of a server's settings, and by whom."""
    asker = asker_of(interaction)
    after = interaction.client.desk.settings.of(asker.server)
    if after != before:
        interaction.client.dispatch("settings_changed", asker.server, asker.person, before, after)


def default_title(interaction: discord.Interaction[CallsheetBot]) -> str:
    """The title of the server's default production; empty where there is none."""
    asker, desk = asker_of(interaction), interaction.client.desk
    chosen = desk.settings.of(asker.server).default_production
    found = desk.catalogue.find_production(chosen, asker.scope) if chosen else None
    return found.title if found else ""


def example_question(interaction: discord.Interaction[CallsheetBot]) -> str:
    """A question that can be answered here, on the default production where there is one; empty where none can."""
    asker, desk = asker_of(interaction), interaction.client.desk
    about = desk.settings.of(asker.server).default_production
    found = desk.asking.complete("", asker.scope, about) or desk.asking.complete("", asker.scope)
    return found[0] if found else ""
