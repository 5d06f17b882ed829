"""How likely the words of a language are in a question, and after which word, as far as the lexicon tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise

from bot.answers.lexicon import INFLECTED, ORDINARY, Language, Lexicon
from bot.answers.spelling import Speller
from bot.answers.usage import BEGIN, shape

_TWICE = 4
"""Letters from which a word of the lexicon is known with two slips in it; they are few, and often meant."""
_ENDINGS = ("s", "es", "d", "ed", "r", "er", "ing", "ers", "ly")
_ASKING, _FRAME, _CONCEPT, _OTHER = 8.0, 3.0, 2.0, 1.0
"""How often words of these sorts are taken to stand in questions, relative to one another."""
SLANG = 1e-5
"""Share in English below which a word of the frame is slang ("wen", "wat"): understood, but hardly ever meant."""
_SLANG = 0.1
_STEP = 0.1
"""How often the next word of a phrase follows, relative to the likeliest word that follows the same (``following``)."""


class Tongue:
    """One language: its words, with how likely they are, and which follow which."""

    def __init__(self, lexicon: Lexicon, language: Language) -> None:
        self._ordinary: Mapping[str, int] = lexicon.ordinary if language is lexicon.english else {}
        self._all = sum(self._ordinary.values()) or 1
        weights = dict.fromkeys(self._words(language), _OTHER)
        if language is lexicon.english:
            weights.update(dict.fromkeys((form for form in lexicon.short_forms if len(form) > 3), _OTHER))
        weights.update(dict.fromkeys(language.exact.singles() | language.light | set(language.ordinals), _CONCEPT))
        weights.update(dict.fromkeys(language.frame | language.season | language.episode, _FRAME))
        weights.update(dict.fromkeys(language.asking & language.frame, _ASKING))
        for word in (language.function | language.asking) - language.exact.singles() if self._ordinary else ():
            if self.often(word) < SLANG:
                weights[word] = _SLANG
        total = sum(weights.values())
        self._asked = {word: weight / total for word, weight in weights.items()}
        plain = (word for word, count in self._ordinary.items() if count > ORDINARY and word.isalpha())
        self.speller = Speller(weights, twice=_TWICE, once=set(plain) - weights.keys())
        self.known = frozenset(weights)
        self.follow = self._following(language)

    def _words(self, language: Language) -> Iterable[str]:
        """The words of the lexicon, and the forms of its concepts that English has."""
        bases = language.exact.words() | language.light
        yield from language.speller
        for base in bases:
            for ending in _ENDINGS if base.isalpha() and len(base) > 2 else ():
                for form in (base + ending, base[:-1] + ending, base + base[-1] + ending):
                    if self._ordinary.get(form, 0) > INFLECTED and language.stem.of(form) == language.stem.of(base):
                        yield form

    def often(self, word: str) -> float:
        """The share of a word in the language at large, from 0 to 1; 0 where nothing is known of it."""
        return self._ordinary.get(word, 0) / self._all

    def asked(self, word: str) -> float:
        """The share that a word is taken to have in questions, from 0 to 1."""
        return self._asked.get(word, 0.0)

    def _following(self, language: Language) -> dict[str, dict[str, float]]:
        """For each word that begins a step of a phrase, what follows it, with the share of each (1 in all)."""
        after: dict[str, dict[str, float]] = {}
        begins = after.setdefault(BEGIN, {})
        for word in language.yesno:
            begins[word] = _STEP
        for phrases in (language.kinds, language.frames, language.exact):
            for phrase in phrases:
                for first, second in pairwise(map(shape, phrase)):
                    after.setdefault(first, {})[second] = _STEP
                if phrases is language.kinds:
                    begins[phrase[0]] = 1.0
        for first, seconds in language.following:
            for rank, second in enumerate(seconds, 1):
                weights = after.setdefault(first, {})
                weights[second] = max(weights.get(second, 0.0), 1 / rank)
        return {
            first: {second: weight / sum(weights.values()) for second, weight in weights.items()}
            for first, weights in after.items()
        }


@lru_cache(maxsize=4)
def tongues(lexicon: Lexicon) -> dict[str, Tongue]:
    """The tongues of a lexicon by their code; made once, for they are large and never change."""
    return {code: Tongue(lexicon, language) for code, language in lexicon.languages.items()}
