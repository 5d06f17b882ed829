"""What a typed word may mean in one scope and language, how likely each is, and behind which word it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log
from typing import NamedTuple

from bot.answers.correction.language_model import Tongue
from bot.answers.index.scope_index import Shelf
from bot.answers.language.lexicon import Lexicon
from bot.answers.parsing.parser import ROMAN
from bot.answers.spelling.bigrams import shape
from bot.answers.spelling.candidates import LONGEST, fewer, rests
from bot.answers.spelling.edit_costs import LOST

OF_TITLES, OF_STORE, OF_QUESTIONS, OF_ENGLISH = 0.12, 0.25, 0.25, 0.3
"""Of the words of questions, how many are taken from titles, from what the facts say, from the lexicon, and from
English at large; the rest are words that nothing knows."""
STORE_FOLLOWS = 0.4
LANGUAGE_FOLLOWS = 0.4
"""How much is given to what the store, or the language, has behind a word, where it has anything behind it."""
_UNSEEN = 2.0
"""What a word is taken to have been followed by others than in the store, so that one sight is no rule."""
UNKNOWN = 14.0
UNKNOWN_LETTER = 1.0
"""The cost in nats of a word that nothing knows: e to the power of that many names may stand in its place."""
_SINGLE = 1e-4
_NUMBER = 0.01
"""The least share of a single letter, and that of a number."""
PLAIN = 1.0
KNOWN = 0.5
"""How much more (nats) it costs to take plain English, or a word of the store or lexicon, for another one."""
NAME = 3.0
"""The same for a given name: "Albert" is no slip for "Alberta" because something was shot there."""
RARE = 100
"""How often (pyspellchecker's counts) a word may stand in English to be thought to hold two slips."""
LONG = 7
"""Letters from which a word with a slip is taken for two of a title."""
SHORTEST = 3
"""Letters of each of two words that were written as one, at least, where no title has them."""
MOST_CHOICES = 6
WITHIN = 8.0
"""Choices kept for one word, and by how much (nats) they may cost more than the likeliest before neighbours speak."""
_MOST_KEPT = 5000
"""Words whose choices are kept between questions; beyond that many all are forgotten."""


class Choice(NamedTuple):
    """What a word may have been meant as.

    ``slip`` is the cost of the slip, ``share`` how likely the (first) word stands anywhere, ``alone`` the cost of both
    in nats. ``first`` and ``last`` are the shapes of its words that neighbours are compared by.
    """

    words: tuple[str, ...]
    slip: float
    share: float
    alone: float
    first: str
    last: str


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


class Vocabulary:
    """The words of some shelves and tongues (the question's language first, English last), as they stand now."""

    def __init__(self, lexicon: Lexicon, shelves: Sequence[Shelf], speaking: Sequence[Tongue]) -> None:
        self._lexicon = lexicon
        self._shelves = tuple(shelves)
        self._speaking = tuple(speaking)
        self._spellers = [*(tongue.speller for tongue in speaking), *(shelf.speller for shelf in shelves)]
        self._usages = [usage for shelf in shelves for usage in (shelf.usage, shelf.named) if usage.total]
        self._known = [*(tongue.known for tongue in speaking), *(shelf.speller.words for shelf in shelves)]
        self._follow = speaking[0].follow
        self._shares: dict[str, float] = {}
        self._columns: dict[str, tuple[Choice, ...]] = {}
        self._behind: dict[str, Behind] = {}

    def serves(self, word: str) -> bool:
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
        shelves, speaking = self._shelves, self._speaking
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

    def column(self, word: str) -> tuple[Choice, ...]:
        """What a word may mean, the likeliest first."""
        column = self._columns.get(word)
        if column is None:
            if len(self._columns) > _MOST_KEPT:
                self._columns.clear()
            column = self._columns[word] = self.as_typed(word) if self._fixed(word) else self._choices(word)
        return column

    def surname(self, word: str) -> tuple[Choice, ...]:
        """What a word behind a given name may mean: a name of the store, or itself ("rob lowe" lost nothing)."""
        likely = self.column(word)
        if self.serves(word):
            return likely
        held = [one for one in likely if any(one.words[0] in shelf.speller for shelf in self._shelves)]
        return (self._as_typed(word), *held)

    def as_typed(self, word: str) -> tuple[Choice, ...]:
        """A word as nothing but itself."""
        return (self._as_typed(word),)

    def _fixed(self, word: str) -> bool:
        if not word.isalpha() or word in ROMAN or word in self._lexicon.short_forms:
            return True
        if len(self._speaking) > 1 and word in self._speaking[0].known:
            return True
        return len(word) < 2 and len(self._speaking) > 1

    def _as_typed(self, word: str) -> Choice:
        if not word.isalpha():
            least = _NUMBER
        else:
            least = exp(-UNKNOWN - UNKNOWN_LETTER * min(len(word), LONGEST)) if len(word) > 1 else _SINGLE
        return self._choice((word,), 0.0, max(least, self.share(word)))

    def _choice(self, words: tuple[str, ...], slip: float, share: float) -> Choice:
        return Choice(words, slip, share, slip - log(share), shape(words[0]), shape(words[-1]))

    def _choices(self, word: str) -> tuple[Choice, ...]:
        stem = self._lexicon.english.stem.of
        serves, plain = self.serves(word), self._lexicon.is_ordinary(word)
        found: dict[str, float] = {}
        around = rests(word)
        for tongue in self._speaking:
            found.update(tongue.near(word, around))
        for shelf in self._shelves:
            found.update(shelf.speller.near(word, around))
        found.pop(word, None)
        if not serves and self._lexicon.ordinary.get(word, 0) < RARE and not any(map(self.serves, found)):
            around = fewer(word)
            for speller in self._spellers:
                found.update(speller.farther(word, around))
        choices = [self._as_typed(word)]
        more = KNOWN if serves else PLAIN if plain else 0.0
        more = max(more, NAME if word in self._lexicon.given_names else 0.0)
        own = stem(word) if serves else ""
        for meant, slip in found.items():
            if not serves or stem(meant) != own:
                choices.append(self._choice((meant,), slip + more, self.share(meant)))
        if not serves:
            choices += self._apart(word, exactly=plain or bool(found))
        choices.sort(key=lambda one: (one.alone, one.words))
        return tuple(one for one in choices[:MOST_CHOICES] if one.alone <= choices[0].alone + WITHIN)

    def _apart(self, word: str, *, exactly: bool) -> list[Choice]:
        """The two words that were written as one: of a title, perhaps with a slip, or as the facts write them."""
        found = []
        for shelf in self._shelves:
            found += [
                self._choice((word[:at], word[at:]), LOST, self.share(word[:at]))
                for at in range(SHORTEST, len(word) - SHORTEST + 1)
                if word[at:] in shelf.usage.follow.get(word[:at], ())
            ]
            near = {word: 0.0} if word in shelf.compounds else {}
            if not exactly and len(word) >= LONG:
                near = shelf.compounds.near(word, rests(word))
            for joined, slip in near.items():
                pair = shelf.titles.compounds[joined]
                found.append(self._choice(pair, slip + LOST, self.share(pair[0])))
        return found
