"""The noisy channel: which words a typed word may mean, and what each slip costs (Kernighan, Church and Gale, 1990)."""

from __future__ import annotations

from math import exp, log
from typing import NamedTuple

from bot.answers.correction.language_model import LanguageModel
from bot.answers.language.lexicon import Lexicon
from bot.answers.parsing.parser import ROMAN
from bot.answers.spelling.bigrams import shape
from bot.answers.spelling.candidates import LONGEST, fewer, rests
from bot.answers.spelling.edit_costs import LOST

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


class NoisyChannel:
    """What typed words may mean: the candidates for each, by the cost of the slip and how likely the word is.

    It asks a language model how likely words are, and nothing asks it but the repair of a question.
    """

    def __init__(self, lexicon: Lexicon, model: LanguageModel) -> None:
        self._lexicon = lexicon
        self._model = model
        self._shelves, self._speaking = model.shelves, model.tongues
        self._spellers = [
            *(tongue.speller for tongue in self._speaking),
            *(shelf.speller for shelf in self._shelves),
        ]
        self._columns: dict[str, tuple[Choice, ...]] = {}

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
        if self._model.knows(word):
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
            choices += self._apart(word, exactly=bool(found) or self._lexicon.is_ordinary(word))
        choices.sort(key=lambda one: (one.alone, one.words))
        return tuple(one for one in choices[:MOST_CHOICES] if one.alone <= choices[0].alone + WITHIN)

    def _near(self, word: str, knows: bool) -> dict[str, float]:
        """The other words of which a word is one slip, or two where none is, with the cost of it in nats.

        A word that is known is not taken for another form of itself.
        """
        found: dict[str, float] = {}
        around = rests(word)
        for tongue in self._speaking:
            found.update(tongue.near(word, around))
        for shelf in self._shelves:
            found.update(shelf.speller.near(word, around))
        found.pop(word, None)
        if knows:
            stem = self._lexicon.english.stem.of
            own = stem(word)
            return {meant: slip for meant, slip in found.items() if stem(meant) != own}
        if self._lexicon.ordinary.get(word, 0) < RARE and not any(map(self._model.knows, found)):
            around = fewer(word)
            for speller in self._spellers:
                found.update(speller.farther(word, around))
        return found

    def _doubt(self, word: str, knows: bool) -> float:
        """How much more (nats) it costs to take a word for another one, because it says something as it is."""
        name = NAME if word in self._lexicon.given_names else 0.0
        if knows:
            return max(KNOWN, name)
        return max(PLAIN if self._lexicon.is_ordinary(word) else 0.0, name)

    def _apart(self, word: str, *, exactly: bool) -> list[Choice]:
        """The two words that were written as one: of a title, perhaps with a slip, or as the facts write them."""
        found = []
        for shelf in self._shelves:
            found += [
                self._choice((word[:at], word[at:]), LOST, self._model.share(word[:at]))
                for at in range(SHORTEST, len(word) - SHORTEST + 1)
                if word[at:] in shelf.usage.follow.get(word[:at], ())
            ]
            near = {word: 0.0} if word in shelf.compounds else {}
            if not exactly and len(word) >= LONG:
                near = shelf.compounds.near(word, rests(word))
            for joined, slip in near.items():
                pair = shelf.titles.compounds[joined]
                found.append(self._choice(pair, slip + LOST, self._model.share(pair[0])))
        return found
