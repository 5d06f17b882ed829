"""Cluster similar questions, one question at a time and within a fixed budget."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field

from rapidfuzz import fuzz

ALIKE = 88.0
"""Similarity (0 to 100) of two questions from which on one answer serves both."""

_ENOUGH = 60.0
"""The token-set ratio is 100 if one text contains the other; the whole texts must be this similar, too."""

_LENGTH = 300
"""Characters of a question to compare; the rest adds little and costs time."""

_POSTINGS = 48
"""Groups to look at for one word, so that adding a question costs the same however many there are."""

_CANDIDATES = 64
_DIGIT = re.compile(r"\d")
_WORDS = re.compile(r"[^\W_]+")


def comparable(text: str) -> str:
    """Reduce a question to its words, without compatibility forms, accents, case and punctuation."""
    folded = unicodedata.normalize("NFKD", text[: 4 * _LENGTH]).casefold()
    bare = "".join(mark for mark in folded if not unicodedata.combining(mark))
    return " ".join(_WORDS.findall(bare))[:_LENGTH]


def alike(first: str, second: str) -> bool:
    """Whether two comparable questions ask the same: similar words, and exactly the same numbers."""
    return _numbers(first) == _numbers(second) and _same_words(first, second)


def _same_words(first: str, second: str) -> bool:
    return (
        fuzz.token_set_ratio(first, second, score_cutoff=ALIKE) >= ALIKE
        and fuzz.token_sort_ratio(first, second, score_cutoff=_ENOUGH) >= _ENOUGH
    )


def _numbers(text: str) -> tuple[str, ...]:
    return tuple(sorted(word for word in text.split() if _DIGIT.search(word)))


@dataclass(slots=True)
class Group:
    """A cluster of similar questions; ``leader`` is the comparable text of the first."""

    id: int
    leader: str
    numbers: tuple[str, ...] = ()
    members: set[str] = field(default_factory=set)


class Groups:
    """Clusters the questions of one scope; adding one takes under a millisecond."""

    def __init__(self) -> None:
        self._groups: dict[int, Group] = {}
        self._of: dict[str, int] = {}
        self._postings: defaultdict[str, list[int]] = defaultdict(list)
        self._exact: dict[str, int] = {}
        self._next = 0

    def __contains__(self, key: object) -> bool:
        return key in self._of

    def __len__(self) -> int:
        return len(self._groups)

    def add(self, key: str, text: str) -> Group:
        """Add a question to the group it is similar to, or to a new one; a known key changes nothing."""
        if key in self._of:
            return self._groups[self._of[key]]
        words = comparable(text)
        group = self.find(words) or self._new(words)
        group.members.add(key)
        self._of[key] = group.id
        return group

    def keys(self) -> frozenset[str]:
        """Return the keys of all questions."""
        return frozenset(self._of)

    def discard(self, key: str) -> None:
        """Remove a question, and its group if that is empty then."""
        number = self._of.pop(key, None)
        if number is None:
            return
        group = self._groups[number]
        group.members.discard(key)
        if not group.members:
            self._drop(group)

    def find(self, words: str) -> Group | None:
        """Return the group most similar to a comparable text, or None."""
        exact = self._exact.get(words)
        if exact is not None:
            return self._groups[exact]
        numbers = _numbers(words)
        scored = [
            (fuzz.token_sort_ratio(words, group.leader), -group.id, group)
            for group in self._candidates(words)
            if group.numbers == numbers and _same_words(words, group.leader)
        ]
        return max(scored, key=lambda one: one[:2])[2] if scored else None

    def _candidates(self, words: str) -> list[Group]:
        found: dict[int, None] = {}
        rarest_first = sorted({*words.split()}, key=lambda word: (len(self._postings.get(word, ())), word))
        for word in rarest_first:
            for number in self._postings.get(word, ())[-_POSTINGS:]:
                found.setdefault(number)
            if len(found) >= _CANDIDATES:
                break
        return [self._groups[number] for number in list(found)[:_CANDIDATES]]

    def _new(self, words: str) -> Group:
        group = Group(self._next, words, _numbers(words))
        self._next += 1
        self._groups[group.id] = group
        self._exact[words] = group.id
        for word in {*words.split()}:
            self._postings[word].append(group.id)
        return group

    def _drop(self, group: Group) -> None:
        del self._groups[group.id]
        self._exact.pop(group.leader, None)
        for word in {*group.leader.split()}:
            self._postings[word].remove(group.id)
            if not self._postings[word]:
                del self._postings[word]
