"""A question's words, repaired together: each by what was probably meant, given how it is typed and its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from bot.answers.correction.language_model import LanguageModel, tongues
from bot.answers.correction.noisy_channel import NoisyChannel
from bot.answers.correction.viterbi import Lattice
from bot.answers.index.scope_index import Shelf
from bot.answers.language.digits import whole
from bot.answers.language.lexicon import Language, Lexicon
from bot.answers.spelling.candidates import rests
from bot.answers.spelling.edit_costs import BESIDE, slip_cost

_ORDINALS = {1: "st", 2: "nd", 3: "rd"}
MOST_STRANGE = 16
"""Unknown words of one question that are repaired, so that every question takes bounded time."""
WHOLE = 6
JOINED = 9
"""Letters from which two typed words are taken for one, and from which they are with a slip in them."""
FOREIGN = 9.0
"""What a word of another language costs (nats), about, where it is typed as it is meant."""
GAINED = 3.0
"""By how much (nats) another language has to make more of single words, for the question to be tried in it."""


class _Models(NamedTuple):
    """The language model of one language on some shelves, and the noisy channel that asks it."""

    model: LanguageModel
    channel: NoisyChannel


class Repairer:
    """Joins, splits and corrects words; leaves alone what is known and what nothing known is near to."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._tongues = tongues(lexicon)
        self._kept: dict[Shelf, dict[str, tuple[tuple[int, ...], _Models]]] = {}

    def forget(self, shelf: Shelf) -> None:
        """Let go of a shelf that is no longer asked, and of what was found out about it."""
        self._kept.pop(shelf, None)

    def other(self, lattice: Lattice, shelves: Sequence[Shelf]) -> list[str] | None:
        """The words with one of them taken for the likeliest other word of a title, season or episode, if any."""
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
        """What the words may mean, in the language that is told or in the one that makes more of words that English
        has not; its ``words`` are those that were probably meant."""
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
        """The lattice of the words in one language: the channel's candidates, weighed by the language model."""
        channel, model = models.channel, models.model
        columns = []
        strange = 0
        for at, (word, behind) in enumerate(zip_longest(words, words[1:], fillvalue="")):
            strange += not model.knows(word) and not self._lexicon.is_ordinary(word)
            before = words[at - 1] if at else ""
            numbers = behind[:1].isdecimal() or (word == "s" and before.isdecimal())  # "s 4", "60 s"
            counts = len(word) == 1 and numbers
            left = strange > MOST_STRANGE or word in self._lexicon.chat or counts
            of = channel.as_typed if left else channel.column
            columns.append((channel.surname if before in self._lexicon.given_names and not left else of)(word))
        return Lattice(columns, model)

    def _models(self, code: str, shelves: Sequence[Shelf]) -> _Models:
        """The models of a language and shelves, kept with the last of them until a fact changes."""
        kept = self._kept.setdefault(shelves[-1], {})
        stamp = tuple(shelf.speller.changes for shelf in shelves)
        found = kept.get(code)
        if found is None or found[0] != stamp:
            speaking = [self._tongues.of[one] for one in dict.fromkeys((code, "en"))]
            model = LanguageModel(shelves, speaking)
            found = kept[code] = (stamp, _Models(model, NoisyChannel(self._lexicon, model)))
        return found[1]

    def _foreign(self, words: Sequence[str], english: _Models) -> str | None:
        """The code of the language that two or more words may be of which English makes little of, if any."""
        gained: dict[str, float] = {}
        hits: dict[str, int] = {}
        for word in dict.fromkeys(words):
            if len(word) < 3 or self._plain(word, english.model) or not word.isalpha():
                continue
            alone = english.channel.column(word)[0].alone
            for code, slip in self._tongues.abroad(word).items():
                if (gain := alone - FOREIGN - slip) > 0:
                    gained[code] = gained.get(code, 0.0) + gain
                    hits[code] = hits.get(code, 0) + 1
        likely = [(-gain, code) for code, gain in gained.items() if hits[code] > 1 and gain > GAINED]
        return min(likely)[1] if likely else None

    def _joined(
        self, typed: list[str], shelves: Sequence[Shelf], english: LanguageModel, language: Language
    ) -> list[str]:
        """Words that the store writes as one ("lady bug") joined, unless it writes them apart; "5 tg" is "5th"."""
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
        """The word of the store that two typed words are, perhaps with a slip where one of them is unknown."""
        pair, function = first + second, self._lexicon.english.function
        if len(pair) < WHOLE or not second or first in function or second in function or not pair.isalpha():
            return None
        for shelf in shelves:
            if pair in shelf.speller.words and pair not in shelf.titles.compounds:
                return pair
        if len(pair) < JOINED or (self._plain(first, english) and self._plain(second, english)):
            return None
        return _nearest(pair, shelves)

    def _plain(self, word: str, english: LanguageModel) -> bool:
        """Whether a word is known, or plain English."""
        return english.knows(word) or self._lexicon.is_ordinary(word)

    def _ordinal(self, number: str, ending: str) -> str | None:
        """ "5th" of "5 tg": a number with a slip in the letters that make it an ordinal."""
        value = whole(number)
        if value is None or not 2 <= len(ending) <= 3 or self._lexicon.knows(ending, self._lexicon.english):
            return None
        meant = "th" if value % 100 in (11, 12, 13) else _ORDINALS.get(value % 10, "th")
        return number + meant if 0 < slip_cost(ending, meant) <= BESIDE else None


def _nearest(pair: str, shelves: Sequence[Shelf]) -> str | None:
    """The likeliest word of the shelves of which two typed words together are one slip, but none they write apart."""
    around = rests(pair)
    near = {
        word: cost
        for shelf in shelves
        for word, cost in shelf.speller.near(pair, around).items()
        if word not in shelf.titles.compounds
    }
    return min(near, key=lambda word: (near[word], word)) if near else None
