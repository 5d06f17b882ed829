"""Members' suggestions in the queue: approved, edited and approved, or declined with a reason; repeated abuse muted."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.desk.access.actors import Actor
from bot.desk.access.permissions import Deed
from bot.desk.cards.spoilers import Outlet, Reader
from bot.desk.editing.drafts.draft import Draft, DraftRefused
from bot.desk.errors import NotFound
from bot.desk.moderation.suggestions import Suggestion
from bot.desk.state.catalogue import page
from bot.facts.models import Fact
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.changes import who
from bot.frontends.discord.components.pager import PER_PAGE, Entry, Leaf
from bot.frontends.discord.components.parts import button
from bot.frontends.discord.components.sending import continue_with, patiently
from bot.frontends.discord.features.queue.flow import queue_of
from bot.frontends.discord.features.settings.flow import note_change
from bot.frontends.discord.features.suggest.form import DECLINE, decline_form
from bot.frontends.discord.shared.actors import person_id
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.markdown import said_line
from bot.frontends.discord.shared.routes import Press, Tap
from bot.frontends.discord.shared.signatures import DISCORD_ID, KEY, by_button, by_form

PURPOSE = "suggestion"


class Suggestions(commands.Cog):
    """What moderators decide on suggestions; afterwards the queue is shown again."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        self._suggesting = bot.desk.suggesting
        bot.routes.add("suggestion-take", self.approve, by_button(KEY), deed=Deed.SUGGESTION_DECIDE)
        bot.routes.add("suggestion-edit", self.edit, by_button(KEY), deed=Deed.SUGGESTION_DECIDE)
        bot.routes.add("suggestion-not", self.decline, by_button(KEY), deed=Deed.SUGGESTION_DECIDE)
        bot.routes.add(DECLINE, self.declined, by_form(KEY, fields=("reason",)), deed=Deed.SUGGESTION_DECIDE)
        bot.routes.add("suggester-mute", self.mute, by_button(KEY), deed=Deed.SUGGESTER_MUTE)
        bot.routes.add("suggester-unmute", self.unmute, by_button(DISCORD_ID), deed=Deed.SUGGESTER_MUTE)
        bot.routes.add("muted", self.muted, by_button(), deed=Deed.SUGGESTER_MUTE)
        bot.books.shelve("muted", self.muted_page, deed=Deed.SUGGESTER_MUTE)
        bot.drafting.on_save(PURPOSE, self._save, ("Back to the queue", "queue-back", ""))

    async def approve(self, tap: Tap) -> None:
        """Take it as it was made; where something is missing, say what."""
        key = tap.arguments[0]
        try:
            fact = await patiently(tap.interaction, self._suggesting.approve(self.bot.actor(tap.interaction), key))
        except DraftRefused as refusal:
            tell = self.bot.desk.spoilers.at(Outlet.PANEL, Reader(self.bot.actor(tap.interaction).scope))
            say = tell.about(*refusal.draft.things)
            problems = "; ".join(said_line(say(each.sentence()), 200) for each in refusal.problems[:4])
            done = f"✏️ **Not taken yet**: {problems}. Use Edit and approve."
            await continue_with(tap.interaction, await queue_of(tap.interaction, done=done, name=f"s{key}"))
        else:
            done = f"✅ **Taken** as `{fact.id}`; who suggested it is told."
            await continue_with(tap.interaction, await queue_of(tap.interaction, done=done))

    async def edit(self, tap: Tap) -> None:
        """Open the form of the fact that it would become."""
        key = tap.arguments[0]
        draft = await self._suggesting.draft(self.bot.actor(tap.interaction), key)
        await self.bot.drafting.begin(tap.interaction, draft, purpose=PURPOSE, about=key)

    async def decline(self, tap: Tap) -> None:
        """Ask for the reason."""
        self._waiting(tap)
        await tap.interaction.response.send_modal(decline_form(tap.arguments[0]))

    async def declined(self, tap: Tap) -> None:
        """Turn it down."""
        actor, reason = self.bot.actor(tap.interaction), tap.fields.get("reason", "")
        await patiently(tap.interaction, self._suggesting.decline(actor, tap.arguments[0], reason))
        done = "🗑️ **Declined**; who suggested it is told."
        await continue_with(tap.interaction, await queue_of(tap.interaction, done=done))

    # -- muting

    async def mute(self, tap: Tap) -> None:
        """Take no more suggestions of whoever made this one."""
        person = self._waiting(tap).person
        if person is None:
            raise NotFound("Who made this suggestion asked to be forgotten, so there is nobody to mute.")
        actor = self.bot.actor(tap.interaction)
        before = self.bot.desk.settings.of(actor.server)
        dropped = await patiently(tap.interaction, self._suggesting.mute(actor, person))
        note_change(tap.interaction, before)
        suggestions = "one suggestion" if dropped == 1 else f"{dropped} suggestions"
        done = f"🔇 **Muted** {who(person)}: {suggestions} dropped. /settings lists who is muted."
        await continue_with(tap.interaction, await queue_of(tap.interaction, done=done))

    async def unmute(self, tap: Tap) -> None:
        """Take a person's suggestions again."""
        person = person_id(discord.Object(int(tap.arguments[0])))
        actor = self.bot.actor(tap.interaction)
        before = self.bot.desk.settings.of(actor.server)
        await patiently(tap.interaction, self._suggesting.unmute(actor, person))
        note_change(tap.interaction, before)
        await continue_with(tap.interaction, await self.bot.books.open(tap.interaction, "muted"))

    async def muted(self, tap: Tap) -> None:
        """The list of the muted."""
        await continue_with(tap.interaction, await self.bot.books.open(tap.interaction, "muted"))

    async def muted_page(
        self, interaction: discord.Interaction[CallsheetBot], arguments: tuple[str, ...], number: int
    ) -> Leaf:
        """One page of those whose suggestions are not taken here."""
        muted = self.bot.desk.settings.of(self.bot.actor(interaction).server).muted
        shown = page(muted, number, PER_PAGE)
        entries = tuple(Entry(who(each), _unmute(each)) for each in shown.items)
        heading = (
            f"### Muted\n-# {shown.total} whose suggestions are not taken here" if muted else "### Nobody is muted"
        )
        return Leaf(heading, entries, shown.number, shown.pages)

    # -- what they share

    def _waiting(self, tap: Tap) -> Suggestion:
        for each in self._suggesting.waiting(self.bot.actor(tap.interaction)):
            if each.id == tap.arguments[0]:
                return each
        raise NotFound("This suggestion no longer waits: somebody decided on it.")

    async def _save(self, actor: Actor, draft: Draft, about: str, change: str) -> Fact:
        return await self._suggesting.approve(actor, about, draft, change)


def _unmute(person: str) -> Press | None:
    kind, _, name = person.partition(":")
    return button("Unmute", "suggester-unmute", name) if kind == "discord" and name.isdigit() else None


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(Suggestions(bot))
