"""Find what a typed word may mean, and what each typo costs: a noisy channel (Kernighan, Church and Gale, 1990)."""

from __future__ import annotations

from math import exp, log
from typing import NamedTuple

from bot.answers.correction.language_model import LanguageModel
from bot.answers.language.lexicon import Lexicon
from bot.answers.parsing.parser import ROMAN
from bot.answers.spelling.bigrams import shape
from bot.answers.spelling.candidates import MAX_LENGTH, FixedSpeller, Speller, deletions, double_deletions
from bot.answers.spelling.edit_costs import LOST

UNKNOWN_COST = 14.0
UNKNOWN_LETTER = 1.0
"""Cost in nats of an unknown word, and of each of its letters."""
_SINGLE = 1e-4
_NUMBER = 0.01
"""Minimum probability of a single letter, and of a number."""
ORDINARY_COST = 1.0
"""Extra cost (nats) of correcting an ordinary English word."""
KNOWN_COST = 0.5
"""Extra cost (nats) of correcting a word of the store or the lexicon."""
NAME_COST = 3.0
"""Extra cost (nats) of correcting a given name: "Albert" isn't a typo for "Alberta"."""
MAX_TWO_TYPOS_COUNT = 100
"""Maximum count of a word in English (pyspellchecker) that may have two typos."""
MIN_JOINED_TYPO = 7
"""Minimum length of a joined pair of title words that may have a typo."""
MIN_HALF = 3
"""Minimum length of both words of a joined pair that no title has."""
MAX_CHOICES = 6
"""Maximum number of choices for one word."""
MAX_EXTRA_COST = 8.0
"""Maximum extra cost (nats) of a choice over the likeliest one, before the bigrams count."""
_MAX_CACHED = 5000
"""Maximum number of words whose choices are cached. A full cache is cleared."""


class Choice(NamedTuple):
    """What a typed word may mean.

    ``slip`` is the cost of the typo, ``share`` the unigram probability of the (first) word, and ``alone`` the cost of
    both in nats. ``first`` and ``last`` are the shapes of its words that bigrams use.
    """

    words: tuple[str, ...]
    slip: float
    share: float
    alone: float
    first: str
    last: str


class NoisyChannel:
    """Finds the choices for typed words, by the cost of the typo and the likelihood of the word.

    It uses a language model. Only the correction of questions uses it.
    """

    def __init__(self, lexicon: Lexicon, model: LanguageModel) -> None:
        self._lexicon = lexicon
        self._model = model
        self._shelves, self._speaking = model.shelves, model.words_of_languages
        self._spellers: list[Speller | FixedSpeller] = [
            *(language.speller for language in self._speaking),
            *(shelf.speller for shelf in self._shelves),
        ]
        self._columns: dict[str, tuple[Choice, ...]] = {}

    def column(self, word: str) -> tuple[Choice, ...]:
        """Return what a word may mean, likeliest first."""
        column = self._columns.get(word)
        if column is None:
            if len(self._columns) > _MAX_CACHED:
                self._columns.clear()
            column = self._columns[word] = self.as_typed(word) if self._fixed(word) else self._choices(word)
        return column

    def surname(self, word: str) -> tuple[Choice, ...]:
        """Return what a word after a given name may mean: a name of the store, or itself ("rob lowe" isn't "rob
        lower")."""
        likely = self.column(word)
        if self._model.knows(word):
            return likely
        held = [one for one in likely if any(one.words[0] in shelf.speller for shelf in self._shelves)]
        return (self._as_typed(word), *held)

    def as_typed(self, word: str) -> tuple[Choice, ...]:
        """Return a word as its own only choice."""
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
            least = exp(-UNKNOWN_COST - UNKNOWN_LETTER * min(len(word), MAX_LENGTH)) if len(word) > 1 else _SINGLE
        return self._choice((word,), 0.0, max(least, self._model.share(word)))

    def _choice(self, words: tuple[str, ...], slip: float, share: float) -> Choice:
        return Choice(words, slip, share, slip - log(share), shape(words[0]), shape(words[-1]))

    def _choices(self, word: str) -> tuple[Choice, ...]:
        knows = self._model.knows(word)
        found = self._near(word, knows)
        doubt = self._doubt(word, knows)
        choices = [self._as_typed(word)]
        choices += [self._choice((meant,), slip + doubt, self._model.share(meant)) for meant, slip in found.items()]
        if not knows:
            choices += self._split(word, exactly=bool(found) or self._lexicon.is_ordinary(word))
        choices.sort(key=lambda one: (one.alone, one.words))
        return tuple(one for one in choices[:MAX_CHOICES] if one.alone <= choices[0].alone + MAX_EXTRA_COST)

    def _near(self, word: str, knows: bool) -> dict[str, float]:
        """Return the words within one typo, or two if there are none, with the cost in nats.

        A known word isn't corrected to another form of itself.
        """
        found: dict[str, float] = {}
        candidates = deletions(word)
        for language in self._speaking:
            found.update(language.near(word, candidates))
        for shelf in self._shelves:
            found.update(shelf.speller.near(word, candidates))
        found.pop(word, None)
        if knows:
            stem = self._lexicon.english.stem.of
            own = stem(word)
            return {meant: slip for meant, slip in found.items() if stem(meant) != own}
        if self._lexicon.ordinary.get(word, 0) < MAX_TWO_TYPOS_COUNT and not any(map(self._model.knows, found)):
            candidates = double_deletions(word)
            for speller in self._spellers:
                found.update(speller.near_twice(word, candidates))
        return found

    def _doubt(self, word: str, knows: bool) -> float:
        """Return the extra cost (nats) of correcting a word that has a meaning as it is."""
        name = NAME_COST if word in self._lexicon.given_names else 0.0
        if knows:
            return max(KNOWN_COST, name)
        return max(ORDINARY_COST if self._lexicon.is_ordinary(word) else 0.0, name)

    def _split(self, word: str, *, exactly: bool) -> list[Choice]:
        """Return choices that split a word in two: a pair of a title, perhaps with a typo, or a pair of the facts."""
        found = []
        for shelf in self._shelves:
            found += [
                self._choice((word[:at], word[at:]), LOST, self._model.share(word[:at]))
                for at in range(MIN_HALF, len(word) - MIN_HALF + 1)
                if word[at:] in shelf.usage.follow.get(word[:at], ())
            ]
            near = {word: 0.0} if word in shelf.compounds else {}
            if not exactly and len(word) >= MIN_JOINED_TYPO:
                near = shelf.compounds.near(word, deletions(word))
            for joined, slip in near.items():
                pair = shelf.titles.compounds[joined]
                found.append(self._choice(pair, slip + LOST, self._model.share(pair[0])))
        return found
