"""Hold the words of all languages: question words, concepts, topics, numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import snowballstemmer

from bot.answers.language.memoization import Memo
from bot.answers.language.phrases import Phrase, Phrases
from bot.answers.language.synonyms import Synonyms
from bot.answers.language.word_counts import WordCounts

ORDINARY = 2500
"""Minimum count of a word in English subtitles (pyspellchecker) for it to be ordinary English."""
EVERYDAY = 40_000
"""Minimum count of an everyday word, which has a lower weight."""
UNMISTAKABLE = 100_000
"""Minimum count of a word that is English even if another language has it too."""
INFLECTED = 50
"""Minimum count of an inflected form for it to be a known word and not a misspelling."""

LISTS = ("known", "given_names", "months", "joining", "chat", "services")
"""The lists of words of all languages together."""


@dataclass(slots=True)
class Language:
    """The structural words of one language (function words, question words, numbers), as opposed to content words."""

    code: str
    stem: Stems
    function: frozenset[str]
    light: frozenset[str]
    movie: frozenset[str]
    show: frozenset[str]
    season: frozenset[str]
    episode: frozenset[str]
    part: frozenset[str]
    numbers: Mapping[str, int]
    ordinals: Mapping[str, int]
    decades: Mapping[str, int]
    next: frozenset[str]
    new: frozenset[str]
    first: frozenset[str]
    last: frozenset[str]
    negation: frozenset[str]
    yesno: frozenset[str]
    common: frozenset[str]
    kinds: Phrases = field(default_factory=Phrases)
    frames: Phrases = field(default_factory=Phrases)
    concepts: Phrases = field(default_factory=Phrases)
    exact: Phrases = field(default_factory=Phrases)
    telling: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()
    notes: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    frame: frozenset[str] = frozenset()
    asking: frozenset[str] = frozenset()
    known_stems: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    following: tuple[tuple[str, Phrase], ...] = ()


class Stems:
    """A Snowball stemmer. ``of`` caches its results, ``once`` doesn't."""

    def __init__(self, algorithm: str) -> None:
        self.algorithm = algorithm
        self._stemmer = snowballstemmer.stemmer(algorithm)
        self._stemmer.maxCacheSize = 0  # PyStemmer's own cache would hold each word a second time
        self.of = Memo(self.once, 200_000).__getitem__

    def once(self, word: str) -> str:
        """Return the stem of one word."""
        if len(word) < 4 or not word.isalpha():
            return word
        return str(self._stemmer.stemWord(word))


@dataclass(frozen=True, slots=True)
class TopicWords:
    """What facts of a topic answer implicitly: concepts with a credit from 0 to 1, and kinds of answer."""

    label: str
    kinds: frozenset[str]
    implies: Mapping[str, float]
    signals: frozenset[str] = frozenset()
    leading: frozenset[str] = frozenset()


class Lexicon:
    """All languages, concepts and topics. ``build_lexicon`` makes it from data files."""

    def __init__(
        self,
        languages: Mapping[str, Language],
        topics: Mapping[str, TopicWords],
        synonyms: Synonyms,
        kind_of: Mapping[str, str],
        weight_of: Mapping[str, float],
        ordinary: WordCounts,
        lists: Mapping[str, Iterable[str]],
        short_forms: Mapping[str, str],
    ) -> None:
        """Hold words.

        ``kind_of`` and ``weight_of`` are those of concepts, ``ordinary`` the counts of English words. ``lists`` are
        words of all languages together, by the names of the attributes that hold them.
        """
        self.languages, self.topics, self.synonyms = languages, topics, synonyms
        self.kind_of, self.weight_of = kind_of, weight_of
        self.ordinary = ordinary
        self.short_forms = short_forms
        self.known, self.given_names, self.months, self.joining, self.chat, self.services = (
            frozenset(lists[name]) for name in LISTS
        )
        self.english = languages["en"]
        self.everyday = frozenset().union(*(language.common for language in languages.values()))
        self.foreign_concept = Memo(self._foreign_concept, 50_000).__getitem__
        self.evidence = Memo(self._evidence, 50_000).__getitem__
        self.light_stems = frozenset(self.english.stem.of(word) for word in self.english.light) | {"movie"}

    def knows(self, word: str, language: Language) -> bool:
        """Return whether a word, in any form, is in the lexicon of English or of the question's language."""
        if word in self.english.words or word in language.words or word in self.given_names:
            return True
        if self.ordinary.get(word, 0) > INFLECTED and self.english.stem.of(word) in self.english.known_stems:
            return True
        return language is not self.english and language.stem.of(word) in language.known_stems

    def kinds_wanted(self, kinds: Iterable[str], terms: Iterable[str]) -> frozenset[str]:
        """Return the kinds of answer that a question asks for, or else those that its concepts suggest."""
        said = frozenset(kinds)
        if more := said - {"which"}:
            return more
        hinted = frozenset(self.kind_of[term] for term in terms if term in self.kind_of)
        return hinted or said

    def weigh_word(self, word: str, stem: str) -> float:
        """Return the weight of a word that is no concept. Rare words weigh more than everyday ones."""
        if len(word) < 3:
            return 0.06
        if word in self.everyday or stem in self.everyday:
            return 0.45
        if len(word) == 3 and self.ordinary and word not in self.ordinary:
            return 0.5
        return 0.8 if self.ordinary.get(word, 0) > EVERYDAY else 1.0

    def _foreign_concept(self, word: str) -> str | None:
        """Return the concept of a word that only another language than English knows."""
        if len(word) < 5 or self.ordinary.get(word, 0) > INFLECTED:
            return None
        for language in self.languages.values():
            if language is not self.english:
                found = language.exact.at([word], 0) or language.concepts.at([language.stem.once(word)], 0)
                if found is not None and found[0] == 1:
                    return found[1]
        return None

    def _evidence(self, word: str) -> tuple[bool, tuple[tuple[str, bool, bool], ...]]:
        """Return whether English knows a word, and which other languages do.

        Each of those is given with its code, whether it has the word in exactly this form, and whether the word is
        distinctive.
        """
        english = self._has(self.english, word) or word in self.english.common
        english = english or self.ordinary.get(word, 0) > UNMISTAKABLE
        others = tuple(
            (language.code, word in language.words, word in language.telling)
            for language in self.languages.values()
            if language is not self.english and self._has(language, word)
        )
        return english, others

    def _has(self, language: Language, word: str) -> bool:
        return word in language.words or language.stem.once(word) in language.known_stems

    def is_ordinary(self, word: str) -> bool:
        """Return whether a word is ordinary English, so that it is probably no misspelling."""
        return self.ordinary.get(word, 0) > ORDINARY
