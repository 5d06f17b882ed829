"""Let members suggest a fact or a correction: ``/suggest`` and the buttons under answers."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.cards.spoilers import Outlet, Reader
from bot.desk.editing.drafts.draft import Draft
from bot.desk.errors import Invalid, NotFound
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.forms import names
from bot.frontends.discord.components.parts import note
from bot.frontends.discord.components.sending import defer_if_slow, send
from bot.frontends.discord.features.fact.saved_drafts import DraftStore, SavedDraft
from bot.frontends.discord.features.suggest.form import (
    PROPOSE,
    correction_form,
    proposal_form,
    refused_suggestion,
    typed_into,
)
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.lookup import (
    fact_id,
    production_choices,
    production_id,
    production_name,
    topic_choices,
    topic_id,
)
from bot.frontends.discord.shared.routing.routes import Tap
from bot.frontends.discord.shared.routing.signatures import KEY, PRODUCTION, by_button, by_form
from bot.messages import N_, _

PURPOSE = "suggest"


class Suggest(commands.Cog):
    """Open the forms, and pass suggestions on. What a member types is kept until it is sent."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        # The store also has the drafts of facts. It shows and deletes all of them for their owner.
        self._drafts = DraftStore(bot.desk.documents, bot.desk.clock)
        bot.more.add("suggest", self.correct, N_("Suggest a correction"), order=40)
        bot.routes.add("suggest-new", self.propose_missing, by_button(PRODUCTION))
        bot.routes.add("suggestion-again", self.again, by_button(KEY))
        bot.routes.add(
            PROPOSE,
            self.sent,
            by_form(KEY, fields=names(proposal_form(Draft(), "", bot.desk.topics.ids, bot.desk.topics.suggested))),
            by_form(KEY, fields=names(correction_form(Draft(), ""))),
        )

    @app_commands.command(name="suggest", description=app_commands.locale_str("Suggest a fact to the moderators"))
    @app_commands.describe(
        production=app_commands.locale_str("The film or show"),
        topic=app_commands.locale_str("The kind of fact, for example stunt or cast"),
    )
    async def suggest(
        self, interaction: discord.Interaction[CallsheetBot], production: str | None = None, topic: str | None = None
    ) -> None:
        """Open the form."""
        scope, catalogue = asker_of(interaction).scope, self.bot.desk.catalogue
        about = production_id(catalogue, production, scope)
        name = production_name(catalogue, about, scope) if about else ""
        await self._begin(interaction, Draft(production=name, topic=topic_id(catalogue, topic, scope) or ""))

    @suggest.autocomplete("production")
    async def complete_production(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest the productions that this server knows."""
        return production_choices(self.bot.desk.catalogue, typed, asker_of(interaction).scope)

    @suggest.autocomplete("topic")
    async def complete_topic(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest known topics."""
        return topic_choices(
            self.bot.desk.catalogue, typed, asker_of(interaction).scope, known=self.bot.desk.topics.ids
        )

    async def correct(self, tap: Tap) -> None:
        """Open the form to correct the fact above the button."""
        scope, catalogue = asker_of(tap.interaction).scope, self.bot.desk.catalogue
        fact = catalogue.fact(fact_id(catalogue, tap.arguments[0], scope), scope)
        shown = self.bot.desk.spoilers.at(Outlet.SUGGESTION_FORM, Reader(scope))(fact)
        await self._begin(tap.interaction, Draft(text="" if shown.withheld else shown.text), fact.id)

    async def propose_missing(self, tap: Tap) -> None:
        """Open the form to suggest an answer that was missing."""
        scope, catalogue = asker_of(tap.interaction).scope, self.bot.desk.catalogue
        about = production_id(catalogue, tap.arguments[0], scope)
        await self._begin(tap.interaction, Draft(production=production_name(catalogue, about, scope) if about else ""))

    async def again(self, tap: Tap) -> None:
        """Open the form again with what was typed."""
        key = tap.arguments[0]
        await self._open(tap.interaction, await self._drafts.get(asker_of(tap.interaction).person, key), key)

    async def sent(self, tap: Tap) -> None:
        """Pass the suggestion on to the moderators, or show what is wrong with it."""
        key, person = tap.arguments[0], asker_of(tap.interaction).person
        kept = await self._drafts.get(person, key)
        draft = typed_into(kept.draft, tap.fields)
        await self._drafts.put(person, SavedDraft(draft, PURPOSE, kept.about), key)
        desk, actor = self.bot.desk, self.bot.actor(tap.interaction)
        try:
            about = "" if kept.about else production_id(desk.catalogue, draft.production, actor.scope) or ""
            proposing = desk.suggesting.propose(
                actor,
                text=draft.text,
                source=draft.sources,
                production=about,
                topic=draft.topic,
                fact=kept.about or None,
                name=key,
            )
            await defer_if_slow(tap.interaction, proposing)
        except (Invalid, NotFound) as refusal:
            await send(tap.interaction, refused_suggestion(str(refusal), key), private=True)
            return
        await self._drafts.drop(key)
        thanks = _("**Thank you!** The moderators will look at it. I'll send you a direct message when they decide.")
        await send(tap.interaction, note(thanks), private=True)

    # -- shared

    async def _begin(self, interaction: discord.Interaction[CallsheetBot], draft: Draft, corrects: str = "") -> None:
        kept = SavedDraft(draft, PURPOSE, corrects)
        await self._open(interaction, kept, await self._drafts.put(asker_of(interaction).person, kept))

    async def _open(self, interaction: discord.Interaction[CallsheetBot], kept: SavedDraft, key: str) -> None:
        if kept.about:
            form = correction_form(kept.draft, key)
        else:
            topics = (*self.bot.desk.topics.ids, *self.bot.desk.catalogue.topics(asker_of(interaction).scope))
            form = proposal_form(kept.draft, key, topics, self.bot.desk.topics.suggested)
        await interaction.response.send_modal(form)


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(Suggest(bot))
