"""Answer ``/ask``, and handle choices and complaints below an answer."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.desk.errors import NotFound
from bot.facts.models import SHARED
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.parts import Panel, note, rows, text
from bot.frontends.discord.components.sending import replace_own, send
from bot.frontends.discord.features.ask.flow import ask, show
from bot.frontends.discord.features.ask.panel import notify_button
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.admission import PUBLIC
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.lookup import fact_id, production_choices, production_id, text_choices
from bot.frontends.discord.shared.routing.routes import Tap
from bot.frontends.discord.shared.routing.signatures import (
    DISCORD_ID,
    FACT,
    KEY,
    LOGGED,
    Argument,
    by_button,
    by_menu,
    number,
)
from bot.messages import _

_CHOICE = number("choice", 0, 24)
"""Position of a choice, because two choices may lead to the same fact."""


def _chosen(said: str) -> str:
    """Read the fact's reference from a menu's value, which starts with the choice's position."""
    place, _, short = said.partition(":")
    _CHOICE.read(place)
    return str(FACT.read(short))


_CHOSEN = Argument("choice of a menu", _chosen)


class Ask(commands.Cog):
    """Answers questions asked by command, and handles the buttons that belong to a question rather than to a fact."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        bot.routes.add("choose", self.choose, by_button(_CHOICE, FACT, DISCORD_ID, KEY), deferrable=True)
        bot.routes.add("pick", self.pick, by_menu(_CHOSEN, DISCORD_ID, KEY), deferrable=True)
        bot.routes.add("wrong", self.wrong, by_button(KEY))
        bot.routes.add("tell", self.tell, by_button(LOGGED))

    @app_commands.command(
        name="ask",
        description=locale_str("Ask about a film or show: dates, stunts, locations, cast and more"),
        extras=PUBLIC,
    )
    @app_commands.describe(
        question=locale_str("Your question, in your own words; choose a suggestion or write freely"),
        production=locale_str("Which film or show you mean, if your question does not say"),
    )
    async def ask(
        self, interaction: discord.Interaction[CallsheetBot], question: str, production: str | None = None
    ) -> None:
        """Answer directly. It takes a millisecond, so nothing is deferred."""
        asker = asker_of(interaction)
        about = production_id(self.bot.desk.catalogue, production, asker.scope)
        await send(interaction, ask(self.bot, question, asker, about))

    @ask.autocomplete("question")
    async def complete_question(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Complete a question that has an answer: the most asked first, then by prefix, then similar ones."""
        asker = asker_of(interaction)
        try:
            about = production_id(self.bot.desk.catalogue, interaction.namespace.production, asker.scope)
        except NotFound:
            about = None
        return text_choices(self.bot.desk.asking.complete(typed, asker.scope, about))

    @ask.autocomplete("production")
    async def complete_production(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest the productions that this server knows."""
        return production_choices(self.bot.desk.catalogue, typed, asker_of(interaction).scope)

    async def choose(self, tap: Tap) -> None:
        """Answer with the chosen fact. A person who didn't ask gets a private answer."""
        _, short, owner, reply = tap.arguments
        await self._answer_choice(tap, short, owner, reply)

    async def pick(self, tap: Tap) -> None:
        """Do the same as ``choose``, for a menu."""
        owner, reply = tap.arguments
        await self._answer_choice(tap, tap.picked[0], owner, reply)

    async def _answer_choice(self, tap: Tap, short: str, owner: str, reply: str) -> None:
        asker = asker_of(tap.interaction)
        fact = fact_id(self.bot.desk.catalogue, short, asker.scope)
        panel = show(self.bot, self.bot.desk.asking.choose(fact, asker, reply=reply), asker)
        await replace_own(tap.interaction, panel, owner)

    async def wrong(self, tap: Tap) -> None:
        """Tell the moderators that an answer missed the question, and say what else the person can do."""
        logged = self.bot.desk.asking.wrong(tap.arguments[0], asker_of(tap.interaction))
        thanks = _("Thanks. Try asking in other words.")
        if logged:
            thanks = _(
                "Thanks. The moderators will see that this missed your question. You can also ask in other words."
            )
        more = [notify_button(logged)] if logged else []
        await send(tap.interaction, Panel(text(thanks), *rows(more)), private=True)

    async def tell(self, tap: Tap) -> None:
        """Remember a person who wants to be notified of an answer."""
        asker = asker_of(tap.interaction)
        try:
            await self.bot.desk.asking.tell_me(f"{asker.scope}/{tap.arguments[0]}", asker)
        except NotFound:
            if asker.scope == SHARED:
                raise
            await self.bot.desk.asking.tell_me(f"{SHARED}/{tap.arguments[0]}", asker)
        words = _("I'll send you a message when there is an answer. /forget-me cancels that.")
        await send(tap.interaction, note(words), private=True)


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(Ask(bot))
