"""Find known words that a mistyped word may stand for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, KeysView
from itertools import combinations

from bot.answers.spelling.edit_costs import BRUSHED, FAR, slip_cost, two_slips_cost

MIN_LENGTH = 2
"""Minimum length of a word that is corrected."""
MAX_LENGTH = 24
"""Maximum length of a word that is corrected, so that every word takes bounded time."""
MIN_UNLIKELY_TYPO = 5
"""Minimum length of a word in which an unlikely typo is considered. Too many words are near a shorter one."""
MIN_TWO_TYPOS = 5
"""Minimum length of a known word that is found with two typos."""
MAX_TWO_TYPOS = 15
"""Maximum length of a known word that is found with two typos."""


class Speller:
    """An index of known words by their deletions: the word without one letter, or without two if it is long.

    This is the SymSpell method (W. Garbe, 2012). A word and a misspelling of it share a deletion, so a few look-ups
    find all near words, however many are known. Words are counted, so that they can be removed with the last text that
    has them.
    """

    def __init__(self, words: Iterable[str] = (), *, once: Iterable[str] = (), twice: int = MIN_TWO_TYPOS) -> None:
        """Index ``words``, with two typos from ``twice`` letters on, and those of ``once`` with at most one."""
        self._twice = twice
        self._counts: Counter[str] = Counter()
        self._deletions: dict[str, str | tuple[str, ...]] = {}
        self._double_deletions: dict[str, str | tuple[str, ...]] = {}
        self.changes = 0
        self.add(words)
        for word in once:
            self._counts[word] += 1
            if self._counts[word] == 1 and _is_indexed(word):
                _put(self._deletions, deletions(word), word)

    def __contains__(self, word: str) -> bool:
        return word in self._counts

    @property
    def words(self) -> KeysView[str]:
        """Return a live view of the known words."""
        return self._counts.keys()

    def __iter__(self) -> Iterator[str]:
        return iter(self._counts)

    def count(self, word: str) -> int:
        """Return the number of texts that have a word."""
        return self._counts[word]

    def add(self, words: Iterable[str]) -> None:
        """Count words as known."""
        self.changes += 1
        for word in words:
            self._counts[word] += 1
            if self._counts[word] == 1 and _is_indexed(word):
                _put(self._deletions, deletions(word), word)
                if self._twice <= len(word) <= MAX_TWO_TYPOS:
                    _put(self._double_deletions, double_deletions(word), word)

    def remove(self, words: Iterable[str]) -> None:
        """Remove words, unless other texts have them."""
        self.changes += 1
        for word in words:
            self._counts[word] -= 1
            if self._counts[word] > 0:
                continue
            del self._counts[word]
            if _is_indexed(word):
                _drop(self._deletions, deletions(word), word)
                if self._twice <= len(word) <= MAX_TWO_TYPOS:
                    _drop(self._double_deletions, double_deletions(word), word)

    def near(self, word: str, word_deletions: Iterable[str]) -> dict[str, float]:
        """Return the known words within one typo of a word, each with the cost of the typo in nats.

        ``word_deletions`` are the word's ``deletions``, so that several spellers can share them.
        """
        found: dict[str, float] = {}
        most = FAR if len(word) >= MIN_UNLIKELY_TYPO else BRUSHED + 0.1
        for rest in word_deletions:
            meant = self._deletions.get(rest)
            if meant is not None:
                for known in (meant,) if isinstance(meant, str) else meant:
                    if known not in found and (cost := slip_cost(word, known)) < most:
                        found[known] = cost
        return found

    def near_twice(self, word: str, word_double_deletions: Iterable[str]) -> dict[str, float]:
        """Return the long known words within two typos of a word, each with the cost in nats.

        ``word_double_deletions`` are the word's ``double_deletions``.
        """
        found: dict[str, float] = {}
        for rest in word_double_deletions:
            meant = self._double_deletions.get(rest)
            if meant is not None:
                for known in (meant,) if isinstance(meant, str) else meant:
                    if known not in found and (cost := two_slips_cost(word, known)) < FAR:
                        found[known] = cost
        return found


def deletions(word: str) -> set[str]:
    """Return a word and its deletions of one letter."""
    if len(word) > MAX_LENGTH:
        return set()
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def double_deletions(word: str) -> set[str]:
    """Return a long word and its deletions of one and two letters; nothing for other words.

    One of two typos may be a lost letter. If both are, too little remains of the shortest words to tell them apart.
    """
    if not MIN_UNLIKELY_TYPO <= len(word) <= MAX_TWO_TYPOS + 2:
        return set()
    twice = {word[:one] + word[one + 1 : two] + word[two + 1 :] for one, two in combinations(range(len(word)), 2)}
    return deletions(word) | twice


def _is_indexed(word: str) -> bool:
    return MIN_LENGTH <= len(word) <= MAX_LENGTH and word.isalpha()


def _put(index: dict[str, str | tuple[str, ...]], keys: Iterable[str], word: str) -> None:
    """Add a word to the index. Most keys have a single word, which is stored without a tuple to save memory."""
    for key in keys:
        others = index.get(key)
        index[key] = word if others is None else (others, word) if isinstance(others, str) else (*others, word)


def _drop(index: dict[str, str | tuple[str, ...]], keys: Iterable[str], word: str) -> None:
    for key in keys:
        others = index.pop(key, ())
        left = tuple(other for other in ((others,) if isinstance(others, str) else others) if other != word)
        if left:
            index[key] = left[0] if len(left) == 1 else left
