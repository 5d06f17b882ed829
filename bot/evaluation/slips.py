"""Misspell questions the same way in every run, to measure what typing errors cost."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

LETTERS_A_SLIP = 10
"""Number of letters with one typo on average."""

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _neighbours() -> dict[str, str]:
    """Return the adjacent letters of each letter on a QWERTY keyboard, whose rows are staggered."""
    beside: dict[str, str] = {}
    for row, keys in enumerate(_ROWS):
        for column, key in enumerate(keys):
            near = [keys[c] for c in (column - 1, column + 1) if 0 <= c < len(keys)]
            if row > 0:
                near += [_ROWS[row - 1][c] for c in (column, column + 1) if c < len(_ROWS[row - 1])]
            if row + 1 < len(_ROWS):
                near += [_ROWS[row + 1][c] for c in (column - 1, column) if 0 <= c < len(_ROWS[row + 1])]
            beside[key] = "".join(near)
    return beside


_NEIGHBOURS = _neighbours()


def slipped(text: str, seed: int = 1) -> str:
    """Return ``text`` with one typo in every ten letters on average.

    A typo is an adjacent key, two swapped letters, a lost letter or a doubled one. The same text and seed always give
    the same typos. Digits never change, because a wrong number makes another question.
    """
    # The generator hashes a text seed itself, so it is the same in every process.
    random = Random(f"{seed}:{text}")
    letters = [at for at, sign in enumerate(text) if sign.isalpha()]
    chosen = []
    for start in range(0, len(letters), LETTERS_A_SLIP):
        run = letters[start : start + LETTERS_A_SLIP]
        if random.random() * LETTERS_A_SLIP < len(run):
            chosen.append(random.choice(run))
    signs = list(text)
    for at in reversed(chosen):  # from the end, so that lost and doubled letters don't move the rest
        random.choice(_KINDS)(signs, at, random)
    return "".join(signs)


def _neighbour(signs: list[str], at: int, random: Random) -> None:
    near = _NEIGHBOURS.get(signs[at].lower())
    if near is None:
        _double(signs, at, random)
        return
    key = random.choice(near)
    signs[at] = key.upper() if signs[at].isupper() else key


def _swap(signs: list[str], at: int, random: Random) -> None:
    if at + 1 >= len(signs) or not signs[at + 1].isalpha() or signs[at] == signs[at + 1]:
        _neighbour(signs, at, random)
        return
    signs[at], signs[at + 1] = signs[at + 1], signs[at]


def _lose(signs: list[str], at: int, random: Random) -> None:
    del signs[at]


def _double(signs: list[str], at: int, random: Random) -> None:
    signs.insert(at, signs[at])


_KINDS: tuple[Callable[[list[str], int, Random], None], ...] = (_neighbour, _swap, _lose, _double)
