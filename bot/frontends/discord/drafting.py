"""From a form to the store: a draft is typed, previewed, changed, and saved or dropped. Any feature may begin one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import discord

from bot.desk.actors import Actor
from bot.desk.curating import EditConflict
from bot.desk.desk import Desk
from bot.desk.drafts import Draft, DraftRefused
from bot.desk.errors import NotFound
from bot.desk.permissions import Deed
from bot.desk.spoilers import Outlet, Reader, Teller
from bot.facts.models import Fact
from bot.frontends.discord.drafts import DraftShelf, Kept
from bot.frontends.discord.people import asker_of
from bot.frontends.discord.render import card_items
from bot.frontends.discord.routes import Routes, Tap
from bot.frontends.discord.views.draft_panel import conflict_panel, orphaned_panel, preview_panel, refused_panel
from bot.frontends.discord.views.fact_form import DETAILS, WORDS, details_form, with_details, with_words, words_form
from bot.frontends.discord.views.parts import Panel, button, note, rows, text
from bot.frontends.discord.views.send import continue_with, patiently

if TYPE_CHECKING:
    from bot.frontends.discord.client import CallsheetBot

Saver = Callable[[Actor, Draft, str], Awaitable[Fact]]
"""Saves a draft for an actor; the text is what `Drafting.begin` was told that the draft is about."""


class Drafting:
    """The steps between ``begin`` and the store. Each checks anew who may, and each outlives a restart."""

    def __init__(self, routes: Routes, desk: Desk) -> None:
        self._desk = desk
        self._shelf = DraftShelf(desk.documents, desk.clock)
        desk.people.register(self._shelf)
        self._savers: dict[str, Saver] = {"": self._curate}
        self._onward: dict[str, tuple[str, ...]] = {}
        for verb, step in (
            (WORDS, self._words_sent),
            (DETAILS, self._details_sent),
            ("draft-change", self._change),
            ("draft-more", self._more),
            ("draft-look", self._look),
            ("draft-correct", self._correct),
            ("draft-kind", self._kind),
            ("draft-save", self._save),
            ("draft-drop", self._drop),
        ):
            routes.add(verb, step, Deed.FACT_EDIT)

    def on_save(self, purpose: str, saver: Saver, onward: tuple[str, ...] = ()) -> None:
        """Have drafts of a purpose saved otherwise than by adding or editing a fact: as the answer to a question, say.

        The saver raises what `Curating.add` and `Curating.edit` raise, and ``NotFound`` where what the draft was for is
        gone; the draft can then be saved for its own sake. ``onward`` is a button's label, verb and arguments: where
        to go on after saving.
        """
        if purpose in self._savers:
            raise ValueError(f"drafts of the purpose {purpose!r} are saved already")
        self._savers[purpose] = saver
        self._onward[purpose] = onward

    async def begin(
        self, interaction: discord.Interaction[CallsheetBot], draft: Draft, *, purpose: str = "", about: str = ""
    ) -> None:
        """Open the form with a draft in it. The interaction must not have been answered yet."""
        key = await self._shelf.put(asker_of(interaction).person, Kept(draft, purpose, about))
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
        """A changed date is a correction of ours, or is not."""
        kept = await self._get(tap)
        await self._typed(tap, kept, kept.draft.typed(correction=not kept.draft.correction))

    async def _kind(self, tap: Tap) -> None:
        """The moderator says how the value is meant."""
        kept = await self._get(tap)
        await self._typed(tap, kept, kept.draft.typed(kind=tap.picked[0]))

    async def _drop(self, tap: Tap) -> None:
        await self._get(tap)
        await self._shelf.drop(tap.arguments[0])
        await continue_with(tap.interaction, note("Dropped. Nothing was changed."))

    async def _save(self, tap: Tap) -> None:
        kept, key, actor = await self._get(tap), tap.arguments[0], tap.interaction.client.actor(tap.interaction)
        try:
            fact = await patiently(tap.interaction, self._savers[kept.purpose](actor, kept.draft, kept.about))
        except DraftRefused as refusal:
            await continue_with(tap.interaction, refused_panel(refusal, key, self._tell(actor)))
        except EditConflict as conflict:
            if conflict.mine is not None:
                await self._shelf.put(actor.person, replace(kept, draft=conflict.mine), key)
            await continue_with(tap.interaction, conflict_panel(conflict, key, self._tell(actor)))
        except NotFound as gone:
            if not kept.purpose:
                raise
            await self._shelf.put(actor.person, replace(kept, purpose="", about=""), key)
            await continue_with(tap.interaction, orphaned_panel(gone, key))
        else:
            await self._shelf.drop(key)
            await continue_with(tap.interaction, self._saved(fact, actor, self._onward.get(kept.purpose, ())))

    async def _curate(self, actor: Actor, draft: Draft, about: str) -> Fact:
        curating = self._desk.curating
        return await (curating.add(actor, draft) if draft.base is None else curating.edit(actor, draft))

    # -- what they share

    async def _get(self, tap: Tap) -> Kept:
        return await self._shelf.get(asker_of(tap.interaction).person, tap.arguments[0])

    async def _typed(self, tap: Tap, kept: Kept, draft: Draft) -> None:
        await self._shelf.put(asker_of(tap.interaction).person, replace(kept, draft=draft), tap.arguments[0])
        await self._preview(tap, draft)

    async def _preview(self, tap: Tap, draft: Draft) -> None:
        key, actor = tap.arguments[0], tap.interaction.client.actor(tap.interaction)
        try:
            preview = await patiently(tap.interaction, self._desk.curating.preview(actor, draft))
        except DraftRefused as refusal:
            await continue_with(tap.interaction, refused_panel(refusal, key, self._tell(actor)))
        else:
            await continue_with(tap.interaction, preview_panel(preview, draft, key, self._tell(actor)))

    def _tell(self, actor: Actor) -> Teller:
        return self._desk.spoilers.at(Outlet.PANEL, Reader(actor.scope))

    def _saved(self, fact: Fact, actor: Actor, onward: tuple[str, ...]) -> Panel:
        said = f"Saved as `{fact.id}`, revision {fact.revision}. It is answered from now."
        controls = rows([button(*onward)]) if onward else []
        return Panel(text(said), *card_items(self._desk.asking.card(fact.id, actor.scope)), *controls)
