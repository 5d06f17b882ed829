"""Find sets of synonyms in a text. A synonym is weaker than a concept.

A concept replaces its words. A synonym set leaves a word as it is and adds what else it may mean. So a word can be in
several sets ("shot" with a camera or with a gun), and a match by synonym counts by the strength of the set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Self

from bot.answers.language.normalization import clean, words
from bot.answers.language.phrases import longest_by_first

Stem = Callable[[str], str]


class Span(NamedTuple):
    """The words ``start`` to ``end`` (exclusive) of a text, and the terms of their synonym sets."""

    start: int
    end: int
    terms: tuple[str, ...]


class Synonyms:
    """All synonym sets, indexed by the stems of their words in each language."""

    def __init__(self, strength: Mapping[str, float], terms: Mapping[str, Mapping[str, str]]) -> None:
        """Hold synonym sets.

        ``strength`` (0 to 1) is that of each term. ``terms`` maps the phrases of each language (stems separated by
        spaces) to the terms of their sets, separated by spaces, too.
        """
        self.strength, self.terms = strength, terms
        self._longest: dict[str, dict[str, int]] = {code: longest_by_first(phrases) for code, phrases in terms.items()}

    @classmethod
    def of(cls, sets: Iterable[Mapping[str, Any]], stems: Mapping[str, Stem]) -> Self:
        """Index synonym sets.

        Each has a ``strength`` and words by language code. ``stems`` holds the stemmer of each language.
        """
        strength: dict[str, float] = {}
        terms: dict[str, dict[str, str]] = {code: {} for code in stems}
        for number, each in enumerate(sets):
            term = f"&{number}"
            strength[term] = float(each["strength"])
            for code, stem in stems.items():
                known = terms[code]
                for text in each.get(code, ()):
                    phrase = " ".join(stem(word) for word in words(clean(text)))
                    had = known.get(phrase, "")
                    if phrase and term not in had.split(" "):
                        known[phrase] = f"{had} {term}" if had else term
        return cls(strength, terms)

    def spans(self, code: str, stems: Sequence[str]) -> Iterable[Span]:
        """Yield the longest phrase of one language that starts at each word."""
        known, longest = self.terms.get(code, {}), self._longest.get(code, {})
        for start, stem in enumerate(stems):
            for end in range(min(len(stems), start + longest.get(stem, 0)), start, -1):
                terms = known.get(" ".join(stems[start:end]))
                if terms is not None:
                    yield Span(start, end, tuple(terms.split(" ")))
                    break
