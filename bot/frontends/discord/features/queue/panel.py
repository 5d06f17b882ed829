"""Show the queue: a menu of what waits, the open item, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.desk.cards.choice_names import Candidate, choice_names, fact_names, production_names
from bot.desk.cards.spoilers import OtherContent, Teller
from bot.desk.moderation.queue import Item, ItemKind
from bot.desk.moderation.suggestions import Suggestion
from bot.facts.models import Fact, Production, Spoiler
from bot.frontends.discord.components.changes import fitted, who
from bot.frontends.discord.components.parts import Panel, button, menu, option, rows, small, text
from bot.frontends.discord.shared.fact_names import fact_name
from bot.frontends.discord.shared.markdown import escaped_line, shown_line, shown_text
from bot.frontends.discord.shared.routing.custom_ids import reference
from bot.frontends.discord.shared.routing.routes import RoutedButton
from bot.messages import N_, _, ngettext, translated

OPTIONS = 25
PRODUCTION_ROOM, TOPIC_ROOM = 28, 18
"""Characters for references in a custom id, beside a question's key."""

_DONE, _ITEM, _SHOWN = 900, 2600, 300
_GO, _STOP = discord.ButtonStyle.success, discord.ButtonStyle.danger
_SUMMARIES = {
    ItemKind.UNANSWERED: N_("{asked}; not answered"),
    ItemKind.WRONG: N_("{asked}; wrong answer"),
}


@dataclass(frozen=True, slots=True)
class Offers:
    """What the person may do: answer, dismiss, decide on suggestions, mute members."""

    answer: bool
    dismiss: bool
    decide: bool
    mute: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """The open item. ``facts`` may answer it; ``shown`` are facts that were shown and were the wrong answer.

    ``tell`` returns what may be shown of a fact here, ``pick`` what may stand in a menu, ``title_of`` the title of its
    production. ``corrects`` is the fact that a suggestion would change.
    """

    item: Item
    tell: Teller
    pick: Teller
    title_of: Callable[[Fact], str]
    facts: tuple[Fact, ...] = ()
    shown: tuple[Fact, ...] = ()
    corrects: Fact | None = None
    title: str = ""


def token(item: Item) -> str:
    """Name an item for a custom id. The scope is the server where the control is used."""
    return f"s{item.key}" if item.kind is ItemKind.SUGGESTION else f"q{item.key.rpartition('/')[2]}"


def empty_panel(done: str) -> Panel:
    """Build the panel of an empty queue."""
    heading = _("### The queue is empty\nNo open questions or suggestions.")
    controls = [button(_("Dismissed questions"), "dismissed")]
    return Panel(*([text(done, _DONE)] if done else []), text(heading), *rows(controls))


def queue_panel(items: Sequence[Item], opened: Opened, offers: Offers, done: str = "") -> Panel:
    """Build the queue with one item open. ``done`` says what was just done, in escaped markup."""
    parts: list[ui.Item[Any]] = [text(done, _DONE)] if done else []
    more = len(items) - OPTIONS
    heading = _("### Queue ({count}), most asked first").format(count=len(items))
    if more > 0:
        heading += "\n-# " + _("The menu has the first {count}; the rest follow.").format(count=OPTIONS)
    parts.append(text(heading))
    if len(items) > 1:
        parts.append(ui.ActionRow(menu(_("Open another item"), _options(items, opened.item), "queue-open")))
    container: ui.Container[Any] = ui.Container(*_inside(opened, offers))
    return Panel(*parts, container, *_controls(opened, offers))


def found_panel(name: str, typed: str, options: Sequence[discord.SelectOption]) -> Panel:
    """Show search results; ``options`` are made by `fact_options`."""
    again = [button(_("Search again"), "queue-find", name), button(_("Back"), "queue-back", name)]
    heading = _("Facts for “{words}”:") if options else _("No facts found for “{words}”.")
    parts: list[ui.Item[Any]] = [text(heading.format(words=escaped_line(typed, 100)))]
    if options:
        parts.append(ui.ActionRow(menu(_("Answer with…"), list(options)[:OPTIONS], "queue-answer", name)))
    return Panel(*parts, *rows(again))


def about_panel(
    name: str,
    productions: Sequence[Production],
    topics: Iterable[str],
    production: str,
    topic: str,
) -> Panel:
    """Ask what a new fact is about, before its form. ``production`` and ``topic`` refer to what was chosen so far."""
    chosen = (production, topic)
    films = [
        option(title, reference(each.id, PRODUCTION_ROOM), default=reference(each.id, PRODUCTION_ROOM) == production)
        for title, each in zip(production_names(productions[:OPTIONS]), productions, strict=False)
    ]
    kinds = [
        option(each, reference(each, TOPIC_ROOM), default=reference(each, TOPIC_ROOM) == topic)
        for each in list(topics)[:OPTIONS]
    ]
    ready = button(_("Write it"), "queue-form", name, *chosen, style=_GO, disabled=not (production and topic))
    parts: list[ui.Item[Any]] = [text(_("**New fact:** what is it about?"))]
    if films:
        parts.append(ui.ActionRow(menu(_("Film or show"), films, "queue-about", name, "p", *chosen)))
    parts.append(ui.ActionRow(menu(_("Kind of fact"), kinds, "queue-about", name, "t", *chosen)))
    return Panel(*parts, *rows([ready, button(_("Back"), "queue-back", name)]))


def fact_options(facts: Sequence[Fact], pick: Teller, title_of: Callable[[Fact], str]) -> list[discord.SelectOption]:
    """Build menu options of facts: a unique name each, with its film or show and its subject below.

    ``pick`` returns what may stand in a menu: the subject of a spoiler may not.
    """
    shown = facts[:OPTIONS]
    return [
        option(name, reference(each.id, 100), " · ".join(filter(None, (title_of(each), _subject(each, pick)))))
        for name, each in zip(fact_names(shown, pick, title_of, topic=False), shown, strict=True)
    ]


def _subject(fact: Fact, pick: Teller) -> str:
    subject = pick(fact, fact.subject)
    return "" if subject.withheld else subject.text


def _options(items: Sequence[Item], opened: Item) -> list[discord.SelectOption]:
    shown = items[:OPTIONS]
    names = choice_names([Candidate(each.text, (), token(each), secret=True) for each in shown])
    return [
        option(name, token(each), _summary(each), default=token(each) == token(opened))
        for name, each in zip(names, shown, strict=True)
    ]


def _summary(item: Item) -> str:
    if item.kind is ItemKind.SUGGESTION:
        return _("suggestion")
    return translated(_SUMMARIES[item.kind]).format(asked=asked_often(item.count))


def asked_often(count: int) -> str:
    """Say how often a question was asked."""
    return ngettext("asked {count} time", "asked {count} times", count).format(count=count)


def _inside(opened: Opened, offers: Offers) -> list[ui.Item[Any]]:
    if opened.item.suggestion is not None:
        return [text(_suggestion(opened, opened.item.suggestion), _ITEM)]
    asked = text(_question(opened), _ITEM - 2 * _SHOWN)
    if not opened.shown:
        return [asked]
    shown = "\n".join([_("I answered:"), *(_shown(opened, each) for each in opened.shown[:3])])
    if len(opened.shown) > 1 or not offers.answer:
        return [asked, text(shown, 2 * _SHOWN)]
    wrong = button(_("Wrong answer"), "queue-not", token(opened.item), reference(opened.shown[0].id))
    return [asked, ui.Section(text(shown, _SHOWN), accessory=wrong)]


def _shown(opened: Opened, fact: Fact) -> str:
    return f"- {fact_name(fact, opened.tell, opened.title_of(fact))}: {shown_line(opened.tell(fact), 150)}"


def _question(opened: Opened) -> str:
    item = opened.item
    waiting = len({person for each in item.questions for person in each.waiting})
    summary = [_summary(item)]
    if waiting:
        summary.append(ngettext("{count} person waiting", "{count} people waiting", waiting).format(count=waiting))
    lines = [f"**“{escaped_line(item.text, 300)}”**", small("; ".join(summary))]
    if opened.title:
        lines.append(small(_("about {title}").format(title=escaped_line(opened.title, 100))))
    similar = item.questions[1:]
    if similar:
        lines.append(_("Similar questions ({count}):").format(count=len(similar)))
        lines += [f"- {escaped_line(each.text, 150)}" for each in similar[:6]]
        lines += [_("- … and {count} more").format(count=len(similar) - 6)] if len(similar) > 6 else []
    return fitted(lines, _ITEM - 2 * _SHOWN)


def _suggestion(opened: Opened, suggestion: Suggestion) -> str:
    corrects, tell = opened.corrects, opened.tell
    # The correction of a spoiler is a spoiler, too.
    say = tell.about(corrects) if corrects is not None else tell.about(OtherContent(Spoiler.NONE))
    person = who(suggestion.person) if suggestion.person else _("A deleted member")
    heading = _("{person} corrects a fact") if suggestion.fact else _("{person} suggests a fact ({topic})")
    heading = heading.format(person=person, topic=escaped_line(suggestion.topic, 40))
    lines = [
        " · ".join([heading, escaped_line(opened.title, 100), discord.utils.format_dt(suggestion.at, "R")]),
        _("**Suggested:** {text}").format(text=shown_text(say(suggestion.text), 1300)),
        _("**Source:** {source}").format(source=shown_line(say(suggestion.source), 400)),
    ]
    if corrects is not None:
        lines.insert(1, _("**Now:** {text}").format(text=shown_text(tell(corrects), 600)))
    return fitted(lines, _ITEM)


def _controls(opened: Opened, offers: Offers) -> list[ui.ActionRow[Any]]:
    name, controls = token(opened.item), list[RoutedButton]()
    if opened.item.suggestion is not None:
        if offers.decide:
            controls += [
                button(_("Approve"), "suggestion-take", opened.item.key, style=_GO),
                button(_("Edit and approve"), "suggestion-edit", opened.item.key),
                button(_("Decline…"), "suggestion-not", opened.item.key, style=_STOP),
            ]
        if offers.mute and opened.item.suggestion.person:
            controls.append(button(_("Mute member"), "suggester-mute", opened.item.key))
        return rows(controls)
    chosen: list[ui.ActionRow[Any]] = []
    if offers.answer:
        options = fact_options(opened.facts, opened.pick, opened.title_of)
        if options:
            chosen.append(ui.ActionRow(menu(_("Answer with…"), options, "queue-answer", name)))
        controls += [
            button(_("Find a fact…"), "queue-find", name),
            button(_("Write a new fact"), "queue-write", name, style=_GO),
        ]
    if offers.dismiss:
        controls += [
            button(_("Dismiss"), "queue-dismiss", name),
            button(_("Dismiss all similar"), "queue-silence", name, style=_STOP),
        ]
    controls.append(button(_("Dismissed questions"), "dismissed"))
    return [*chosen, *rows(controls)]
