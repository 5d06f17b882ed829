"""Spelling: which known words a mistyped word may stand for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, KeysView
from itertools import combinations

from bot.answers.spelling.edit_costs import BRUSHED, FAR, slip_cost, two_slips_cost

SHORTEST = 2
"""Letters from which a word is repaired."""
LONGEST = 24
"""Letters up to which it is, so that every word takes bounded time."""
SURELY = 5
"""Letters from which a slip that hardly happens is thought of; of shorter words too many lie that near."""
TWO_SLIPS = 5
LONGEST_TWICE = 15
"""Letters from which and up to which a known word is found with two slips in it."""


class Speller:
    """Known words by what is left of them when one letter is dropped, or two of a long word.

    That is the SymSpell method (W. Garbe, 2012): a word and a slip of it share such a rest, so a few look-ups find all
    words that are near, however many are known. Words are counted, so that they can be forgotten when the last text
    with them goes.
    """

    def __init__(self, words: Iterable[str] = (), *, once: Iterable[str] = (), twice: int = TWO_SLIPS) -> None:
        """Know ``words``, with two slips from ``twice`` letters on, and those of ``once`` with one at most."""
        self._twice = twice
        self._counts: Counter[str] = Counter()
        self._rests: dict[str, str | tuple[str, ...]] = {}
        self._fewer: dict[str, str | tuple[str, ...]] = {}
        self.changes = 0
        self.add(words)
        for word in once:
            self._counts[word] += 1
            if self._counts[word] == 1 and _spelt(word):
                _put(self._rests, rests(word), word)

    def __contains__(self, word: str) -> bool:
        return word in self._counts

    @property
    def words(self) -> KeysView[str]:
        """The known words, as they are at any time."""
        return self._counts.keys()

    def __iter__(self) -> Iterator[str]:
        return iter(self._counts)

    def count(self, word: str) -> int:
        """In how many texts a word stands."""
        return self._counts[word]

    def add(self, words: Iterable[str]) -> None:
        """Count words as known."""
        self.changes += 1
        for word in words:
            self._counts[word] += 1
            if self._counts[word] == 1 and _spelt(word):
                _put(self._rests, rests(word), word)
                if self._twice <= len(word) <= LONGEST_TWICE:
                    _put(self._fewer, fewer(word), word)

    def remove(self, words: Iterable[str]) -> None:
        """Forget words that no text uses any more."""
        self.changes += 1
        for word in words:
            self._counts[word] -= 1
            if self._counts[word] > 0:
                continue
            del self._counts[word]
            if _spelt(word):
                _drop(self._rests, rests(word), word)
                if self._twice <= len(word) <= LONGEST_TWICE:
                    _drop(self._fewer, fewer(word), word)

    def near(self, word: str, rests_of: Iterable[str]) -> dict[str, float]:
        """The known words of which a word is one slip, or none, with its cost in nats (``keyboard``).

        ``rests_of`` are its ``rests``, so that they are made once for several spellers.
        """
        found: dict[str, float] = {}
        most = FAR if len(word) >= SURELY else BRUSHED + 0.1
        for rest in rests_of:
            meant = self._rests.get(rest)
            if meant is not None:
                for known in (meant,) if isinstance(meant, str) else meant:
                    if known not in found and (cost := slip_cost(word, known)) < most:
                        found[known] = cost
        return found

    def farther(self, word: str, fewer_of: Iterable[str]) -> dict[str, float]:
        """The long known words of which a word is two slips, with their cost; ``fewer_of`` are its ``fewer``."""
        found: dict[str, float] = {}
        for rest in fewer_of:
            meant = self._fewer.get(rest)
            if meant is not None:
                for known in (meant,) if isinstance(meant, str) else meant:
                    if known not in found and (cost := two_slips_cost(word, known)) < FAR:
                        found[known] = cost
        return found


def rests(word: str) -> set[str]:
    """A word, and what is left of it when one letter is dropped."""
    if len(word) > LONGEST:
        return set()
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def fewer(word: str) -> set[str]:
    """A long word, and what is left of it when one letter or two are dropped; nothing of others.

    Of two slips one may have lost a letter; where both have, too little is left to tell by of the shortest.
    """
    if not SURELY <= len(word) <= LONGEST_TWICE + 2:
        return set()
    twice = {word[:one] + word[one + 1 : two] + word[two + 1 :] for one, two in combinations(range(len(word)), 2)}
    return rests(word) | twice


def _spelt(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def _put(index: dict[str, str | tuple[str, ...]], keys: Iterable[str], word: str) -> None:
    """Under most keys stands a single word; it is kept without a tuple around it, to save memory."""
    for key in keys:
        others = index.get(key)
        index[key] = word if others is None else (others, word) if isinstance(others, str) else (*others, word)


def _drop(index: dict[str, str | tuple[str, ...]], keys: Iterable[str], word: str) -> None:
    for key in keys:
        others = index.pop(key, ())
        left = tuple(other for other in ((others,) if isinstance(others, str) else others) if other != word)
        if left:
            index[key] = left[0] if len(left) == 1 else left
