"""How likely the words of a language are in a question, and after which word, as far as the lexicon tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise

from bot.answers.language.lexicon import INFLECTED, ORDINARY, Language, Lexicon
from bot.answers.spelling.bigrams import BEGIN, shape
from bot.answers.spelling.candidates import LONGEST_TWICE, Speller, rests

_TWICE = 4
"""Letters from which a word of the lexicon is known with two slips in it; they are few, and often meant."""
_TWICE_ABROAD = 6
"""The same for other languages than English, to save memory."""
_MOST_KEPT = 5000
"""Words of which is remembered what is near; beyond that many all are forgotten."""
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
        plain = {word for word, count in self._ordinary.items() if count > ORDINARY and word.isalpha()}
        twice = _TWICE if language is lexicon.english else _TWICE_ABROAD
        self.speller = Speller(weights, twice=twice, once=plain - weights.keys())
        self._near: dict[str, Mapping[str, float]] = {}
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

    def near(self, word: str, around: Iterable[str]) -> Mapping[str, float]:
        """As the speller's ``near``; remembered, for a tongue never changes and questions share most of their words."""
        found = self._near.get(word)
        if found is None:
            if len(self._near) > _MOST_KEPT:
                self._near.clear()
            found = self._near[word] = self.speller.near(word, around)
        return found

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
        shares: dict[str, dict[str, float]] = {}
        for first, weights in after.items():
            total = sum(weights.values())
            shares[first] = {second: weight / total for second, weight in weights.items()}
        return shares


class Tongues:
    """All languages of a lexicon, by their code, and what words look like those of another than English."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.of = {code: Tongue(lexicon, language) for code, language in lexicon.languages.items()}
        self._codes: dict[str, tuple[str, ...]] = {}
        for code, tongue in self.of.items():
            for word in tongue.known if code != "en" else ():
                self._codes[word] = (*self._codes.get(word, ()), code)
        self._abroad = Speller(self._codes, twice=LONGEST_TWICE + 1)

    def abroad(self, word: str) -> dict[str, float]:
        """The languages but English that know a word, perhaps with a slip, and what the slip costs (nats)."""
        costs: dict[str, float] = {}
        for known, cost in self._abroad.near(word, rests(word)).items():
            for code in self._codes[known]:
                costs[code] = min(cost, costs.get(code, cost))
        return costs


@lru_cache(maxsize=4)
def tongues(lexicon: Lexicon) -> Tongues:
    """The tongues of a lexicon; made once, for they are large and never change."""
    return Tongues(lexicon)
