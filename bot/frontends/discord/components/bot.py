"""Declare the bot as features see it: where they register controls, lists and drafts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

import discord

from bot.desk.access.actors import Actor
from bot.desk.editing.drafts.draft import Draft
from bot.facts.models import Fact
from bot.frontends.discord.components.more import More
from bot.frontends.discord.components.pager import PagedLists
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.routing.routes import Routes

Saver = Callable[[Actor, Draft, str, str], Awaitable[Fact]]
"""Saves a draft for an actor. The texts are the ``about`` of `Drafts.begin`, and the id of the change.

The id stays the same if a draft is saved again after a crash.
"""


class Drafts(Protocol):
    """Takes a draft from its form to the store. The feature ``fact`` does this for all features."""

    def on_save(self, purpose: str, saver: Saver, onward: tuple[str, ...] = ()) -> None:
        """Save drafts of a purpose with ``saver``. ``onward`` is a button's label, verb and arguments."""
        ...

    async def begin(
        self, interaction: discord.Interaction[CallsheetBot], draft: Draft, *, purpose: str = "", about: str = ""
    ) -> None:
        """Open the form with a draft in it. The interaction must not have a response yet."""
        ...

    async def curate(self, actor: Actor, draft: Draft, about: str, change: str) -> Fact:
        """Save a draft as a new fact, or as the next revision of the fact that it was made from."""
        ...


class FeatureBot(CallsheetBot):
    """Declares what a feature gets in its ``setup``."""

    routes: Routes
    lists: PagedLists
    more: More
    drafting: Drafts
