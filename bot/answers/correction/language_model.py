"""Estimate the probability of a word in a question, alone and after another word (bigrams).

The language model mixes the words of a language in the lexicon (``LanguageWords``) with the facts and titles of a scope
(``Shelf``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.answers.correction.language_words import LanguageWords
from bot.answers.index.scope_index import Shelf

OF_TITLES, OF_STORE, OF_QUESTIONS, OF_ENGLISH = 0.12, 0.25, 0.25, 0.3
"""Mixture weights of the unigram models: titles, facts, the lexicon, and English in general. The rest are unknown
words."""
STORE_FOLLOWS = 0.4
"""Mixture weight of the store's bigrams, for a word that has any."""
LANGUAGE_FOLLOWS = 0.4
"""Mixture weight of the language's bigrams, for a word that has any."""
_UNSEEN = 2.0
"""Count of unseen bigrams after each word (smoothing), so that one occurrence is no rule."""
_MAX_CACHED = 5000
"""Maximum number of words in each cache. A full cache is cleared."""


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
