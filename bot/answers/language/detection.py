"""Detect the language of a question from the words that each language knows."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from bot.answers.language.lexicon import Language, Lexicon


@dataclass(slots=True)
class _Counts:
    """How many words a language knows, and of those unknown to English: all, distinctive ones, and exact ones."""

    known: int = 0
    own: int = 0
    telling: int = 0
    standing: int = 0


class Detector:
    """Detects the language of a question."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def language_of(self, words: Sequence[str], likely: str | None = None, *, names: Container[str] = ()) -> Language:
        """Return the language that knows the most words unknown to English.

        Without evidence, the language is English, or ``likely`` if that knows more of the words. Words of ``names``
        don't count, because a title often stays English.
        """
        words = [word for word in words if word not in names] or words
        detected = self._detected(words)
        expected = self._lexicon.languages.get(likely or "")
        if expected is None or detected is not self._lexicon.english:
            return detected
        return expected if self._knows_more(expected.code, words) else detected

    def _knows_more(self, likely: str, words: Sequence[str]) -> bool:
        """Return whether a language knows more of the words than English."""
        evidence = [self._lexicon.evidence(word) for word in dict.fromkeys(words)]
        its = sum(1 for _, others in evidence if any(code == likely for code, _, _ in others))
        return its > sum(1 for english, _ in evidence if english)

    def _detected(self, words: Sequence[str]) -> Language:
        """Return the language with the most evidence, or English."""
        evidence = [self._lexicon.evidence(word) for word in words]
        if all(english or not others for english, others in evidence):
            return self._lexicon.english
        english_only, counts = self._counted(words)
        best, most = self._lexicon.english, (0, 0)
        for code, count in sorted(counts.items()):
            against = english_only + sum(1 for word in dict.fromkeys(words) if self._foreign_to(word, code))
            score = (count.own + count.telling - against, count.known)
            if (count.telling or count.standing > 1) and score[0] > 0 and score > most:
                best, most = self._lexicon.languages[code], score
        return best

    def _counted(self, words: Sequence[str]) -> tuple[int, dict[str, _Counts]]:
        """Count the words that only English knows, and what every other language knows, by its code."""
        english_only = 0
        counts: dict[str, _Counts] = {}
        for word in dict.fromkeys(words):
            english, others = self._lexicon.evidence(word)
            english_only += english and not others
            for code, stands, tells in others:
                count = counts.setdefault(code, _Counts())
                count.known += 1
                if not english and len(word) > 2:
                    count.own += 1
                    count.telling += tells
                    count.standing += stands
        return english_only, counts

    def _foreign_to(self, word: str, code: str) -> bool:
        """Return whether English and some other language know a word, but not this one."""
        english, others = self._lexicon.evidence(word)
        return english and bool(others) and all(other != code for other, _, _ in others)
