"""Merge two facts that say the same, after a preview: ``/fact merge``."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.access.permissions import Permission
from bot.desk.cards.spoilers import Outlet, Reader
from bot.facts.models import Fact
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.cards import card_items
from bot.frontends.discord.components.parts import Panel, button, note, rows, text
from bot.frontends.discord.components.sending import continue_with, defer_if_slow, send
from bot.frontends.discord.features.fact.group import join_fact_group
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.fact_names import fact_name
from bot.frontends.discord.shared.lookup import fact_choices, fact_id, titles
from bot.frontends.discord.shared.markdown import shown_line
from bot.frontends.discord.shared.permissions import needs
from bot.frontends.discord.shared.routing.custom_ids import reference
from bot.frontends.discord.shared.routing.routes import Tap
from bot.frontends.discord.shared.routing.signatures import FACT, by_button
from bot.messages import _

_SHORT = 38
"""Characters for each of the two ids in one custom id."""


class FactMerge(commands.Cog):
    """Show the preview, then merge."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        bot.routes.add("merge", self.merge_shown, by_button(FACT, FACT), permission=Permission.FACT_MERGE)
        bot.routes.add("merge-turn", self.turn, by_button(FACT, FACT), permission=Permission.FACT_MERGE)
        bot.routes.add("merge-not", self.leave, by_button(), permission=Permission.FACT_MERGE)

    @app_commands.command(
        name="merge", description=app_commands.locale_str("Merge two facts that say the same; you see a preview first")
    )
    @app_commands.describe(
        keep=app_commands.locale_str("The fact to keep: type what it says, or its id"),
        other=app_commands.locale_str("The fact to merge into it; its id will lead to the other"),
    )
    @needs(Permission.FACT_MERGE)
    async def merge(self, interaction: discord.Interaction[CallsheetBot], keep: str, other: str) -> None:
        """Show a preview of the merged fact."""
        scope = asker_of(interaction).scope
        kept, gone = self._named(keep, scope), self._named(other, scope)
        await send(interaction, self._preview(interaction, kept, gone), private=True)

    @merge.autocomplete("keep")
    @merge.autocomplete("other")
    @needs(Permission.FACT_MERGE)
    async def complete_fact(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest facts to merge."""
        return await fact_choices(self.bot.desk, typed, asker_of(interaction).scope)

    async def merge_shown(self, tap: Tap) -> None:
        """Merge the facts of the preview."""
        actor = self.bot.actor(tap.interaction)
        kept, gone = (self._named(each, actor.scope) for each in tap.arguments)
        fact = await defer_if_slow(tap.interaction, self.bot.desk.merging.merge(actor, kept, gone))
        message = text(_("**Merged.** /undo reverses that."))
        card = self.bot.desk.asking.card(fact.id, actor.scope)
        await continue_with(tap.interaction, Panel(message, *card_items(card)))

    async def turn(self, tap: Tap) -> None:
        """Preview the merge the other way round."""
        scope = asker_of(tap.interaction).scope
        kept, gone = (self._named(each, scope) for each in tap.arguments)
        await continue_with(tap.interaction, self._preview(tap.interaction, kept, gone))

    async def leave(self, tap: Tap) -> None:
        """Cancel the merge."""
        await continue_with(tap.interaction, note(_("Cancelled. Nothing was changed.")))

    def _preview(self, interaction: discord.Interaction[CallsheetBot], keep: str, other: str) -> Panel:
        desk, actor = self.bot.desk, self.bot.actor(interaction)
        fact = desk.merging.preview(actor, keep, other)
        gone, tell = desk.catalogue.fact(other, actor.scope), desk.spoilers.at(Outlet.PANEL, Reader(actor.scope))
        name = fact_name(gone, tell, titles(desk.catalogue, actor.scope)(gone))
        lines = [
            _("**Preview:** this fact stays."),
            "-# " + _counts(fact),
            _("This one is merged into it: {name}: {text}").format(name=name, text=shown_line(tell(gone), 400)),
        ]
        controls = [
            button(_("Merge"), "merge", *self._short(keep, other), style=discord.ButtonStyle.success),
            button(_("Swap"), "merge-turn", *self._short(other, keep)),
            button(_("Cancel"), "merge-not", style=discord.ButtonStyle.danger),
        ]
        card = desk.asking.show(fact, actor.scope)
        return Panel(text("\n".join(lines)), *card_items(card, 2800), *rows(controls))

    def _named(self, typed: str, scope: str) -> str:
        catalogue = self.bot.desk.catalogue
        return catalogue.fact(fact_id(catalogue, typed.strip(), scope), scope).id

    def _short(self, *names: str) -> tuple[str, ...]:
        return tuple(reference(name, _SHORT) for name in names)


def _counts(fact: Fact) -> str:
    """Count what the merged fact has from both."""
    counts = [_("phrasings: {count}").format(count=len(fact.phrasings))]
    if len(fact.counterexamples):
        counts.append(_("counterexamples: {count}").format(count=len(fact.counterexamples)))
    counts.append(_("sources: {count}").format(count=len(fact.sources)))
    return " · ".join(counts)


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    join_fact_group(bot, FactMerge(bot))
