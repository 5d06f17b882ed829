"""Split questions that ask two things at once: "when and where is the premiere?" """

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from bot.answers.language.lexicon import Lexicon
from bot.answers.language.terms import LIGHT, Item, Reading
from bot.answers.parsing.parser import Reader
from bot.answers.ranking.reranking import RankedCandidates


class Half(NamedTuple):
    """One of two questions: parsed with the production's name, its words, and whether it has a question word."""

    reading: Reading
    words: str
    asking: bool


class Compounds:
    """Splits questions at joining words."""

    def __init__(self, lexicon: Lexicon, reader: Reader) -> None:
        self._joining = lexicon.joining
        self._reader = reader

    def parts(self, candidates: RankedCandidates) -> tuple[Half, Half] | None:
        """Return the two questions in a question, each with the production's name; None if there is only one."""
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
                Half(read([*first, *name]), left.words, left.asking),
                Half(read([*second, *name]), right.words, right.asking),
            )
        return None

    def _half(self, reading: Reading, start: int, end: int, title: frozenset[int]) -> _Side:
        inside = sorted(set(range(start, end)) - title)
        kinds = [at for at, kind in reading.kinds if at in inside]
        items = [item for item in reading.items if item.start in inside]
        content = _positions([item for item in items if item.weight > LIGHT], end)
        marks = _positions([item for item in items if item.term[0] == "@"])
        whole = any(kind in ("how_long", "how_much") for at, kind in reading.kinds if at in kinds)
        return _Side(reading.words, inside, kinds, content, marks, whole)


def _positions(items: Iterable[Item], end: int | None = None) -> list[int]:
    """Return the positions of the words of items, below ``end``."""
    return [at for item in items for at in range(item.start, item.end) if end is None or at < end]


class _Side:
    """One side of a joining word: its words outside the title, and which are question words and content words."""

    def __init__(
        self,
        words: list[str],
        inside: list[int],
        kinds: list[int],
        content: list[int],
        marks: list[int],
        whole_kind: bool,
    ) -> None:
        self._words, self._inside, self._kinds, self._content = words, inside, kinds, content
        self._marks, self._whole_kind = marks, whole_kind

    @property
    def asks(self) -> bool:
        """Return whether it asks something, alone or with the other side's content."""
        return bool(self._kinds or self._content)

    @property
    def asking(self) -> bool:
        """Return whether it has a question word."""
        return bool(self._kinds)

    @property
    def words(self) -> str:
        """Return its words, for quoting."""
        return " ".join(self._words[at] for at in self._inside)

    def words_with(self, other: _Side) -> list[str]:
        """Return its words, completed with the content or the question words of the other side."""
        mine = [self._words[at] for at in self._inside]
        marks = [] if self._marks else other._marks
        if not self._content and not self._whole_kind:
            skip = set(other._kinds)
            return [*mine, *(other._words[at] for at in other._inside if at not in skip)]
        return [*mine, *(other._words[at] for at in marks)]
