"""Find places by exactly one of their names, as it is usually written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.facts.folding import without_accents
from bot.facts.places.archive import Section

OTHER_NAMES, PLACES = "names", "places"
"""Sections of the archive: numbers of places by another name, and the places by their own name."""


def find_villages(sections: Mapping[str, Section], name: str) -> list[str]:
    """Return the lines of all places (500 people and more) whose own name, or other name, is ``name``.

    Tries the name's usual spellings. Blocking: some milliseconds.
    """
    name = " ".join(name.split())
    if len(name) < 2:
        return []
    found: dict[int, str] = {}
    for spelling in _spellings(name):
        numbers = numbers_in(sections[OTHER_NAMES].find(spelling).values())
        others = dict(zip(numbers, sections[PLACES].lines(numbers), strict=True))
        found |= sections[PLACES].find(spelling) | others
    return list(found.values())


def numbers_in(lines: Iterable[str]) -> list[int]:
    """Return the numbers in lines of a key, a tab, and hexadecimal numbers separated by spaces."""
    return [int(number, 16) for line in lines for number in line.partition("\t")[2].split(" ")]


def _spellings(name: str) -> list[str]:
    plain = without_accents(name)
    return list(dict.fromkeys((name, name.title(), plain.title(), plain.capitalize(), plain.lower())))
