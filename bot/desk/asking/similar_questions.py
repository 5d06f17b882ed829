"""Groups of similar questions, kept up to date one question at a time within a fixed budget."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field

from rapidfuzz import fuzz

ALIKE = 88.0
"""How much of two questions' words must agree (0 to 100) for one answer to serve both."""

_ENOUGH = 60.0
"""Token-set ratio is 100 wherever one text holds the other; this much of the whole must agree as well."""

_LENGTH = 300
"""Characters of a question that are compared; what comes after says little and costs time."""

_POSTINGS = 48
"""Groups looked at for one word: with it the cost of adding a question stays flat, however many there are."""

_CANDIDATES = 64
_DIGIT = re.compile(r"\d")
_WORDS = re.compile(r"[^\W_]+")


def plain(text: str) -> str:
    """A question reduced to its words: compatibility forms, accents, case and punctuation removed."""
    folded = unicodedata.normalize("NFKD", text[: 4 * _LENGTH]).casefold()
    bare = "".join(mark for mark in folded if not unicodedata.combining(mark))
    return " ".join(_WORDS.findall(bare))[:_LENGTH]


def alike(first: str, second: str) -> bool:
    """Whether two plain questions ask the same: nearly the same words, and exactly the same numbers."""
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
    """Questions that ask the same; ``leader`` is the plain text of the first, which the others were like."""

    id: int
    leader: str
    numbers: tuple[str, ...] = ()
    members: set[str] = field(default_factory=set)


class Groups:
    """Similar questions of one scope, by rarest shared word first; adding one costs under a millisecond."""

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
        """Put a question in the group it is like, or in one of its own; the same key moves nothing."""
        if key in self._of:
            return self._groups[self._of[key]]
        words = plain(text)
        group = self.find(words) or self._new(words)
        group.members.add(key)
        self._of[key] = group.id
        return group

    def keys(self) -> frozenset[str]:
        """The keys of all questions."""
        return frozenset(self._of)

    def discard(self, key: str) -> None:
        """Take a question out; an empty group goes with it."""
        number = self._of.pop(key, None)
        if number is None:
            return
        group = self._groups[number]
        group.members.discard(key)
        if not group.members:
            self._drop(group)

    def find(self, words: str) -> Group | None:
        """The most alike group to a plain text, or None."""
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
