"""Count what the facts of a production tell of it as a whole, as they come and go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeVar

from bot.answers.index.indexed_fact import IndexedFact
from bot.answers.language.digits import counted, year_in
from bot.facts.dates.edtf import parse_edtf
from bot.facts.models import DateValue
from bot.facts.topics import RELEASE

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Summary:
    """What all facts of a production tell together.

    The season and episode marks, the earliest year of release, the years that are spoken of, the seasons that release
    facts are about, whether one of these is about the production as a whole, and the years of the facts whose date was
    announced anew.
    """

    marks: frozenset[str]
    year: int | None
    years: frozenset[str]
    seasons: tuple[int, ...]
    whole: bool
    announced_years: frozenset[str]

    @property
    def series(self) -> bool:
        """Whether the production comes in seasons or episodes."""
        return bool(self.marks)


class Counts:
    """How many facts tell each thing that a summary tells."""

    def __init__(self) -> None:
        self._marks = Counter[str]()
        self._release_years = Counter[int]()
        self._years = Counter[str]()
        self._release_seasons = Counter[int]()
        self._whole = 0
        self._announced_years = Counter[str]()
        self._seasons = Counter[tuple[int, str]]()
        """Seasons of the facts of any topic, by the years that these speak of; without a year, by ""."""

    def add(self, indexed: IndexedFact) -> None:
        """Count a fact."""
        self._count(indexed, 1)

    def remove(self, indexed: IndexedFact) -> None:
        """Count a fact no longer."""
        self._count(indexed, -1)

    def summary(self) -> Summary:
        """Summarize the facts counted now."""
        return Summary(
            marks=frozenset(self._marks),
            year=min(self._release_years, default=None),
            years=frozenset(self._years),
            seasons=tuple(sorted(self._release_seasons)),
            whole=self._whole > 0,
            announced_years=frozenset(self._announced_years),
        )

    def newest_season(self, years: AbstractSet[str]) -> int | None:
        """Return the highest season of the facts that speak of one of some years, or of all facts if none is given."""
        return max((season for season, year in self._seasons if not years or year in years), default=None)

    def _count(self, indexed: IndexedFact, step: int) -> None:
        years, seasons = indexed.dates.years, tuple(_seasons(indexed))
        _tally(self._marks, (term for term in indexed.terms.every if term[0] == "@" and term[1] in "se"), step)
        _tally(self._years, years, step)
        _tally(self._seasons, ((season, year) for season in seasons for year in years or ("",)), step)
        if indexed.dates.moved:
            _tally(self._announced_years, years, step)
        if indexed.fact.topic == RELEASE:
            _tally(self._release_years, _release_years(indexed), step)
            _tally(self._release_seasons, seasons, step)
            self._whole += step * _of_whole(indexed)


def _tally(counts: Counter[T], things: Iterable[T], step: int) -> None:
    for thing in things:
        counts[thing] += step
        if not counts[thing]:
            del counts[thing]


def _seasons(indexed: IndexedFact) -> Iterator[int]:
    """Yield the numbers of the seasons in a fact's subject."""
    for term in indexed.subject.terms:
        if term.startswith("@s") and (season := counted(term)) is not None:
            yield season


def _of_whole(indexed: IndexedFact) -> bool:
    """Return whether a release fact is about the production as a whole: its subject is plain and names no season."""
    return indexed.subject.mass < 0.5 and not any(term[0] == "@" for term in indexed.subject.terms)


def _release_years(indexed: IndexedFact) -> list[int]:
    """Return the years a release fact gives: that of its date where it has one, not those it was moved from."""
    if isinstance(indexed.fact.value, DateValue):
        return [parse_edtf(indexed.fact.value.edtf).year]
    return [year for term in indexed.dates.years if (year := year_in(term)) is not None]
