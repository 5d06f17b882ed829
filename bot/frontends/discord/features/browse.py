"""``/release``, ``/stunts``, ``/locations``, ``/facts`` and ``/productions``: reading on, page by page."""

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
from bot.frontends.discord.components.pager import PER_PAGE, Entry, Leaf
from bot.frontends.discord.components.parts import button
from bot.frontends.discord.components.sending import send
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.custom_ids import reference
from bot.frontends.discord.shared.lookup import production_choices, production_id, topic_choices, topic_id
from bot.frontends.discord.shared.markdown import escaped_line
from bot.frontends.discord.shared.routes import Tap
from bot.frontends.discord.shared.signatures import PRODUCTION as PRODUCTION_REF
from bot.frontends.discord.shared.signatures import TOPIC, by_button

PRODUCTION = "Which film or show; leave it out for all of them"

_PRODUCTION_REFERENCE = 40
_TOPIC_REFERENCE = 24
"""What fits beside a list's name and page number in 100 characters."""


class Browse(commands.Cog):
    """Lists of facts and productions."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        bot.books.shelve("facts", self.facts_page, PRODUCTION_REF, TOPIC)
        bot.books.shelve("productions", self.productions_page)
        bot.routes.add("topic", self.topic, by_button(PRODUCTION_REF, TOPIC))

    @app_commands.command(name="release", description="When it comes out, or came out, and every move of the date")
    @app_commands.describe(production=PRODUCTION)
    async def release(self, interaction: discord.Interaction[CallsheetBot], production: str | None = None) -> None:
        """List the facts on releases."""
        await self._list(interaction, production, "release")

    @app_commands.command(name="stunts", description="The stunts: what was done, by whom, where and when")
    @app_commands.describe(production=PRODUCTION)
    async def stunts(self, interaction: discord.Interaction[CallsheetBot], production: str | None = None) -> None:
        """List the facts on stunts."""
        await self._list(interaction, production, "stunt")

    @app_commands.command(name="locations", description="Where it was filmed, and when")
    @app_commands.describe(production=PRODUCTION)
    async def locations(self, interaction: discord.Interaction[CallsheetBot], production: str | None = None) -> None:
        """List the facts on locations."""
        await self._list(interaction, production, "location")

    @app_commands.command(name="facts", description="Everything I hold, by production and topic")
    @app_commands.describe(topic="Only facts on this topic, for example cast or title", production=PRODUCTION)
    async def facts(
        self, interaction: discord.Interaction[CallsheetBot], topic: str | None = None, production: str | None = None
    ) -> None:
        """List facts of any topic."""
        await self._list(interaction, production, topic)

    @app_commands.command(name="productions", description="The films and shows that I know about")
    async def productions(self, interaction: discord.Interaction[CallsheetBot]) -> None:
        """List the productions, with how many facts there are on each topic."""
        self.bot.desk.limits.take(asker_of(interaction).person)
        await send(interaction, await self.bot.books.open(interaction, "productions"))

    @release.autocomplete("production")
    @stunts.autocomplete("production")
    @locations.autocomplete("production")
    @facts.autocomplete("production")
    async def complete_production(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """The productions that this server knows."""
        return production_choices(self.bot.desk.catalogue, typed, asker_of(interaction).scope)

    @facts.autocomplete("topic")
    async def complete_topic(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """The topics that there are facts on, of the production where one is chosen already."""
        scope = asker_of(interaction).scope
        try:
            about = production_id(self.bot.desk.catalogue, interaction.namespace.production, scope)
        except NotFound:
            about = None
        return topic_choices(self.bot.desk.catalogue, typed, scope, about)

    async def topic(self, tap: Tap) -> None:
        """A list behind a button, for who pressed it."""
        panel = await self.bot.books.open(tap.interaction, "facts", *tap.arguments)
        await send(tap.interaction, panel, private=True)

    async def _list(
        self, interaction: discord.Interaction[CallsheetBot], production: str | None, topic: str | None
    ) -> None:
        asker, catalogue = asker_of(interaction), self.bot.desk.catalogue
        self.bot.desk.limits.take(asker.person)
        about = production_id(catalogue, production, asker.scope) or ""
        on = topic_id(catalogue, topic, asker.scope) or ""
        panel = await self.bot.books.open(
            interaction, "facts", reference(about, _PRODUCTION_REFERENCE), reference(_listed(on), _TOPIC_REFERENCE)
        )
        await send(interaction, panel)

    async def facts_page(
        self, interaction: discord.Interaction[CallsheetBot], arguments: tuple[str, ...], number: int
    ) -> Leaf:
        """One page of facts; ``arguments`` are references to a production and a topic, empty for all."""
        asker, desk = asker_of(interaction), self.bot.desk
        production = production_id(desk.catalogue, arguments[0], asker.scope)
        topic = topic_id(desk.catalogue, arguments[1], asker.scope)
        tell = desk.spoilers.at(Outlet.LIST, Reader(asker.scope))
        every = desk.catalogue.facts(asker.scope, production, topic)
        shown = page([fact for fact in every if not tell(fact).withheld], number, PER_PAGE)
        entries = tuple(
            Entry(
                entry_markup(desk.asking.card(fact.id, asker.scope, tell), titled=production is None),
                button("Show", "show", reference(fact.id)),
            )
            for fact in shown.items
        )
        left_out = len(every) - shown.total
        they = "it gives" if left_out == 1 else "they give"
        foot = f"{left_out} left out here, because {they} the story away" if left_out else ""
        title = desk.catalogue.production(production, asker.scope).title if production else "All productions"
        heading = _heading(title, topic, shown.total, left_out)
        return Leaf(heading, entries, shown.number, shown.pages, foot)

    async def productions_page(
        self, interaction: discord.Interaction[CallsheetBot], arguments: tuple[str, ...], number: int
    ) -> Leaf:
        """One page of productions."""
        scope = asker_of(interaction).scope
        shown = page(self.bot.desk.catalogue.productions(scope), number, PER_PAGE)
        entries = tuple(self._production_entry(each, scope) for each in shown.items)
        heading = f"### {shown.total} production{'s' if shown.total != 1 else ''}"
        return Leaf(heading, entries, shown.number, shown.pages)

    def _production_entry(self, production: Production, scope: str) -> Entry:
        counts = self.bot.desk.catalogue.topics(scope, production.id)
        known_as = escaped_line(", ".join(production.aliases[:6]), 200)
        lines = [
            f"**{escaped_line(production.title, 160)}**",
            f"-# also: {known_as}" if known_as else "",
            escaped_line(" · ".join(f"{topic} {count}" for topic, count in counts.items()) or "no facts yet", 250),
        ]
        control = button("Facts", "topic", reference(production.id, _PRODUCTION_REFERENCE), "")
        return Entry("\n".join(line for line in lines if line), control)


def _heading(title: str, topic: str | None, total: int, left_out: int) -> str:
    about = f"{escaped_line(title, 120)}{f' · {escaped_line(topic, 40)}' if topic else ''}"
    if not total and left_out:
        return f"### {about}"
    if not total:
        return f"### {about}\nI hold no facts on that yet. /facts shows what there is."
    return f"### {about}\n-# {total} fact{'s' if total != 1 else ''}"


def _listed(topic: str) -> str:
    """A topic as it can stand in a custom id: what somebody typed may hold the separator."""
    return topic.replace(":", " ")


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(Browse(bot))
