"""Show a reply as a message: an answer with its buttons, a choice, or "I don't know"."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Any

import discord
from discord import ui

from bot.answers.answer import Outcome
from bot.desk.asking.reply_wording import UNKNOWN
from bot.desk.asking.service import Nearest, Reply
from bot.desk.cards.card import Card
from bot.desk.cards.choice_names import production_names
from bot.frontends.discord.components.cards import BUDGET, card_items
from bot.frontends.discord.components.parts import OPTION_LIMIT, Panel, button, menu, option, rows, text
from bot.frontends.discord.shared.markdown import escaped
from bot.frontends.discord.shared.routing.custom_ids import PRODUCTION_REFERENCE, TOPIC_REFERENCE, reference
from bot.frontends.discord.shared.routing.routes import RoutedButton
from bot.messages import _, ngettext, translated

SHOWN = 3
"""Cards of a compound answer that are shown in full."""

_NOTICE = 700
_SHORT = 50
"""Maximum length of an identifier beside a choice's number, asker and reply in a custom id."""

_OPTIONS = 25
"""Maximum number of options in one menu, set by Discord."""

_EASY_LABEL = 45
"""Choices with longer labels than this become a menu, because phones cut off long buttons."""


def answer_panel(reply: Reply, *, asker: str, offers: AbstractSet[str]) -> Panel:
    """Build the message for a reply. ``asker`` is a Discord id; ``offers`` are the registered verbs.

    If a feature registers ``suggest-new`` (its argument is a production's reference, or empty), its button appears when
    the bot doesn't know an answer. Buttons under an answer belong in `More`.
    """
    if reply.outcome is Outcome.ANSWER and reply.cards:
        return _answer(reply)
    if reply.outcome is Outcome.CLARIFY and reply.choices:
        return _clarify(reply, asker)
    return _unknown(reply, offers)


def card_panel(card: Card) -> Panel:
    """Build the panel of one fact, with its buttons."""
    return Panel(*card_items(card), ui.ActionRow(*_onward(card)))


def covered_panel(card: Card, markup: str) -> Panel:
    """Build a panel with more about a card, covered if the card is."""
    container: ui.Container[Any] = ui.Container(text(markup), spoiler=card.covered)
    return Panel(container)


def _answer(reply: Reply) -> Panel:
    cards = reply.cards[:SHOWN]
    notice = escaped(reply.notice, _NOTICE)
    budget, sources = (BUDGET - len(notice)) // len(cards), 2 if len(cards) == 1 else 1
    items: list[ui.Item[Any]] = [text(notice)] if notice else []
    last = {card.id: number for number, card in enumerate(cards)}
    for number, card in enumerate(cards):
        items += card_items(card, budget, sources)
        # One fact may answer twice (when it is, and when it was before). Its buttons appear once, under the last card.
        if last[card.id] == number:
            wrong = reply.id if number == len(cards) - 1 else ""
            items.append(ui.ActionRow(*_onward(card, wrong)))
    return Panel(*items)


def _onward(card: Card, wrong: str = "") -> list[RoutedButton]:
    """Build at most three buttons and **More**, short enough for one row on a phone.

    ``wrong`` is the id of the reply that a person can mark as wrong.
    """
    about = reference(card.id)
    onward = []
    if len(card.sources) > 0:
        onward.append(button(_("Sources"), "sources", about))
    if card.related:
        onward.append(button(_("Related"), "related", about))
    if wrong:
        onward.append(button(_("Not this"), "wrong", wrong))
    return [*onward, button(_("More"), "more", about)]


def _clarify(reply: Reply, asker: str) -> Panel:
    question = text(escaped(reply.notice or _("Which of these do you mean?"), _NOTICE))
    labels = [choice.label for choice in reply.choices]
    neither = button(_("None of these"), "wrong", reply.id)
    if max(len(label) for label in labels) > _EASY_LABEL:
        options = [
            option(label, f"{number}:{reference(choice.fact.id)}", choice.hint)
            for number, (label, choice) in enumerate(zip(labels, reply.choices, strict=True))
        ]
        choices: list[ui.Item[Any]] = [ui.ActionRow(menu(_("Choose one"), options, "pick", asker, reply.id))]
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
    said = text(escaped(reply.short_notice or reply.notice or translated(UNKNOWN), 2000))
    about = _understood(reply.nearest)
    last = [notify_button(reply.logged)] if reply.logged else []
    if "suggest-new" in offers:
        last.append(button(_("Suggest the answer"), "suggest-new", about))
    return Panel(said, *_instead(reply.nearest), *rows(last))


def notify_button(logged: str) -> RoutedButton:
    """Build the button for people who want to be notified when a logged question has an answer."""
    return button(_("Notify me"), "tell", logged.rpartition("/")[2])


def _understood(near: Nearest) -> str:
    """Return the reference of the production that the question was about, or empty text."""
    return reference(near.productions[0].id, PRODUCTION_REFERENCE) if near.productions and near.topics else ""


def _instead(near: Nearest) -> list[ui.Item[Any]]:
    """Build a menu of what the bot does know: topics of the one production, or else productions."""
    if about := _understood(near):
        placeholder = _("What I know about {title}").format(title=near.productions[0].title)
        options = [
            option(each.words, reference(each.topic, TOPIC_REFERENCE), _facts(each.facts)) for each in near.topics
        ]
        return [ui.ActionRow(menu(placeholder, options[:_OPTIONS], "topic", about))]
    names = production_names(near.productions, OPTION_LIMIT)
    options = [
        option(name, reference(each.id, PRODUCTION_REFERENCE))
        for name, each in zip(names, near.productions, strict=True)
    ]
    return [ui.ActionRow(menu(_("Films and shows I know"), options[:_OPTIONS], "topic"))] if options else []


def _facts(count: int) -> str:
    return ngettext("{count} fact", "{count} facts", count).format(count=count)
