"""A reply as a message: an answer with what leads on from it, a choice, or an honest unknown."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Any

import discord
from discord import ui

from bot.answers.answer import Outcome
from bot.desk.asking.reply_wording import UNKNOWN
from bot.desk.asking.service import Reply
from bot.desk.cards.card import Card
from bot.desk.cards.choice_names import production_names
from bot.frontends.discord.components.parts import LABEL_LIMIT, Panel, button, menu, option, rows, text
from bot.frontends.discord.shared.cards import BUDGET, card_items
from bot.frontends.discord.shared.custom_ids import reference
from bot.frontends.discord.shared.markdown import escaped
from bot.frontends.discord.shared.routes import Press
from bot.messages import translated

SHOWN = 3
"""Cards of a compound answer that are shown in full."""

_NOTICE = 700
_SHORT = 50
"""Identifiers up to this length fit beside a choice's number, its asker and its reply in a custom id."""

_EASY_LABEL = 45
"""Choices with longer labels than this are offered as a menu: a phone cuts long buttons short."""


def answer_panel(reply: Reply, *, asker: str, offers: AbstractSet[str]) -> Panel:
    """The message for a reply. ``asker`` is a Discord id; ``offers`` are the verbs that lead somewhere.

    A feature that takes ``suggest`` (its argument is a fact's reference) or ``suggest-new`` (a production's, or
    nothing) thereby gets its button under every answer or unknown.
    """
    if reply.outcome is Outcome.ANSWER and reply.cards:
        return _answer(reply, offers)
    if reply.outcome is Outcome.CLARIFY and reply.choices:
        return _clarify(reply, asker)
    return _unknown(reply, offers)


def card_panel(card: Card, offers: AbstractSet[str], *extra: Press) -> Panel:
    """One fact with what leads on from it."""
    return Panel(*card_items(card), *rows((*_onward(card, offers), *extra)))


def covered_panel(card: Card, markup: str) -> Panel:
    """More about a card, covered wherever the card itself is."""
    container: ui.Container[Any] = ui.Container(text(markup), spoiler=card.covered)
    return Panel(container)


def _answer(reply: Reply, offers: AbstractSet[str]) -> Panel:
    cards = reply.cards[:SHOWN]
    notice = escaped(reply.notice, _NOTICE)
    budget, sources = (BUDGET - len(notice)) // len(cards), 2 if len(cards) == 1 else 1
    items: list[ui.Item[Any]] = [text(notice)] if notice else []
    led_on: set[str] = set()
    for number, card in enumerate(cards, start=1):
        # One fact may answer twice (when, and where it moved from): its buttons stand once.
        onward = [] if card.id in led_on else _onward(card, offers)
        led_on.add(card.id)
        if number == len(cards):
            onward.append(button("Not what I asked", "wrong", reply.id))
        items += [*card_items(card, budget, sources), *rows(onward)]
    return Panel(*items)


def _onward(card: Card, offers: AbstractSet[str]) -> list[Press]:
    """Buttons to more about a card, where there is more."""
    about = reference(card.id)
    onward = []
    if count := len(card.sources):
        onward.append(button(f"Sources ({count})", "sources", about))
    if len(card.announced) > 1:
        onward.append(button("Dates announced", "history", about))
    if card.related:
        onward.append(button("Related", "related", about))
    if "suggest" in offers:
        onward.append(button("Suggest a correction", "suggest", about))
    return onward


def _clarify(reply: Reply, asker: str) -> Panel:
    question = text(escaped(reply.notice or "Which of these do you mean?", _NOTICE))
    labels = [choice.label for choice in reply.choices]
    neither = button("None of these", "wrong", reply.id)
    if max(len(label) for label in labels) > _EASY_LABEL:
        options = [
            option(label, f"{number}:{reference(choice.fact.id)}", choice.hint)
            for number, (label, choice) in enumerate(zip(labels, reply.choices, strict=True))
        ]
        choices: list[ui.Item[Any]] = [ui.ActionRow(menu("Choose one", options, "pick", asker, reply.id))]
    else:
        choices = [
            ui.ActionRow(
                button(label, "choose", str(number), reference(choice.fact.id, _SHORT), asker, reply.id, style=_CHOICE)
            )
            for number, (label, choice) in enumerate(zip(labels, reply.choices, strict=True))
        ]
    return Panel(question, *choices, ui.ActionRow(neither))


_CHOICE = discord.ButtonStyle.primary


def _unknown(reply: Reply, offers: AbstractSet[str]) -> Panel:
    said = text(escaped(reply.notice or translated(UNKNOWN), 2000))
    near = reply.nearest
    # Topics are those of the production that the question was about, where that was understood.
    about = reference(near.productions[0].id, 40) if near.productions and near.topics else ""
    if about:
        onward = [
            button(f"{each.words} ({each.facts})", "topic", about, reference(each.topic, 24))
            for each in near.topics[:5]
        ]
    else:
        shown = near.productions[:5]
        names = production_names(shown, LABEL_LIMIT)
        onward = [button(name, "topic", reference(each.id, 40), "") for name, each in zip(names, shown, strict=True)]
    last = [button("Tell me when there is an answer", "tell", reply.logged.rpartition("/")[2])] if reply.logged else []
    if "suggest-new" in offers:
        last.append(button("Suggest the answer", "suggest-new", about))
    return Panel(said, *rows(onward), *rows(last))
