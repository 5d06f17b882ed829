"""In which language a question is asked, told by the words that the languages of the lexicon know."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from bot.answers.language.lexicon import Language, Lexicon


@dataclass(slots=True)
class _Counts:
    """How many words a language knows; of those that English does not: all, telling ones, and ones of its frame."""

    known: int = 0
    own: int = 0
    telling: int = 0
    standing: int = 0


class Detector:
    """Tells the languages of a lexicon from one another."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def language_of(self, words: Sequence[str], likely: str | None = None, *, names: Container[str] = ()) -> Language:
        """The language that knows most of what English does not; where nothing tells, English, or rather ``likely``.

        Words of ``names`` tell nothing: a title stays English in a question that is not.
        """
        words = [word for word in words if word not in names] or words
        told = self._told(words)
        expected = self._lexicon.languages.get(likely or "")
        if expected is None or told is not self._lexicon.english:
            return told
        return expected if self._knows_more(expected.code, words) else told

    def _knows_more(self, likely: str, words: Sequence[str]) -> bool:
        """Whether a language knows more of some words than English."""
        evidence = [self._lexicon.evidence(word) for word in dict.fromkeys(words)]
        its = sum(1 for _, others in evidence if any(code == likely for code, _, _ in others))
        return its > sum(1 for english, _ in evidence if english)

    def _told(self, words: Sequence[str]) -> Language:
        """The language that words are in, by what of them only one language or the other knows."""
        evidence = [self._lexicon.evidence(word) for word in words]
        if all(english or not others for english, others in evidence):
            return self._lexicon.english
        english_only, counts = self._counted(words)
        best, most = self._lexicon.english, (0, 0)
        for code, count in sorted(counts.items()):
            against = english_only + sum(1 for word in dict.fromkeys(words) if self._foreign_to(word, code))
            said = (count.own + count.telling - against, count.known)
            if (count.telling or count.standing > 1) and said[0] > 0 and said > most:
                best, most = self._lexicon.languages[code], said
        return best

    def _counted(self, words: Sequence[str]) -> tuple[int, dict[str, _Counts]]:
        """How many words only English knows, and what each other language knows of them, by its code."""
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
        """Whether English and some other language know a word, but not this one."""
        english, others = self._lexicon.evidence(word)
        return english and bool(others) and all(other != code for other, _, _ in others)
