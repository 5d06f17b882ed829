"""``/fact merge``: two facts that say the same become one, after a look at what that would be."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.access.permissions import Deed
from bot.desk.cards.spoilers import Outlet, Reader
from bot.facts.models import Fact
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.cards import card_items
from bot.frontends.discord.components.parts import Panel, button, note, rows, text
from bot.frontends.discord.components.sending import continue_with, patiently, send
from bot.frontends.discord.features.fact.group import join_fact_group
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.custom_ids import reference
from bot.frontends.discord.shared.lookup import fact_choices, fact_id
from bot.frontends.discord.shared.markdown import said_line
from bot.frontends.discord.shared.permissions import needs
from bot.frontends.discord.shared.routes import Tap
from bot.frontends.discord.shared.signatures import FACT, by_button

_SHORT = 38
"""Two ids stand in one custom id."""


class FactMerge(commands.Cog):
    """Look, then merge."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        bot.routes.add("merge", self.merge_shown, by_button(FACT, FACT), deed=Deed.FACT_MERGE)
        bot.routes.add("merge-turn", self.turn, by_button(FACT, FACT), deed=Deed.FACT_MERGE)
        bot.routes.add("merge-not", self.leave, by_button(), deed=Deed.FACT_MERGE)

    @app_commands.command(name="merge", description="Make one of two facts that say the same; you see it before")
    @app_commands.describe(
        keep="The fact that stays: begin to type what it says, or its id",
        other="The fact that goes into it; its id will lead to the one that stays",
    )
    @needs(Deed.FACT_MERGE)
    async def merge(self, interaction: discord.Interaction[CallsheetBot], keep: str, other: str) -> None:
        """Show what the merged fact would be."""
        scope = asker_of(interaction).scope
        kept, gone = self._named(keep, scope), self._named(other, scope)
        await send(interaction, self._preview(interaction, kept, gone), private=True)

    @merge.autocomplete("keep")
    @merge.autocomplete("other")
    @needs(Deed.FACT_MERGE)
    async def complete_fact(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Facts to merge."""
        return await fact_choices(self.bot.desk, typed, asker_of(interaction).scope)

    async def merge_shown(self, tap: Tap) -> None:
        """Merge what was previewed."""
        actor = self.bot.actor(tap.interaction)
        kept, gone = (self._named(each, actor.scope) for each in tap.arguments)
        fact = await patiently(tap.interaction, self.bot.desk.merging.merge(actor, kept, gone))
        said = text(f"Merged: `{gone}` leads to `{fact.id}` now. /undo takes that back.")
        await continue_with(tap.interaction, Panel(said, *card_items(self.bot.desk.asking.card(fact.id, actor.scope))))

    async def turn(self, tap: Tap) -> None:
        """Keep the other one."""
        scope = asker_of(tap.interaction).scope
        kept, gone = (self._named(each, scope) for each in tap.arguments)
        await continue_with(tap.interaction, self._preview(tap.interaction, kept, gone))

    async def leave(self, tap: Tap) -> None:
        """Merge nothing."""
        await continue_with(tap.interaction, note("Left as they are. Nothing was changed."))

    def _preview(self, interaction: discord.Interaction[CallsheetBot], keep: str, other: str) -> Panel:
        desk, actor = self.bot.desk, self.bot.actor(interaction)
        fact = desk.merging.preview(actor, keep, other)
        gone, tell = desk.catalogue.fact(other, actor.scope), desk.spoilers.at(Outlet.PANEL, Reader(actor.scope))
        lines = [
            "**Preview**: this is what stays.",
            f"-# with {_counted(fact)} from the two",
            f"This one goes into it: `{gone.id}`: {said_line(tell(gone), 400)}",
        ]
        controls = [
            button("Merge", "merge", *self._short(keep, other), style=discord.ButtonStyle.success),
            button("The other way round", "merge-turn", *self._short(other, keep)),
            button("Cancel", "merge-not", style=discord.ButtonStyle.danger),
        ]
        card = desk.asking.show(fact, actor.scope)
        return Panel(text("\n".join(lines)), *card_items(card, 2800), *rows(controls))

    def _named(self, typed: str, scope: str) -> str:
        catalogue = self.bot.desk.catalogue
        return catalogue.fact(fact_id(catalogue, typed.strip(), scope), scope).id

    def _short(self, *names: str) -> tuple[str, ...]:
        return tuple(reference(name, _SHORT) for name in names)


def _counted(fact: Fact) -> str:
    parts = [_number(len(fact.phrasings), "phrasing"), _number(len(fact.sources), "source")]
    if len(fact.counterexamples):
        parts.insert(1, _number(len(fact.counterexamples), "counterexample"))
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def _number(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


async def setup(bot: FeatureBot) -> None:
    """Add the verb."""
    join_fact_group(bot, FactMerge(bot))
