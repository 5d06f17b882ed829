"""What a text says, item by item: a term with its weight, and the words that say it."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from bot.answers.language.digits import year_in

LIGHT = 0.06
"""Weight of a word that says little ("movie", "scene")."""
ADDRESSEE = "@you"
"""The term of a question's "you" where it is the bot that is meant; no fact is about it."""
COMMON = 0.45
"""Weight of an everyday word that is neither a name nor a term of the subject."""
CONTENT = 1.0
"""Weight of a word that the lexicon does not know: a name, a thing."""
PLAIN = 0.8
"""Weight of such a word that is plain English."""
NUMBER = 1.2
"""Weight of a number; it has to be met exactly."""
MARK = 1.5
"""Weight of a season, episode or part."""
YEAR = 0.8
"""Weight of a year."""


_DIGITS = re.compile("[0-9.]+")


class Guess(str):
    """A word that was put for a mistyped one, with what else may have been meant."""

    others: tuple[str, ...]

    def __new__(cls, word: str, others: tuple[str, ...] = ()) -> Guess:
        """``word``, as the likeliest of it and ``others``."""
        guess = super().__new__(cls, word)
        guess.others = others
        return guess


@dataclass(slots=True)
class Item:
    """One thing a question says: a term, its weight, and the words ``start`` to ``end`` (exclusive) that say it.

    ``others`` are terms that it may say instead, where its word was mistyped; ``kin`` the synonym sets that it is in.
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
    """A text read word by word. ``kinds`` are (position, kind) in order; ``norms`` what titles are compared by."""

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
        """The terms in order."""
        return [item.term for item in self.items]


def focus_of(reading: Reading, skipped: AbstractSet[int]) -> Item | None:
    """The first thing said behind the question word, outside ``skipped`` words: what of the answer is asked for."""
    asked_at = min((at for at, _ in reading.kinds if at not in skipped), default=-1)
    if asked_at < 0:
        return None
    behind = [item for item in reading.items if item.start > asked_at and item.weight > LIGHT]
    behind = [item for item in behind if not any(at in skipped for at in range(item.start, item.end))]
    return min(behind, key=lambda item: item.start, default=None)


_BETWEEN = frozenset("how many much what which whats kind sort type number of the a an exact other else".split())  # noqa: SIM905


def attribute_of(reading: Reading, focus: Item | None) -> Item | None:
    """The focus where it stands right behind its question word: "which camera", "how heavy", "how many views"."""
    if focus is None or focus.start >= len(reading.words):
        return None
    asked_at = max((at for at, _ in reading.kinds if at < focus.start), default=-1)
    between = reading.words[asked_at : focus.start]
    return focus if asked_at >= 0 and _BETWEEN.issuperset(between) else None


def number(word: str) -> str:
    """The number that a word begins with; ``4k`` and ``3rd`` begin with one."""
    found = _DIGITS.match(word)
    return (found.group().lstrip("0") if found else "") or "0"


def is_year(norm: str) -> bool:
    return 1880 <= (year_in(norm) or 0) <= 2100


def take(taken: list[bool], start: int, length: int) -> None:
    taken[start : start + length] = [True] * length


def add(reading: Reading, term: str, weight: float, start: int, end: int, taken: list[bool]) -> None:
    reading.items.append(Item(term, weight, start, end))
    take(taken, start, end - start)
