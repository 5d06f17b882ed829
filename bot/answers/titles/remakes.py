"""Distinguish productions with the same name by year, by words in brackets, or by age ("the first", "the new one")."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from bot.answers.language.terms import Reading, is_year
from bot.answers.parsing.episode_markers import decade_term
from bot.answers.titles.partial_names import Key
from bot.answers.titles.title_index import Named, TitleMatch

OTHER_AGE_FACTOR = 0.85
"""Factor on the strength of a production of another age than the question means."""
NOT_MEANT_FACTOR = 0.6
"""Factor on the strength of a production if another one with its name is meant by year, words in brackets or age."""
MISSING_ORIGINAL_FACTOR = 0.45
"""Factor on a later version that is alone in the store, if the original is meant. Too low for an answer."""

MIN_SERIES_WORDS = 2
"""Minimum number of words that two names of one series have in common."""

_NEXT = frozenset(("next", "upcoming", "forthcoming"))
_AGES = frozenset(("first", "original", "old", "older"))

Years = Callable[[Key], Collection[str]]
"""Returns the years, as terms, that the facts of a production mention."""


def by_words(
    matches: Iterable[TitleMatch], reading: Reading, named: Mapping[Key, Named], years: Years
) -> list[TitleMatch]:
    """Doubt productions with the same name that the question excludes by year or words in brackets.

    "The american office" means "The Office (US)", not "(UK)". "King Kong 1976" means no version of another year. "The
    original Karate Kid" isn't a remake that is alone in the store.
    """
    ordered = list(matches)
    meant = {match.production for match in ordered if _is_meant(match, reading, named[match.production])}
    return [_distinguished(match, ordered, meant, reading, named[match.production], years) for match in ordered]


def _distinguished(
    match: TitleMatch,
    matches: list[TitleMatch],
    meant: set[Key],
    reading: Reading,
    named: Named,
    years: Years,
) -> TitleMatch:
    if match.production in meant:
        return match._replace(aged=True)
    if not match.positions:
        return match
    rivals = [other for other in matches if other.positions == match.positions and other is not match]
    if any(rival.production in meant for rival in rivals) or _of_other_year(match, reading, named, years):
        return match._replace(strength=match.strength * NOT_MEANT_FACTOR)
    if not rivals and _later_than_meant(match, reading, named):
        return match._replace(strength=match.strength * MISSING_ORIGINAL_FACTOR)
    return match


def _of_other_year(match: TitleMatch, reading: Reading, named: Named, years: Years) -> bool:
    """Return whether a year that no fact of the production mentions follows a name with a year."""
    if named.year is None:
        return False
    year = _year_after(match, reading)
    return year is not None and year not in years(match.production)


def _later_than_meant(match: TitleMatch, reading: Reading, named: Named) -> bool:
    """Return whether the original is asked for but the production is a later version."""
    later = named.year is not None or _lacks_number(match, reading, named)
    return later and _word_before(match, reading) == "original"


def _is_meant(match: TitleMatch, reading: Reading, named: Named) -> bool:
    """Return whether the question has the title's year or words in brackets, outside the name."""
    return (
        (named.year is not None and _says_year(match, reading, named.year))
        or (bool(named.bracket_words) and _says_word_in_brackets(match, reading, named.bracket_words))
        or (bool(named.qualifiers) and _says_qualifier(match, reading, named.qualifiers))
    )


def _says_year(match: TitleMatch, reading: Reading, year: int) -> bool:
    """Return whether a question has a year or its decade outside the name."""
    norm, decade = f"#{year}", decade_term(year)
    said = any(known == norm for at, known in enumerate(reading.norms) if at not in match.positions)
    return said or any(item.term == decade for item in reading.items)


def _says_word_in_brackets(match: TitleMatch, reading: Reading, bracket_words: Collection[str]) -> bool:
    """Return whether a question has one of the words in brackets outside the name; "us" only right after it."""
    for at, word in enumerate(reading.words):
        if word in bracket_words and not reading.function[at] and at not in match.positions:
            return True
    after = max(match.positions, default=-1) + 1
    return "usa" in bracket_words and reading.words[after : after + 1] == ["us"]


def _says_qualifier(match: TitleMatch, reading: Reading, qualifiers: Collection[str]) -> bool:
    return any(item.term in qualifiers for item in reading.items if item.start not in match.positions)


def _year_after(match: TitleMatch, reading: Reading) -> str | None:
    """Return the year right after a name."""
    after = max(match.positions) + 1
    norm = reading.norms[after] if after < len(reading.norms) else ""
    return norm if is_year(norm) else None


def _lacks_number(match: TitleMatch, reading: Reading, named: Named) -> bool:
    """Return whether the number of a name is missing: "Blade Runner" for "Blade Runner 2049"."""
    said = {reading.norms[at] for at in match.positions}
    return not match.whole and bool(named.numbers) and not named.numbers & said


def _word_before(match: TitleMatch, reading: Reading) -> str:
    before = min(match.positions) - 1
    return reading.words[before] if before >= 0 else ""


def by_age(matches: Iterable[TitleMatch], reading: Reading, years: Mapping[Key, int | None]) -> list[TitleMatch]:
    """Choose among productions with the same name by age: "the first" is the oldest, "the new one" the newest.

    "The next X" means the newest production whose name starts like X.
    """
    ordered = list(matches)
    if reading.recency is None:
        return ordered
    ordered = _followed(ordered, reading, years)
    return [
        _aged(match, [other for other in ordered if _rival(match, other, years)], reading, years) for match in ordered
    ]


def _followed(matches: list[TitleMatch], reading: Reading, years: Mapping[Key, int | None]) -> list[TitleMatch]:
    """Return the matches, with the newest of the series in place of one that follows "next"."""
    for match in matches:
        if not match.whole or not match.positions or _word_before(match, reading) not in _NEXT:
            continue
        newest = _newest_after(match, matches, years)
        if newest is not None:
            meant = newest._replace(strength=match.strength, positions=match.positions, aged=True)
            others = [other for other in matches if other is not newest and other is not match]
            return [meant, match._replace(strength=match.strength * NOT_MEANT_FACTOR), *others]
    return matches


def _newest_after(match: TitleMatch, matches: list[TitleMatch], years: Mapping[Key, int | None]) -> TitleMatch | None:
    """Return the newest production of a series that is newer than the one named, if any; the first of several."""
    since = years[match.production]
    if since is None:
        return None
    series = [
        other for other in matches if other.positions < match.positions and len(other.positions) >= MIN_SERIES_WORDS
    ]
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
    doubt = NOT_MEANT_FACTOR if _word_before(match, reading) in _AGES else OTHER_AGE_FACTOR
    return match._replace(strength=best if meant else match.strength * doubt, aged=True)
