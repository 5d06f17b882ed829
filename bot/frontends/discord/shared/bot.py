"""Declare the bot as shared parts see it: its desk, permissions, and error boundary."""

from __future__ import annotations

from gettext import NullTranslations
from typing import Any

import discord
from discord.ext import commands

from bot.desk.access.actors import Actor, scope_of
from bot.desk.access.permissions import Permission, allowed, require
from bot.desk.desk import Desk
from bot.frontends.discord.shared.actors import actor_of
from bot.frontends.discord.shared.admission import Admission
from bot.frontends.discord.shared.errors import Boundary
from bot.frontends.discord.shared.languages import catalogue_for, catalogue_of


class CallsheetBot(commands.Bot):
    """Declares what every part may rely on, so that no part has to import the client.

    It is a class rather than a protocol, because discord.py's types accept only a client.
    """

    desk: Desk
    host_ids: frozenset[str]
    """Discord ids of the people who run this bot."""

    boundary: Boundary
    admission: Admission

    def translations_for(self, interaction: discord.Interaction[Any]) -> NullTranslations:
        """Return the translations for replying to an interaction."""
        server = None if interaction.guild_id is None else str(interaction.guild_id)
        return catalogue_of(interaction, self.desk.settings.of(server).language)

    def translations_in(self, server: str | None) -> NullTranslations:
        """Return the translations for a server's language, for messages without an interaction. ``None`` means no
        server."""
        return self.translations_of_scope(scope_of(server))

    def translations_of_scope(self, scope: str) -> NullTranslations:
        """Return the translations for the language that a scope's server has set, for messages that the bot sends by
        itself."""
        return catalogue_for(self.desk.settings.in_scope(scope).language)

    def actor(self, interaction: discord.Interaction[Any]) -> Actor:
        """Return the person behind an interaction, with the roles they hold now."""
        return actor_of(interaction, self.host_ids)

    def may(self, interaction: discord.Interaction[Any], permission: Permission) -> bool:
        """Return whether the person has the permission now."""
        actor = self.actor(interaction)
        return allowed(actor, permission, self.desk.settings.of(actor.server))

    def require(self, interaction: discord.Interaction[Any], permission: Permission) -> Actor:
        """Return the person if they have the permission now. Raises ``NotAllowed``, which says who may."""
        actor = self.actor(interaction)
        require(actor, permission, self.desk.settings.of(actor.server))
        return actor
