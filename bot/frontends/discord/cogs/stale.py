"""``/stale`` and ``/fact confirm``: what is due for a check, and the one tap that says it still holds."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.catalogue import page
from bot.desk.curating import EditConflict
from bot.desk.permissions import Deed
from bot.desk.spoilers import Outlet, Reader
from bot.facts.models import Fact
from bot.frontends.discord.client import CallsheetBot
from bot.frontends.discord.finding import fact_id, production_choices, production_id
from bot.frontends.discord.ids import reference
from bot.frontends.discord.people import asker_of
from bot.frontends.discord.permissions import needs
from bot.frontends.discord.routes import Tap
from bot.frontends.discord.views.freshness import changed_panel, confirmed_panel, due_button, due_markup, kept_in
from bot.frontends.discord.views.pager import PER_PAGE, Entry, Leaf
from bot.frontends.discord.views.send import continue_with, patiently, send

_PRODUCTION = 40


class Stale(commands.Cog):
    """The list of what is due, most urgent first; each entry with its tap."""

    def __init__(self, bot: CallsheetBot) -> None:
        self.bot = bot
        bot.books.shelve("stale", self.stale_page, Deed.STALE_SEE)
        bot.routes.add("stale-true", self.confirm_listed, Deed.FACT_CONFIRM)
        bot.routes.add("still-true", self.confirm_shown, Deed.FACT_CONFIRM)

    @app_commands.command(name="stale", description="Facts that are due for a check; one tap says that one still holds")
    @app_commands.describe(production="Only of this film or show")
    @needs(Deed.STALE_SEE)
    async def stale(self, interaction: discord.Interaction[CallsheetBot], production: str | None = None) -> None:
        """Show the most urgent."""
        about = production_id(self.bot.desk.catalogue, production, asker_of(interaction).scope) or ""
        panel = await self.bot.books.open(interaction, "stale", reference(about, _PRODUCTION))
        await send(interaction, panel, private=True)

    @stale.autocomplete("production")
    @needs(Deed.STALE_SEE)
    async def complete_production(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """The productions that this server knows."""
        return production_choices(self.bot.desk.catalogue, typed, asker_of(interaction).scope)

    async def stale_page(
        self, interaction: discord.Interaction[CallsheetBot], arguments: tuple[str, ...], number: int
    ) -> Leaf:
        """One page of what is due; ``arguments`` is a reference to a production, empty for all."""
        actor = self.bot.actor(interaction)
        about = production_id(self.bot.desk.catalogue, arguments[0], actor.scope)
        due = await self.bot.desk.freshness.stale(actor, about)
        shown = page(due, number, PER_PAGE)
        heading = f"### {shown.total} fact{'s are' if shown.total != 1 else ' is'} due for a check"
        foot = "Not true any more? /fact edit changes it" if due else "Everything was checked lately"
        tell = self.bot.desk.spoilers.at(Outlet.PANEL, Reader(actor.scope))
        entries = tuple(
            Entry(due_markup(each, tell), due_button(each.fact, shown.number, arguments[0])) for each in shown.items
        )
        return Leaf(heading, entries, shown.number, shown.pages, foot)

    async def confirm_listed(self, tap: Tap) -> None:
        """Still true, from the list: confirm, and show what is due next."""
        short, revision, where, number, production = tap.arguments
        fact = await self._confirmed(tap, short, revision, where)
        if fact is not None:
            panel = await self.bot.books.open(tap.interaction, "stale", production, number=int(number))
            await continue_with(tap.interaction, panel)

    async def confirm_shown(self, tap: Tap) -> None:
        """Still true, from a panel about the fact alone."""
        fact = await self._confirmed(tap, *tap.arguments)
        if fact is not None:
            scope = asker_of(tap.interaction).scope
            await continue_with(tap.interaction, confirmed_panel(self.bot.desk.asking.card(fact.id, scope)))

    async def _confirmed(self, tap: Tap, short: str, revision: str, where: str) -> Fact | None:
        """The fact as confirmed; None where it was changed since it was shown, which the person is shown instead."""
        desk, actor = self.bot.desk, self.bot.actor(tap.interaction)
        name = fact_id(desk.catalogue, short, actor.scope)
        seen = await self._seen(tap, desk.catalogue.fact(name, actor.scope), int(revision), where)
        try:
            return await patiently(tap.interaction, desk.freshness.confirm(actor, name, seen))
        except EditConflict as conflict:
            card = desk.asking.show(conflict.current or seen, actor.scope)
            say = desk.spoilers.at(Outlet.PANEL, Reader(actor.scope)).about(card.fact, seen)
            await continue_with(tap.interaction, changed_panel(conflict, card, say))
            return None

    async def _seen(self, tap: Tap, current: Fact, revision: int, where: str) -> Fact:
        """The revision that the person was shown."""
        if (current.revision, kept_in(current)) == (revision, where):
            return current
        entries = await self.bot.desk.history.entries(self.bot.actor(tap.interaction), current.id)
        facts = (each.revision.fact for each in entries)
        return next((each for each in facts if (each.revision, kept_in(each)) == (revision, where)), current)


async def setup(bot: CallsheetBot) -> None:
    """Add the feature."""
    await bot.add_cog(Stale(bot))
