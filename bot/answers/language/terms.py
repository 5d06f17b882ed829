"""Define what a parsed question consists of: items, each a term with its weight and position."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from bot.answers.language.digits import year_in

LIGHT = 0.06
"""Weight of a light word, which says little ("movie", "scene")."""
ADDRESSEE = "@you"
"""The term for "you" if it means the bot. No fact has it."""
COMMON = 0.45
"""Weight of an everyday word that is neither a name nor a concept."""
CONTENT = 1.0
"""Weight of a word that isn't in the lexicon: a name, a thing."""
NUMBER = 1.2
"""Weight of a number. It must match exactly."""
MARK = 1.5
"""Weight of a season, episode or part."""
YEAR = 0.8
"""Weight of a year."""


_DIGITS = re.compile("[0-9.]+")


class Guess(str):
    """A correction of a mistyped word, with the alternatives that were nearly as likely."""

    others: tuple[str, ...]

    def __new__(cls, word: str, others: tuple[str, ...] = ()) -> Guess:
        """Create a correction, ``word``, with its alternatives."""
        guess = super().__new__(cls, word)
        guess.others = others
        return guess


@dataclass(slots=True)
class Item:
    """One item of a question: a term, its weight, and the words ``start`` to ``end`` (exclusive).

    ``others`` are alternative terms if the word was mistyped, ``kin`` the synonym sets of the words.
    """

    term: str
    weight: float
    start: int
    end: int
    negated: bool = False
    others: tuple[str, ...] = ()
    kin: tuple[str, ...] = ()


@dataclass(slots=True)
class Reading:
    """A parsed text.

    ``kinds`` are (position, kind of answer) in order. ``norms`` are the normalized words that titles are compared by.
    """

    words: list[str]
    norms: list[str]
    function: list[bool]
    language: str
    items: list[Item] = field(default_factory=list)
    kinds: list[tuple[int, str]] = field(default_factory=list)
    yesno: bool = False
    recency: str | None = None
    shape: str | None = None

    def terms(self) -> list[str]:
        """Return the terms in order."""
        return [item.term for item in self.items]


def focus_of(reading: Reading, skipped: AbstractSet[int]) -> Item | None:
    """Return the focus: the first item after the question word, outside ``skipped`` positions."""
    asked_at = min((at for at, _ in reading.kinds if at not in skipped), default=-1)
    if asked_at < 0:
        return None
    behind = [item for item in reading.items if item.start > asked_at and item.weight > LIGHT]
    behind = [item for item in behind if not any(at in skipped for at in range(item.start, item.end))]
    return min(behind, key=lambda item: item.start, default=None)


_BETWEEN = frozenset("how many much what which whats kind sort type number of the a an exact other else".split())  # noqa: SIM905


def attribute_of(reading: Reading, focus: Item | None) -> Item | None:
    """Return the focus if it immediately follows its question word: "which camera", "how many views"."""
    if focus is None or focus.start >= len(reading.words):
        return None
    asked_at = max((at for at, _ in reading.kinds if at < focus.start), default=-1)
    between = reading.words[asked_at : focus.start]
    return focus if asked_at >= 0 and _BETWEEN.issuperset(between) else None


def number(word: str) -> str:
    """Return the digits that a word starts with, as in ``4k`` and ``3rd``."""
    found = _DIGITS.match(word)
    return (found.group().lstrip("0") if found else "") or "0"


def is_year(norm: str) -> bool:
    return 1880 <= (year_in(norm) or 0) <= 2100


def take(taken: list[bool], start: int, length: int) -> None:
    taken[start : start + length] = [True] * length


def add(reading: Reading, term: str, weight: float, start: int, end: int, taken: list[bool]) -> None:
    reading.items.append(Item(term, weight, start, end))
    take(taken, start, end - start)
