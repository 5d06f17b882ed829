"""Answer free text: a mention, a direct message, a reply to the bot, or **Answer this** in the message menu."""

from __future__ import annotations

import logging
import re

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.desk.access.actors import Asker
from bot.desk.errors import Invalid, TooMany
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.parts import Panel, note
from bot.frontends.discord.components.sending import send
from bot.frontends.discord.connection.retries import UNSENT
from bot.frontends.discord.features.ask.flow import ask
from bot.frontends.discord.shared.actors import asker_of, asker_of_message, server_of
from bot.frontends.discord.shared.admission import PUBLIC
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.messages import N_, _, speak

log = logging.getLogger(__name__)

ANSWER_THIS = N_("Answer this")

_ANSWERED = (discord.MessageType.default, discord.MessageType.reply)
_TOLD_KEPT = 1000


class Messages(commands.Cog):
    """Answers people who write a message instead of using a command."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        self._told_to_wait: dict[str, None] = {}

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a person who mentions the bot, replies to it with a ping, or sends it a direct message."""
        if not self._concerns_us(message):
            return
        # A message doesn't say which language its author reads.
        speak(self.bot.translations_in(server_of(message)))
        panel = await self._answer(message, asker_of_message(message))
        if panel is not None:
            await self._reply(message, panel)

    def _concerns_us(self, message: discord.Message) -> bool:
        if message.author.bot or message.webhook_id is not None or message.type not in _ANSWERED:
            return False
        server = server_of(message)
        if server is None:
            return True
        settings = self.bot.desk.settings.of(server)
        channels = {str(message.channel.id), str(getattr(message.channel, "parent_id", None))}
        here = any(settings.answers_in(channel) for channel in channels)
        return here and settings.answer_mentions and self.bot.user in message.mentions

    def _question(self, message: discord.Message) -> str:
        mine = f"<@!?{self.bot.application_id if self.bot.user is None else self.bot.user.id}>"
        return re.sub(mine, " ", message.content).strip()

    async def _answer(self, message: discord.Message, asker: Asker) -> Panel | None:
        """Build the reply. None if the person was already told to wait."""
        question = self._question(message)
        try:
            await self.bot.admission.message(message)
            if not question:
                return note(_("Ask me about a film or show, for example when it comes out. /help says more."))
            panel = ask(self.bot, question, asker)
        except TooMany as refusal:
            # Tell a person who floods the bot only once, or the bot would flood the channel in turn.
            if asker.person in self._told_to_wait:
                return None
            self._remember(asker.person)
            return note(self.bot.boundary.words(refusal, "a message"))
        except Exception as error:  # noqa: BLE001 - the boundary of messages: nothing above would tell the person
            return note(self.bot.boundary.words(error, "a message"))
        self._told_to_wait.pop(asker.person, None)
        return panel

    def _remember(self, person: str) -> None:
        self._told_to_wait[person] = None
        while len(self._told_to_wait) > _TOLD_KEPT:
            del self._told_to_wait[next(iter(self._told_to_wait))]

    async def _reply(self, message: discord.Message, panel: Panel) -> None:
        try:
            await message.channel.send(view=panel, reference=message.to_reference(fail_if_not_exists=False))
        except UNSENT as fault:
            # No permission to write there, or the channel or Discord is gone: the person can't be told anything.
            log.warning("could not answer in channel %s: %s", message.channel.id, fault)

    async def answer_this(self, interaction: discord.Interaction[CallsheetBot], message: discord.Message) -> None:
        """Answer somebody else's message."""
        if not message.content.strip():
            raise Invalid(_("That message has no text that I could answer."))
        await send(interaction, ask(self.bot, self._question(message) or message.content, asker_of(interaction)))


async def setup(bot: FeatureBot) -> None:
    """Add the feature. A message menu can't be declared inside a class."""
    cog = Messages(bot)
    await bot.add_cog(cog)
    bot.tree.add_command(
        app_commands.ContextMenu(name=locale_str(ANSWER_THIS), callback=cog.answer_this, extras=PUBLIC)
    )
