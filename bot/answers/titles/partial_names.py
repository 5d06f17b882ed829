"""Names that a question says in part: how much of them, and how surely they are meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from operator import attrgetter

from bot.answers.language.terms import Reading, is_year

Key = tuple[str, str]
"""The scope and id of a production."""
Name = tuple[tuple[str, float], ...]
"""The norms of a name in order, each with how far it alone tells which name is meant."""

TELLING_NUMBER = 5
"""Characters of a number's norm from which the number names as a word does, unless it is a year ("90210")."""
TOLD = 0.9
"""How much of a name has to be said for it to be meant at all."""

by_key = attrgetter("key")


@dataclass(frozen=True, slots=True, eq=False)
class Sayable:
    """The names of a production, made ready for questions that say a word of them.

    ``telling`` says of each name how far its norms tell it, however often they stand there; ``alone`` how surely the
    production is meant where a norm is all that is said of its names. Each is counted by identity.
    """

    key: Key
    names: tuple[Name, ...]
    telling: tuple[Mapping[str, float], ...]
    alone: Mapping[str, float]

    @classmethod
    def of(cls, key: Key, names: Sequence[Name]) -> Sayable:
        """Make the names of a production ready, once: most questions share a single word with most names."""
        telling = []
        for name in names:
            shares: dict[str, float] = {}
            for norm, weight in name:
                shares[norm] = shares.get(norm, 0.0) + weight
            telling.append(shares)
        holders: dict[str, list[Name]] = {}
        for name in names:
            for norm in dict.fromkeys(norm for norm, _ in name):
                holders.setdefault(norm, []).append(name)
        alone = {norm: max(_strength(name, {norm: 0}, None)[0] for name in held) for norm, held in holders.items()}
        return cls(key, tuple(names), tuple(telling), alone)


def best_part(said: Sayable, found: Mapping[str, int], reading: Reading) -> tuple[float, frozenset[int]] | None:
    """How surely the name that is said most is meant, and by which words; None where too little is said of each.

    ``found`` are the norms that are said, with their places; each is in some name.
    """
    if len(found) == 1:
        norm, position = next(iter(found.items()))
        return (said.alone[norm], frozenset((position,))) if said.alone[norm] else None
    best: tuple[float, float, list[str]] | None = None
    for name, telling in zip(said.names, said.telling, strict=True):
        most = 0.0
        for norm in found:
            if norm in telling:
                most += telling[norm]
        if most < TOLD - 1e-9:  # most names share only an everyday word
            continue
        strength, norms = _strength(name, found, reading)
        rank = ranked(strength, len(frozenset(norms)))
        if strength and (best is None or rank > best[0]):
            best = rank, strength, norms
    return (best[1], frozenset([found[norm] for norm in best[2]])) if best else None


def _strength(name: Name, found: Mapping[str, int], reading: Reading | None) -> tuple[float, list[str]]:
    """How surely a name said in part is meant, and the norms of it that are said; 0 where too little is.

    Where one word is all that is said no ``reading`` is needed: no number can stand beside it.
    """
    said: list[str] = []
    total = mass = 0.0
    worded = missing = False
    for place, (norm, weight) in enumerate(name):
        total += weight
        numeral = _only_counts(norm)
        if norm not in found:
            missing = missing or numeral
        elif not numeral or _in_place(name, place, found[norm], reading):
            said.append(norm)
            mass += weight
            worded = worded or not numeral
    if mass < TOLD or not worded:
        return 0.0, said
    leading = 0.08 if name[0][0] in found else 0.0
    return (0.5 + 0.38 * (mass / total) + leading) * (0.8 if missing else 1.0), said


def most_said(holders: Sequence[Sequence[Sayable]], limit: int) -> list[Sayable]:
    """The productions with most words of a question in their names, by their keys where these are as many.

    ``holders`` are those of each word, in the order of their keys; only as many are put in order as are wanted.
    """
    if len(holders) < 2:
        return [one for ones in holders for one in ones[:limit]]
    counts = Counter[Sayable]()
    for ones in holders:
        counts.update(ones)
    several = [one for one, count in counts.items() if count > 1]
    most = nsmallest(limit, several, key=lambda one: (-counts[one], one.key))
    wanted = limit - len(most)
    singly = [one for ones in holders for one in ones[: wanted + len(several)] if counts[one] == 1] if wanted else []
    singly.sort(key=by_key)
    return most + singly[:wanted]


def ranked(strength: float, words: int) -> float:
    """How far a match goes before others: the more words it takes, the more."""
    return strength * (1.0 + 0.25 * words)


def _only_counts(norm: str) -> bool:
    """Whether a norm is a number that tells one part of a series from another but names nothing by itself."""
    return norm[0] == "#" and (len(norm) < TELLING_NUMBER or is_year(norm))


def _in_place(name: Name, place: int, at: int, reading: Reading | None) -> bool:
    """Whether a number, said at ``at``, begins the name or follows one of the two words that it follows there."""
    if place == 0:
        return True
    if reading is None or at == 0:
        return False
    return reading.norms[at - 1] in [norm for norm, _ in name[max(0, place - 2) : place]]
