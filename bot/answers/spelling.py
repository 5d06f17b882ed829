"""Spelling: which known words a mistyped word may stand for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 3
"""Letters from which a word is repaired."""
TWO_SLIPS = 6
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

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._counts: Counter[str] = Counter()
        self._by_rest: dict[str, tuple[str, ...]] = {}
        self._by_first: dict[str, dict[str, None]] = {}
        self.add(words)

    def __contains__(self, word: str) -> bool:
        return word in self._counts

    def count(self, word: str) -> int:
        """In how many texts a word stands."""
        return self._counts[word]

    def add(self, words: Iterable[str]) -> None:
        """Count words as known."""
        for word in words:
            self._counts[word] += 1
            if self._counts[word] == 1 and word.isalpha() and len(word) >= SHORTEST:
                for rest in _rests(word):
                    self._by_rest[rest] = (*self._by_rest.get(rest, ()), word)
                if len(word) >= TWO_SLIPS - 1:
                    self._by_first.setdefault(word[0], {})[word] = None

    def remove(self, words: Iterable[str]) -> None:
        """Forget words that no text uses any more."""
        for word in words:
            self._counts[word] -= 1
            if self._counts[word] > 0:
                continue
            del self._counts[word]
            self._by_first.get(word[0], {}).pop(word, None)
            for rest in _rests(word):
                left = tuple(other for other in self._by_rest.get(rest, ()) if other != word)
                if left:
                    self._by_rest[rest] = left
                else:
                    self._by_rest.pop(rest, None)

    def candidates(self, word: str) -> dict[str, float]:
        """Known words within one slip, or two in a long word where there is none within one, with their cost."""
        found: dict[str, float] = {}
        for rest in _rests(word):
            for known in self._by_rest.get(rest, ()):
                if known not in found and (cost := slip_cost(word, known)) <= (2.0 if len(word) >= TWO_SLIPS else 1.0):
                    found[known] = cost
        if not found and len(word) >= TWO_SLIPS:
            pool = self._by_first.get(word[0], {})
            near = process.extract(word, pool.keys(), scorer=OSA.distance, score_cutoff=2, limit=None)
            found.update({known: float(distance) for known, distance, _ in near})
        return found


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
        return 0.75 if typed in _NEAR.get(meant, "") else 1.0
    longer, shorter = (word, known) if len(word) > len(known) else (known, word)
    doubled = any(
        longer[i] == longer[i + 1] and longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer) - 1)
    )
    return 0.7 if doubled else 0.85


def _rests(word: str) -> set[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}
