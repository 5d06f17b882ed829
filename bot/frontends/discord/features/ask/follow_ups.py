"""Handle the buttons under an answer: its sources, announced dates, related facts, and **More**."""

from __future__ import annotations

from functools import partial

from discord import ui
from discord.ext import commands

from bot.desk.access.permissions import Permission
from bot.desk.cards.card import Card
from bot.desk.cards.spoilers import Outlet, Reader, Teller
from bot.desk.errors import NotFound
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.cards import about_markup, entry_markup, heading, history_markup, sources_markup
from bot.frontends.discord.components.changes import revision_name
from bot.frontends.discord.components.parts import Panel, button, rows, small, text
from bot.frontends.discord.components.sending import send
from bot.frontends.discord.features.ask.panel import card_panel, covered_panel
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.lookup import fact_id
from bot.frontends.discord.shared.markdown import escaped_line
from bot.frontends.discord.shared.routing.custom_ids import reference
from bot.frontends.discord.shared.routing.routes import Tap
from bot.frontends.discord.shared.routing.signatures import FACT, by_button
from bot.messages import N_, _, translated


class FollowUps(commands.Cog):
    """Shows more about a fact, only to the person who asked, and as the fact is now."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        bot.routes.add("sources", self.sources, by_button(FACT), deferrable=True)
        bot.routes.add("related", self.related, by_button(FACT), deferrable=True)
        bot.routes.add("show", self.show, by_button(FACT), deferrable=True)
        bot.routes.add("more", self.more, by_button(FACT), deferrable=True)
        bot.more.add("history", self.history, N_("Dates announced"), order=10, applies=_was_moved)

    async def sources(self, tap: Tap) -> None:
        """Show all sources, with links and dates."""
        card = self._card(tap)
        await send(tap.interaction, covered_panel(card, sources_markup(card)), private=True)

    async def history(self, tap: Tap) -> None:
        """Show every announced date."""
        card = self._card(tap)
        await send(tap.interaction, covered_panel(card, history_markup(card)), private=True)

    async def related(self, tap: Tap) -> None:
        """Show related facts, each with a button to see it in full."""
        card, scope = self._card(tap), asker_of(tap.interaction).scope
        tell = self._tell(scope)
        entries = [
            ui.Section(
                text(entry_markup(self.bot.desk.asking.card(fact.id, scope, tell))),
                accessory=button(_("Show"), "show", reference(fact.id)),
            )
            for fact in card.related[:4]
        ]
        container: ui.Container[ui.LayoutView] = ui.Container(text(heading(card)), *entries)
        await send(tap.interaction, Panel(container), private=True)

    async def show(self, tap: Tap) -> None:
        """Show a fact in full."""
        card = self._card(tap)
        await send(tap.interaction, card_panel(card), private=True)

    async def more(self, tap: Tap) -> None:
        """Show the person what else they can do with the fact."""
        card = self._card(tap)
        entries = self.bot.more.entries(card, partial(self.bot.may, tap.interaction))
        controls = [button(translated(each.label), each.verb, tap.arguments[0]) for each in entries]
        lines = [about_markup(card)]
        if self.bot.may(tap.interaction, Permission.FACT_EDIT):
            lines.append(small(escaped_line(f"{card.id} · {revision_name(card.fact)}", 200)))
        if not entries:
            lines.append(_("There is nothing more about this."))
        await send(tap.interaction, Panel(text("\n".join(lines)), *rows(controls)), private=True)

    def _card(self, tap: Tap) -> Card:
        desk, scope = self.bot.desk, asker_of(tap.interaction).scope
        card = desk.asking.card(fact_id(desk.catalogue, tap.arguments[0], scope), scope, self._tell(scope))
        if card.withheld:
            raise NotFound(_("That is a spoiler, and this server hides spoilers."))
        return card

    def _tell(self, scope: str) -> Teller:
        return self.bot.desk.spoilers.at(Outlet.MORE, Reader(scope))


def _was_moved(card: Card) -> bool:
    return len(card.announced) > 1


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(FollowUps(bot))
