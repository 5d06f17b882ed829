"""Show and work through unanswered questions: ``/queue``."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.access.actors import Actor
from bot.desk.access.permissions import Permission
from bot.desk.asking.question_log import Question, Standing
from bot.desk.cards.spoilers import Outlet, Reader
from bot.desk.editing.drafts.draft import Draft
from bot.desk.moderation.queue import Item, NotAnswered
from bot.desk.state.catalogue import page
from bot.facts.models import Fact
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.forms import Form, line
from bot.frontends.discord.components.pager import PER_PAGE, ListItem, ListPage
from bot.frontends.discord.components.parts import button
from bot.frontends.discord.components.sending import continue_with, defer_if_slow, send
from bot.frontends.discord.features.queue.flow import queue_of
from bot.frontends.discord.features.queue.panel import (
    PRODUCTION_ROOM,
    TOPIC_ROOM,
    about_panel,
    asked_often,
    fact_options,
    found_panel,
)
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.fact_names import fact_name
from bot.frontends.discord.shared.lookup import fact_id, find_facts, production_id, titles, topic_id
from bot.frontends.discord.shared.markdown import escaped_line
from bot.frontends.discord.shared.permissions import needs
from bot.frontends.discord.shared.routing.custom_ids import reference
from bot.frontends.discord.shared.routing.routes import Tap
from bot.frontends.discord.shared.routing.signatures import (
    FACT,
    PRODUCTION,
    QUESTION,
    QUEUED,
    TOPIC,
    by_button,
    by_form,
    by_menu,
    one_of,
)
from bot.messages import N_, _, ngettext

PURPOSE = "queue"


class QueueDesk(commands.Cog):
    """Handle the questions of the queue; ``suggestions`` handles the suggestions."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        self._queue = bot.desk.queue
        about = (PRODUCTION, TOPIC)
        for verb, step, permission, *signatures in (
            ("queue-open", self.open_chosen, Permission.QUEUE_SEE, by_menu(QUEUED)),
            ("queue-back", self.back, Permission.QUEUE_SEE, by_button(QUEUED)),
            ("queue-answer", self.answer, Permission.QUEUE_ANSWER, by_menu(FACT, QUESTION)),
            ("queue-find", self.find, Permission.QUEUE_ANSWER, by_button(QUESTION)),
            ("queue-found", self.found, Permission.QUEUE_ANSWER, by_form(QUESTION, fields=("words",))),
            ("queue-not", self.not_answered, Permission.QUEUE_ANSWER, by_button(QUESTION, FACT)),
            ("queue-write", self.write, Permission.QUEUE_ANSWER, by_button(QUESTION)),
            (
                "queue-about",
                self.about,
                Permission.QUEUE_ANSWER,
                by_menu(PRODUCTION, QUESTION, one_of("which", "p"), *about),
                by_menu(TOPIC, QUESTION, one_of("which", "t"), *about),
            ),
            ("queue-form", self.form, Permission.QUEUE_ANSWER, by_button(QUESTION, *about)),
            ("queue-dismiss", self.dismiss, Permission.QUEUE_DISMISS, by_button(QUESTION)),
            ("queue-silence", self.dismiss_all, Permission.QUEUE_DISMISS, by_button(QUESTION)),
            ("dismissed", self.dismissed, Permission.QUEUE_SEE, by_button()),
            ("reopen", self.reopen, Permission.QUEUE_DISMISS, by_button(QUESTION)),
        ):
            bot.routes.add(verb, step, *signatures, permission=permission)
        bot.lists.register("dismissed", self.dismissed_page, permission=Permission.QUEUE_SEE)
        bot.drafting.on_save(PURPOSE, self._save, (N_("Back to the queue"), "queue-back", ""))

    @app_commands.command(
        name="queue", description=app_commands.locale_str("Unanswered questions, wrong answers and suggestions")
    )
    @needs(Permission.QUEUE_SEE)
    async def queue(self, interaction: discord.Interaction[CallsheetBot]) -> None:
        """Open the item that was asked most."""
        await send(interaction, await defer_if_slow(interaction, queue_of(interaction)), private=True)

    async def open_chosen(self, tap: Tap) -> None:
        """Open another item."""
        await continue_with(tap.interaction, await queue_of(tap.interaction, name=tap.picked[0]))

    async def back(self, tap: Tap) -> None:
        """Show the queue again, with the same item open."""
        await continue_with(tap.interaction, await queue_of(tap.interaction, name=tap.arguments[0]))

    # -- answering

    async def answer(self, tap: Tap) -> None:
        """Answer with the picked fact: the question becomes one of its phrasings."""
        actor = self.bot.actor(tap.interaction)
        name = fact_id(self.bot.desk.catalogue, tap.picked[0], actor.scope)
        item = await self._queue.item(actor, _key(actor, tap.arguments[0]))
        fact = await defer_if_slow(tap.interaction, self._queue.answer(actor, item.key, name))
        done = _("✅ **Answered** “{question}” with {fact}.")
        done = done.format(question=escaped_line(item.text, 150), fact=self._name(fact, actor))
        done = " ".join([done, *_notified(item)])
        await continue_with(tap.interaction, await queue_of(tap.interaction, done=done))

    async def find(self, tap: Tap) -> None:
        """Open the form that searches for a fact."""
        words = line("words", _("Words from the fact"), limit=100, needed=True)
        form = Form(_("Find a fact"), [words], "queue-found", *tap.arguments)
        await tap.interaction.response.send_modal(form)

    async def found(self, tap: Tap) -> None:
        """Show the search results."""
        typed = tap.fields.get("words", "")
        scope, catalogue = asker_of(tap.interaction).scope, self.bot.desk.catalogue
        pick = self.bot.desk.spoilers.at(Outlet.PICK, Reader(scope))
        options = fact_options(await find_facts(self.bot.desk, typed, scope), pick, titles(catalogue, scope))
        await continue_with(tap.interaction, found_panel(tap.arguments[0], typed, options))

    async def write(self, tap: Tap) -> None:
        """Open the form for a new fact. If the question doesn't say what it is about, ask that first."""
        actor, name = self.bot.actor(tap.interaction), tap.arguments[0]
        draft = await self._queue.draft(actor, _key(actor, name))
        if draft.production and draft.topic:
            await self._begin(tap, draft, name)
        else:
            about = reference(draft.production, PRODUCTION_ROOM), reference(draft.topic, TOPIC_ROOM)
            await self._ask_about(tap, name, *about, like=draft.why)

    async def about(self, tap: Tap) -> None:
        """Take the production or topic that was picked."""
        name, which, production, topic = tap.arguments
        if which == "p":
            production = tap.picked[0]
        else:
            topic = tap.picked[0]
        await self._ask_about(tap, name, production, topic)

    async def form(self, tap: Tap) -> None:
        """Open the form with the production and topic that were chosen."""
        name, production, topic = tap.arguments
        actor, catalogue = self.bot.actor(tap.interaction), self.bot.desk.catalogue
        draft = await self._queue.draft(actor, _key(actor, name))
        about = production_id(catalogue, production, actor.scope) or ""
        on = topic_id(catalogue, topic, actor.scope) or ""
        await self._begin(tap, draft.typed(production=about, topic=on), name)

    # -- dismissing

    async def not_answered(self, tap: Tap) -> None:
        """Mark the fact that was shown as the wrong answer."""
        actor, (name, short) = self.bot.actor(tap.interaction), tap.arguments
        seen = fact_id(self.bot.desk.catalogue, short, actor.scope)
        marking = self._queue.not_answered(actor, _key(actor, name), seen)
        done = self._marked_wrong(await defer_if_slow(tap.interaction, marking), actor)
        await continue_with(tap.interaction, await queue_of(tap.interaction, done=done))

    async def dismiss(self, tap: Tap) -> None:
        """Remove the item from the queue."""
        actor = self.bot.actor(tap.interaction)
        item = await defer_if_slow(tap.interaction, self._queue.dismiss(actor, _key(actor, tap.arguments[0])))
        done = _("🗑️ **Dismissed** “{question}”.").format(question=escaped_line(item.text, 150))
        await continue_with(tap.interaction, await queue_of(tap.interaction, done=done))

    async def dismiss_all(self, tap: Tap) -> None:
        """Remove the item and similar questions, now and in future."""
        actor = self.bot.actor(tap.interaction)
        item = await defer_if_slow(tap.interaction, self._queue.dismiss_all(actor, _key(actor, tap.arguments[0])))
        done = _("🗑️ **Dismissed** “{question}” and all similar questions, now and in future.")
        done = done.format(question=escaped_line(item.text, 150))
        await continue_with(tap.interaction, await queue_of(tap.interaction, done=done))

    async def dismissed(self, tap: Tap) -> None:
        """Show the dismissed questions."""
        await continue_with(tap.interaction, await self.bot.lists.open(tap.interaction, "dismissed"))

    async def reopen(self, tap: Tap) -> None:
        """Put a dismissed question back."""
        actor = self.bot.actor(tap.interaction)
        question = await defer_if_slow(tap.interaction, self._queue.reopen(actor, _key(actor, tap.arguments[0])))
        done = _("↩️ **Back in the queue:** “{question}”").format(question=escaped_line(question.text, 150))
        await continue_with(tap.interaction, await queue_of(tap.interaction, done=done, name=tap.arguments[0]))

    async def dismissed_page(
        self, interaction: discord.Interaction[CallsheetBot], arguments: tuple[str, ...], number: int
    ) -> ListPage:
        """Build one page of dismissed questions."""
        dismissed = self._queue.dismissed(self.bot.actor(interaction))
        shown = page(dismissed, number, PER_PAGE)
        entries = tuple(
            ListItem(
                f"“{escaped_line(each.text, 300)}”\n-# {_summary(each)}",
                button(_("Put back"), "reopen", f"q{each.key.rpartition('/')[2]}"),
            )
            for each in shown.items
        )
        if dismissed:
            heading = _("### Dismissed questions ({count})").format(count=shown.total)
        else:
            heading = _("### No dismissed questions")
        back = button(_("Back to the queue"), "queue-back", "")
        return ListPage(heading, entries, shown.number, shown.pages, controls=(back,))

    # -- shared

    async def _begin(self, tap: Tap, draft: Draft, name: str) -> None:
        await self.bot.drafting.begin(tap.interaction, draft, purpose=PURPOSE, about=name)

    async def _save(self, actor: Actor, draft: Draft, about: str, change: str) -> Fact:
        return await self._queue.answer_new(actor, _key(actor, about), draft, change)

    async def _ask_about(self, tap: Tap, name: str, production: str, topic: str, like: str = "") -> None:
        scope, catalogue = asker_of(tap.interaction).scope, self.bot.desk.catalogue
        chosen = production_id(catalogue, production, scope)
        first = [catalogue.production(chosen, scope)] if chosen else []
        every = dict.fromkeys((*first, *catalogue.nearest_productions(like, scope), *catalogue.productions(scope)))
        topics = dict.fromkeys((*self.bot.desk.topics.ids, *catalogue.topics(scope)))
        await continue_with(tap.interaction, about_panel(name, list(every), topics, production, topic))

    def _name(self, fact: Fact, actor: Actor) -> str:
        desk = self.bot.desk
        tell = desk.spoilers.at(Outlet.PANEL, Reader(actor.scope))
        return fact_name(fact, tell, titles(desk.catalogue, actor.scope)(fact))

    def _marked_wrong(self, result: NotAnswered, actor: Actor) -> str:
        first = _("🚫 **Dismissed** “{question}”. It is now a counterexample of {fact}.")
        lines = [first.format(question=escaped_line(result.item.text, 150), fact=self._name(result.fact, actor))]
        if result.still:
            lines.append(
                _(
                    "⚠️ The question still gets this fact, probably because of a phrasing or its subject. /why shows "
                    "the reason; /fact edit changes it."
                )
            )
        if result.changed:
            lines.append(
                _(
                    "-# /undo removes the counterexample. “Put back” under “Dismissed questions” only returns the "
                    "question."
                )
            )
        return "\n".join(lines)


def _key(actor: Actor, name: str) -> str:
    """Return the key of the question that a custom id names. It is always in the server where the control is used."""
    return f"{actor.scope}/{name.removeprefix('q')}"


def _summary(question: Question) -> str:
    """Say how often a dismissed question was asked, and how it was dismissed."""
    asked = asked_often(question.count)
    if question.standing is Standing.SILENCED:
        return _("{asked}; dismissed with all similar questions").format(asked=asked)
    return _("{asked}; dismissed").format(asked=asked)


def _notified(item: Item) -> list[str]:
    """Say how many people get a direct message; empty for none."""
    waiting = len({person for each in item.questions for person in each.waiting})
    message = ngettext("I'll tell the {count} person who is waiting.", "I'll tell the {count} people waiting.", waiting)
    return [message.format(count=waiting)] if waiting else []


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(QueueDesk(bot))
