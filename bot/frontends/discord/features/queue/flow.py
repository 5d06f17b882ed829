"""Build the queue's panel again after each action."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import discord

from bot.desk.access.actors import Actor
from bot.desk.access.permissions import Permission
from bot.desk.cards.spoilers import Outlet, Reader
from bot.desk.moderation.queue import Item
from bot.frontends.discord.components.parts import Panel
from bot.frontends.discord.features.queue.panel import Offers, Opened, empty_panel, queue_panel, token
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.lookup import production_titles, titles


async def queue_of(interaction: discord.Interaction[CallsheetBot], *, done: str = "", name: str = "") -> Panel:
    """Build the queue of the person's server, with one item open: the one called ``name``, else the first.

    ``done`` says in escaped markup what was just done.

    Raises:
        NotAllowed: the person may not see the queue.
    """
    bot = interaction.client
    actor = bot.require(interaction, Permission.QUEUE_SEE)
    items = await bot.desk.queue.items(actor)
    if not items:
        return empty_panel(done)
    item = next((each for each in items if token(each) == name), items[0])
    offers = Offers(
        answer=bot.may(interaction, Permission.QUEUE_ANSWER),
        dismiss=bot.may(interaction, Permission.QUEUE_DISMISS),
        decide=bot.may(interaction, Permission.SUGGESTION_DECIDE),
        mute=bot.may(interaction, Permission.SUGGESTER_MUTE),
    )
    items = tuple(_tellable(bot, actor.scope, each) for each in items)
    return queue_panel(items, await _opened(bot, actor, item, offers), offers, done)


async def _opened(bot: CallsheetBot, actor: Actor, item: Item, offers: Offers) -> Opened:
    catalogue = bot.desk.catalogue
    tell, pick = (bot.desk.spoilers.at(outlet, Reader(actor.scope)) for outlet in (Outlet.PANEL, Outlet.PICK))
    opened = partial(Opened, item, tell, pick, titles(catalogue, actor.scope))
    if item.suggestion is not None:
        about = catalogue.find_production(item.suggestion.production, actor.scope)
        corrects = catalogue.find_fact(item.suggestion.fact, actor.scope) if item.suggestion.fact else None
        return opened(corrects=corrects, title=about.title if about else item.suggestion.production)
    facts = await bot.desk.queue.candidates(actor, item.key) if offers.answer else ()
    title = production_titles(catalogue, item.questions[0].productions, actor.scope)
    return opened(facts, bot.desk.queue.shown(actor, item), title=title)


def _tellable(bot: CallsheetBot, scope: str, item: Item) -> Item:
    """Make an item's text fit for a menu: the correction of a spoiler is a spoiler, too."""
    corrected = item.suggestion.fact if item.suggestion is not None else None
    fact = bot.desk.catalogue.version(corrected, scope) if corrected is not None else None
    if fact is None:
        return item
    return replace(item, text=bot.desk.spoilers.at(Outlet.PICK, Reader(scope))(fact, item.text).text)
