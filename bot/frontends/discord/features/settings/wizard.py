"""Set up a server step by step: ``/setup``. Also greet a server that invited the bot."""

from __future__ import annotations

import logging

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.access.permissions import Permission
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.parts import note
from bot.frontends.discord.components.sending import continue_with, send
from bot.frontends.discord.connection.retries import UNSENT
from bot.frontends.discord.features.ask.flow import ask
from bot.frontends.discord.features.settings.flow import default_title, example_question, settings_view
from bot.frontends.discord.features.settings.wizard_panel import FIRST_QUESTION, STEPS, finished, question_form
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.languages import catalogue_for
from bot.frontends.discord.shared.permissions import needs
from bot.frontends.discord.shared.routing.routes import Tap
from bot.frontends.discord.shared.routing.signatures import by_button, by_form, one_of
from bot.messages import N_, speaking, translated

log = logging.getLogger(__name__)

HELLO = N_(
    "**Hello!** I answer questions about films and shows. Every fact has a source.\n"
    "Try /ask, or /help for everything else. Moderators: /setup takes two minutes."
)


class Welcome(commands.Cog):
    """Lead through the setup, and greet new servers."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        bot.routes.add("setup", self.step, by_button(one_of("step", *STEPS)), permission=Permission.SETTINGS)
        bot.routes.add("setup-ask", self.first_question, by_button(), permission=Permission.SETTINGS)
        bot.routes.add(FIRST_QUESTION, self.answer, by_form(fields=("question",)), permission=Permission.SETTINGS)
        bot.routes.add("setup-end", self.end, by_button(), permission=Permission.SETTINGS)

    @app_commands.command(name="setup", description=app_commands.locale_str("Set me up for this server, step by step"))
    @needs(Permission.SETTINGS)
    async def walk(self, interaction: discord.Interaction[CallsheetBot]) -> None:
        """Show the first step."""
        await send(interaction, settings_view(interaction, STEPS[0]), private=True)

    async def step(self, tap: Tap) -> None:
        """Show another step."""
        await continue_with(tap.interaction, settings_view(tap.interaction, tap.arguments[0]))

    async def first_question(self, tap: Tap) -> None:
        """Open the form for a first question."""
        await tap.interaction.response.send_modal(question_form(example_question(tap.interaction)))

    async def answer(self, tap: Tap) -> None:
        """Answer the first question as fans would see it, in a separate message."""
        panel = ask(self.bot, tap.fields.get("question", ""), asker_of(tap.interaction))
        await send(tap.interaction, panel, private=True)

    async def end(self, tap: Tap) -> None:
        """Show what was set and what to do next."""
        settings = self.bot.desk.settings.of(asker_of(tap.interaction).server)
        await continue_with(tap.interaction, note(finished(settings, default_title(tap.interaction))))

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Greet a new server in its system channel, if the bot may write there. It never pings anyone."""
        channel = guild.system_channel
        if channel is None or not channel.permissions_for(guild.me).send_messages:
            return
        # A new server has set nothing here yet, but perhaps its language in Discord.
        language = self.bot.desk.settings.of(str(guild.id)).language
        with speaking(catalogue_for(language, guild.preferred_locale.value)):
            hello = note(translated(HELLO))
        try:
            await channel.send(view=hello)
        except UNSENT as fault:
            log.info("could not greet server %s: %s", guild.id, fault)


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(Welcome(bot))
