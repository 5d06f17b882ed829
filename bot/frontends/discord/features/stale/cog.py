"""``/stale`` and ``/fact confirm``: what is due for a check, and the one tap that says it still holds."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.access.permissions import Deed
from bot.desk.cards.spoilers import Outlet, Reader
from bot.desk.editing.editor import EditConflict
from bot.desk.editing.freshness import Due
from bot.desk.errors import NothingToDo
from bot.desk.state.catalogue import Page, page
from bot.facts.models import SHARED, Fact
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.pager import PER_PAGE, Leaf
from bot.frontends.discord.components.sending import continue_with, patiently, send
from bot.frontends.discord.features.stale.panel import (
    LIST_CHANGED,
    all_button,
    changed_panel,
    confirmed_line,
    confirmed_panel,
    due_entry,
    kept_in,
    mark_of,
    undo_button,
)
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.custom_ids import reference
from bot.frontends.discord.shared.lookup import fact_id, production_choices, production_id, titles
from bot.frontends.discord.shared.permissions import needs
from bot.frontends.discord.shared.routes import Tap
from bot.frontends.discord.shared.signatures import FACT, KEPT_IN, KEY, PAGE, PRODUCTION, REVISION, by_button

PURPOSE = "stale"
_PRODUCTION = 24
"""What an id may take in a custom id beside a fact's, its revision and a page."""


class Stale(commands.Cog):
    """The list of what is due, most urgent first; each entry with its tap."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        bot.books.shelve("stale", self.stale_page, PRODUCTION, rest=KEY, deed=Deed.STALE_SEE)
        seen = (FACT, REVISION, KEPT_IN)
        for verb, step, signature, deed in (
            ("stale-open", self.open, by_button(PRODUCTION), Deed.STALE_SEE),
            ("stale-true", self.confirm_listed, by_button(*seen, PAGE, PRODUCTION), Deed.FACT_CONFIRM),
            ("stale-all", self.confirm_page, by_button(PAGE, PRODUCTION, KEY), Deed.FACT_CONFIRM),
            ("stale-undo", self.take_back, by_button(KEY, PAGE, PRODUCTION), Deed.UNDO),
            ("stale-edit", self.edit, by_button(FACT), Deed.FACT_EDIT),
            ("still-true", self.confirm_shown, by_button(*seen), Deed.FACT_CONFIRM),
        ):
            bot.routes.add(verb, step, signature, deed=deed)
        bot.drafting.on_save(PURPOSE, bot.drafting.curate, ("Back to the list", "stale-open", ""))

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
        """One page of what is due; ``arguments`` are a reference to a production, empty for all, and what to undo."""
        production, *change = arguments
        scope = asker_of(interaction).scope
        shown = await self._due(interaction, production, number)
        facts = [each.fact for each in shown.items]
        title_of, tell = titles(self.bot.desk.catalogue, scope), self.bot.desk.spoilers.at(Outlet.PANEL, Reader(scope))
        entries = tuple(due_entry(each, tell, title_of(each.fact), shown.number, production) for each in shown.items)
        foot = "" if self.bot.actor(interaction).is_host else _foot(facts)
        controls = [all_button(facts, shown.number, production)] if len(facts) > 1 else []
        controls += [undo_button(each, shown.number, production) for each in change]
        return Leaf(_heading(shown.total), entries, shown.number, shown.pages, foot, tuple(controls))

    async def open(self, tap: Tap) -> None:
        """The list, from a button elsewhere."""
        await continue_with(tap.interaction, await self.bot.books.open(tap.interaction, "stale", tap.arguments[0]))

    async def confirm_listed(self, tap: Tap) -> None:
        """Still true, from the list: confirm, and show what is due next."""
        short, revision, where, number, production = tap.arguments
        seen = await self._seen(tap, short, revision, where)
        change = await self._confirmed(tap, seen)
        if change is not None:
            await self._again(tap, production, number, change, done=confirmed_line([seen]))

    async def confirm_page(self, tap: Tap) -> None:
        """All still true: confirm what the page shows, as one change; nothing where it shows something else by now."""
        number, production, mark = tap.arguments
        actor = self.bot.actor(tap.interaction)
        facts = [each.fact for each in (await self._due(tap.interaction, production, number)).items]
        if mark_of(facts) != mark:
            await self._again(tap, production, number, done=LIST_CHANGED)
            return
        try:
            change = await patiently(tap.interaction, self.bot.desk.freshness.confirm_all(actor, facts))
        except EditConflict:
            await self._again(tap, production, number, done=LIST_CHANGED)
        else:
            await self._again(tap, production, number, change, done=confirmed_line(facts))

    async def take_back(self, tap: Tap) -> None:
        """Undo a confirmation, where it is still the last thing that the person changed."""
        change, number, production = tap.arguments
        actor, undo = self.bot.actor(tap.interaction), self.bot.desk.undo
        if (await undo.last(actor))[0].change != change:
            raise NothingToDo(
                "You changed something else since then. /undo takes back your changes one by one, the last one first."
            )
        await patiently(tap.interaction, undo.undo(actor))
        await self._again(tap, production, number, done="↩️ **Undone.** Nothing counts as checked by that tap.")

    async def edit(self, tap: Tap) -> None:
        """Edit a fact of the list; saving it leads back to the list."""
        actor = self.bot.actor(tap.interaction)
        name = fact_id(self.bot.desk.catalogue, tap.arguments[0], actor.scope)
        draft = await self.bot.desk.curating.draft(actor, name)
        await self.bot.drafting.begin(tap.interaction, draft, purpose=PURPOSE)

    async def confirm_shown(self, tap: Tap) -> None:
        """Still true, from a panel about the fact alone."""
        short, revision, where = tap.arguments
        seen = await self._seen(tap, short, revision, where)
        if await self._confirmed(tap, seen) is not None:
            scope = asker_of(tap.interaction).scope
            await continue_with(tap.interaction, confirmed_panel(self.bot.desk.asking.card(seen.id, scope)))

    async def _due(self, interaction: discord.Interaction[CallsheetBot], production: str, number: int) -> Page[Due]:
        actor = self.bot.actor(interaction)
        about = production_id(self.bot.desk.catalogue, production, actor.scope)
        return page(await self.bot.desk.freshness.stale(actor, about), number, PER_PAGE)

    async def _again(self, tap: Tap, production: str, number: int, *change: str, done: str) -> None:
        arguments = (production, *change)
        panel = await self.bot.books.open(tap.interaction, "stale", *arguments, number=number, done=done)
        await continue_with(tap.interaction, panel)

    async def _confirmed(self, tap: Tap, seen: Fact) -> str | None:
        """The change that confirmed a fact; None where it was changed since, which the person is shown instead."""
        desk, actor = self.bot.desk, self.bot.actor(tap.interaction)
        try:
            return await patiently(tap.interaction, desk.freshness.confirm_all(actor, [seen]))
        except EditConflict as conflict:
            card = desk.asking.show(conflict.current or seen, actor.scope)
            say = desk.spoilers.at(Outlet.PANEL, Reader(actor.scope)).about(card.fact, seen)
            await continue_with(tap.interaction, changed_panel(conflict, card, say))
            return None

    async def _seen(self, tap: Tap, short: str, revision: int, where: str) -> Fact:
        """The revision that the person was shown."""
        actor, catalogue = self.bot.actor(tap.interaction), self.bot.desk.catalogue
        current = catalogue.fact(fact_id(catalogue, short, actor.scope), actor.scope)
        if (current.revision, kept_in(current)) == (revision, where):
            return current
        entries = await self.bot.desk.history.entries(actor, current.id)
        facts = (each.revision.fact for each in entries)
        return next((each for each in facts if (each.revision, kept_in(each)) == (revision, where)), current)


def _heading(total: int) -> str:
    if not total:
        return "### Nothing is due for a check\n-# What can still change comes up here in time; history never does."
    return f"### {total} fact{'s are' if total != 1 else ' is'} due for a check"


def _foot(facts: list[Fact]) -> str:
    shared = any(each.scope == SHARED for each in facts)
    return "Confirming a shared fact makes it this server's own version" if shared else ""


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(Stale(bot))
