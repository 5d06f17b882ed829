"""Find known words that a mistyped word may stand for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, KeysView, Mapping, Sequence
from itertools import combinations
from typing import Self

from bot.answers.spelling.deletion_table import DeletionTable
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


class FixedSpeller:
    """An index of known words that never change, as ``Speller`` is of words that do."""

    PARTS = 7
    """The number of parts that ``to_parts`` returns."""

    def __init__(self, words: Sequence[str], once: DeletionTable, twice: DeletionTable) -> None:
        """``words`` are numbered as both tables have them: ``once`` by one deletion, ``twice`` by two."""
        self.words = words
        self._once, self._twice = once, twice

    @classmethod
    def of(cls, words: Iterable[str], *, once: Iterable[str] = (), twice: int = MIN_TWO_TYPOS) -> Self:
        """Index ``words``, with two typos from ``twice`` letters on, and those of ``once`` with at most one."""
        both = dict.fromkeys(words)
        listed = [word for word in dict.fromkeys((*both, *once)) if _is_indexed(word)]
        long = [number for number, word in enumerate(listed) if word in both and twice <= len(word) <= MAX_TWO_TYPOS]
        return cls(
            listed,
            DeletionTable.of(listed, range(len(listed)), deletions),
            DeletionTable.of(listed, long, double_deletions),
        )

    @classmethod
    def from_parts(cls, parts: Sequence[bytes], same: dict[str, str] | None = None) -> Self:
        """Read what ``to_parts`` returned. ``same`` holds one object for each word of all spellers.

        Raises:
            ValueError: it isn't that.
        """
        words, *arrays = parts
        listed = str(words, "utf-8").split()
        if same is not None:
            listed = list(map(same.setdefault, listed, listed))
        return cls(listed, DeletionTable.from_parts(arrays[:3]), DeletionTable.from_parts(arrays[3:]))

    def to_parts(self) -> list[bytes]:
        """Return the words and both tables as bytes."""
        return [" ".join(self.words).encode(), *self._once.to_parts(), *self._twice.to_parts()]

    def near(self, word: str, word_deletions: Iterable[str]) -> dict[str, float]:
        """Return what ``Speller.near`` returns."""
        most = _most_cost(word)
        words = self.words
        costs = {
            known: slip_cost(word, known) for known in {words[each] for each in self._once.numbers(word_deletions)}
        }
        return {known: cost for known, cost in costs.items() if cost < most}

    def near_twice(self, word: str, word_double_deletions: Iterable[str]) -> dict[str, float]:
        """Return what ``Speller.near_twice`` returns."""
        words = self.words
        costs = {
            known: two_slips_cost(word, known)
            for known in {words[each] for each in self._twice.numbers(word_double_deletions)}
        }
        return {known: cost for known, cost in costs.items() if cost < FAR}


class Speller:
    """An index of known words by their deletions: the word without one letter, or without two if it is long.

    This is the SymSpell method (W. Garbe, 2012). A word and a misspelling of it share a deletion, so a few look-ups
    find all near words, however many are known. Words are counted, so that they can be removed with the last text that
    has them.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        """Count ``words`` as known."""
        self._counts: Counter[str] = Counter()
        self._deletions: dict[str, str | tuple[str, ...]] = {}
        self._double_deletions: dict[str, str | tuple[str, ...]] = {}
        self._base: FixedSpeller | None = None
        self._of_base: frozenset[str] = frozenset()
        self.changes = 0
        self.add(words)

    @classmethod
    def on(cls, base: FixedSpeller, counts: Mapping[str, int]) -> Self:
        """Return an index that knows words so often, and takes those of ``base`` from there."""
        speller = cls()
        speller._base, speller._of_base = base, frozenset(base.words)
        speller._counts.update(counts)
        return speller

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
            if self._counts[word] == 1 and self._is_own(word):
                _put(self._deletions, deletions(word), word)
                if MIN_TWO_TYPOS <= len(word) <= MAX_TWO_TYPOS:
                    _put(self._double_deletions, double_deletions(word), word)

    def remove(self, words: Iterable[str]) -> None:
        """Remove words, unless other texts have them."""
        self.changes += 1
        for word in words:
            self._counts[word] -= 1
            if self._counts[word] > 0:
                continue
            del self._counts[word]
            if self._is_own(word):
                _drop(self._deletions, deletions(word), word)
                if MIN_TWO_TYPOS <= len(word) <= MAX_TWO_TYPOS:
                    _drop(self._double_deletions, double_deletions(word), word)

    def near(self, word: str, word_deletions: Iterable[str]) -> dict[str, float]:
        """Return the known words within one typo of a word, each with the cost of the typo in nats.

        ``word_deletions`` are the word's ``deletions``, so that several spellers can share them.
        """
        found = {} if self._base is None else self._known(self._base.near(word, word_deletions))
        most = _most_cost(word)
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
        found = {} if self._base is None else self._known(self._base.near_twice(word, word_double_deletions))
        for rest in word_double_deletions:
            meant = self._double_deletions.get(rest)
            if meant is not None:
                for known in (meant,) if isinstance(meant, str) else meant:
                    if known not in found and (cost := two_slips_cost(word, known)) < FAR:
                        found[known] = cost
        return found

    def _is_own(self, word: str) -> bool:
        """Return whether a word is indexed here, and not in the base."""
        return _is_indexed(word) and word not in self._of_base

    def _known(self, found: dict[str, float]) -> dict[str, float]:
        """Return what was found in the base, without words that were removed since."""
        return {word: cost for word, cost in found.items() if word in self._counts}


def _most_cost(word: str) -> float:
    """Return the cost that a typo of a word must stay below. An unlikely typo isn't considered in a short word."""
    return FAR if len(word) >= MIN_UNLIKELY_TYPO else BRUSHED + 0.1


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
