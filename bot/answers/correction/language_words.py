"""Know the words of each language with their likelihood in questions, and what follows them.

All of it comes from the lexicon. It is large and never changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Self

import orjson

from bot.answers.language.lexicon import INFLECTED, ORDINARY, Language, Lexicon
from bot.answers.spelling.bigrams import BEGIN, shape
from bot.answers.spelling.candidates import MAX_TWO_TYPOS, FixedSpeller, deletions

_TWICE = 4
"""Minimum length of an English word of the lexicon that is found with two typos. They are few, and frequency meant."""
_TWICE_ABROAD = 6
"""Minimum length in other languages. Higher, to save memory."""
_MAX_CACHED = 5000
"""Maximum number of words whose near words are cached. A full cache is cleared."""
_ENDINGS = ("s", "es", "d", "ed", "r", "er", "ing", "ers", "ly")
_ASKING, _FRAME, _CONCEPT, _OTHER = 8.0, 3.0, 2.0, 1.0
"""Relative frequency of question words, structural words, concepts and other words in questions."""
SLANG = 1e-5
"""Share in English below which a structural word is slang ("wen", "wat"): understood, but hardly ever meant."""
_SLANG = 0.1
_STEP = 0.1
"""Relative frequency of a phrase's next word, compared with the likeliest word in ``following``."""


class LanguageWords:
    """One language: its words with their likelihood, and its bigrams.

    ``known`` are the words, ``follow`` the share of each next word (1 in all) by first word.
    """

    def __init__(
        self,
        ordinary: Mapping[str, int],
        total: int,
        asked: Mapping[str, float],
        follow: Mapping[str, Mapping[str, float]],
        speller: FixedSpeller,
    ) -> None:
        """``ordinary`` are the counts of words in the language in general and ``total`` their sum, ``asked`` the shares
        of words in questions."""
        self._ordinary, self.total, self.shares = ordinary, total, asked
        self.known = asked.keys()
        self.follow, self.speller = follow, speller
        self._near: dict[str, Mapping[str, float]] = {}

    @classmethod
    def of(cls, lexicon: Lexicon, language: Language) -> Self:
        """Take the words of a language from the lexicon."""
        ordinary: Mapping[str, int] = lexicon.ordinary if language is lexicon.english else {}
        total = lexicon.ordinary.total if ordinary else 1
        weights = _weights(lexicon, language, ordinary, total)
        weight = sum(weights.values())
        plain = {word for word in lexicon.ordinary.above(ORDINARY) if word.isalpha()} if ordinary else set()
        twice = _TWICE if language is lexicon.english else _TWICE_ABROAD
        return cls(
            ordinary,
            total,
            {word: each / weight for word, each in weights.items()},
            _following(language),
            FixedSpeller.of(weights, twice=twice, once=sorted(plain - weights.keys())),
        )

    def near(self, word: str, around: Iterable[str]) -> Mapping[str, float]:
        """Return what the speller's ``near`` returns. Cached, because the words never change and questions share most
        of theirs."""
        found = self._near.get(word)
        if found is None:
            if len(self._near) > _MAX_CACHED:
                self._near.clear()
            found = self._near[word] = self.speller.near(word, around)
        return found

    def frequency(self, word: str) -> float:
        """Return the share of a word in the language in general, from 0 to 1; 0 if unknown."""
        return self._ordinary.get(word, 0) / self.total

    def asked(self, word: str) -> float:
        """Return the assumed share of a word in questions, from 0 to 1."""
        return self.shares.get(word, 0.0)


class AllWords:
    """The words of all languages by code, and an index of the words of all languages but English."""

    def __init__(self, of: Mapping[str, LanguageWords], abroad: FixedSpeller | None = None) -> None:
        """``abroad`` is that index, if it was made before."""
        self.of = of
        self._codes: dict[str, tuple[str, ...]] = {}
        for code, language in self.of.items():
            for word in language.known if code != "en" else ():
                self._codes[word] = (*self._codes.get(word, ()), code)
        self._abroad = abroad or FixedSpeller.of(self._codes, twice=MAX_TWO_TYPOS + 1)

    @classmethod
    def of_lexicon(cls, lexicon: Lexicon) -> Self:
        """Take all words from the lexicon."""
        return cls({code: LanguageWords.of(lexicon, language) for code, language in lexicon.languages.items()})

    @classmethod
    def from_parts(cls, lexicon: Lexicon, parts: Sequence[bytes]) -> Self:
        """Return what ``to_parts`` wrote for this lexicon.

        Raises:
            ValueError, LookupError, TypeError: the parts aren't that.
        """
        document = orjson.loads(parts[0])
        same: dict[str, str] = {}
        for _code, _total, asked, _follow in document:
            same.update(zip(asked, asked, strict=True))
        *spellers, abroad = _spellers(parts[1:], same)
        return cls(
            {
                code: LanguageWords(lexicon.ordinary if code == "en" else {}, total, asked, follow, speller)
                for (code, total, asked, follow), speller in zip(document, spellers, strict=True)
            },
            abroad,
        )

    def to_parts(self) -> list[bytes]:
        """Return everything that ``from_parts`` needs."""
        document = [(code, each.total, each.shares, each.follow) for code, each in self.of.items()]
        spellers = (*(each.speller for each in self.of.values()), self._abroad)
        return [orjson.dumps(document), *(part for speller in spellers for part in speller.to_parts())]

    def abroad(self, word: str) -> dict[str, float]:
        """Return the languages other than English that know a word, perhaps with a typo, and the cost of the typo
        (nats)."""
        costs: dict[str, float] = {}
        for known, cost in self._abroad.near(word, deletions(word)).items():
            for code in self._codes[known]:
                costs[code] = min(cost, costs.get(code, cost))
        return costs


def _spellers(parts: Sequence[bytes], same: dict[str, str]) -> Iterator[FixedSpeller]:
    for first in range(0, len(parts), FixedSpeller.PARTS):
        yield FixedSpeller.from_parts(parts[first : first + FixedSpeller.PARTS], same)


def _weights(lexicon: Lexicon, language: Language, ordinary: Mapping[str, int], total: int) -> dict[str, float]:
    """Return the relative frequency of each word in questions. For a word of several kinds, the last one counts."""
    weights = dict.fromkeys(_words(language, ordinary), _OTHER)
    if language is lexicon.english:
        weights.update(dict.fromkeys((form for form in lexicon.short_forms if len(form) > 3), _OTHER))
    weights.update(dict.fromkeys(language.exact.singles() | language.light | set(language.ordinals), _CONCEPT))
    weights.update(dict.fromkeys(language.frame | language.season | language.episode, _FRAME))
    weights.update(dict.fromkeys(language.asking & language.frame, _ASKING))
    for word in (language.function | language.asking) - language.exact.singles() if ordinary else ():
        if ordinary.get(word, 0) / total < SLANG:
            weights[word] = _SLANG
    return weights


def _words(language: Language, ordinary: Mapping[str, int]) -> Iterable[str]:
    """Yield the words of the lexicon, and the inflected forms of its concepts that English has."""
    bases = language.exact.words() | language.light
    yield from language.words
    for base in bases:
        for ending in _ENDINGS if base.isalpha() and len(base) > 2 else ():
            for form in (base + ending, base[:-1] + ending, base + base[-1] + ending):
                if ordinary.get(form, 0) > INFLECTED and language.stem.of(form) == language.stem.of(base):
                    yield form


def _following(language: Language) -> dict[str, dict[str, float]]:
    """Return the bigrams of phrases: for each first word, the share of each next word (1 in all)."""
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
