"""Add, edit, retire and show facts: ``/fact``."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.access.permissions import Permission
from bot.desk.cards.spoilers import Outlet, Reader, Say, Teller, ways_of_asking
from bot.desk.editing.drafts.draft import Draft
from bot.facts import limits
from bot.facts.models import SHARED, Fact
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.cards import card_items
from bot.frontends.discord.components.changes import revision_name
from bot.frontends.discord.components.parts import Panel, button, rows, small, text
from bot.frontends.discord.components.sending import continue_with, defer_if_slow, send
from bot.frontends.discord.features.fact.revisions import STATES
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.fact_names import fact_name
from bot.frontends.discord.shared.lookup import (
    fact_choices,
    fact_id,
    production_choices,
    production_id,
    titles,
    topic_choices,
    topic_id,
)
from bot.frontends.discord.shared.markdown import escaped_line, shown_line
from bot.frontends.discord.shared.permissions import HINT, in_servers_of_the_bot, needs
from bot.frontends.discord.shared.routing.custom_ids import reference
from bot.frontends.discord.shared.routing.routes import RoutedButton, Tap
from bot.frontends.discord.shared.routing.signatures import FACT as FACT_REF
from bot.frontends.discord.shared.routing.signatures import REVISION, by_button, either, one_of
from bot.messages import N_, _, translated

FACT = app_commands.locale_str("The fact: type what it says, or its id")


@in_servers_of_the_bot
class FactGroup(
    commands.GroupCog,
    group_name="fact",
    group_description=app_commands.locale_str("Add, edit, retire and show facts (for moderators and curators)"),
):
    """Handle the four basic commands; ``drafting`` leads from the form to the store."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        self._curating = bot.desk.curating
        bot.more.add("fact-edit", self.edit_shown, N_("Edit"), order=80, permission=Permission.FACT_EDIT)
        bot.routes.add("fact-retire", self.retire_shown, by_button(FACT_REF), permission=Permission.FACT_RETIRE)
        revision = either(REVISION, one_of("shared", SHARED))
        bot.routes.add(
            "fact-restore", self.restore_retired, by_button(FACT_REF, revision), permission=Permission.FACT_RESTORE
        )

    # -- commands

    @app_commands.command(name="add", description=app_commands.locale_str("Write a new fact; you see a preview first"))
    @app_commands.describe(
        production=app_commands.locale_str("The film or show"),
        topic=app_commands.locale_str("The kind of fact, for example stunt or cast"),
        why=app_commands.locale_str("The reason, for the history"),
    )
    @needs(Permission.FACT_ADD)
    async def add(
        self,
        interaction: discord.Interaction[CallsheetBot],
        production: str,
        topic: str,
        why: app_commands.Range[str, 1, limits.REASON] = "",
    ) -> None:
        """Open an empty form."""
        scope = asker_of(interaction).scope
        about = production_id(self.bot.desk.catalogue, production, scope) or ""
        on = topic_id(self.bot.desk.catalogue, topic, scope) or ""
        await self.bot.drafting.begin(interaction, Draft(production=about, topic=on, why=why))

    @app_commands.command(name="edit", description=app_commands.locale_str("Edit a fact"))
    @app_commands.describe(fact=FACT, topic=app_commands.locale_str("A new topic, if the current one is wrong"))
    @needs(Permission.FACT_EDIT)
    async def edit(self, interaction: discord.Interaction[CallsheetBot], fact: str, topic: str | None = None) -> None:
        """Open the form with the current fact."""
        scope = asker_of(interaction).scope
        draft = await self._draft(interaction, self._named(fact, scope))
        on = topic_id(self.bot.desk.catalogue, topic, scope)
        await self.bot.drafting.begin(interaction, draft.typed(topic=on) if on else draft)

    @app_commands.command(
        name="retire", description=app_commands.locale_str("Stop answering from a fact; you can restore it")
    )
    @app_commands.describe(fact=FACT, why=app_commands.locale_str("The reason, for the history"))
    @needs(Permission.FACT_RETIRE)
    async def retire(
        self,
        interaction: discord.Interaction[CallsheetBot],
        fact: str,
        why: app_commands.Range[str, 1, limits.REASON] = "",
    ) -> None:
        """Retire the fact immediately: one tap restores it."""
        name = self._named(fact, asker_of(interaction).scope)
        await self._retire(interaction, name, why)

    @app_commands.command(
        name="show", description=app_commands.locale_str("Everything about a fact: id, revision, phrasings, sources")
    )
    @app_commands.describe(fact=FACT)
    @needs(Permission.FACT_SHOW)
    async def show(self, interaction: discord.Interaction[CallsheetBot], fact: str) -> None:
        """Show the fact with buttons for what the person may do."""
        scope = asker_of(interaction).scope
        card = self.bot.desk.asking.card(self._named(fact, scope), scope)
        details = text(_details(card.fact, self._tell(scope)), 800)
        panel = Panel(*card_items(card, 3000), details, *rows(self._actions(interaction, card.fact)))
        await send(interaction, panel, private=True)

    @edit.autocomplete("fact")
    @needs(Permission.FACT_EDIT)
    async def complete_edited(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest facts to edit."""
        return await fact_choices(self.bot.desk, typed, asker_of(interaction).scope)

    @retire.autocomplete("fact")
    @needs(Permission.FACT_RETIRE)
    async def complete_retired(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest facts to retire."""
        return await fact_choices(self.bot.desk, typed, asker_of(interaction).scope)

    @show.autocomplete("fact")
    @needs(Permission.FACT_SHOW)
    async def complete_shown(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest facts to show."""
        return await fact_choices(self.bot.desk, typed, asker_of(interaction).scope)

    @add.autocomplete("production")
    @needs(Permission.FACT_ADD)
    async def complete_production(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest the productions that this server knows."""
        return production_choices(self.bot.desk.catalogue, typed, asker_of(interaction).scope)

    @add.autocomplete("topic")
    @edit.autocomplete("topic")
    @needs(Permission.FACT_EDIT)
    async def complete_topic(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest known topics."""
        return topic_choices(
            self.bot.desk.catalogue, typed, asker_of(interaction).scope, known=self.bot.desk.topics.ids
        )

    # -- retiring and restoring

    async def edit_shown(self, tap: Tap) -> None:
        """Edit the fact that a panel shows."""
        name = fact_id(self.bot.desk.catalogue, tap.arguments[0], asker_of(tap.interaction).scope)
        await self.bot.drafting.begin(tap.interaction, await self._draft(tap.interaction, name))

    async def retire_shown(self, tap: Tap) -> None:
        """Retire the fact that a panel shows."""
        name = fact_id(self.bot.desk.catalogue, tap.arguments[0], asker_of(tap.interaction).scope)
        await self._retire(tap.interaction, name, "")

    async def _retire(self, interaction: discord.Interaction[CallsheetBot], name: str, why: str) -> None:
        actor = self.bot.actor(interaction)
        before = self.bot.desk.catalogue.fact(name, actor.scope)
        retired = await defer_if_slow(interaction, self._curating.retire(actor, name, why))
        tell, title = self._tell(actor.scope), titles(self.bot.desk.catalogue, actor.scope)(retired)
        heading = _("**Retired:** {name}").format(name=fact_name(retired, tell, title))
        lines = [heading, shown_line(tell(retired), 300), _("-# The bot no longer answers from it. Nothing is lost.")]
        revision = str(before.revision) if before.scope == retired.scope else SHARED
        back = button(_("Restore"), "fact-restore", reference(retired.id), revision)
        await send(interaction, Panel(text("\n".join(lines)), *rows([back])), private=True)

    async def restore_retired(self, tap: Tap) -> None:
        """Restore the fact that was just retired: the revision that was live, or the shared fact if that was live."""
        short, revision = tap.arguments
        actor = self.bot.actor(tap.interaction)
        name = fact_id(self.bot.desk.catalogue, short, actor.scope)
        if revision == SHARED:
            restoring = self._curating.withdraw(actor, name)
        else:
            restoring = self._curating.restore(actor, name, revision)
        fact = await defer_if_slow(tap.interaction, restoring)
        message = text(_("**Restored.** The bot answers from this fact again."))
        card = self.bot.desk.asking.card(fact.id, actor.scope)
        await continue_with(tap.interaction, Panel(message, *card_items(card)))

    # -- shared

    def _tell(self, scope: str) -> Teller:
        return self.bot.desk.spoilers.at(Outlet.PANEL, Reader(scope))

    def _named(self, typed: str, scope: str) -> str:
        return self.bot.desk.catalogue.fact(fact_id(self.bot.desk.catalogue, typed.strip(), scope), scope).id

    async def _draft(self, interaction: discord.Interaction[CallsheetBot], name: str) -> Draft:
        return await self._curating.draft(self.bot.actor(interaction), name)

    def _actions(self, interaction: discord.Interaction[CallsheetBot], fact: Fact) -> list[RoutedButton]:
        offered = []
        if self.bot.may(interaction, Permission.FACT_EDIT):
            offered.append(button(_("Edit"), "fact-edit", reference(fact.id)))
        if self.bot.may(interaction, Permission.FACT_RETIRE):
            offered.append(button(_("Retire"), "fact-retire", reference(fact.id), style=discord.ButtonStyle.danger))
        if self.bot.may(interaction, Permission.FACT_HISTORY):
            offered.append(button(_("History"), "revisions", reference(fact.id)))
        return offered


def _details(fact: Fact, tell: Teller) -> str:
    """List what the card does not show: id, topic, revision, state, phrasings and counterexamples."""
    lines = [
        escaped_line(" · ".join([fact.id, fact.topic, revision_name(fact), translated(STATES[fact.state])]), 300),
        *(_questions(kind, questions, tell.about(fact)) for kind, questions in ways_of_asking(fact).items()),
    ]
    return small("\n".join(lines))


_KINDS = {"phrasing": N_("Phrasings ({count})"), "counterexample": N_("Counterexamples ({count})")}


def _questions(kind: str, questions: tuple[str, ...], say: Say) -> str:
    """Count a fact's phrasings or counterexamples, and show the first five."""
    count = translated(_KINDS[kind]).format(count=len(questions))
    return f"{count}: {shown_line(say(', '.join(questions[:5])), 220)}" if questions else count


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    group = FactGroup(bot)
    if group.app_command is not None:
        group.app_command.default_permissions = HINT
    await bot.add_cog(group)
