"""Questions that ask two things at once ("when and where is the premiere?"), taken apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from bot.answers.language.lexicon import Lexicon
from bot.answers.language.terms import LIGHT, Item, Reading
from bot.answers.parsing.parser import Reader
from bot.answers.ranking.reranking import RankedCandidates


class Half(NamedTuple):
    """One of two questions: as it is read, with the production's name, the words that ask it, and whether among them
    is a question word."""

    reading: Reading
    said: str
    asking: bool


class Compounds:
    """Splits readings at their joining words."""

    def __init__(self, lexicon: Lexicon, reader: Reader) -> None:
        self._joining = lexicon.joining
        self._reader = reader

    def parts(self, candidates: RankedCandidates) -> tuple[Half, Half] | None:
        """The two questions that a question consists of, each with the production's name; None where it is one."""
        reading, best = candidates.found.reading, candidates.best
        named = best and candidates.found.matches.get(best.fact.production)
        title = frozenset(named.positions) if named else frozenset[int]()
        for at, word in enumerate(reading.words):
            if word not in self._joining or at in title or not 0 < at < len(reading.words) - 1:
                continue
            left, right = self._half(reading, 0, at, title), self._half(reading, at + 1, len(reading.words), title)
            if not (left.asks and right.asks):
                continue
            name = [reading.words[i] for i in range(min(title), max(title) + 1)] if title else []
            first, second = left.words_with(right), right.words_with(left)
            read = self._reader.read
            return (
                Half(read([*first, *name]), left.said, left.asking),
                Half(read([*second, *name]), right.said, right.asking),
            )
        return None

    def _half(self, reading: Reading, start: int, end: int, title: frozenset[int]) -> _Side:
        inside = sorted(set(range(start, end)) - title)
        kinds = [at for at, kind in reading.kinds if at in inside]
        items = [item for item in reading.items if item.start in inside]
        said = _positions([item for item in items if item.weight > LIGHT], end)
        marks = _positions([item for item in items if item.term[0] == "@"])
        whole = any(kind in ("how_long", "how_much") for at, kind in reading.kinds if at in kinds)
        return _Side(reading.words, inside, kinds, said, marks, whole)


def _positions(items: Iterable[Item], end: int | None = None) -> list[int]:
    """Return the positions of the words that items stand for, below ``end``."""
    return [at for item in items for at in range(item.start, item.end) if end is None or at < end]


class _Side:
    """One side of a joining word: the words outside the title, where its question words and its content stand."""

    def __init__(
        self, words: list[str], inside: list[int], kinds: list[int], said: list[int], marks: list[int], whole_kind: bool
    ) -> None:
        self._words, self._inside, self._kinds, self._said = words, inside, kinds, said
        self._marks, self._whole_kind = marks, whole_kind

    @property
    def asks(self) -> bool:
        """Whether it asks anything by itself or with what the other side says."""
        return bool(self._kinds or self._said)

    @property
    def asking(self) -> bool:
        """Whether it has a question word."""
        return bool(self._kinds)

    @property
    def said(self) -> str:
        """Its words, as a person would see them quoted."""
        return " ".join(self._words[at] for at in self._inside)

    def words_with(self, other: _Side) -> list[str]:
        """Its words, with the other side's content where it has only a question word, or its question word."""
        mine = [self._words[at] for at in self._inside]
        marks = [] if self._marks else other._marks
        if not self._said and not self._whole_kind:
            skip = set(other._kinds)
            return [*mine, *(other._words[at] for at in other._inside if at not in skip)]
        return [*mine, *(other._words[at] for at in marks)]
