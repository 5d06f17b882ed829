"""List facts that are due for a check, and confirm them with one tap: ``/stale``."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.access.permissions import Permission
from bot.desk.cards.spoilers import Outlet, Reader
from bot.desk.editing.editor import EditConflict
from bot.desk.editing.freshness import Due
from bot.desk.errors import NothingToDo
from bot.desk.state.catalogue import Page, page
from bot.facts.models import SHARED, Fact
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.pager import PER_PAGE, ListPage
from bot.frontends.discord.components.sending import continue_with, defer_if_slow, send
from bot.frontends.discord.features.stale.panel import (
    LIST_CHANGED,
    all_button,
    changed_panel,
    confirmed_line,
    confirmed_panel,
    due_item,
    kept_in,
    mark_of,
    undo_button,
)
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.lookup import fact_id, production_choices, production_id, titles
from bot.frontends.discord.shared.permissions import needs
from bot.frontends.discord.shared.routing.custom_ids import reference
from bot.frontends.discord.shared.routing.routes import Tap
from bot.frontends.discord.shared.routing.signatures import FACT, KEPT_IN, KEY, PAGE, PRODUCTION, REVISION, by_button
from bot.messages import N_, _, ngettext, translated

PURPOSE = "stale"
_PRODUCTION = 24
"""Characters for a production's id in a custom id, beside a fact's, its revision and a page."""


class Stale(commands.Cog):
    """Show what is due, most urgent first, with buttons to confirm each fact."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        bot.lists.register("stale", self.stale_page, PRODUCTION, rest=KEY, permission=Permission.STALE_SEE)
        seen = (FACT, REVISION, KEPT_IN)
        for verb, step, signature, permission in (
            ("stale-open", self.open, by_button(PRODUCTION), Permission.STALE_SEE),
            ("stale-true", self.confirm_listed, by_button(*seen, PAGE, PRODUCTION), Permission.FACT_CONFIRM),
            ("stale-all", self.confirm_page, by_button(PAGE, PRODUCTION, KEY), Permission.FACT_CONFIRM),
            ("stale-undo", self.take_back, by_button(KEY, PAGE, PRODUCTION), Permission.UNDO),
            ("stale-edit", self.edit, by_button(FACT), Permission.FACT_EDIT),
            ("still-true", self.confirm_shown, by_button(*seen), Permission.FACT_CONFIRM),
        ):
            bot.routes.add(verb, step, signature, permission=permission)
        bot.drafting.on_save(PURPOSE, bot.drafting.curate, (N_("Back to the list"), "stale-open", ""))

    @app_commands.command(
        name="stale", description=app_commands.locale_str("Facts that are due for a check; confirm each with one tap")
    )
    @app_commands.describe(production=app_commands.locale_str("Only this film or show"))
    @needs(Permission.STALE_SEE)
    async def stale(self, interaction: discord.Interaction[CallsheetBot], production: str | None = None) -> None:
        """Show the most urgent."""
        about = production_id(self.bot.desk.catalogue, production, asker_of(interaction).scope) or ""
        panel = await self.bot.lists.open(interaction, "stale", reference(about, _PRODUCTION))
        await send(interaction, panel, private=True)

    @stale.autocomplete("production")
    @needs(Permission.STALE_SEE)
    async def complete_production(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest the productions that this server knows."""
        return production_choices(self.bot.desk.catalogue, typed, asker_of(interaction).scope)

    async def stale_page(
        self, interaction: discord.Interaction[CallsheetBot], arguments: tuple[str, ...], number: int
    ) -> ListPage:
        """Build one page of what is due.

        ``arguments`` are a reference to a production (empty for all), and the change that **Undo** takes back, if any.
        """
        production, *change = arguments
        scope = asker_of(interaction).scope
        shown = await self._due(interaction, production, number)
        facts = [each.fact for each in shown.items]
        title_of, tell = titles(self.bot.desk.catalogue, scope), self.bot.desk.spoilers.at(Outlet.PANEL, Reader(scope))
        entries = tuple(due_item(each, tell, title_of(each.fact), shown.number, production) for each in shown.items)
        foot = "" if self.bot.actor(interaction).is_host else _foot(facts)
        controls = [all_button(facts, shown.number, production)] if len(facts) > 1 else []
        controls += [undo_button(each, shown.number, production) for each in change]
        return ListPage(_heading(shown.total), entries, shown.number, shown.pages, foot, tuple(controls))

    async def open(self, tap: Tap) -> None:
        """Open the list from a button elsewhere."""
        await continue_with(tap.interaction, await self.bot.lists.open(tap.interaction, "stale", tap.arguments[0]))

    async def confirm_listed(self, tap: Tap) -> None:
        """Confirm one fact of the list, and show what is due next."""
        short, revision, where, number, production = tap.arguments
        seen = await self._seen(tap, short, revision, where)
        change = await self._confirmed(tap, seen)
        if change is not None:
            await self._again(tap, production, number, change, done=self._confirmed_line(tap, [seen]))

    async def confirm_page(self, tap: Tap) -> None:
        """Confirm all facts of a page as one change; if the page has changed since, confirm nothing."""
        number, production, mark = tap.arguments
        actor = self.bot.actor(tap.interaction)
        facts = [each.fact for each in (await self._due(tap.interaction, production, number)).items]
        if mark_of(facts) != mark:
            await self._again(tap, production, number, done=translated(LIST_CHANGED))
            return
        try:
            change = await defer_if_slow(tap.interaction, self.bot.desk.freshness.confirm_all(actor, facts))
        except EditConflict:
            await self._again(tap, production, number, done=translated(LIST_CHANGED))
        else:
            await self._again(tap, production, number, change, done=self._confirmed_line(tap, facts))

    async def take_back(self, tap: Tap) -> None:
        """Undo a confirmation if it is still the last thing that the person changed."""
        change, number, production = tap.arguments
        actor, undo = self.bot.actor(tap.interaction), self.bot.desk.undo
        if (await undo.last(actor))[0].change != change:
            raise NothingToDo(_("You have changed something else since. Use /undo: it starts with your last change."))
        await defer_if_slow(tap.interaction, undo.undo(actor))
        await self._again(tap, production, number, done=_("↩️ **Undone.** Those facts are due again."))

    async def edit(self, tap: Tap) -> None:
        """Edit a fact of the list; after saving, a button leads back to the list."""
        actor = self.bot.actor(tap.interaction)
        name = fact_id(self.bot.desk.catalogue, tap.arguments[0], actor.scope)
        draft = await self.bot.desk.curating.draft(actor, name)
        await self.bot.drafting.begin(tap.interaction, draft, purpose=PURPOSE)

    async def confirm_shown(self, tap: Tap) -> None:
        """Confirm a fact from a panel about that fact alone."""
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
        panel = await self.bot.lists.open(tap.interaction, "stale", *arguments, number=number, done=done)
        await continue_with(tap.interaction, panel)

    async def _confirmed(self, tap: Tap, seen: Fact) -> str | None:
        """Confirm a fact and return the change; if the fact was edited since, show that instead and return None."""
        desk, actor = self.bot.desk, self.bot.actor(tap.interaction)
        try:
            return await defer_if_slow(tap.interaction, desk.freshness.confirm_all(actor, [seen]))
        except EditConflict as conflict:
            card = desk.asking.show(conflict.current or seen, actor.scope)
            say = desk.spoilers.at(Outlet.PANEL, Reader(actor.scope)).about(card.fact, seen)
            await continue_with(tap.interaction, changed_panel(conflict, card, say))
            return None

    def _confirmed_line(self, tap: Tap, facts: list[Fact]) -> str:
        scope = asker_of(tap.interaction).scope
        tell = self.bot.desk.spoilers.at(Outlet.PANEL, Reader(scope))
        return confirmed_line(facts, tell, titles(self.bot.desk.catalogue, scope))

    async def _seen(self, tap: Tap, short: str, revision: int, where: str) -> Fact:
        """Return the revision that the person was shown; the current one if it can't be found."""
        actor, catalogue = self.bot.actor(tap.interaction), self.bot.desk.catalogue
        current = catalogue.fact(fact_id(catalogue, short, actor.scope), actor.scope)
        if (current.revision, kept_in(current)) == (revision, where):
            return current
        entries = await self.bot.desk.history.entries(actor, current.id)
        facts = (each.revision.fact for each in entries)
        return next((each for each in facts if (each.revision, kept_in(each)) == (revision, where)), current)


def _heading(total: int) -> str:
    if not total:
        return _("### Nothing is due for a check\n-# Facts that can still change appear here in time.")
    heading = ngettext("### {count} fact is due for a check", "### {count} facts are due for a check", total)
    return heading.format(count=total)


def _foot(facts: list[Fact]) -> str:
    shared = any(each.scope == SHARED for each in facts)
    return _("Confirming a shared fact creates this server's own version") if shared else ""


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(Stale(bot))
