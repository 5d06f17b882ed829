"""One fact ready to be shown by any front end: words and data, with nothing of Discord or a terminal in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.desk.catalogue import Catalogue
from bot.facts.dates import PartialDate
from bot.facts.models import Fact, Production, Spoiler, Status


class Relation(StrEnum):
    """Where a date lies, seen from today. ``current``: today lies within it (this month, this summer)."""

    PAST = "past"
    CURRENT = "current"
    FUTURE = "future"


@dataclass(frozen=True, slots=True)
class When:
    """A date that a card shows.

    ``words`` is never finer than what is known. ``timestamp`` is Unix seconds (noon UTC, so that the day is the same
    in nearly every reader's zone) and only there where the day is known and certain. ``distance`` is relative to today
    ("in 3 weeks", "2 years ago", "today"), empty where nothing true can be said.
    """

    date: PartialDate
    words: str
    relation: Relation
    distance: str
    timestamp: int | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a card shows: ``words`` with the country's name; degrees WGS 84 where known."""

    words: str
    latitude: float | None = None
    longitude: float | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Where a fact was read; ``date`` in words, empty where unknown."""

    title: str
    url: str | None = None
    date: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One fact ready to be shown.

    ``text`` is the sentence that answers (a computed one, or the fact's own). ``moved_from`` says where the date moved
    from, empty where it never moved; ``moves`` counts the moves. ``value`` puts a number or person in words.
    ``own_version`` is the mark of a server's own version of a shared fact, or of its own fact; empty for shared ones.
    ``announced`` are the dates ever announced in words, oldest first. ``related`` are ids of neighbouring facts.
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


def make_card(fact: Fact, catalogue: Catalogue, today: date, scope: str, *, text: str | None = None) -> Card:
    """A card of a fact as a scope sees it today; ``text`` replaces the fact's own sentence where it was computed."""
    raise NotImplementedError
