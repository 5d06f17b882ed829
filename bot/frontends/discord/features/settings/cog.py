"""Show and change a server's settings on one panel: ``/settings``."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.access.permissions import Permission
from bot.desk.access.settings import Language, ServerSettings, SpoilerPolicy
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.sending import continue_with, defer_if_slow, send
from bot.frontends.discord.features.settings.flow import note_change, settings_view
from bot.frontends.discord.features.settings.panel import CHOOSE, DEFAULT_SENT, default_form
from bot.frontends.discord.features.settings.wizard_panel import STEPS
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.channels import check_channels, check_roles
from bot.frontends.discord.shared.lookup import production_id
from bot.frontends.discord.shared.permissions import needs
from bot.frontends.discord.shared.routing.routes import Tap
from bot.frontends.discord.shared.routing.signatures import by_button, by_entities, by_form, by_menu, one_of

_MANY = frozenset({"moderator_roles", "curator_roles", "answer_channels"})
_ONE = frozenset({"digest_channel", "log_channel"})
_WORDS = frozenset({"spoiler_policy", "language"})
_WHERE = one_of("panel", "all", *STEPS)


class Settings(commands.Cog):
    """Handle the panel and all its controls, which the steps of ``/setup`` share."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        bot.routes.add(
            CHOOSE,
            self.choose,
            by_button(one_of("setting", "answer_mentions", "default_production"), _WHERE),
            by_menu(one_of("policy", *SpoilerPolicy), one_of("setting", "spoiler_policy"), _WHERE),
            by_menu(one_of("language", *Language), one_of("setting", "language"), _WHERE),
            by_entities(one_of("setting", *_MANY), _WHERE),
            by_entities(one_of("setting", *_ONE), _WHERE, most=1),
            permission=Permission.SETTINGS,
        )
        bot.routes.add(
            DEFAULT_SENT, self.default_sent, by_form(_WHERE, fields=("name",)), permission=Permission.SETTINGS
        )

    @app_commands.command(
        name="settings",
        description=app_commands.locale_str("This server's roles, channels, spoilers, language, digest and log"),
    )
    @needs(Permission.SETTINGS)
    async def settings(self, interaction: discord.Interaction[CallsheetBot]) -> None:
        """Show the panel."""
        await send(interaction, settings_view(interaction, "all"), private=True)

    async def choose(self, tap: Tap) -> None:
        """Set one field to the picked value, or open the form to type it."""
        field, where = tap.arguments
        if field == "default_production":
            chosen = self._settings(tap).default_production
            found = self.bot.desk.catalogue.find_production(chosen, asker_of(tap.interaction).scope) if chosen else None
            await tap.interaction.response.send_modal(default_form(found.title if found else "", where))
            return
        if field.endswith("_roles"):
            check_roles(tap.interaction, tap.picked)
        elif field in _MANY | _ONE:
            await defer_if_slow(tap.interaction, check_channels(tap.interaction, tap.picked))
        await self._change(tap, where, {field: self._value(tap, field)})

    async def default_sent(self, tap: Tap) -> None:
        """Set the default production by its name."""
        scope = asker_of(tap.interaction).scope
        chosen = production_id(self.bot.desk.catalogue, tap.fields.get("name", "").strip(), scope)
        await self._change(tap, tap.arguments[0], {"default_production": chosen})

    async def _change(self, tap: Tap, where: str, changes: dict[str, Any]) -> None:
        before = self._settings(tap)
        await defer_if_slow(tap.interaction, self.bot.desk.settings.change(self.bot.actor(tap.interaction), changes))
        note_change(tap.interaction, before)
        await continue_with(tap.interaction, settings_view(tap.interaction, where))

    def _value(self, tap: Tap, field: str) -> Any:
        if field in _MANY:
            return tap.picked
        if field in _ONE:
            return tap.picked[0] if tap.picked else None
        if field in _WORDS:
            return tap.picked[0]
        return not self._settings(tap).answer_mentions

    def _settings(self, tap: Tap) -> ServerSettings:
        return self.bot.desk.settings.of(asker_of(tap.interaction).server)


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(Settings(bot))
