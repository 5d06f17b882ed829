"""Correct the words of a question together, by how they are typed and by their neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from bot.answers.correction.language_model import LanguageModel
from bot.answers.correction.language_words import AllWords
from bot.answers.correction.noisy_channel import NoisyChannel
from bot.answers.correction.viterbi import Lattice
from bot.answers.index.scope_index import Shelf
from bot.answers.language.digits import whole
from bot.answers.language.lexicon import Language, Lexicon
from bot.answers.spelling.candidates import deletions
from bot.answers.spelling.edit_costs import BESIDE, slip_cost

_ORDINALS = {1: "st", 2: "nd", 3: "rd"}
MAX_UNKNOWN = 16
"""Maximum number of unknown words of a question that are corrected, so that every question takes bounded time."""
MIN_JOINED = 6
"""Minimum length of a word that was typed as two."""
MIN_JOINED_TYPO = 9
"""Minimum length of a word that was typed as two, with a typo."""
FOREIGN_COST = 9.0
"""Typical cost (nats) of a correctly typed word in its own language."""
MIN_GAIN = 3.0
"""Minimum gain (nats) of another language over English, word by word, for the question to be tried in it."""


class _Models(NamedTuple):
    """The language model of one language on some shelves, and the noisy channel that uses it."""

    model: LanguageModel
    channel: NoisyChannel


class Repairer:
    """Joins, splits and corrects words. Known words, and words without known neighbours, stay as they are."""

    def __init__(self, lexicon: Lexicon, words: AllWords) -> None:
        self._lexicon = lexicon
        self._words = words
        self._kept: dict[Shelf, dict[str, tuple[tuple[int, ...], _Models]]] = {}

    def forget(self, shelf: Shelf) -> None:
        """Drop the cached models of a shelf that is no longer used."""
        self._kept.pop(shelf, None)

    def other(self, lattice: Lattice, shelves: Sequence[Shelf]) -> list[str] | None:
        """Return the words with one replaced by the likeliest word of a title, season or episode, if any."""
        english = self._lexicon.english
        return lattice.other(
            lambda word: (
                word in english.season
                or word in english.episode
                or any(word in shelf.titles.vocabulary for shelf in shelves)
            ),
            lambda word: english.exact.at([word], 0) is not None,
        )

    def lattice(self, typed: list[str], shelves: Sequence[Shelf], language: Language) -> Lattice:
        """Return the lattice of the words, in the given language or in one that explains more of them than English.

        Its ``words`` are the corrected words.
        """
        english = self._models("en", shelves)
        words = self._joined(typed, shelves, english.model, language)
        own = english if language.code == "en" else self._models(language.code, shelves)
        best = self._in(own, words)
        code = self._foreign(words, english) if own is english else "en"
        if code is not None:
            other = self._in(self._models(code, shelves), words)
            if other.cost < best.cost:
                return other
        return best

    def _in(self, models: _Models, words: Sequence[str]) -> Lattice:
        """Return the lattice of the words in one language: the channel's choices, weighted by the language model."""
        channel, model = models.channel, models.model
        columns = []
        unknown = 0
        for at, (word, behind) in enumerate(zip_longest(words, words[1:], fillvalue="")):
            unknown += not model.knows(word) and not self._lexicon.is_ordinary(word)
            before = words[at - 1] if at else ""
            numbers = behind[:1].isdecimal() or (word == "s" and before.isdecimal())  # "s 4", "60 s"
            counts = len(word) == 1 and numbers
            left = unknown > MAX_UNKNOWN or word in self._lexicon.chat or counts
            of = channel.as_typed if left else channel.column
            columns.append((channel.surname if before in self._lexicon.given_names and not left else of)(word))
        return Lattice(columns, model)

    def _models(self, code: str, shelves: Sequence[Shelf]) -> _Models:
        """Return the models of a language on some shelves. They are cached until a fact changes."""
        kept = self._kept.setdefault(shelves[-1], {})
        stamp = tuple(shelf.speller.changes for shelf in shelves)
        found = kept.get(code)
        if found is None or found[0] != stamp:
            speaking = [self._words.of[one] for one in dict.fromkeys((code, "en"))]
            model = LanguageModel(shelves, speaking)
            found = kept[code] = (stamp, _Models(model, NoisyChannel(self._lexicon, model)))
        return found[1]

    def _foreign(self, words: Sequence[str], english: _Models) -> str | None:
        """Return the code of another language that explains two or more words better than English, if any."""
        gained: dict[str, float] = {}
        hits: dict[str, int] = {}
        for word in dict.fromkeys(words):
            if len(word) < 3 or self._is_known(word, english.model) or not word.isalpha():
                continue
            alone = english.channel.column(word)[0].alone
            for code, slip in self._words.abroad(word).items():
                if (gain := alone - FOREIGN_COST - slip) > 0:
                    gained[code] = gained.get(code, 0.0) + gain
                    hits[code] = hits.get(code, 0) + 1
        likely = [(-gain, code) for code, gain in gained.items() if hits[code] > 1 and gain > MIN_GAIN]
        return min(likely)[1] if likely else None

    def _joined(
        self, typed: list[str], shelves: Sequence[Shelf], english: LanguageModel, language: Language
    ) -> list[str]:
        """Return the words with pairs joined that the store writes as one ("lady bug"), and "5 tg" as "5th"."""
        joined: list[str] = []
        wholes: dict[tuple[str, str], str | None] = {}
        position = 0
        while position < len(typed):
            first, second = typed[position], typed[position + 1] if position + 1 < len(typed) else ""
            if (first, second) not in wholes:
                wholes[first, second] = self._whole(first, second, shelves, english)
            if (whole := wholes[first, second]) is not None:
                joined.append(whole)
                position += 2
            elif language is self._lexicon.english and second and (ordinal := self._ordinal(first, second)):
                joined.append(ordinal)
                position += 2
            else:
                joined.append(first)
                position += 1
        return joined

    def _whole(self, first: str, second: str, shelves: Sequence[Shelf], english: LanguageModel) -> str | None:
        """Return the word of the store that two typed words are, perhaps with a typo if one of them is unknown."""
        pair, function = first + second, self._lexicon.english.function
        if len(pair) < MIN_JOINED or not second or first in function or second in function or not pair.isalpha():
            return None
        for shelf in shelves:
            if pair in shelf.speller.words and pair not in shelf.titles.compounds:
                return pair
        if len(pair) < MIN_JOINED_TYPO or (self._is_known(first, english) and self._is_known(second, english)):
            return None
        return _nearest(pair, shelves)

    def _is_known(self, word: str, english: LanguageModel) -> bool:
        """Return whether a word is known, or ordinary English."""
        return english.knows(word) or self._lexicon.is_ordinary(word)

    def _ordinal(self, number: str, ending: str) -> str | None:
        """Return "5th" for "5 tg": a number followed by a mistyped ordinal ending."""
        value = whole(number)
        if value is None or not 2 <= len(ending) <= 3 or self._lexicon.knows(ending, self._lexicon.english):
            return None
        meant = "th" if value % 100 in (11, 12, 13) else _ORDINALS.get(value % 10, "th")
        return number + meant if 0 < slip_cost(ending, meant) <= BESIDE else None


def _nearest(pair: str, shelves: Sequence[Shelf]) -> str | None:
    """Return the likeliest word within one typo of two joined words, unless titles write it apart."""
    around = deletions(pair)
    near = {
        word: cost
        for shelf in shelves
        for word, cost in shelf.speller.near(pair, around).items()
        if word not in shelf.titles.compounds
    }
    return min(near, key=lambda word: (near[word], word)) if near else None
