"""Approve, edit or decline members' suggestions in the queue, and mute members who abuse them."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.desk.access.actors import Actor
from bot.desk.access.permissions import Permission
from bot.desk.cards.spoilers import Outlet, Reader
from bot.desk.editing.drafts.draft import Draft, DraftRefused
from bot.desk.errors import NotFound
from bot.desk.moderation.suggestions import Suggestion
from bot.desk.state.catalogue import page
from bot.facts.models import Fact
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.changes import who
from bot.frontends.discord.components.pager import PER_PAGE, ListItem, ListPage
from bot.frontends.discord.components.parts import button
from bot.frontends.discord.components.sending import continue_with, defer_if_slow
from bot.frontends.discord.features.queue.flow import queue_of
from bot.frontends.discord.features.settings.flow import note_change
from bot.frontends.discord.features.suggest.form import DECLINE, decline_form
from bot.frontends.discord.shared.actors import person_id
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.fact_names import fact_name
from bot.frontends.discord.shared.lookup import titles
from bot.frontends.discord.shared.markdown import shown_line
from bot.frontends.discord.shared.routing.routes import RoutedButton, Tap
from bot.frontends.discord.shared.routing.signatures import DISCORD_ID, KEY, by_button, by_form
from bot.messages import N_, _, ngettext

PURPOSE = "suggestion"


class Suggestions(commands.Cog):
    """Carry out what moderators decide, and show the queue again."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        self._suggesting = bot.desk.suggesting
        bot.routes.add("suggestion-take", self.approve, by_button(KEY), permission=Permission.SUGGESTION_DECIDE)
        bot.routes.add("suggestion-edit", self.edit, by_button(KEY), permission=Permission.SUGGESTION_DECIDE)
        bot.routes.add("suggestion-not", self.decline, by_button(KEY), permission=Permission.SUGGESTION_DECIDE)
        bot.routes.add(
            DECLINE, self.declined, by_form(KEY, fields=("reason",)), permission=Permission.SUGGESTION_DECIDE
        )
        bot.routes.add("suggester-mute", self.mute, by_button(KEY), permission=Permission.SUGGESTER_MUTE)
        bot.routes.add("suggester-unmute", self.unmute, by_button(DISCORD_ID), permission=Permission.SUGGESTER_MUTE)
        bot.routes.add("muted", self.muted, by_button(), permission=Permission.SUGGESTER_MUTE)
        bot.lists.register("muted", self.muted_page, permission=Permission.SUGGESTER_MUTE)
        bot.drafting.on_save(PURPOSE, self._save, (N_("Back to the queue"), "queue-back", ""))

    async def approve(self, tap: Tap) -> None:
        """Save the suggestion as a fact, or show what is missing."""
        key = tap.arguments[0]
        try:
            fact = await defer_if_slow(tap.interaction, self._suggesting.approve(self.bot.actor(tap.interaction), key))
        except DraftRefused as refusal:
            tell = self.bot.desk.spoilers.at(Outlet.PANEL, Reader(self.bot.actor(tap.interaction).scope))
            say = tell.about(*refusal.draft.things)
            problems = "; ".join(shown_line(say(each.sentence()), 200) for each in refusal.problems[:4])
            done = _("✏️ **Not approved yet:** {problems}. Use “Edit and approve”.").format(problems=problems)
            await continue_with(tap.interaction, await queue_of(tap.interaction, done=done, name=f"s{key}"))
        else:
            scope = self.bot.actor(tap.interaction).scope
            tell = self.bot.desk.spoilers.at(Outlet.PANEL, Reader(scope))
            done = _("✅ **Approved:** {fact}. I'll tell the member.")
            done = done.format(fact=fact_name(fact, tell, titles(self.bot.desk.catalogue, scope)(fact)))
            await continue_with(tap.interaction, await queue_of(tap.interaction, done=done))

    async def edit(self, tap: Tap) -> None:
        """Open the suggestion in the form for facts."""
        key = tap.arguments[0]
        draft = await self._suggesting.draft(self.bot.actor(tap.interaction), key)
        await self.bot.drafting.begin(tap.interaction, draft, purpose=PURPOSE, about=key)

    async def decline(self, tap: Tap) -> None:
        """Open the form that asks for the reason."""
        self._waiting(tap)
        await tap.interaction.response.send_modal(decline_form(tap.arguments[0]))

    async def declined(self, tap: Tap) -> None:
        """Decline the suggestion."""
        actor, reason = self.bot.actor(tap.interaction), tap.fields.get("reason", "")
        await defer_if_slow(tap.interaction, self._suggesting.decline(actor, tap.arguments[0], reason))
        done = _("🗑️ **Declined.** I'll tell the member.")
        await continue_with(tap.interaction, await queue_of(tap.interaction, done=done))

    # -- muting

    async def mute(self, tap: Tap) -> None:
        """Stop taking suggestions from the member who made this one."""
        person = self._waiting(tap).person
        if person is None:
            raise NotFound(_("This member deleted their data, so there is nobody to mute."))
        actor = self.bot.actor(tap.interaction)
        before = self.bot.desk.settings.of(actor.server)
        dropped = await defer_if_slow(tap.interaction, self._suggesting.mute(actor, person))
        note_change(tap.interaction, before)
        done = ngettext(
            "🔇 **Muted** {person} and deleted {count} suggestion. /settings lists muted members.",
            "🔇 **Muted** {person} and deleted {count} suggestions. /settings lists muted members.",
            dropped,
        ).format(person=who(person), count=dropped)
        await continue_with(tap.interaction, await queue_of(tap.interaction, done=done))

    async def unmute(self, tap: Tap) -> None:
        """Take a member's suggestions again."""
        person = person_id(discord.Object(int(tap.arguments[0])))
        actor = self.bot.actor(tap.interaction)
        before = self.bot.desk.settings.of(actor.server)
        await defer_if_slow(tap.interaction, self._suggesting.unmute(actor, person))
        note_change(tap.interaction, before)
        await continue_with(tap.interaction, await self.bot.lists.open(tap.interaction, "muted"))

    async def muted(self, tap: Tap) -> None:
        """Show the muted members."""
        await continue_with(tap.interaction, await self.bot.lists.open(tap.interaction, "muted"))

    async def muted_page(
        self, interaction: discord.Interaction[CallsheetBot], arguments: tuple[str, ...], number: int
    ) -> ListPage:
        """Build one page of muted members."""
        muted = self.bot.desk.settings.of(self.bot.actor(interaction).server).muted
        shown = page(muted, number, PER_PAGE)
        entries = tuple(ListItem(who(each), _unmute(each)) for each in shown.items)
        heading = _("### Muted members ({count})\n-# I don't take their suggestions here")
        heading = heading.format(count=shown.total) if muted else _("### Nobody is muted")
        return ListPage(heading, entries, shown.number, shown.pages)

    # -- shared

    def _waiting(self, tap: Tap) -> Suggestion:
        for each in self._suggesting.waiting(self.bot.actor(tap.interaction)):
            if each.id == tap.arguments[0]:
                return each
        raise NotFound(_("Somebody has already decided on this suggestion."))

    async def _save(self, actor: Actor, draft: Draft, about: str, change: str) -> Fact:
        return await self._suggesting.approve(actor, about, draft, change)


def _unmute(person: str) -> RoutedButton | None:
    kind, _colon, name = person.partition(":")
    return button(_("Unmute"), "suggester-unmute", name) if kind == "discord" and name.isdigit() else None


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(Suggestions(bot))
