"""Compute the cost of a typo: how much less likely a misspelling is than the correct spelling.

Costs are in nats, the natural logarithm of how many times rarer. The kinds of typo are those of M. Kernighan, K. Church
and W. Gale, "A spelling correction program based on a noisy channel model" (1990). Their likelihood assumes one typo in
some twenty letters. A quarter each loses a letter, doubles one, swaps two or hits an adjacent key.
"""

from __future__ import annotations

LOST = DOUBLED = SWAPPED = 4.4
"""Cost of a lost, doubled or swapped letter: one letter in twenty, in one of four ways (ln 80)."""
BESIDE = 6.0
"""Cost of an adjacent key instead of the right one: one of five adjacent keys."""
BRUSHED = 6.3
"""Cost of an adjacent key hit together with the right one."""
ALIKE = 6.0
"""Cost of a letter for one that sounds alike, written by people who don't know how a name is spelled."""
MIN_BY_SOUND = 5
"""Minimum length of a word that may be written as it sounds. Everybody can spell shorter ones."""
OTHER = 8.5
"""Cost of any other extra or wrong letter."""
FAR = 99.0
"""Cost of anything that isn't a single typo."""

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SOUNDS = ("aeiouy", "csk", "sz", "gj", "kq", "vw", "vf", "mn")


def _beside() -> dict[str, str]:
    """Map each key to the adjacent keys. Each row is half a key to the right of the one above it."""
    beside: dict[str, str] = {}
    for row, keys in enumerate(_ROWS):
        for column, key in enumerate(keys):
            near = [keys[at] for at in (column - 1, column + 1) if 0 <= at < len(keys)]
            if row:
                near += _ROWS[row - 1][column : column + 2]
            if row + 1 < len(_ROWS):
                near += _ROWS[row + 1][max(0, column - 1) : column + 1]
            beside[key] = "".join(near)
    return beside


NEAR = _beside()
_ALIKE = {
    letter: frozenset("".join(sounds for sounds in _SOUNDS if letter in sounds)) - {letter}
    for letter in "abcdefghijklmnopqrstuvwxyz"
}


def slip_cost(typed: str, meant: str) -> float:
    """Return the cost in nats of typing ``typed`` for ``meant``: 0 if equal, ``FAR`` for more than one typo."""
    length = len(typed)
    more = length - len(meant)
    if not -1 <= more <= 1:
        return FAR
    at, least = 0, min(length, len(meant))
    while at < least and typed[at] == meant[at]:
        at += 1
    if more < 0:
        return LOST if typed[at:] == meant[at + 1 :] else FAR
    if more > 0:
        return _extra(typed, at) if typed[at + 1 :] == meant[at:] else FAR
    return 0.0 if at == length else _replaced_or_swapped(typed, meant, at)


def _replaced_or_swapped(typed: str, meant: str, at: int) -> float:
    """Return the cost of a typo that keeps the length. ``at`` is the first letter that differs."""
    if typed[at + 1 :] == meant[at + 1 :]:
        return _replaced(typed[at], meant[at], len(typed))
    swapped = typed[at + 2 :] == meant[at + 2 :] and typed[at + 1] == meant[at] and typed[at] == meant[at + 1]
    return SWAPPED if swapped else FAR


def _replaced(typed: str, meant: str, length: int) -> float:
    """Return the cost of one letter for another, in a word of a certain length."""
    if typed in NEAR.get(meant, ""):
        return BESIDE
    return ALIKE if length >= MIN_BY_SOUND and typed in _ALIKE.get(meant, ()) else OTHER


def _extra(typed: str, at: int) -> float:
    """Return the cost of one extra letter. If it could be one of several, ``at`` is the last of them."""
    extra = typed[at]
    if at and typed[at - 1] == extra:
        return DOUBLED
    near = NEAR.get(extra, "")
    if (at and typed[at - 1] in near) or (at + 1 < len(typed) and typed[at + 1] in near):
        return BRUSHED
    return OTHER


def two_slips_cost(typed: str, meant: str) -> float:
    """Return the cost in nats of typing ``typed`` for ``meant`` with two typos; ``FAR`` if it takes more."""
    at, least = 0, min(len(typed), len(meant))
    while at < least and typed[at] == meant[at]:
        at += 1
    here, there = typed[at:], meant[at:]
    costs = [FAR]
    if here and there:
        costs.append(_replaced(here[0], there[0], len(typed)) + slip_cost(here[1:], there[1:]))
    if here[:2] == there[1::-1] and len(here) > 1:
        costs.append(SWAPPED + slip_cost(here[2:], there[2:]))
    if here:
        costs.append(_extra(typed, at) + slip_cost(here[1:], there))
    if there:
        costs.append(LOST + slip_cost(here, there[1:]))
    return min(costs)
