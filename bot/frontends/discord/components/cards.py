"""Show cards on Discord: escape all text, keep all limits, cover spoilers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.desk.cards.card import Card, SourceLine
from bot.desk.cards.relative_dates import Relation, When
from bot.facts.models import Spoiler, Status
from bot.frontends.discord.components.parts import small, text
from bot.frontends.discord.shared.markdown import covered_line, escaped, escaped_line, link, timestamp
from bot.messages import N_, _, translated

BUDGET = 3900
"""Maximum length of all cards in one message. The rest of Discord's 4,000 is for the text around them."""

_COLOURS = {
    Status.CONFIRMED: 0x3BA55D,
    Status.REPORTED: 0x4F7CAC,
    Status.RUMOUR: 0xC98A1B,
    Status.DENIED: 0xB23A48,
}
_BADGES = {Status.CONFIRMED: "✅", Status.REPORTED: "📰", Status.RUMOUR: "💭", Status.DENIED: "🚫"}
_SEPARATOR = " · "
_WARNINGS = {
    Spoiler.MINOR: N_("Spoiler (minor) for {title}. Tap to uncover."),
    Spoiler.MAJOR: N_("Spoiler (major) for {title}. Tap to uncover."),
}


def card_items(card: Card, budget: int = BUDGET, sources: int = 2) -> list[ui.Item[Any]]:
    """Turn a card into components, within a budget of characters. A spoiler gets a warning and a cover.

    ``sources`` is the number of sources to show in the card.
    """
    warning = ""
    if card.covered:
        warning = translated(_WARNINGS.get(card.spoiler, _WARNINGS[Spoiler.MAJOR])).format(
            title=f"**{escaped_line(card.title, 150)}**"
        )
    body = _body(card, budget - len(warning), sources)
    container: ui.Container[Any] = ui.Container(
        *(text(part) for part in body), accent_colour=_COLOURS[card.status], spoiler=card.covered
    )
    return [text(warning), container] if warning else [container]


def heading(card: Card) -> str:
    """Return the title of the film or show as a heading."""
    return f"### {escaped_line(card.title, 160)}"


def about_markup(card: Card) -> str:
    """Name the film or show and, unless it is a spoiler, the subject."""
    subject = "" if card.covered else escaped_line(card.subject, 150)
    return f"{heading(card)}\n{subject}" if subject else heading(card)


def _body(card: Card, budget: int, sources: int) -> list[str]:
    """Return the fact with its details, and its sources in small print."""
    credits_of = card.credits(sources)
    title, footer = heading(card), _footer(card, credits_of.checked)
    said = escaped(card.text, max(200, budget * 9 // 20))
    room = budget - len(title) - len(said) - len(footer) - 2
    details: list[str] = []
    for line in _details(card):
        if len(line) < room:
            details.append(line)
            room -= len(line) + 1
    small_print = "\n".join([*_sources(credits_of.sources, room), footer])
    return ["\n".join([title, said, *details]), small_print]


def _details(card: Card) -> list[str]:
    """List the date, the date that it moved from, the place and the value, one per line."""
    lines = []
    if card.when is not None and (dated := when_markup(card.when)):
        lines.append(f"📅 {dated}")
    if card.moved_from:
        lines.append(f"↪️ {escaped_line(card.moved_from, 300)}")
    if card.place is not None:
        place = escaped_line(card.place.words, 300)
        lines.append("📍 " + (_("{place} (approximate)").format(place=place) if card.place.approximate else place))
    if card.value:
        lines.append(f"🔹 {escaped_line(card.value, 300)}")
    return lines


def when_markup(when: When) -> str:
    """Show a date: as a timestamp in the reader's own language and time zone if the day is known, otherwise in words.

    If the sentence already says the date, only the distance and the region are left. The result may be empty.
    """
    date = "" if when.mentioned else _date_markup(when)
    distance = _distance_markup(when)
    dated = f"{date} ({distance})" if date and distance else date or distance
    region = escaped_line(when.region, 80) if when.region else ""
    return ", ".join(part for part in (dated, region) if part)


def _date_markup(when: When) -> str:
    if when.timestamp is None:
        return escaped_line(when.words, 120)
    if when.until is None:
        return timestamp(when.date.earliest, "D")
    first, last = (timestamp(day, "D") for day in (when.date.earliest, when.date.latest))
    return _("{first} to {last}").format(first=first, last=last)


def _distance_markup(when: When) -> str:
    """Say how far away a date is, or when a range starts, ends or ended."""
    if when.timestamp is None or (when.relation is Relation.CURRENT and when.until is None):
        return escaped_line(when.distance, 80)
    if when.until is None:
        return timestamp(when.date.earliest, "R")
    if when.turn is None:
        return escaped_line(when.distance, 80)
    return translated(when.turning).format(when=timestamp(when.turn, "R"))


def _footer(card: Card, checked: str) -> str:
    parts = (f"{_BADGES[card.status]} {card.status_words}", checked, card.own_version)
    return small(_SEPARATOR.join(escaped_line(part, 90) for part in parts if part))


def _sources(sources: Sequence[SourceLine], room: int) -> list[str]:
    lines = []
    for source in sources:
        line = small(_("Source: {source}").format(source=source_markup(source, min(700, room - 20))))
        if len(line) < room:
            lines.append(line)
            room -= len(line) + 1
    return lines


def source_markup(source: SourceLine, limit: int) -> str:
    """Name a source and its date, linked if it has a usable URL, in at most ``limit`` characters."""
    dated = f", {escaped_line(source.date, 40)}" if source.date else ""
    return link(source.title, source.url, max(limit - len(dated), 30)) + dated


def sources_markup(card: Card, budget: int = BUDGET) -> str:
    """List all sources of a card, one per line. They share the budget equally."""
    if not card.sources:
        return _("No source is on record. If you know one, suggest it to the moderators.")
    share = (budget - 200) // len(card.sources)
    lines = [f"{number}. {source_markup(source, share - 5)}" for number, source in enumerate(card.sources, start=1)]
    return "\n".join([_headed(_("Sources"), card), *lines])


def history_markup(card: Card, budget: int = BUDGET) -> str:
    """List every announced date, oldest first. If they don't all fit, the oldest are left out."""
    lines: list[str] = []
    room = budget - 200
    for words in reversed(card.announced):
        line = f"- {escaped_line(words, 400)}"
        if len(line) >= room:
            lines.append("- …")
            break
        lines.append(line)
        room -= len(line) + 1
    return "\n".join(
        [_headed(_("Dates announced"), card), *(reversed(lines) if lines else [_("No date was announced.")])]
    )


def _headed(what: str, card: Card) -> str:
    return f"**{what}** · {escaped_line(card.title, 120)}"


def entry_markup(card: Card, limit: int = 600, *, titled: bool = False) -> str:
    """Show a fact as one item of a list, with its spoiler covered. ``titled`` adds the film or show."""
    title = escaped_line(card.title, 100) if titled else ""
    if card.covered:
        head = f"**{title}**\n" if title else ""
        return f"{head}*{_('Spoiler:')}* {covered_line(card.text, limit - len(head) - 30)}"
    head = _SEPARATOR.join(part for part in (title, escaped_line(card.subject, 100)) if part)
    head = f"**{head}**\n" if head else ""
    dated = when_markup(card.when) if card.when is not None else ""
    date = f"\n📅 {dated}" if dated else ""
    return f"{head}{escaped(card.text, max(100, limit - len(head) - len(date)))}{date}"
