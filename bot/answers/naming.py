"""Names that a question says in part: how much of them, and how surely they are meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from heapq import nsmallest

from bot.answers.items import Reading, is_year

Key = tuple[str, str]
"""The scope and id of a production."""
Name = tuple[tuple[str, float], ...]
"""The norms of a name in order, each with how far it alone tells which name is meant."""

TELLING_NUMBER = 5
"""Characters of a number's norm from which the number names as a word does, unless it is a year ("90210")."""
TOLD = 0.9
"""How much of a name has to be said for it to be meant at all."""


def best_part(
    names: Iterable[tuple[Name, Mapping[str, float]]], found: Mapping[str, int], reading: Reading
) -> tuple[float, frozenset[int]] | None:
    """How surely the name that is said most is meant, and by which words; None where too little is said of each.

    ``names`` come with their norms' shares (``by_norm``); ``found`` are the norms that are said, with their places.
    """
    best: tuple[float, float, frozenset[int]] | None = None
    for name, telling in names:
        most = 0.0
        for norm in found:
            if norm in telling:
                most += telling[norm]
        if most < TOLD - 1e-9:  # most names share only an everyday word
            continue
        strength, said = _strength(name, found, reading)
        if not strength:
            continue
        positions = frozenset([found[norm] for norm in said])
        rank = ranked(strength, len(positions))
        if best is None or rank > best[0]:
            best = rank, strength, positions
    return best[1:] if best else None


def _strength(name: Name, found: Mapping[str, int], reading: Reading) -> tuple[float, list[str]]:
    """How surely a name said in part is meant, and the norms of it that are said; 0 where too little is."""
    said: list[str] = []
    total = mass = 0.0
    worded = missing = False
    for place, (norm, weight) in enumerate(name):
        total += weight
        numeral = norm[0] == "#" and (len(norm) < TELLING_NUMBER or is_year(norm))
        if norm not in found:
            missing = missing or numeral
        elif not numeral or place == 0 or _beside(reading, found[norm], name[max(0, place - 2) : place]):
            said.append(norm)
            mass += weight
            worded = worded or not numeral
    if mass < TOLD or not worded:
        return 0.0, said
    leading = 0.08 if name[0][0] in found else 0.0
    return (0.5 + 0.38 * (mass / total) + leading) * (0.8 if missing else 1.0), said


def by_norm(name: Name) -> dict[str, float]:
    """How far each norm of a name tells it, however often it stands there."""
    found: dict[str, float] = {}
    for norm, weight in name:
        found[norm] = found.get(norm, 0.0) + weight
    return found


def most_said(at: Mapping[Key, Collection[str]], limit: int) -> list[Key]:
    """The productions with most words of a question in their names; only as many are put in order as are wanted."""
    by_count: dict[int, list[Key]] = {}
    for key, said in at.items():
        by_count.setdefault(len(said), []).append(key)
    most: list[Key] = []
    for count in sorted(by_count, reverse=True):
        most += nsmallest(limit - len(most), by_count[count])
        if len(most) >= limit:
            break
    return most


def ranked(strength: float, words: int) -> float:
    """How far a match goes before others: the more words it takes, the more."""
    return strength * (1.0 + 0.25 * words)


def _beside(reading: Reading, at: int, before: Name) -> bool:
    """Whether a number stands right after one of the two words that it follows in the name."""
    return at > 0 and reading.norms[at - 1] in [norm for norm, _ in before]
