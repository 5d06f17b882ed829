"""Find sets of synonyms in a text. A synonym is weaker than a concept.

A concept replaces its words. A synonym set leaves a word as it is and adds what else it may mean. So a word can be in
several sets ("shot" with a camera or with a gun), and a match by synonym counts by the strength of the set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from bot.answers.language.normalization import clean, words

Stem = Callable[[str], str]


class Span(NamedTuple):
    """The words ``start`` to ``end`` (exclusive) of a text, and the terms of their synonym sets."""

    start: int
    end: int
    terms: tuple[str, ...]


class Synonyms:
    """All synonym sets, indexed by the stems of their words in each language."""

    def __init__(self, sets: Iterable[Mapping[str, Any]], stems: Mapping[str, Stem]) -> None:
        """Index synonym sets.

        Each has a ``strength`` (0 to 1) and words by language code. ``stems`` holds the stemmer of each language.
        """
        self.strength: dict[str, float] = {}
        self._terms: dict[str, dict[tuple[str, ...], tuple[str, ...]]] = {code: {} for code in stems}
        self._longest: dict[str, dict[str, int]] = {code: {} for code in stems}
        for number, each in enumerate(sets):
            term = f"&{number}"
            self.strength[term] = float(each["strength"])
            for code, stem in stems.items():
                for text in each.get(code, ()):
                    self._add(code, tuple(stem(word) for word in words(clean(text))), term)

    def _add(self, code: str, phrase: tuple[str, ...], term: str) -> None:
        if phrase:
            terms, longest = self._terms[code], self._longest[code]
            if term not in terms.get(phrase, ()):
                terms[phrase] = (*terms.get(phrase, ()), term)
            longest[phrase[0]] = max(len(phrase), longest.get(phrase[0], 0))

    def spans(self, code: str, stems: Sequence[str]) -> Iterable[Span]:
        """Yield the longest phrase of one language that starts at each word."""
        known, longest = self._terms.get(code, {}), self._longest.get(code, {})
        for start, stem in enumerate(stems):
            for end in range(min(len(stems), start + longest.get(stem, 0)), start, -1):
                terms = known.get(tuple(stems[start:end]))
                if terms is not None:
                    yield Span(start, end, terms)
                    break
