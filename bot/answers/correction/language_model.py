"""Estimate the probability of a word in a question, alone and after another word (bigrams).

The language model mixes the words of a language in the lexicon (``LanguageWords``) with the facts and titles of a scope
(``Shelf``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from bot.answers.index.scope_index import Shelf
from bot.answers.language.lexicon import INFLECTED, ORDINARY, Language, Lexicon
from bot.answers.spelling.bigrams import BEGIN, shape
from bot.answers.spelling.candidates import MAX_TWO_TYPOS, FixedSpeller, deletions

OF_TITLES, OF_STORE, OF_QUESTIONS, OF_ENGLISH = 0.12, 0.25, 0.25, 0.3
"""Mixture weights of the unigram models: titles, facts, the lexicon, and English in general. The rest are unknown
words."""
STORE_FOLLOWS = 0.4
"""Mixture weight of the store's bigrams, for a word that has any."""
LANGUAGE_FOLLOWS = 0.4
"""Mixture weight of the language's bigrams, for a word that has any."""
_UNSEEN = 2.0
"""Count of unseen bigrams after each word (smoothing), so that one occurrence is no rule."""
_TWICE = 4
"""Minimum length of an English word of the lexicon that is found with two typos. They are few, and frequency meant."""
_TWICE_ABROAD = 6
"""Minimum length in other languages. Higher, to save memory."""
_MAX_CACHED = 5000
"""Maximum number of words in each cache. A full cache is cleared."""
_ENDINGS = ("s", "es", "d", "ed", "r", "er", "ing", "ers", "ly")
_ASKING, _FRAME, _CONCEPT, _OTHER = 8.0, 3.0, 2.0, 1.0
"""Relative frequency of question words, structural words, concepts and other words in questions."""
SLANG = 1e-5
"""Share in English below which a structural word is slang ("wen", "wat"): understood, but hardly ever meant."""
_SLANG = 0.1
_STEP = 0.1
"""Relative frequency of a phrase's next word, compared with the likeliest word in ``following``."""


class LanguageWords:
    """One language: its words with their likelihood, and its bigrams."""

    def __init__(self, lexicon: Lexicon, language: Language) -> None:
        self._ordinary: Mapping[str, int] = lexicon.ordinary if language is lexicon.english else {}
        self._all = sum(self._ordinary.values()) or 1
        weights = self._weights(lexicon, language)
        total = sum(weights.values())
        self._asked = {word: weight / total for word, weight in weights.items()}
        plain = {word for word, count in self._ordinary.items() if count > ORDINARY and word.isalpha()}
        twice = _TWICE if language is lexicon.english else _TWICE_ABROAD
        self.speller = FixedSpeller.of(weights, twice=twice, once=sorted(plain - weights.keys()))
        self._near: dict[str, Mapping[str, float]] = {}
        self.known = frozenset(weights)
        self.follow = self._following(language)

    def _weights(self, lexicon: Lexicon, language: Language) -> dict[str, float]:
        """Return the relative frequency of each word in questions. For a word of several kinds, the last one counts."""
        weights = dict.fromkeys(self._words(language), _OTHER)
        if language is lexicon.english:
            weights.update(dict.fromkeys((form for form in lexicon.short_forms if len(form) > 3), _OTHER))
        weights.update(dict.fromkeys(language.exact.singles() | language.light | set(language.ordinals), _CONCEPT))
        weights.update(dict.fromkeys(language.frame | language.season | language.episode, _FRAME))
        weights.update(dict.fromkeys(language.asking & language.frame, _ASKING))
        for word in (language.function | language.asking) - language.exact.singles() if self._ordinary else ():
            if self.frequency(word) < SLANG:
                weights[word] = _SLANG
        return weights

    def _words(self, language: Language) -> Iterable[str]:
        """Yield the words of the lexicon, and the inflected forms of its concepts that English has."""
        bases = language.exact.words() | language.light
        yield from language.words
        for base in bases:
            for ending in _ENDINGS if base.isalpha() and len(base) > 2 else ():
                for form in (base + ending, base[:-1] + ending, base + base[-1] + ending):
                    if self._ordinary.get(form, 0) > INFLECTED and language.stem.of(form) == language.stem.of(base):
                        yield form

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
        return self._ordinary.get(word, 0) / self._all

    def asked(self, word: str) -> float:
        """Return the assumed share of a word in questions, from 0 to 1."""
        return self._asked.get(word, 0.0)

    def _following(self, language: Language) -> dict[str, dict[str, float]]:
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


class AllWords:
    """The words of all languages by code, and an index of the words of all languages but English."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.of = {code: LanguageWords(lexicon, language) for code, language in lexicon.languages.items()}
        self._codes: dict[str, tuple[str, ...]] = {}
        for code, language in self.of.items():
            for word in language.known if code != "en" else ():
                self._codes[word] = (*self._codes.get(word, ()), code)
        self._abroad = FixedSpeller.of(self._codes, twice=MAX_TWO_TYPOS + 1)

    def abroad(self, word: str) -> dict[str, float]:
        """Return the languages other than English that know a word, perhaps with a typo, and the cost of the typo
        (nats)."""
        costs: dict[str, float] = {}
        for known, cost in self._abroad.near(word, deletions(word)).items():
            for code in self._codes[known]:
                costs[code] = min(cost, costs.get(code, cost))
        return costs


@lru_cache(maxsize=4)
def words_of_languages(lexicon: Lexicon) -> AllWords:
    """Return the words of all languages of a lexicon. Cached, because they are large and never change."""
    return AllWords(lexicon)


class NextWord(NamedTuple):
    """The distribution of the word after a given word.

    ``seen`` and ``total`` are the counts in the store, ``shares`` the shares in the language. ``left`` is the weight of
    the unigram model.
    """

    seen: Sequence[Mapping[str, int]]
    total: int
    shares: Mapping[str, float] | None
    left: float

    def probability(self, word: str, share: float) -> float:
        """Return the probability of a word there: a mixture of the store's bigrams, the language's bigrams, and its
        unigram share."""
        seen, total, shares, left = self
        probability = 0.0
        if total:
            frequency = 0
            for follow in seen:
                frequency += follow.get(word, 0)
            probability = STORE_FOLLOWS * frequency / (total + _UNSEEN)
        if shares is not None:
            probability += LANGUAGE_FOLLOWS * shares.get(word, 0.0)
        return probability + left * share


class LanguageModel:
    """The likelihood of words in questions on some shelves. The question's language comes first, English last.

    The model describes the facts at the time it is made.
    """

    def __init__(self, shelves: Sequence[Shelf], speaking: Sequence[LanguageWords]) -> None:
        self.shelves = tuple(shelves)
        self.words_of_languages = tuple(speaking)
        self._usages = [usage for shelf in shelves for usage in (shelf.usage, shelf.named) if usage.total]
        self._known = [*(language.known for language in speaking), *(shelf.speller.words for shelf in shelves)]
        self._follow = speaking[0].follow
        self._shares: dict[str, float] = {}
        self._next: dict[str, NextWord] = {}

    def knows(self, word: str) -> bool:
        """Return whether the store or the lexicon has a word."""
        for known in self._known:  # noqa: SIM110 - called for every word, and a loop takes a third of the time of any()
            if word in known:
                return True
        return False

    def share(self, word: str) -> float:
        """Return the probability of a word in a question on this store, from 0 to 1."""
        known = self._shares.get(word)
        if known is None:
            if len(self._shares) > _MAX_CACHED:
                self._shares.clear()
            known = self._shares[word] = self._share(word)
        return known

    def _share(self, word: str) -> float:
        shelves, speaking = self.shelves, self.words_of_languages
        share = OF_ENGLISH * speaking[-1].frequency(word) / len(speaking)
        title = 0.0
        for shelf in shelves:
            share += OF_STORE * shelf.usage.share(word) / len(shelves)
            title = max(title, shelf.named.share(word))
        for language in speaking:
            share += OF_QUESTIONS * language.asked(word) / len(speaking)
        return share + OF_TITLES * title

    def next_word(self, before: str) -> NextWord:
        """Return the distribution of the word after a given word."""
        next_word = self._next.get(before)
        if next_word is None:
            if len(self._next) > _MAX_CACHED:
                self._next.clear()
            next_word = self._next[before] = self._compute_next(before)
        return next_word

    def _compute_next(self, before: str) -> NextWord:
        seen, total = [], 0
        for usage in self._usages:
            follow = usage.follow.get(before)
            if follow is not None:
                seen.append(follow)
                total += usage.followed[before]
        shares = self._follow.get(before)
        left = 1.0 - STORE_FOLLOWS if total else 1.0
        return NextWord(seen, total, shares, left if shares is None else left - LANGUAGE_FOLLOWS)
