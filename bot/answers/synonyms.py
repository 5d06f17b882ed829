"""Words that mean about the same to somebody who asks: sets of synonyms, softer than a concept.

A concept takes the place of its words. A synonym set leaves a word what it is and adds what else it may mean, so a
word can be in several sets ("shot" with a camera, with a gun), and what is met through one counts by its strength.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.answers.text import clean, words

Stem = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Span:
    """The words ``start`` to ``end`` (exclusive) of a text, and the terms of the sets that they are in."""

    start: int
    end: int
    terms: tuple[str, ...]


class Synonyms:
    """All synonym sets, found by the stems of their words in each language."""

    def __init__(self, sets: Iterable[Mapping[str, Any]], stems: Mapping[str, Stem]) -> None:
        """``sets`` have a ``strength`` (0 to 1) and words by language code; ``stems`` the stemmer of each language."""
        self.strength: dict[str, float] = {}
        self._by_first: dict[str, dict[str, dict[tuple[str, ...], tuple[str, ...]]]] = {code: {} for code in stems}
        for number, each in enumerate(sets):
            term = f"&{number}"
            self.strength[term] = float(each["strength"])
            for code, stem in stems.items():
                for text in each.get(code, ()):
                    self._add(code, tuple(stem(word) for word in words(clean(text))), term)

    def _add(self, code: str, phrase: tuple[str, ...], term: str) -> None:
        if phrase:
            phrases = self._by_first[code].setdefault(phrase[0], {})
            if term not in phrases.get(phrase, ()):
                phrases[phrase] = (*phrases.get(phrase, ()), term)

    def spans(self, code: str, stems: Sequence[str]) -> Iterable[Span]:
        """The longest phrases that begin at each word, of one language."""
        known = self._by_first.get(code, {})
        for start, stem in enumerate(stems):
            phrases = known.get(stem)
            if phrases is None:
                continue
            best: tuple[str, ...] = ()
            for phrase in phrases:
                if len(phrase) > len(best) and tuple(stems[start : start + len(phrase)]) == phrase:
                    best = phrase
            if best:
                yield Span(start, start + len(best), phrases[best])
