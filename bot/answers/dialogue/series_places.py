"""Find the production that a question means by its place in a series: "the second one", "part 3", "the new one"."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.answers.index.scopes import KnownProduction
from bot.answers.language.digits import counted, whole
from bot.answers.language.terms import Reading
from bot.answers.ranking.retrieval import Matches, Search, SearchSpace
from bot.answers.titles.title_index import Named

SMALL_STORE = 4
"""Maximum number of productions for "the first" or "the new one" to work before any was named."""
MIN_SERIES_STRENGTH = 0.5
"""Minimum strength of a production's name for it to count as part of the series."""
CLEAR_STRENGTH = 0.8
"""Strength of a name from which its words aren't a place in a series."""
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "fifth": 5, "sixth": 6}
_NUMBERED = frozenset(("movie", "film", "part", "number"))
_ONES = frozenset(
    "one ones film movie show series part instalment installment game remake reboot sequel original".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Target:
    """What a question is about: the production it means, and where to search.

    ``reading`` is the question without the words for a place in a series, ``matches`` are the productions it names.
    ``another`` says that such words chose the production.
    """

    reading: Reading
    matches: Matches
    space: SearchSpace
    another: bool = False


def target_of(reading: Reading, space: SearchSpace, search: Search) -> Target:
    """Find out which production a question is about, unless one was chosen already."""
    matches = search.named(reading, space.view)
    if space.only is not None:
        return Target(reading, matches, space)
    placed = _placed(reading)
    if placed is not None and not _names_clearly(matches, placed.positions):
        named = {key for key, match in matches.items() if match.strength >= MIN_SERIES_STRENGTH}
        meant = _of_series(placed.place, space.spoken_of, space.view.known(), named)
        if meant is not None:
            rest = _without(reading, placed.positions)
            only = meant if space.spoken_of is None else None
            aimed = replace(space, only=only, spoken_of=meant)
            return Target(rest, search.named(rest, space.view), aimed, another=True)
    if (space.spoken_of or space.view.size <= SMALL_STORE) and not _ONES.isdisjoint(reading.words):
        meant = _sibling(reading, space.spoken_of, space.view.known())
        if meant is not None:
            return Target(reading, matches, replace(space, spoken_of=meant), another=True)
    return Target(reading, matches, space)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A place in a series, counted from 1, and the positions of its words."""

    place: int
    positions: frozenset[int]


def _placed(reading: Reading) -> _Placed | None:
    """Return the place in a series that a question mentions: "the second one", "part 3"."""
    for item in reading.items:
        if item.term.startswith("@p") and (place := counted(item.term)) is not None:
            return _Placed(place, frozenset(range(item.start, item.end)))
    for at in range(len(reading.words) - 1):
        place = _place_at(reading, at)
        if place is not None:
            return _Placed(place, frozenset((at, at + 1)))
    return None


def _place_at(reading: Reading, at: int) -> int | None:
    """Return the place in two words: an ordinal and a noun, or a noun and a number."""
    word, following, norm = reading.words[at], reading.words[at + 1], reading.norms[at + 1]
    if word in _ORDINALS and following in _ONES:
        return _ORDINALS[word]
    if word not in _NUMBERED or norm[0] != "#" or len(norm) > 3:
        return None
    return whole(norm[1:].partition(".")[0])


def _names_clearly(matches: Matches, positions: Collection[int]) -> bool:
    """Return whether some of these words clearly name a production."""
    return any(
        match.strength >= CLEAR_STRENGTH and not match.positions.isdisjoint(positions) for match in matches.values()
    )


def _of_series(place: int, before: str | None, known: Sequence[KnownProduction], named: Collection[str]) -> str | None:
    """Return the production at a place of the series that is named, of the conversation's, or of a small store."""
    several = [one for one in known if one.id in named]
    family = _family(before, known) if len(several) < 2 else _by_age(several)
    numbered = _numbered(family, place)
    if numbered is not None:
        return numbered
    return family[place - 1][0] if 1 < len(family) >= place > 0 else None


def _sibling(reading: Reading, before: str | None, known: Sequence[KnownProduction]) -> str | None:
    """Return the production that "the first one" or "the new one" means, among those that share a name with ``before``.

    Without a conversation, the store must be small. None if the question has no such words, or no names are alike.
    """
    ordinal = next((_ORDINALS[word] for word in reading.words if word in _ORDINALS), 0)
    family = _family(before, known) if ordinal or reading.recency else []
    if len(family) < 2:
        return None
    if not ordinal:
        return family[0][0] if reading.recency == "first" else family[-1][0]
    by_place = family[ordinal - 1][0] if ordinal <= len(family) else None
    return _numbered(family, ordinal) or by_place


def _numbered(family: Iterable[tuple[str, Named]], number: int) -> str | None:
    """Return the only production that has a number in a name."""
    numbered = [key for key, names in family if f"#{number}" in names.numbers]
    return numbered[0] if len(numbered) == 1 else None


def _without(reading: Reading, positions: Collection[int]) -> Reading:
    """Return the question without the items of some words."""
    items = [item for item in reading.items if not any(at in positions for at in range(item.start, item.end))]
    return replace(reading, items=items, recency=None)


def _by_age(productions: Iterable[KnownProduction]) -> list[tuple[str, Named]]:
    known = [(one.year, one.id, one.names) for one in productions if one.year]
    return [(key, names) for _, key, names in sorted(known, key=lambda one: one[:2])]


def _family(before: str | None, productions: Sequence[KnownProduction]) -> list[tuple[str, Named]]:
    """Return the productions that share a name with one, or with any of a small store; oldest first."""
    of = [one.names for one in productions if one.id == before]
    if before is None and len(productions) <= SMALL_STORE:
        of = [one.names for one in productions]
    own = set[str]().union(*(_leading(names) for names in of))
    return _by_age(one for one in productions if own & _leading(one.names))


def _leading(named: Named) -> set[str]:
    """Return the first distinctive word of each name of a production."""
    return {first for name in named.names if (first := next((norm for norm, weight in name if weight >= 0.4), None))}
