"""Prepare one fact for any front end, as words and data without any markup."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.desk.cards.mentioned_dates import dates_in
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
    """A place on a card. ``words`` include the country's name; the coordinates are degrees in WGS 84, if known."""

    words: str
    latitude: float | None = None
    longitude: float | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source of a fact. ``date`` is in words; empty if it is unknown or in the title."""

    title: str
    url: str | None = None
    date: str = ""


@dataclass(frozen=True, slots=True)
class Credits:
    """The small print of a card: the sources of the fact, and when somebody last checked it."""

    sources: tuple[SourceLine, ...]
    checked: str


@dataclass(frozen=True, slots=True)
class Card:
    """One fact, ready to be shown. Contains only what the outlet may show.

    ``text`` is the answer: a computed sentence, or the fact's own. ``moved_from`` is the previous date in words; empty
    if the date never moved or ``text`` mentions it. ``moves`` counts the moves. ``value`` is a number or person in
    words. ``checked`` is the day of the last check in words, ``checked_ago`` how long ago that was.

    ``covered``: it is a spoiler, so cover it until the reader uncovers it. ``withheld``: it must not be shown at all;
    ``text`` is a stand-in, and all other content of the fact is empty. ``own_version`` marks a server's version of a
    shared fact, or its own fact; empty for shared ones. ``announced`` are all announced dates in words, oldest first.
    ``related`` are related facts that aren't spoilers.
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
        """Return the first ``most`` sources and the last check, without dates that the card already shows."""
        shown = self.sources[:most]
        seen = dates_in(self.text).with_text(self.moved_from)
        if self.when is not None:
            seen = seen.with_date(self.when.date.edtf)
        lines = []
        for source in shown:
            lines.append(replace(source, date=_("same date")) if seen.covers(source.date) else source)
            seen = seen.with_text(source.title).with_text(source.date)
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
    """Make the card of a fact for a scope. ``text`` is the answer if it was computed, instead of the fact's own.

    ``tell`` decides what the card may show.
    """
    production = catalogue.find_production(fact.production, scope)
    shown = tell(fact, text or told(fact, today))
    visible = fact.model_copy(update=_REDACTED) if shown.withheld else fact
    seen = dates_in(shown.text)
    on = _when(visible, today)
    if on is not None:
        on = replace(on, mentioned=seen.mentions(on.date.edtf))
        seen = seen.with_date(on.date.edtf)
    return Card(
        fact=fact,
        production=production or Production(id=fact.production, title=fact.production),
        subject=visible.subject,
        text=shown.text,
        when=on,
        moved_from=moved_words(visible.announced_dates, seen),
        moves=number_of_moves(visible.announced_dates),
        place=_place(visible.value) if isinstance(visible.value, PlaceValue) else None,
        value=value_words(visible.value),
        status=fact.status,
        status_words=status_words(fact.status),
        spoiler=shown.spoiler,
        covered=shown.covered,
        withheld=shown.withheld,
        sources=tuple(_source(source) for source in visible.sources),
        checked=checked_words(fact.checked_on),
        checked_ago=checked_ago_words(fact.checked_on, today),
        own_version=_own_version(fact, catalogue),
        announced=tuple(map(announced_words, visible.announced_dates)),
        related=tuple(each for each in catalogue.related(fact, scope, 6) if tell(each).unrestricted)[:3],
    )


_REDACTED: dict[str, object] = {"subject": "", "value": None, "sources": (), "announced_dates": ()}
"""The fields with a fact's content, emptied."""


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
    shared = catalogue.exact_version(fact.id, SHARED)
    known = shared is not None and shared.state is not State.MERGED
    return _("this server's version") if known else _("this server's own fact")
