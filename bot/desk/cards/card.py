"""Prepare one fact for any front end: words and data, with nothing of Discord or a terminal in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.desk.cards.dates_said import dates_in
from bot.desk.cards.relative_dates import When, when
from bot.desk.cards.spoilers import Teller
from bot.desk.cards.wording import (
    checked_ago_words,
    checked_words,
    moved_words,
    number_of_moves,
    status_words,
    value_words,
)
from bot.desk.state.catalogue import Catalogue
from bot.facts.models import SHARED, DateValue, Fact, PlaceValue, Production, Source, Spoiler, State, Status
from bot.facts.wording.tense import told
from bot.facts.wording.values import announced_words, edtf_words, place_words
from bot.messages import _


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a card shows: ``words`` with the country's name; degrees WGS 84 where known."""

    words: str
    latitude: float | None = None
    longitude: float | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Where a fact was read; ``date`` in words, empty where unknown, or where the title says it already."""

    title: str
    url: str | None = None
    date: str = ""


@dataclass(frozen=True, slots=True)
class Credits:
    """The small print of a card: where the fact was read, and when somebody last checked it."""

    sources: tuple[SourceLine, ...]
    checked: str


@dataclass(frozen=True, slots=True)
class Card:
    """One fact ready to be shown, as far as the place where it is shown may show it.

    ``text`` is the sentence that answers (a computed one, or the fact's own). ``moved_from`` says where the date moved
    from, empty where it never moved or where ``text`` says all of it; ``moves`` counts the moves. ``value`` puts a
    number or person in words. ``checked`` says on which day somebody last checked the fact, ``checked_ago`` how long
    ago.
    ``covered``: it gives the story away, so cover it until the reader chooses. ``withheld``: it must not be said here
    at all; ``text`` only says that there is something, and whatever else the fact says is empty. ``own_version`` marks
    a server's version of a shared fact, or a fact of its own; empty for shared ones. ``announced`` are the dates ever
    announced in words, oldest first. ``related`` are neighbouring facts that need no cover.
    """

    fact: Fact
    production: Production
    subject: str
    text: str
    when: When | None
    moved_from: str
    moves: int
    place: Place | None
    value: str
    status: Status
    status_words: str
    spoiler: Spoiler
    covered: bool
    withheld: bool
    sources: tuple[SourceLine, ...]
    checked: str
    checked_ago: str
    own_version: str
    announced: tuple[str, ...]
    related: tuple[Fact, ...]

    @property
    def id(self) -> str:
        """Return the fact's id."""
        return self.fact.id

    @property
    def title(self) -> str:
        """Return the title of the film or show."""
        return self.production.title

    def credits(self, most: int) -> Credits:
        """Return the first ``most`` sources and when somebody checked, with no date that the card shows already."""
        shown = self.sources[:most]
        seen = dates_in(self.text).and_of(self.moved_from)
        if self.when is not None:
            seen = seen.and_date(self.when.date.edtf)
        lines = []
        for source in shown:
            lines.append(replace(source, date=_("same date")) if seen.covers(source.date) else source)
            seen = seen.and_of(source.title).and_of(source.date)
        checked = self.checked_ago if seen.covers(self.checked) else self.checked
        return Credits(tuple(lines), checked)


def make_card(
    fact: Fact,
    catalogue: Catalogue,
    today: date,
    scope: str,
    tell: Teller,
    *,
    text: str | None = None,
) -> Card:
    """Make the card of a fact as a scope sees it today; ``text`` replaces the fact's own sentence where computed.

    ``tell`` decides what of it the card may hold.
    """
    production = catalogue.find_production(fact.production, scope)
    shown = tell(fact, text or told(fact, today))
    said = fact.model_copy(update=_SILENT) if shown.withheld else fact
    seen = dates_in(shown.text)
    on = _when(said, today)
    if on is not None:
        on = replace(on, said=seen.says(on.date.edtf))
        seen = seen.and_date(on.date.edtf)
    return Card(
        fact=fact,
        production=production or Production(id=fact.production, title=fact.production),
        subject=said.subject,
        text=shown.text,
        when=on,
        moved_from=moved_words(said.announced_dates, seen),
        moves=number_of_moves(said.announced_dates),
        place=_place(said.value) if isinstance(said.value, PlaceValue) else None,
        value=value_words(said.value),
        status=fact.status,
        status_words=status_words(fact.status),
        spoiler=shown.spoiler,
        covered=shown.covered,
        withheld=shown.withheld,
        sources=tuple(_source(source) for source in said.sources),
        checked=checked_words(fact.checked_on),
        checked_ago=checked_ago_words(fact.checked_on, today),
        own_version=_own_version(fact, catalogue),
        announced=tuple(map(announced_words, said.announced_dates)),
        related=tuple(each for each in catalogue.related(fact, scope, 6) if tell(each).plain)[:3],
    )


_SILENT: dict[str, object] = {"subject": "", "value": None, "sources": (), "announced_dates": ()}
"""The fields of a fact that say something, empty."""


def _when(fact: Fact, today: date) -> When | None:
    if isinstance(fact.value, DateValue):
        return when(fact.value.edtf, today, fact.value.region)
    if fact.announced_dates:
        return when(fact.announced_dates[-1].date, today)
    return None


def _place(value: PlaceValue) -> Place:
    return Place(place_words(value), value.latitude, value.longitude, value.approximate)


def _source(source: Source) -> SourceLine:
    words = edtf_words(source.date)
    return SourceLine(source.title, source.url, "" if dates_in(source.title).covers(words) else words)


def _own_version(fact: Fact, catalogue: Catalogue) -> str:
    if fact.scope == SHARED:
        return ""
    shared = catalogue.held(fact.id, SHARED)
    known = shared is not None and shared.state is not State.MERGED
    return _("this server's version") if known else _("this server's own fact")
