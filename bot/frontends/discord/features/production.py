"""Add films and shows, and edit the names that fans type for them: ``/production``."""

from __future__ import annotations

import json

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.access.permissions import Permission
from bot.desk.editing.drafts.draft import Draft
from bot.desk.errors import Invalid
from bot.facts import limits
from bot.facts.models import Production
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.forms import Form, fitting_lines, line, lines, names, whole_lines
from bot.frontends.discord.components.parts import Panel, button, note, rows, text
from bot.frontends.discord.components.sending import continue_with, defer_if_slow
from bot.frontends.discord.features.fact.saved_drafts import DraftStore, SavedDraft
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.lookup import production_choices, production_id
from bot.frontends.discord.shared.markdown import escaped, escaped_line
from bot.frontends.discord.shared.permissions import HINT, in_servers_of_the_bot, needs
from bot.frontends.discord.shared.routing.routes import Tap
from bot.frontends.discord.shared.routing.signatures import KEY, by_button, by_form
from bot.messages import _

PURPOSE = "production"
SENT = "production-sent"


@in_servers_of_the_bot
class Productions(
    commands.GroupCog,
    group_name="production",
    group_description=app_commands.locale_str("Add films and shows, and edit their names"),
):
    """Add and rename productions. What was typed is kept until it is saved."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        # The store also has the drafts of facts. It shows and deletes all of them for their owner.
        self._drafts = DraftStore(bot.desk.documents, bot.desk.clock)
        bot.routes.add(
            SENT, self.sent, by_form(KEY, fields=names(_form(Draft(), ""))), permission=Permission.PRODUCTION_EDIT
        )
        bot.routes.add("production-again", self.again, by_button(KEY), permission=Permission.PRODUCTION_EDIT)

    @app_commands.command(name="add", description=app_commands.locale_str("Add a film or show"))
    @needs(Permission.PRODUCTION_EDIT)
    async def add(self, interaction: discord.Interaction[CallsheetBot]) -> None:
        """Open an empty form."""
        await self._begin(interaction, SavedDraft(Draft(), PURPOSE))

    @app_commands.command(
        name="edit", description=app_commands.locale_str("Change a title, or the other names that fans type")
    )
    @app_commands.describe(production=app_commands.locale_str("The film or show"))
    @needs(Permission.PRODUCTION_EDIT)
    async def edit(self, interaction: discord.Interaction[CallsheetBot], production: str) -> None:
        """Open a form with the current names."""
        scope, catalogue = asker_of(interaction).scope, self.bot.desk.catalogue
        shown = catalogue.production(production_id(catalogue, production, scope) or "", scope)
        draft = Draft(production=shown.id, text=shown.title, phrasings="\n".join(shown.aliases))
        await self._begin(interaction, SavedDraft(draft, PURPOSE, json.dumps(shown.model_dump(mode="json"))))

    @edit.autocomplete("production")
    @needs(Permission.PRODUCTION_EDIT)
    async def complete_production(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest the productions that this server knows."""
        return production_choices(self.bot.desk.catalogue, typed, asker_of(interaction).scope)

    async def again(self, tap: Tap) -> None:
        """Open the form again with what was typed."""
        kept = await self._drafts.get(asker_of(tap.interaction).person, tap.arguments[0])
        await tap.interaction.response.send_modal(_form(kept.draft, tap.arguments[0]))

    async def sent(self, tap: Tap) -> None:
        """Save the form, or show what is wrong with it."""
        key, actor = tap.arguments[0], self.bot.actor(tap.interaction)
        kept = await self._drafts.get(actor.person, key)
        title, aliases = tap.fields.get("title", ""), whole_lines(tap.fields.get("aliases", ""), kept.draft.phrasings)
        await self._drafts.put(
            actor.person, SavedDraft(kept.draft.typed(text=title, phrasings=aliases), PURPOSE, kept.about), key
        )
        desk = self.bot.desk.productions
        if kept.about:
            saving = desk.edit(actor, Production.stored(json.loads(kept.about)), title, aliases)
        else:
            saving = desk.add(actor, title, aliases)
        try:
            saved = await defer_if_slow(tap.interaction, saving)
        except Invalid as refusal:
            await continue_with(tap.interaction, _refused(str(refusal), key))
        else:
            await self._drafts.drop(key)
            await continue_with(tap.interaction, note(_saved(saved)))

    async def _begin(self, interaction: discord.Interaction[CallsheetBot], kept: SavedDraft) -> None:
        key = await self._drafts.put(asker_of(interaction).person, kept)
        await interaction.response.send_modal(_form(kept.draft, key))


def _form(draft: Draft, key: str) -> Form:
    fields = (
        line("title", _("Title"), value=draft.text, limit=limits.TITLE, needed=True),
        lines(
            "aliases",
            _("Other names, one per line"),
            value=fitting_lines(draft.phrasings)[0],
            hint=_("Abbreviations, working titles, titles in other languages"),
        ),
    )
    return Form(_("Edit a film or show") if draft.production else _("Add a film or show"), fields, SENT, key)


def _refused(why: str, key: str) -> Panel:
    message = _("**Not saved yet.** Your text is kept. Please fix this first:") + f"\n{escaped(why, 1500)}"
    return Panel(text(message), *rows([button(_("Edit again"), "production-again", key)]))


def _saved(production: Production) -> str:
    lines = [_("**Saved:** {title}").format(title=escaped_line(production.title, 300))]
    if production.aliases:
        names = escaped_line(", ".join(production.aliases), 1000)
        lines.append("-# " + _("also: {names}").format(names=names))
    lines.append(_("Add facts about it with /fact add."))
    return "\n".join(lines)


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    group = Productions(bot)
    if group.app_command is not None:
        group.app_command.default_permissions = HINT
    await bot.add_cog(group)
