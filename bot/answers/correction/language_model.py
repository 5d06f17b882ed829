"""The language model: how likely a word is in a question, and after which word (bigrams).

It mixes what the lexicon tells of a language (``Tongue``) with what the facts and titles of a scope say (``Shelf``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from bot.answers.index.scope_index import Shelf
from bot.answers.language.lexicon import INFLECTED, ORDINARY, Language, Lexicon
from bot.answers.spelling.bigrams import BEGIN, shape
from bot.answers.spelling.candidates import LONGEST_TWICE, Speller, rests

OF_TITLES, OF_STORE, OF_QUESTIONS, OF_ENGLISH = 0.12, 0.25, 0.25, 0.3
"""Of the words of questions, how many are taken from titles, from what the facts say, from the lexicon, and from
English at large; the rest are words that nothing knows."""
STORE_FOLLOWS = 0.4
LANGUAGE_FOLLOWS = 0.4
"""How much is given to what the store, or the language, has behind a word, where it has anything behind it."""
_UNSEEN = 2.0
"""What a word is taken to have been followed by others than in the store, so that one sight is no rule."""
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
        weights = self._weights(lexicon, language)
        total = sum(weights.values())
        self._asked = {word: weight / total for word, weight in weights.items()}
        plain = {word for word, count in self._ordinary.items() if count > ORDINARY and word.isalpha()}
        twice = _TWICE if language is lexicon.english else _TWICE_ABROAD
        self.speller = Speller(weights, twice=twice, once=plain - weights.keys())
        self._near: dict[str, Mapping[str, float]] = {}
        self.known = frozenset(weights)
        self.follow = self._following(language)

    def _weights(self, lexicon: Lexicon, language: Language) -> dict[str, float]:
        """How often each word stands in questions, relative to the others; of several sorts the last counts."""
        weights = dict.fromkeys(self._words(language), _OTHER)
        if language is lexicon.english:
            weights.update(dict.fromkeys((form for form in lexicon.short_forms if len(form) > 3), _OTHER))
        weights.update(dict.fromkeys(language.exact.singles() | language.light | set(language.ordinals), _CONCEPT))
        weights.update(dict.fromkeys(language.frame | language.season | language.episode, _FRAME))
        weights.update(dict.fromkeys(language.asking & language.frame, _ASKING))
        for word in (language.function | language.asking) - language.exact.singles() if self._ordinary else ():
            if self.often(word) < SLANG:
                weights[word] = _SLANG
        return weights

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


class Behind(NamedTuple):
    """What stands behind a word: how often each in the store, of how many in all; the share of each in the language;
    and what is left to words that stand there as likely as anywhere."""

    seen: Sequence[Mapping[str, int]]
    total: int
    told: Mapping[str, float] | None
    left: float

    def likely(self, word: str, share: float) -> float:
        """How likely a word stands there: as the store has it, as the language has it, and anyway."""
        seen, total, told, left = self
        likely = 0.0
        if total:
            often = 0
            for follow in seen:
                often += follow.get(word, 0)
            likely = STORE_FOLLOWS * often / (total + _UNSEEN)
        if told is not None:
            likely += LANGUAGE_FOLLOWS * told.get(word, 0.0)
        return likely + left * share


class LanguageModel:
    """How likely words are in questions on some shelves (the question's language comes first, English last).

    It is the model of the facts as they stand when it is made.
    """

    def __init__(self, shelves: Sequence[Shelf], speaking: Sequence[Tongue]) -> None:
        self.shelves = tuple(shelves)
        self.tongues = tuple(speaking)
        self._usages = [usage for shelf in shelves for usage in (shelf.usage, shelf.named) if usage.total]
        self._known = [*(tongue.known for tongue in speaking), *(shelf.speller.words for shelf in shelves)]
        self._follow = speaking[0].follow
        self._shares: dict[str, float] = {}
        self._behind: dict[str, Behind] = {}

    def knows(self, word: str) -> bool:
        """Whether the store or the lexicon knows a word."""
        for known in self._known:  # noqa: SIM110 - asked of every word, and a loop takes a third of the time of any()
            if word in known:
                return True
        return False

    def share(self, word: str) -> float:
        """How likely a word stands in a question on this store, from 0 to 1."""
        known = self._shares.get(word)
        if known is None:
            if len(self._shares) > _MOST_KEPT:
                self._shares.clear()
            known = self._shares[word] = self._share(word)
        return known

    def _share(self, word: str) -> float:
        shelves, speaking = self.shelves, self.tongues
        share = OF_ENGLISH * speaking[-1].often(word) / len(speaking)
        title = 0.0
        for shelf in shelves:
            share += OF_STORE * shelf.usage.share(word) / len(shelves)
            title = max(title, shelf.named.share(word))
        for tongue in speaking:
            share += OF_QUESTIONS * tongue.asked(word) / len(speaking)
        return share + OF_TITLES * title

    def behind(self, before: str) -> Behind:
        """What stands behind a word, in the store and in the language."""
        behind = self._behind.get(before)
        if behind is None:
            if len(self._behind) > _MOST_KEPT:
                self._behind.clear()
            behind = self._behind[before] = self._behind_anew(before)
        return behind

    def _behind_anew(self, before: str) -> Behind:
        seen, total = [], 0
        for usage in self._usages:
            follow = usage.follow.get(before)
            if follow is not None:
                seen.append(follow)
                total += usage.followed[before]
        told = self._follow.get(before)
        left = 1.0 - STORE_FOLLOWS if total else 1.0
        return Behind(seen, total, told, left if told is None else left - LANGUAGE_FOLLOWS)
