"""In which language a question is asked, told by the words that the languages of the lexicon know."""

from __future__ import annotations

from collections.abc import Container, Sequence

from bot.answers.language.lexicon import Language, Lexicon


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
        evidence = [self._lexicon.evidence(word) for word in dict.fromkeys(words)]
        its = sum(1 for _, others in evidence if any(code == likely for code, _, _ in others))
        return expected if its > sum(1 for english, _ in evidence if english) else told

    def _told(self, words: Sequence[str]) -> Language:
        evidence = [self._lexicon.evidence(word) for word in words]
        if all(english or not others for english, others in evidence):
            return self._lexicon.english
        english_only = 0
        own: dict[str, int] = {}
        telling: dict[str, int] = {}
        standing: dict[str, int] = {}
        known: dict[str, int] = {}
        for word in dict.fromkeys(words):
            english, others = self._lexicon.evidence(word)
            english_only += english and not others
            for code, stands, tells in others:
                known[code] = known.get(code, 0) + 1
                if not english and len(word) > 2:
                    own[code] = own.get(code, 0) + 1
                    telling[code] = telling.get(code, 0) + tells
                    standing[code] = standing.get(code, 0) + stands
        best, most = self._lexicon.english, (0, 0)
        for code, count in sorted(own.items()):
            against = english_only + sum(1 for word in dict.fromkeys(words) if self._foreign_to(word, code))
            said = (count + telling[code] - against, known[code])
            if (telling[code] or standing[code] > 1) and said[0] > 0 and said > most:
                best, most = self._lexicon.languages[code], said
        return best

    def _foreign_to(self, word: str, code: str) -> bool:
        """Whether English and some other language know a word, but not this one."""
        english, others = self._lexicon.evidence(word)
        return english and bool(others) and all(other != code for other, _, _ in others)
