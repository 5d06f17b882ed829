"""Productions of one name told apart: by the year or the words in brackets, or by age ("the first", "the new one")."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from bot.answers.language.terms import Reading, is_year
from bot.answers.parsing.episode_markers import decade_term
from bot.answers.titles.partial_names import Key
from bot.answers.titles.title_index import Named, TitleMatch

DOUBT = 0.85
"""What is left of the strength of a production of another age than is meant."""
OTHER = 0.6
"""What is left of one where another of its name is told by its year or its words in brackets, or is older."""
NOT_HELD = 0.45
"""What is left of a later version that is held alone where the original is meant: too little to answer with."""

ENOUGH = 2
"""Words of a name that another one has to have in common with it, to be of its series."""

_NEXT = frozenset(("next", "upcoming", "forthcoming"))
_AGES = frozenset(("first", "original", "old", "older"))

Years = Callable[[Key], Collection[str]]
"""The years that the facts of a production speak of, as terms."""


def by_words(
    matches: Iterable[TitleMatch], reading: Reading, named: Mapping[Key, Named], years: Years
) -> list[TitleMatch]:
    """Of productions named by the same words, doubt those that the question tells apart from what it means.

    "The american office" means "The Office (US)", not "(UK)"; "King Kong 1976" none of another year; "the original
    Karate Kid" no remake that is held alone.
    """
    ordered = list(matches)
    told = {match.production for match in ordered if _is_told(match, reading, named[match.production])}
    return [_told_apart(match, ordered, told, reading, named[match.production], years) for match in ordered]


def _told_apart(
    match: TitleMatch,
    matches: list[TitleMatch],
    told: set[Key],
    reading: Reading,
    named: Named,
    years: Years,
) -> TitleMatch:
    if match.production in told:
        return match._replace(aged=True)
    if not match.positions:
        return match
    rivals = [other for other in matches if other.positions == match.positions and other is not match]
    if any(rival.production in told for rival in rivals) or _of_other_year(match, reading, named, years):
        return match._replace(strength=match.strength * OTHER)
    if not rivals and _later_than_meant(match, reading, named):
        return match._replace(strength=match.strength * NOT_HELD)
    return match


def _of_other_year(match: TitleMatch, reading: Reading, named: Named, years: Years) -> bool:
    """Whether a year stands right behind a name that has one, and no fact of the production speaks of it."""
    if named.year is None:
        return False
    year = _year_behind(match, reading)
    return year is not None and year not in years(match.production)


def _later_than_meant(match: TitleMatch, reading: Reading, named: Named) -> bool:
    """Whether the original is asked for where the production is a later version."""
    later = named.year is not None or _lacks_number(match, reading, named)
    return later and _word_before(match, reading) == "original"


def _is_told(match: TitleMatch, reading: Reading, named: Named) -> bool:
    """Whether the question says, outside the name, the year or the words in brackets of a title."""
    return (
        (named.year is not None and _says_year(match, reading, named.year))
        or (bool(named.told) and _says_word_in_brackets(match, reading, named.told))
        or (bool(named.qualifiers) and _says_qualifier(match, reading, named.qualifiers))
    )


def _says_year(match: TitleMatch, reading: Reading, year: int) -> bool:
    """Whether a question says a year outside the name, or the decade of it."""
    norm, decade = f"#{year}", decade_term(year)
    said = any(known == norm for at, known in enumerate(reading.norms) if at not in match.positions)
    return said or any(item.term == decade for item in reading.items)


def _says_word_in_brackets(match: TitleMatch, reading: Reading, told: Collection[str]) -> bool:
    """Whether a question says one of the words in brackets outside the name; "us" only right behind it."""
    for at, word in enumerate(reading.words):
        if word in told and not reading.function[at] and at not in match.positions:
            return True
    behind = max(match.positions, default=-1) + 1
    return "usa" in told and reading.words[behind : behind + 1] == ["us"]


def _says_qualifier(match: TitleMatch, reading: Reading, qualifiers: Collection[str]) -> bool:
    return any(item.term in qualifiers for item in reading.items if item.start not in match.positions)


def _year_behind(match: TitleMatch, reading: Reading) -> str | None:
    """The year that stands right behind a name."""
    behind = max(match.positions) + 1
    norm = reading.norms[behind] if behind < len(reading.norms) else ""
    return norm if is_year(norm) else None


def _lacks_number(match: TitleMatch, reading: Reading, named: Named) -> bool:
    """Whether a name is said without the number that all its forms have: "Blade Runner" of "Blade Runner 2049"."""
    said = {reading.norms[at] for at in match.positions}
    return not match.whole and bool(named.numbers) and not named.numbers & said


def _word_before(match: TitleMatch, reading: Reading) -> str:
    before = min(match.positions) - 1
    return reading.words[before] if before >= 0 else ""


def by_age(matches: Iterable[TitleMatch], reading: Reading, years: Mapping[Key, int | None]) -> list[TitleMatch]:
    """Of productions named by the same words, "the first" is the oldest and "the new one" the newest.

    "The next X" is the newest of those whose name begins like that of X, where X is not.
    """
    ordered = list(matches)
    if reading.recency is None:
        return ordered
    ordered = _followed(ordered, reading, years)
    return [
        _aged(match, [other for other in ordered if _rival(match, other, years)], reading, years) for match in ordered
    ]


def _followed(matches: list[TitleMatch], reading: Reading, years: Mapping[Key, int | None]) -> list[TitleMatch]:
    """The matches, with the newest that a name is also part of in the place of one that "next" stands before."""
    for match in matches:
        if not match.whole or not match.positions or _word_before(match, reading) not in _NEXT:
            continue
        newest = _newest_after(match, matches, years)
        if newest is not None:
            meant = newest._replace(strength=match.strength, positions=match.positions, aged=True)
            others = [other for other in matches if other is not newest and other is not match]
            return [meant, match._replace(strength=match.strength * OTHER), *others]
    return matches


def _newest_after(match: TitleMatch, matches: list[TitleMatch], years: Mapping[Key, int | None]) -> TitleMatch | None:
    """The newest production of a series that is newer than the one that is named, if any; the first of several."""
    since = years[match.production]
    if since is None:
        return None
    series = [other for other in matches if other.positions < match.positions and len(other.positions) >= ENOUGH]
    later = [(year, other) for other in series if (year := years[other.production] or 0) > since]
    return max(later, key=lambda pair: pair[0])[1] if later else None


def _rival(match: TitleMatch, other: TitleMatch, years: Mapping[Key, int | None]) -> bool:
    return (
        other.positions == match.positions
        and abs(other.strength - match.strength) < 0.2
        and years[other.production] is not None
    )


def _aged(match: TitleMatch, rivals: list[TitleMatch], reading: Reading, years: Mapping[Key, int | None]) -> TitleMatch:
    year = years[match.production]
    known = [known for rival in rivals if (known := years[rival.production]) is not None]
    if len(rivals) < 2 or year is None:
        return match
    meant = year == (min(known) if reading.recency == "first" else max(known))
    best = max(rival.strength for rival in rivals)
    doubt = OTHER if _word_before(match, reading) in _AGES else DOUBT
    return match._replace(strength=best if meant else match.strength * doubt, aged=True)
