"""Which words a store or a language uses, how often, and which of them follow one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

BEGIN = "^"
END = "$"
DIGITS = "0"
"""Stand for the beginning and the end of a question, and for any number in it."""


def shape(word: str) -> str:
    """A word as usage counts it: all numbers are alike."""
    return word if word.isalpha() else DIGITS


class Usage:
    """How often words stand in texts, and after which word; texts can be taken out again."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.total = 0
        self.follow: dict[str, dict[str, int]] = {}
        self.followed: Counter[str] = Counter()

    def add(self, text: Sequence[str], *, asked: bool = False) -> None:
        """Count a text's words; of one that is ``asked``, also which begin and end it."""
        self.counts.update(text)
        self.total += len(text)
        for first, second in _pairs(text, asked):
            after = self.follow.setdefault(first, {})
            after[second] = after.get(second, 0) + 1
            self.followed[first] += 1

    def remove(self, text: Sequence[str], *, asked: bool = False) -> None:
        """Take out a text that was added just so."""
        self.total -= len(text)
        _less(self.counts, text)
        pairs = list(_pairs(text, asked))
        _less(self.followed, (first for first, _ in pairs))
        for first, second in pairs:
            after = self.follow[first]
            after[second] -= 1
            if not after[second]:
                del after[second]
                if not after:
                    del self.follow[first]

    def share(self, word: str) -> float:
        """The share of all words that are this one, from 0 to 1."""
        return self.counts[word] / self.total if self.total else 0.0


def _pairs(text: Sequence[str], asked: bool) -> Iterable[tuple[str, str]]:
    before = BEGIN if asked else ""
    for word in map(shape, text):
        if before:
            yield before, word
        before = word
    if asked and before:
        yield before, END


def _less(counts: Counter[str], words: Iterable[str]) -> None:
    for word in words:
        counts[word] -= 1
        if counts[word] <= 0:
            del counts[word]
