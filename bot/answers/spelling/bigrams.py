"""Count the words and bigrams of a store or a language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Self

BEGIN = "^"
"""Stands for the beginning of a question."""
END = "$"
"""Stands for the end of a question."""
DIGITS = "0"
"""Stands for any number."""


def shape(word: str) -> str:
    """Return a word as bigrams count it. All numbers are the same."""
    return word if word.isalpha() else DIGITS


class Usage:
    """Counts of words and bigrams in texts. Texts can be removed again."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.total = 0
        self.follow: dict[str, dict[str, int]] = {}
        self.followed: Counter[str] = Counter()

    def add(self, text: Sequence[str], *, asked: bool = False) -> None:
        """Count the words of a text. If it is ``asked`` (a question), also count what begins and ends it."""
        self.counts.update(text)
        self.total += len(text)
        for first, second in _pairs(text, asked):
            after = self.follow.setdefault(first, {})
            after[second] = after.get(second, 0) + 1
            self.followed[first] += 1

    def remove(self, text: Sequence[str], *, asked: bool = False) -> None:
        """Remove a text that was added with the same arguments."""
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

    def add_all(self, texts: Sequence[Sequence[str]]) -> None:
        """Count the texts of a fact. All are asked but the first and the last, its subject and its own text."""
        for text, asked in _with_asked(texts):
            self.add(text, asked=asked)

    def remove_all(self, texts: Sequence[Sequence[str]]) -> None:
        """Remove the texts of a fact."""
        for text, asked in _with_asked(texts):
            self.remove(text, asked=asked)

    def state(self) -> tuple[int, Mapping[str, int], Mapping[str, Mapping[str, int]], Mapping[str, int]]:
        """Return everything that ``of`` needs."""
        return self.total, self.counts, self.follow, self.followed

    @classmethod
    def of(
        cls, total: int, counts: dict[str, int], follow: dict[str, dict[str, int]], followed: dict[str, int]
    ) -> Self:
        """Return counts with this ``state``, which belongs to them from now on."""
        usage = cls()
        usage.total, usage.counts, usage.follow, usage.followed = total, Counter(counts), follow, Counter(followed)
        return usage

    def share(self, word: str) -> float:
        """Return the share of a word among all words, from 0 to 1."""
        return self.counts[word] / self.total if self.total else 0.0


def _with_asked(texts: Sequence[Sequence[str]]) -> Iterable[tuple[Sequence[str], bool]]:
    last = len(texts) - 1
    return ((text, 0 < at < last) for at, text in enumerate(texts))


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
