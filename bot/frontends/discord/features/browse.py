"""List facts and productions, page by page: ``/release``, ``/stunts``, ``/locations``, ``/facts``, ``/productions``."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.cards.spoilers import Outlet, Reader
from bot.desk.errors import NotFound
from bot.desk.state.catalogue import page
from bot.facts.models import Production
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.cards import entry_markup
from bot.frontends.discord.components.pager import PER_PAGE, ListItem, ListPage
from bot.frontends.discord.components.parts import button
from bot.frontends.discord.components.sending import send
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.lookup import production_choices, production_id, topic_choices, topic_id
from bot.frontends.discord.shared.markdown import escaped_line
from bot.frontends.discord.shared.routing.custom_ids import PRODUCTION_REFERENCE, TOPIC_REFERENCE, reference
from bot.frontends.discord.shared.routing.routes import Tap
from bot.frontends.discord.shared.routing.signatures import PRODUCTION as PRODUCTION_REF
from bot.frontends.discord.shared.routing.signatures import TOPIC, by_button, by_menu
from bot.messages import _, ngettext

PRODUCTION = app_commands.locale_str("The film or show; leave it out for all of them")


_MENUS = (by_menu(TOPIC, PRODUCTION_REF), by_menu(PRODUCTION_REF))
"""Ways to pick from a menu: a topic of one production, or a production."""


class Browse(commands.Cog):
    """Show lists of facts and productions."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        bot.lists.register("facts", self.facts_page, PRODUCTION_REF, TOPIC)
        bot.lists.register("productions", self.productions_page)
        bot.routes.add("topic", self.topic, by_button(PRODUCTION_REF, TOPIC), *_MENUS)

    @app_commands.command(
        name="release", description=app_commands.locale_str("Release dates, and every time they were moved")
    )
    @app_commands.describe(production=PRODUCTION)
    async def release(self, interaction: discord.Interaction[CallsheetBot], production: str | None = None) -> None:
        """List the facts on releases."""
        await self._list(interaction, production, self.bot.desk.topics.listed_by("release"))

    @app_commands.command(
        name="stunts", description=app_commands.locale_str("Stunts: what was done, by whom, where and when")
    )
    @app_commands.describe(production=PRODUCTION)
    async def stunts(self, interaction: discord.Interaction[CallsheetBot], production: str | None = None) -> None:
        """List the facts on stunts."""
        await self._list(interaction, production, self.bot.desk.topics.listed_by("stunts"))

    @app_commands.command(name="locations", description=app_commands.locale_str("Filming locations"))
    @app_commands.describe(production=PRODUCTION)
    async def locations(self, interaction: discord.Interaction[CallsheetBot], production: str | None = None) -> None:
        """List the facts on locations."""
        await self._list(interaction, production, self.bot.desk.topics.listed_by("locations"))

    @app_commands.command(name="facts", description=app_commands.locale_str("All facts, by film or show and topic"))
    @app_commands.describe(
        topic=app_commands.locale_str("Only this topic, for example cast or title"), production=PRODUCTION
    )
    async def facts(
        self, interaction: discord.Interaction[CallsheetBot], topic: str | None = None, production: str | None = None
    ) -> None:
        """List facts of any topic."""
        await self._list(interaction, production, topic)

    @app_commands.command(name="productions", description=app_commands.locale_str("The films and shows I know"))
    async def productions(self, interaction: discord.Interaction[CallsheetBot]) -> None:
        """List the productions, with the number of facts on each topic."""
        self.bot.desk.limits.take(asker_of(interaction).person)
        await send(interaction, await self.bot.lists.open(interaction, "productions"))

    @release.autocomplete("production")
    @stunts.autocomplete("production")
    @locations.autocomplete("production")
    @facts.autocomplete("production")
    async def complete_production(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest the productions that this server knows."""
        return production_choices(self.bot.desk.catalogue, typed, asker_of(interaction).scope)

    @facts.autocomplete("topic")
    async def complete_topic(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest topics with facts, of the chosen production if there is one."""
        scope = asker_of(interaction).scope
        try:
            about = production_id(self.bot.desk.catalogue, interaction.namespace.production, scope)
        except NotFound:
            about = None
        return topic_choices(self.bot.desk.catalogue, typed, scope, about)

    async def topic(self, tap: Tap) -> None:
        """Open a list from a button or menu, for the person who used it."""
        production, topic, *_rest = (*tap.arguments, *tap.picked, "")
        panel = await self.bot.lists.open(tap.interaction, "facts", production, topic)
        await send(tap.interaction, panel, private=True)

    async def _list(
        self, interaction: discord.Interaction[CallsheetBot], production: str | None, topic: str | None
    ) -> None:
        asker, catalogue = asker_of(interaction), self.bot.desk.catalogue
        self.bot.desk.limits.take(asker.person)
        about = production_id(catalogue, production, asker.scope) or ""
        on = topic_id(catalogue, topic, asker.scope) or ""
        panel = await self.bot.lists.open(
            interaction, "facts", reference(about, PRODUCTION_REFERENCE), reference(_listed(on), TOPIC_REFERENCE)
        )
        await send(interaction, panel)

    async def facts_page(
        self, interaction: discord.Interaction[CallsheetBot], arguments: tuple[str, ...], number: int
    ) -> ListPage:
        """Build one page of facts; ``arguments`` are references to a production and a topic, empty for all."""
        asker, desk = asker_of(interaction), self.bot.desk
        production = production_id(desk.catalogue, arguments[0], asker.scope)
        topic = topic_id(desk.catalogue, arguments[1], asker.scope)
        tell = desk.spoilers.at(Outlet.LIST, Reader(asker.scope))
        every = desk.catalogue.facts(asker.scope, production, topic)
        shown = page([fact for fact in every if not tell(fact).withheld], number, PER_PAGE)
        entries = tuple(
            ListItem(
                entry_markup(desk.asking.card(fact.id, asker.scope, tell), titled=production is None),
                button(_("Show"), "show", reference(fact.id)),
            )
            for fact in shown.items
        )
        hidden = len(every) - shown.total
        foot = ngettext("{count} spoiler hidden", "{count} spoilers hidden", hidden).format(count=hidden)
        title = desk.catalogue.production(production, asker.scope).title if production else _("All films and shows")
        heading = _heading(title, self._topic_name(topic) if topic else "", shown.total, hidden)
        return ListPage(heading, entries, shown.number, shown.pages, foot if hidden else "")

    async def productions_page(
        self, interaction: discord.Interaction[CallsheetBot], arguments: tuple[str, ...], number: int
    ) -> ListPage:
        """Build one page of productions."""
        scope = asker_of(interaction).scope
        shown = page(self.bot.desk.catalogue.productions(scope), number, PER_PAGE)
        entries = tuple(self._production_item(each, scope) for each in shown.items)
        heading = ngettext("### {count} film or show", "### {count} films and shows", shown.total)
        return ListPage(heading.format(count=shown.total), entries, shown.number, shown.pages)

    def _production_item(self, production: Production, scope: str) -> ListItem:
        counts = self.bot.desk.catalogue.topics(scope, production.id)
        topics = " · ".join(f"{self._topic_name(topic)}: {count}" for topic, count in counts.items())
        known_as = escaped_line(", ".join(production.aliases[:6]), 200)
        lines = [
            f"**{escaped_line(production.title, 160)}**",
            "-# " + _("also: {names}").format(names=known_as) if known_as else "",
            escaped_line(topics or _("no facts yet"), 250),
        ]
        control = button(_("Facts"), "topic", reference(production.id, PRODUCTION_REFERENCE), "")
        return ListItem("\n".join(line for line in lines if line), control)

    def _topic_name(self, topic: str) -> str:
        """Return a topic's name. A typed topic can be any text."""
        return self.bot.desk.topics.labels.get(topic) or topic.replace("-", " ")


def _heading(title: str, topic: str, total: int, hidden: int) -> str:
    about = f"### {escaped_line(title, 120)}{f' · {escaped_line(topic, 40)}' if topic else ''}"
    if total:
        return f"{about}\n-# " + ngettext("{count} fact", "{count} facts", total).format(count=total)
    return about if hidden else f"{about}\n" + _("No facts on that yet. /facts lists everything I know.")


def _listed(topic: str) -> str:
    """Make a typed topic safe for a custom id, because it can contain the separator."""
    return topic.replace(":", " ")


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(Browse(bot))
