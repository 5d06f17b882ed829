"""Map phrases of words to meanings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Self

Phrase = tuple[str, ...]


class Phrases:
    """Maps phrases to meanings, and finds the longest phrase at a position.

    A phrase is kept as a text with its words separated by spaces, which takes less memory than a tuple.
    """

    def __init__(self) -> None:
        self._meanings: dict[str, str] = {}
        self._longest: dict[str, int] = {}

    @classmethod
    def of(cls, meanings: dict[str, str]) -> Self:
        """Return phrases (words separated by spaces) with these meanings."""
        phrases = cls()
        phrases._meanings, phrases._longest = meanings, longest_by_first(meanings)
        return phrases

    def add(self, phrase: Phrase, meaning: str) -> None:
        """Add a phrase with its meaning, unless it has one already."""
        if phrase:
            self._meanings.setdefault(" ".join(phrase), meaning)
            self._longest[phrase[0]] = max(len(phrase), self._longest.get(phrase[0], 0))

    def __contains__(self, first: str) -> bool:
        return first in self._longest

    def at(self, sequence: list[str], start: int) -> tuple[int, str] | None:
        """Return the length and meaning of the longest phrase that starts at ``start``."""
        for length in range(self._longest.get(sequence[start], 0), 0, -1):
            phrase = sequence[start : start + length]
            meaning = self._meanings.get(" ".join(phrase))
            if meaning is not None:
                return len(phrase), meaning
        return None

    @property
    def meanings(self) -> Mapping[str, str]:
        """Return the meaning of each phrase."""
        return self._meanings

    def singles(self) -> frozenset[str]:
        """Return the phrases of a single word."""
        return frozenset(phrase for phrase in self._meanings if " " not in phrase)

    def __iter__(self) -> Iterator[Phrase]:
        """Iterate over all phrases."""
        return (tuple(phrase.split(" ")) for phrase in self._meanings)

    def words(self) -> frozenset[str]:
        """Return every word of every phrase."""
        return frozenset(word for phrase in self._meanings for word in phrase.split(" "))


def longest_by_first(phrases: Iterable[str]) -> dict[str, int]:
    """Return the number of words of the longest phrase for each first word."""
    longest: dict[str, int] = {}
    for phrase in phrases:
        first, _, rest = phrase.partition(" ")
        length = rest.count(" ") + 2 if rest else 1
        if length > longest.get(first, 0):
            longest[first] = length
    return longest
