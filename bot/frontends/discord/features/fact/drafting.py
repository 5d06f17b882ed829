"""Take a draft from the form to the store: type, preview, edit, then save or cancel. Any feature can start one."""

from __future__ import annotations

from dataclasses import replace

import discord

from bot.desk.access.actors import Actor
from bot.desk.access.permissions import Permission
from bot.desk.cards.spoilers import Outlet, Reader, Teller
from bot.desk.desk import Desk
from bot.desk.editing.drafts.draft import Draft, DraftRefused
from bot.desk.editing.editor import EditConflict
from bot.desk.errors import NotFound
from bot.facts.models import Fact, Spoiler, Status
from bot.frontends.discord.components.bot import Saver
from bot.frontends.discord.components.cards import card_items
from bot.frontends.discord.components.changes import revision_name
from bot.frontends.discord.components.parts import Panel, button, note, rows, text
from bot.frontends.discord.components.sending import continue_with, defer_if_slow
from bot.frontends.discord.features.fact.draft_panel import (
    KINDS,
    conflict_panel,
    orphaned_panel,
    preview_panel,
    refused_panel,
)
from bot.frontends.discord.features.fact.form import (
    DETAILS,
    DETAILS_FIELDS,
    WORDS,
    WORDS_FIELDS,
    details_form,
    with_details,
    with_words,
    words_form,
)
from bot.frontends.discord.features.fact.saved_drafts import DraftStore, SavedDraft
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.lookup import titles, topic_id
from bot.frontends.discord.shared.markdown import escaped_line
from bot.frontends.discord.shared.routing.routes import Routes, Tap
from bot.frontends.discord.shared.routing.signatures import KEY, TOPIC, by_button, by_form, by_menu, one_of
from bot.messages import _, translated


class Drafting:
    """The steps between ``begin`` and the store. Each checks permissions again and survives a restart."""

    def __init__(self, routes: Routes, desk: Desk) -> None:
        self._desk = desk
        self._drafts = DraftStore(desk.documents, desk.clock)
        desk.people.register(self._drafts)
        desk.retention.expires(self._drafts.expire)
        self._savers: dict[str, Saver] = {"": self.curate}
        self._onward: dict[str, tuple[str, ...]] = {}
        about = by_button(KEY)
        for verb, step, signature in (
            ("draft-change", self._change, about),
            ("draft-more", self._more, about),
            ("draft-look", self._look, about),
            ("draft-correct", self._correct, about),
            ("draft-kind", self._kind, by_menu(one_of("kind of value", *KINDS), KEY)),
            ("draft-status", self._status, by_menu(one_of("status", *Status), KEY)),
            ("draft-spoiler", self._spoiler, by_menu(one_of("spoiler level", *Spoiler), KEY)),
            ("draft-topic", self._topic, by_menu(TOPIC, KEY)),
            ("draft-save", self._save, about),
            ("draft-drop", self._drop, about),
        ):
            routes.add(verb, step, signature, permission=Permission.FACT_EDIT)
        for verb, step, fields in (
            (WORDS, self._words_sent, WORDS_FIELDS),
            (DETAILS, self._details_sent, DETAILS_FIELDS),
        ):
            routes.add(verb, step, *(by_form(KEY, fields=each) for each in fields), permission=Permission.FACT_EDIT)

    def on_save(self, purpose: str, saver: Saver, onward: tuple[str, ...] = ()) -> None:
        """Register how drafts of a purpose are saved, for example as the answer to a question.

        ``saver`` raises what `Curating.add` and `Curating.edit` raise, and ``NotFound`` if what the draft was for is
        gone; the draft can then be saved as a fact of its own. ``onward`` describes the button after saving: its label
        (marked with ``N_``), verb and arguments.

        Raises:
            ValueError: the purpose is registered already.
        """
        if purpose in self._savers:
            raise ValueError(f"the purpose {purpose!r} is registered already")
        self._savers[purpose] = saver
        self._onward[purpose] = onward

    async def begin(
        self, interaction: discord.Interaction[CallsheetBot], draft: Draft, *, purpose: str = "", about: str = ""
    ) -> None:
        """Open the form with a draft in it. The interaction must not have a response yet."""
        key = await self._drafts.put(asker_of(interaction).person, SavedDraft(draft, purpose, about))
        await interaction.response.send_modal(words_form(draft, key))

    # -- the steps

    async def _words_sent(self, tap: Tap) -> None:
        kept = await self._get(tap)
        await self._typed(tap, kept, with_words(kept.draft, tap.fields))

    async def _details_sent(self, tap: Tap) -> None:
        kept = await self._get(tap)
        await self._typed(tap, kept, with_details(kept.draft, tap.fields))

    async def _change(self, tap: Tap) -> None:
        await tap.interaction.response.send_modal(words_form((await self._get(tap)).draft, tap.arguments[0]))

    async def _more(self, tap: Tap) -> None:
        await tap.interaction.response.send_modal(details_form((await self._get(tap)).draft, tap.arguments[0]))

    async def _look(self, tap: Tap) -> None:
        await self._preview(tap, (await self._get(tap)).draft)

    async def _correct(self, tap: Tap) -> None:
        """Toggle whether a changed date corrects our mistake."""
        kept = await self._get(tap)
        await self._typed(tap, kept, kept.draft.typed(correction=not kept.draft.correction))

    async def _kind(self, tap: Tap) -> None:
        """Set how the value is meant."""
        kept = await self._get(tap)
        await self._typed(tap, kept, kept.draft.typed(kind=tap.picked[0]))

    async def _status(self, tap: Tap) -> None:
        """Set how certain the fact is."""
        kept = await self._get(tap)
        await self._typed(tap, kept, kept.draft.typed(status=tap.picked[0]))

    async def _spoiler(self, tap: Tap) -> None:
        """Set how much of the story the fact gives away."""
        kept = await self._get(tap)
        await self._typed(tap, kept, kept.draft.typed(spoiler=tap.picked[0]))

    async def _topic(self, tap: Tap) -> None:
        """Set the topic."""
        kept = await self._get(tap)
        topic = topic_id(self._desk.catalogue, tap.picked[0], asker_of(tap.interaction).scope)
        await self._typed(tap, kept, kept.draft.typed(topic=topic or ""))

    async def _drop(self, tap: Tap) -> None:
        await self._get(tap)
        await self._drafts.drop(tap.arguments[0])
        await continue_with(tap.interaction, note(_("Cancelled. Nothing was changed.")))

    async def _save(self, tap: Tap) -> None:
        kept, key, actor = await self._get(tap), tap.arguments[0], tap.interaction.client.actor(tap.interaction)
        try:
            fact = await defer_if_slow(
                tap.interaction, self._savers[kept.purpose](actor, kept.draft, kept.about, _change(key))
            )
        except DraftRefused as refusal:
            await continue_with(tap.interaction, self._refused(refusal, key, actor))
        except EditConflict as conflict:
            if conflict.mine is not None:
                await self._drafts.put(actor.person, replace(kept, draft=conflict.mine), key)
            await continue_with(tap.interaction, conflict_panel(conflict, key, self._tell(actor)))
        except NotFound as gone:
            if self._savers[kept.purpose] == self.curate:
                raise
            await self._drafts.put(actor.person, replace(kept, purpose="", about=""), key)
            await continue_with(tap.interaction, orphaned_panel(gone, key))
        else:
            await self._drafts.drop(key)
            await continue_with(tap.interaction, self._saved(fact, actor, self._onward.get(kept.purpose, ())))

    async def curate(self, actor: Actor, draft: Draft, about: str, change: str) -> Fact:
        """Save a draft as a new fact, or as the next revision of the fact that it was made from."""
        save = self._desk.curating.add if draft.base is None else self._desk.curating.edit
        return await save(actor, draft, change)

    # -- shared

    async def _get(self, tap: Tap) -> SavedDraft:
        return await self._drafts.get(asker_of(tap.interaction).person, tap.arguments[0])

    async def _typed(self, tap: Tap, kept: SavedDraft, draft: Draft) -> None:
        await self._drafts.put(asker_of(tap.interaction).person, replace(kept, draft=draft), tap.arguments[0])
        await self._preview(tap, draft)

    async def _preview(self, tap: Tap, draft: Draft) -> None:
        key, actor = tap.arguments[0], tap.interaction.client.actor(tap.interaction)
        try:
            preview = await defer_if_slow(tap.interaction, self._desk.curating.preview(actor, draft))
        except DraftRefused as refusal:
            await continue_with(tap.interaction, self._refused(refusal, key, actor))
        else:
            topics = self._topics(draft, actor, preview.fact.topic)
            title_of = titles(self._desk.catalogue, actor.scope)
            panel = preview_panel(preview, draft, key, self._tell(actor), topics, title_of)
            await continue_with(tap.interaction, panel)

    def _refused(self, refusal: DraftRefused, key: str, actor: Actor) -> Panel:
        return refused_panel(refusal, key, self._tell(actor), self._topics(refusal.draft, actor))

    def _tell(self, actor: Actor) -> Teller:
        return self._desk.spoilers.at(Outlet.PANEL, Reader(actor.scope))

    def _topics(self, draft: Draft, actor: Actor, *own: str) -> list[str]:
        """List the topics to choose from: the fact's own, the common ones, and those of its production."""
        production = draft.base.production if draft.base is not None else draft.production
        return list(
            dict.fromkeys((*own, *self._desk.topics.ids, *self._desk.catalogue.topics(actor.scope, production or None)))
        )

    def _saved(self, fact: Fact, actor: Actor, onward: tuple[str, ...]) -> Panel:
        lines = [_("**Saved.** The bot uses it immediately."), "-# " + escaped_line(revision_name(fact), 80)]
        label, *verb = onward or ("",)
        controls = rows([button(translated(label), *verb)]) if onward else []
        return Panel(text("\n".join(lines)), *card_items(self._desk.asking.card(fact.id, actor.scope)), *controls)


def _change(key: str) -> str:
    return f"draft-{key}"
