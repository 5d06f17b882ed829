"""The queue as moderators work it off: what waits, one thing opened, and everything that can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.desk.cards.choice_names import Candidate, choice_names, fact_names, production_names
from bot.desk.cards.spoilers import Matter, Teller
from bot.desk.moderation.queue import Item, ItemKind
from bot.desk.moderation.suggestions import Suggestion
from bot.facts.models import Fact, Production, Spoiler
from bot.frontends.discord.components.changes import fitted, who
from bot.frontends.discord.components.parts import Panel, button, menu, option, rows, small, text
from bot.frontends.discord.shared.custom_ids import reference
from bot.frontends.discord.shared.markdown import escaped_line, said, said_line
from bot.frontends.discord.shared.routes import Press

OPTIONS = 25
PRODUCTION_ROOM, TOPIC_ROOM = 28, 18
"""What references may take in a custom id beside a question's key."""

_DONE, _ITEM, _SHOWN = 900, 2600, 300
_GO, _STOP = discord.ButtonStyle.success, discord.ButtonStyle.danger
_WHY = {
    ItemKind.UNANSWERED: "was not answered",
    ItemKind.WRONG: "marked “not what I asked”",
    ItemKind.SUGGESTION: "a member's suggestion",
}


@dataclass(frozen=True, slots=True)
class Offers:
    """What the person who looks may do: answer, dismiss, decide on suggestions, mute their makers."""

    answer: bool
    dismiss: bool
    decide: bool
    mute: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """The item that is open. ``facts`` may answer it, ``shown`` are those that were shown and not what was asked.

    ``tell`` gives what may be said of a fact here, ``pick`` what may stand in a menu, ``title_of`` the title of its
    production. Of a suggestion, ``corrects`` is the fact that it would change.
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
    """What names an item in a custom id; the scope is that of whoever uses it."""
    return f"s{item.key}" if item.kind is ItemKind.SUGGESTION else f"q{item.key.rpartition('/')[2]}"


def empty_panel(done: str) -> Panel:
    """Nothing waits."""
    heading = "### The queue is empty\nEvery question was answered or dismissed, and no suggestion waits."
    controls = [button("Dismissed questions", "dismissed")]
    return Panel(*([text(done, _DONE)] if done else []), text(heading), *rows(controls))


def queue_panel(items: Sequence[Item], opened: Opened, offers: Offers, done: str = "") -> Panel:
    """The queue with one item open. ``done`` says what was just done, in escaped markup."""
    parts: list[ui.Item[Any]] = [text(done, _DONE)] if done else []
    more = len(items) - OPTIONS
    foot = f"\n-# the first {OPTIONS} can be opened here; the others follow as these are dealt with" if more > 0 else ""
    parts.append(text(f"### {len(items)} in the queue, most asked first{foot}"))
    if len(items) > 1:
        parts.append(ui.ActionRow(menu("Open another one", _options(items, opened.item), "queue-open")))
    container: ui.Container[Any] = ui.Container(*_inside(opened, offers))
    return Panel(*parts, container, *_controls(opened, offers))


def found_panel(name: str, typed: str, options: Sequence[discord.SelectOption]) -> Panel:
    """What a search for the answering fact found; ``options`` are made by `fact_options`."""
    again = [button("Search again", "queue-find", name), button("Back", "queue-back", name)]
    said = f"Facts for “{escaped_line(typed, 100)}”:" if options else f"No fact is like “{escaped_line(typed, 100)}”."
    parts: list[ui.Item[Any]] = [text(said)]
    if options:
        parts.append(ui.ActionRow(menu("Answer with this one", list(options)[:OPTIONS], "queue-answer", name)))
    return Panel(*parts, *rows(again))


def about_panel(
    name: str,
    productions: Sequence[Production],
    topics: Iterable[str],
    production: str,
    topic: str,
) -> Panel:
    """Ask what a new fact is about, before its form; ``production`` and ``topic`` refer to what was chosen so far."""
    chosen = (production, topic)
    films = [
        option(title, reference(each.id, PRODUCTION_ROOM), default=reference(each.id, PRODUCTION_ROOM) == production)
        for title, each in zip(production_names(productions[:OPTIONS]), productions, strict=False)
    ]
    kinds = [
        option(each, reference(each, TOPIC_ROOM), default=reference(each, TOPIC_ROOM) == topic)
        for each in list(topics)[:OPTIONS]
    ]
    ready = button("Write it", "queue-form", name, *chosen, style=_GO, disabled=not (production and topic))
    parts: list[ui.Item[Any]] = [text("**A new fact**: which film or show is it about, and what kind of fact is it?")]
    if films:
        parts.append(ui.ActionRow(menu("Film or show", films, "queue-about", name, "p", *chosen)))
    parts.append(ui.ActionRow(menu("Kind of fact", kinds, "queue-about", name, "t", *chosen)))
    return Panel(*parts, *rows([ready, button("Back", "queue-back", name)]))


def fact_options(facts: Sequence[Fact], pick: Teller, title_of: Callable[[Fact], str]) -> list[discord.SelectOption]:
    """Facts to choose from, each under a name of its own, with its film or show, its subject and its id below.

    ``pick`` gives what may stand in a menu: the subject of a spoiler may not.
    """
    shown = facts[:OPTIONS]
    return [
        option(name, reference(each.id, 100), " · ".join(filter(None, (title_of(each), _subject(each, pick), each.id))))
        for name, each in zip(fact_names(shown, pick, title_of, topic=False), shown, strict=True)
    ]


def _subject(fact: Fact, pick: Teller) -> str:
    told = pick(fact, fact.subject)
    return "" if told.withheld else told.text


def _options(items: Sequence[Item], opened: Item) -> list[discord.SelectOption]:
    shown = items[:OPTIONS]
    names = choice_names([Candidate(each.text, (), token(each), secret=True) for each in shown])
    return [
        option(name, token(each), _summary(each), default=token(each) == token(opened))
        for name, each in zip(names, shown, strict=True)
    ]


def _summary(item: Item) -> str:
    if item.kind is ItemKind.SUGGESTION:
        return _WHY[item.kind]
    asked = "once" if item.count == 1 else f"{item.count} times"
    return f"asked {asked}; {_WHY[item.kind]}"


def _inside(opened: Opened, offers: Offers) -> list[ui.Item[Any]]:
    if opened.item.suggestion is not None:
        return [text(_suggestion(opened, opened.item.suggestion), _ITEM)]
    asked = text(_question(opened), _ITEM - 2 * _SHOWN)
    if not opened.shown:
        return [asked]
    shown = "\n".join(["What was shown then:", *(_shown(each, opened.tell) for each in opened.shown[:3])])
    if len(opened.shown) > 1 or not offers.answer:
        return [asked, text(shown, 2 * _SHOWN)]
    declining = button("It does not answer that", "queue-not", token(opened.item), reference(opened.shown[0].id))
    return [asked, ui.Section(text(shown, _SHOWN), accessory=declining)]


def _shown(fact: Fact, tell: Teller) -> str:
    return f"- `{fact.id}`: {said_line(tell(fact), 150)}"


def _question(opened: Opened) -> str:
    item = opened.item
    waiting = len({person for each in item.questions for person in each.waiting})
    lines = [
        f"**“{escaped_line(item.text, 300)}”**",
        small(_summary(item) + (f"; {waiting} want to be told of an answer" if waiting else "")),
    ]
    if opened.title:
        lines.append(small(f"about {escaped_line(opened.title, 100)}"))
    others = item.questions[1:]
    if others:
        lines.append(f"Asked like it ({len(others)}):")
        lines += [f"- {escaped_line(each.text, 150)}" for each in others[:6]]
        lines += [f"- … and {len(others) - 6} more"] if len(others) > 6 else []
    return fitted(lines, _ITEM - 2 * _SHOWN)


def _suggestion(opened: Opened, suggestion: Suggestion) -> str:
    corrects, tell = opened.corrects, opened.tell
    # What corrects a spoiler tells the story as well.
    say = tell.about(corrects) if corrects is not None else tell.about(Matter(Spoiler.NONE))
    by = who(suggestion.person) if suggestion.person else "Somebody who asked to be forgotten"
    what = "corrects a fact" if suggestion.fact else f"suggests a new fact ({escaped_line(suggestion.topic, 40)})"
    lines = [
        f"{by} {what} · {escaped_line(opened.title, 100)} · {discord.utils.format_dt(suggestion.at, 'R')}",
        f"**Suggested:** {said(say(suggestion.text), 1300)}",
        f"**Source:** {said_line(say(suggestion.source), 400)}",
    ]
    if corrects is not None:
        lines.insert(1, f"**It says now:** {said(tell(corrects), 600)}")
    return fitted(lines, _ITEM)


def _controls(opened: Opened, offers: Offers) -> list[ui.ActionRow[Any]]:
    name, controls = token(opened.item), list[Press]()
    if opened.item.suggestion is not None:
        if offers.decide:
            controls += [
                button("Approve", "suggestion-take", opened.item.key, style=_GO),
                button("Edit and approve", "suggestion-edit", opened.item.key),
                button("Decline…", "suggestion-not", opened.item.key, style=_STOP),
            ]
        if offers.mute and opened.item.suggestion.person:
            controls.append(button("Mute this member", "suggester-mute", opened.item.key))
        return rows(controls)
    chosen: list[ui.ActionRow[Any]] = []
    if offers.answer:
        options = fact_options(opened.facts, opened.pick, opened.title_of)
        if options:
            chosen.append(ui.ActionRow(menu("Answer with one of these facts", options, "queue-answer", name)))
        controls += [
            button("Another fact…", "queue-find", name),
            button("Write a new fact", "queue-write", name, style=_GO),
        ]
    if offers.dismiss:
        controls += [
            button("Dismiss", "queue-dismiss", name),
            button("Dismiss all like it", "queue-silence", name, style=_STOP),
        ]
    controls.append(button("Dismissed questions", "dismissed"))
    return [*chosen, *rows(controls)]
