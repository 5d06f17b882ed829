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
    if told and any(other.production in told and other.positions == match.positions for other in matches):
        return match._replace(strength=match.strength * OTHER)
    year = _year_behind(match, reading)
    if year is not None and named.year is not None and year not in years(match.production):
        return match._replace(strength=match.strength * OTHER)
    later = named.year is not None or _lacks_number(match, reading, named)
    if later and _word_before(match, reading) == "original":
        rivalled = any(other.positions == match.positions and other is not match for other in matches)
        return match if rivalled else match._replace(strength=match.strength * NOT_HELD)
    return match


def _is_told(match: TitleMatch, reading: Reading, named: Named) -> bool:
    """Whether the question says, outside the name, the year or the words in brackets of a title."""
    if named.year is None and not named.told and not named.qualifiers:
        return False
    outside = [at for at in range(len(reading.words)) if at not in match.positions]
    if named.year is not None and any(reading.norms[at] == f"#{named.year}" for at in outside):
        return True
    if named.year is not None and any(item.term == decade_term(named.year) for item in reading.items):
        return True
    if any(reading.words[at] in named.told and not reading.function[at] for at in outside):
        return True
    behind = max(match.positions, default=-1) + 1
    if "usa" in named.told and reading.words[behind : behind + 1] == ["us"]:
        return True
    return any(item.term in named.qualifiers for item in reading.items if item.start not in match.positions)


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
        later = [
            (year, other)
            for other in matches
            if other.positions < match.positions
            and len(other.positions) >= ENOUGH
            and (year := years[other.production] or 0) > (years[match.production] or year)
        ]
        if later:
            newest = max(later, key=lambda pair: pair[0])[1]
            meant = newest._replace(strength=match.strength, positions=match.positions, aged=True)
            others = [other for other in matches if other is not newest and other is not match]
            return [meant, match._replace(strength=match.strength * OTHER), *others]
    return matches


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
