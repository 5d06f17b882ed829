"""One fact ready to be shown by any front end: words and data, with nothing of Discord or a terminal in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.desk.card_words import checked_words, moved_words, number_of_moves, status_words, value_words
from bot.desk.catalogue import Catalogue
from bot.desk.server_settings import SpoilerPolicy
from bot.desk.when import When, when
from bot.facts.models import SHARED, DateValue, Fact, PlaceValue, Production, Source, Spoiler, State, Status
from bot.facts.tense import told
from bot.facts.wording import announced_words, edtf_words, place_words


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
class Card:
    """One fact ready to be shown.

    ``text`` is the sentence that answers (a computed one, or the fact's own). ``moved_from`` says where the date moved
    from, empty where it never moved; ``moves`` counts the moves. ``value`` puts a number or person in words.
    ``covered``: it gives the story away, so cover it until the reader chooses. ``own_version`` marks a server's version
    of a shared fact, or a fact of its own; empty for shared ones. ``announced`` are the dates ever announced in words,
    oldest first. ``related`` are neighbouring facts that need no cover.
    """

    fact: Fact
    production: Production
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
    sources: tuple[SourceLine, ...]
    checked: str
    own_version: str
    announced: tuple[str, ...]
    related: tuple[Fact, ...]

    @property
    def id(self) -> str:
        """The fact's id."""
        return self.fact.id

    @property
    def title(self) -> str:
        """The production's title."""
        return self.production.title


def make_card(
    fact: Fact,
    catalogue: Catalogue,
    today: date,
    scope: str,
    *,
    text: str | None = None,
    policy: SpoilerPolicy = SpoilerPolicy.COVER,
) -> Card:
    """A card of a fact as a scope sees it today; ``text`` replaces the fact's own sentence where it was computed."""
    production = catalogue.find_production(fact.production, scope)
    return Card(
        fact=fact,
        production=production or Production(id=fact.production, title=fact.production),
        text=text or told(fact, today),
        when=_when(fact, today),
        moved_from=moved_words(fact.announced_dates),
        moves=number_of_moves(fact.announced_dates),
        place=_place(fact.value) if isinstance(fact.value, PlaceValue) else None,
        value=value_words(fact.value),
        status=fact.status,
        status_words=status_words(fact.status),
        spoiler=fact.spoiler,
        covered=fact.spoiler is not Spoiler.NONE and policy is not SpoilerPolicy.SHOW,
        sources=tuple(_source(source) for source in fact.sources),
        checked=checked_words(fact.checked_on),
        own_version=_own_version(fact, catalogue),
        announced=tuple(map(announced_words, fact.announced_dates)),
        related=tuple(each for each in catalogue.related(fact, scope, 6) if each.spoiler is Spoiler.NONE)[:3],
    )


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
    return SourceLine(source.title, source.url, "" if words in source.title else words)


def _own_version(fact: Fact, catalogue: Catalogue) -> str:
    if fact.scope == SHARED:
        return ""
    shared = catalogue.held(fact.id, SHARED)
    known = shared is not None and shared.state is not State.MERGED
    return "this server's version" if known else "this server's own fact"
