"""``/queue``: what people asked and did not get; one tap each to answer it, write it, or dismiss it."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.access.actors import Actor
from bot.desk.access.permissions import Deed
from bot.desk.asking.question_log import Question, Standing
from bot.desk.cards.spoilers import Outlet, Reader
from bot.desk.editing.drafts.draft import TOPICS, Draft
from bot.desk.moderation.queue import Item, NotAnswered
from bot.desk.state.catalogue import page
from bot.facts.models import Fact
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.forms import Form, line
from bot.frontends.discord.components.pager import PER_PAGE, Entry, Leaf
from bot.frontends.discord.components.parts import button
from bot.frontends.discord.components.sending import continue_with, patiently, send
from bot.frontends.discord.features.queue.flow import queue_of
from bot.frontends.discord.features.queue.panel import (
    PRODUCTION_ROOM,
    TOPIC_ROOM,
    about_panel,
    fact_options,
    found_panel,
)
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.custom_ids import reference
from bot.frontends.discord.shared.lookup import fact_id, find_facts, production_id, titles, topic_id
from bot.frontends.discord.shared.markdown import escaped_line
from bot.frontends.discord.shared.permissions import needs
from bot.frontends.discord.shared.routes import Tap
from bot.frontends.discord.shared.signatures import (
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

PURPOSE = "queue"


class QueueDesk(commands.Cog):
    """The questions of the queue; ``suggestions`` holds what is done with members' suggestions."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        self._queue = bot.desk.queue
        about = (PRODUCTION, TOPIC)
        for verb, step, deed, *signatures in (
            ("queue-open", self.open_chosen, Deed.QUEUE_SEE, by_menu(QUEUED)),
            ("queue-back", self.back, Deed.QUEUE_SEE, by_button(QUEUED)),
            ("queue-answer", self.answer, Deed.QUEUE_ANSWER, by_menu(FACT, QUESTION)),
            ("queue-find", self.find, Deed.QUEUE_ANSWER, by_button(QUESTION)),
            ("queue-found", self.found, Deed.QUEUE_ANSWER, by_form(QUESTION, fields=("words",))),
            ("queue-not", self.not_answered, Deed.QUEUE_ANSWER, by_button(QUESTION, FACT)),
            ("queue-write", self.write, Deed.QUEUE_ANSWER, by_button(QUESTION)),
            (
                "queue-about",
                self.about,
                Deed.QUEUE_ANSWER,
                by_menu(PRODUCTION, QUESTION, one_of("which", "p"), *about),
                by_menu(TOPIC, QUESTION, one_of("which", "t"), *about),
            ),
            ("queue-form", self.form, Deed.QUEUE_ANSWER, by_button(QUESTION, *about)),
            ("queue-dismiss", self.dismiss, Deed.QUEUE_DISMISS, by_button(QUESTION)),
            ("queue-silence", self.dismiss_all, Deed.QUEUE_DISMISS, by_button(QUESTION)),
            ("dismissed", self.dismissed, Deed.QUEUE_SEE, by_button()),
            ("reopen", self.reopen, Deed.QUEUE_DISMISS, by_button(QUESTION)),
        ):
            bot.routes.add(verb, step, *signatures, deed=deed)
        bot.books.shelve("dismissed", self.dismissed_page, deed=Deed.QUEUE_SEE)
        bot.drafting.on_save(PURPOSE, self._save, ("Back to the queue", "queue-back", ""))

    @app_commands.command(
        name="queue", description="Questions that were not answered, or not well, and members' suggestions"
    )
    @needs(Deed.QUEUE_SEE)
    async def queue(self, interaction: discord.Interaction[CallsheetBot]) -> None:
        """Open what was asked most."""
        await send(interaction, await patiently(interaction, queue_of(interaction)), private=True)

    async def open_chosen(self, tap: Tap) -> None:
        """Open another item."""
        await continue_with(tap.interaction, await queue_of(tap.interaction, name=tap.picked[0]))

    async def back(self, tap: Tap) -> None:
        """The queue again, at the item that was open."""
        await continue_with(tap.interaction, await queue_of(tap.interaction, name=tap.arguments[0]))

    # -- answering

    async def answer(self, tap: Tap) -> None:
        """Answer with the fact that was picked: the question becomes a phrasing of it."""
        actor = self.bot.actor(tap.interaction)
        name = fact_id(self.bot.desk.catalogue, tap.picked[0], actor.scope)
        item = await self._queue.item(actor, _key(actor, tap.arguments[0]))
        fact = await patiently(tap.interaction, self._queue.answer(actor, item.key, name))
        done = f"✅ **Answered** “{escaped_line(item.text, 150)}” with `{fact.id}`.{_told(item)}"
        await continue_with(tap.interaction, await queue_of(tap.interaction, done=done))

    async def find(self, tap: Tap) -> None:
        """Ask for words of the fact that answers."""
        words = line("words", "Words of the fact, or its id", limit=100, needed=True)
        form = Form("Find the fact that answers", [words], "queue-found", *tap.arguments)
        await tap.interaction.response.send_modal(form)

    async def found(self, tap: Tap) -> None:
        """Show the facts that were found."""
        typed = tap.fields.get("words", "")
        scope, catalogue = asker_of(tap.interaction).scope, self.bot.desk.catalogue
        pick = self.bot.desk.spoilers.at(Outlet.PICK, Reader(scope))
        options = fact_options(await find_facts(self.bot.desk, typed, scope), pick, titles(catalogue, scope))
        await continue_with(tap.interaction, found_panel(tap.arguments[0], typed, options))

    async def write(self, tap: Tap) -> None:
        """Open the form of a new fact, or first ask what it is about where the question does not say."""
        actor, name = self.bot.actor(tap.interaction), tap.arguments[0]
        draft = await self._queue.draft(actor, _key(actor, name))
        if draft.production and draft.topic:
            await self._begin(tap, draft, name)
        else:
            about = reference(draft.production, PRODUCTION_ROOM), reference(draft.topic, TOPIC_ROOM)
            await self._ask_about(tap, name, *about, like=draft.why)

    async def about(self, tap: Tap) -> None:
        """Take what was picked, production or topic."""
        name, which, production, topic = tap.arguments
        if which == "p":
            production = tap.picked[0]
        else:
            topic = tap.picked[0]
        await self._ask_about(tap, name, production, topic)

    async def form(self, tap: Tap) -> None:
        """Open the form, now that it is known what the fact is about."""
        name, production, topic = tap.arguments
        actor, catalogue = self.bot.actor(tap.interaction), self.bot.desk.catalogue
        draft = await self._queue.draft(actor, _key(actor, name))
        about = production_id(catalogue, production, actor.scope) or ""
        on = topic_id(catalogue, topic, actor.scope) or ""
        await self._begin(tap, draft.typed(production=about, topic=on), name)

    # -- dismissing

    async def not_answered(self, tap: Tap) -> None:
        """Tell the fact that was shown that it does not answer the item."""
        actor, (name, short) = self.bot.actor(tap.interaction), tap.arguments
        seen = fact_id(self.bot.desk.catalogue, short, actor.scope)
        deed = self._queue.not_answered(actor, _key(actor, name), seen)
        done = _declined(await patiently(tap.interaction, deed))
        await continue_with(tap.interaction, await queue_of(tap.interaction, done=done))

    async def dismiss(self, tap: Tap) -> None:
        """Take the item out of the queue."""
        actor = self.bot.actor(tap.interaction)
        item = await patiently(tap.interaction, self._queue.dismiss(actor, _key(actor, tap.arguments[0])))
        done = f"🗑️ **Dismissed** “{escaped_line(item.text, 150)}”."
        await continue_with(tap.interaction, await queue_of(tap.interaction, done=done))

    async def dismiss_all(self, tap: Tap) -> None:
        """Take it and all like it out, now and later."""
        actor = self.bot.actor(tap.interaction)
        item = await patiently(tap.interaction, self._queue.dismiss_all(actor, _key(actor, tap.arguments[0])))
        done = f"🗑️ **Dismissed** “{escaped_line(item.text, 150)}” and all like it, now and later."
        await continue_with(tap.interaction, await queue_of(tap.interaction, done=done))

    async def dismissed(self, tap: Tap) -> None:
        """The list of what was dismissed."""
        await continue_with(tap.interaction, await self.bot.books.open(tap.interaction, "dismissed"))

    async def reopen(self, tap: Tap) -> None:
        """Put a dismissed question back."""
        actor = self.bot.actor(tap.interaction)
        question = await patiently(tap.interaction, self._queue.reopen(actor, _key(actor, tap.arguments[0])))
        done = f"↩️ **Back in the queue**: “{escaped_line(question.text, 150)}”."
        await continue_with(tap.interaction, await queue_of(tap.interaction, done=done, name=tap.arguments[0]))

    async def dismissed_page(
        self, interaction: discord.Interaction[CallsheetBot], arguments: tuple[str, ...], number: int
    ) -> Leaf:
        """One page of dismissed questions."""
        gone = self._queue.dismissed(self.bot.actor(interaction))
        shown = page(gone, number, PER_PAGE)
        entries = tuple(
            Entry(
                f"“{escaped_line(each.text, 300)}”\n-# {_asked(each)}",
                button("Put back", "reopen", f"q{each.key.rpartition('/')[2]}"),
            )
            for each in shown.items
        )
        heading = f"### Dismissed questions\n-# {shown.total} in all" if gone else "### No question was dismissed"
        back = button("Back to the queue", "queue-back", "")
        return Leaf(heading, entries, shown.number, shown.pages, controls=(back,))

    # -- what they share

    async def _begin(self, tap: Tap, draft: Draft, name: str) -> None:
        await self.bot.drafting.begin(tap.interaction, draft, purpose=PURPOSE, about=name)

    async def _save(self, actor: Actor, draft: Draft, about: str, change: str) -> Fact:
        return await self._queue.answer_new(actor, _key(actor, about), draft, change)

    async def _ask_about(self, tap: Tap, name: str, production: str, topic: str, like: str = "") -> None:
        scope, catalogue = asker_of(tap.interaction).scope, self.bot.desk.catalogue
        chosen = production_id(catalogue, production, scope)
        first = [catalogue.production(chosen, scope)] if chosen else []
        every = dict.fromkeys((*first, *catalogue.nearest_productions(like, scope), *catalogue.productions(scope)))
        topics = dict.fromkeys((*TOPICS, *catalogue.topics(scope)))
        await continue_with(tap.interaction, about_panel(name, list(every), topics, production, topic))


def _key(actor: Actor, name: str) -> str:
    """The key of a question by what a custom id says: always one of the server where it is used."""
    return f"{actor.scope}/{name.removeprefix('q')}"


def _declined(told: NotAnswered) -> str:
    question, name = escaped_line(told.item.text, 150), told.fact.id
    lines = [f"🚫 **Noted**: `{name}` does not answer “{question}”. It is a counterexample now, and was dismissed."]
    if told.still:
        lines.append(
            "⚠️ The fact is still shown for it, probably because a phrasing or the subject of the fact says the same. "
            "/why shows how, and /fact edit changes it."
        )
    if told.changed:
        lines.append(
            "-# /undo takes the counterexample away and leaves the question dismissed. “Put back”, among the dismissed "
            "questions, brings the question back and leaves the counterexample."
        )
    return "\n".join(lines)


def _asked(question: Question) -> str:
    """How often a dismissed question was asked, and how it was dismissed."""
    often = "once" if question.count == 1 else f"{question.count} times"
    alike = " with all like it" if question.standing is Standing.SILENCED else ""
    return f"asked {often}; dismissed{alike}"


def _told(item: Item) -> str:
    waiting = len({person for each in item.questions for person in each.waiting})
    return f" {waiting} who wanted to know {'is' if waiting == 1 else 'are'} told." if waiting else ""


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(QueueDesk(bot))
