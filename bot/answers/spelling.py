"""Spelling repaired against the words that the store and the lexicon know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rapidfuzz.distance import OSA

SHORTEST = 3
"""Letters from which a word is repaired."""
TWO_SLIPS = 8
"""Letters from which two slips are forgiven."""

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _neighbours() -> dict[str, str]:
    near: dict[str, str] = {}
    for r, row in enumerate(_ROWS):
        for c, key in enumerate(row):
            around = [row[i] for i in (c - 1, c + 1) if 0 <= i < len(row)]
            for other in (r - 1, r + 1):
                if 0 <= other < len(_ROWS):
                    around += [_ROWS[other][i] for i in (c - 1, c, c + 1) if 0 <= i < len(_ROWS[other])]
            near[key] = "".join(around)
    return near


_NEAR = _neighbours()


class Speller:
    """Known words by what is left of them when one letter is dropped (the SymSpell method, W. Garbe, 2012).

    Words are counted, so that they can be forgotten when the last text with them goes.
    """

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._by_rest: dict[str, tuple[str, ...]] = {}

    def __contains__(self, word: str) -> bool:
        return word in self._counts

    def add(self, words: Iterable[str]) -> None:
        """Count words as known."""
        for word in words:
            self._counts[word] += 1
            if self._counts[word] == 1 and word.isalpha() and len(word) >= SHORTEST:
                for rest in _rests(word):
                    self._by_rest[rest] = (*self._by_rest.get(rest, ()), word)

    def remove(self, words: Iterable[str]) -> None:
        """Forget words that no text uses any more."""
        for word in words:
            self._counts[word] -= 1
            if self._counts[word] <= 0:
                del self._counts[word]
                for rest in _rests(word):
                    left = tuple(other for other in self._by_rest.get(rest, ()) if other != word)
                    if left:
                        self._by_rest[rest] = left
                    else:
                        self._by_rest.pop(rest, None)

    def candidates(self, word: str) -> list[tuple[float, str]]:
        """Known words within one slip (two in a long word), as (cost, word), nearest first."""
        found: dict[str, float] = {}
        for rest in _rests(word):
            for known in self._by_rest.get(rest, ()):
                if known not in found:
                    found[known] = slip_cost(word, known)
        most = 2.0 if len(word) >= TWO_SLIPS else 1.0
        return sorted((cost, known) for known, cost in found.items() if cost <= most)


def slip_cost(word: str, known: str) -> float:
    """How unlikely ``word`` is as a slip for ``known``: edits, with likely slips of the hand a little cheaper."""
    edits = float(OSA.distance(word, known, score_cutoff=2))
    if edits != 1.0:
        return edits
    if len(word) == len(known):
        changed = [(a, b) for a, b in zip(word, known, strict=True) if a != b]
        if len(changed) == 2:
            return 0.7
        typed, meant = changed[0]
        return 0.8 if typed in _NEAR.get(meant, "") else 1.0
    longer, shorter = (word, known) if len(word) > len(known) else (known, word)
    doubled = any(
        longer[i] == longer[i + 1] and longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer) - 1)
    )
    return (0.7 if doubled else 0.85) + (0.1 if word[0] != known[0] else 0.0)


def _rests(word: str) -> set[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}
