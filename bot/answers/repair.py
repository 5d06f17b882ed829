"""A question's words, repaired against what the visible facts and the lexicon know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log2

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.answers.items import Guess
from bot.answers.lexicon import Language, Lexicon
from bot.answers.reading import ROMAN
from bot.answers.shelf import Shelf

_STRUCTURE = 0.35
"""How much rather a word of the language's frame ("when", "the") is meant than one of the store."""
FAR_RARER = 150
"""How many times more often a frame word stands in English than a plain word that is taken for a slip of it."""
LONG = 7
"""Letters from which a word with a slip is taken for two of a title."""
_AS_LIKELY = 0.5
"""By how much another word may cost more than the likeliest, to be thought of as well."""
MOST_MEANT = 3
MOST_OTHERS = 3
"""Other words that one word is taken for, and other readings of one question."""
_CONCEPT = 0.15
_PHRASE = 0.05
_FIRST = 0.3
"""The same for a concept, a word of a concept's phrase, and a question word that opens the question."""
_TITLE = 0.15


class Repairer:
    """Joins, splits and corrects words; leaves alone what is known and what nothing known is near to."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def repair(self, typed: list[str], shelves: Sequence[Shelf], language: Language) -> list[str]:
        """The words as they were probably meant."""
        words = self._joined(typed, shelves)
        known = [self._known(word, shelves, language) for word in words]
        repaired: list[str] = []
        for at, word in enumerate(words):
            continued = self._continued(repaired, word, shelves, language)
            if known[at] or continued != word:
                repaired.append(continued)
                continue
            split = self._apart(word, shelves)
            if split is not None:
                repaired.extend(split)
            else:
                repaired.append(self._correct(words, known, at, shelves, language))
        return repaired

    def _apart(self, word: str, shelves: Sequence[Shelf]) -> tuple[str, str] | None:
        """The two words of a title that somebody wrote as one, perhaps with a slip."""
        for shelf in shelves:
            if word in shelf.titles.compounds:
                return shelf.titles.compounds[word]
        for shelf in shelves:
            if len(word) >= LONG and not shelf.speller.candidates(word):
                found = process.extractOne(word, shelf.titles.compounds.keys(), scorer=OSA.distance, score_cutoff=1)
                if found is not None:
                    return shelf.titles.compounds[found[0]]
        return None

    def others(self, typed: list[str], shelves: Sequence[Shelf], language: Language) -> Iterator[list[str]]:
        """The words with one of them taken for another known word than the likeliest, few and near ones only."""
        words = self._joined(typed, shelves)
        tried = 0
        for at, word in enumerate(words):
            if self._known(word, shelves, language) or len(word) < 4:
                continue
            near = {meant: cost for shelf in shelves for meant, cost in shelf.speller.candidates(word).items()}
            for mark in self._lexicon.english.season | self._lexicon.english.episode:
                if len(word) > 4 and OSA.distance(word, mark, score_cutoff=2) <= 2:
                    near[mark] = 0.0
            titles = [
                meant
                for meant, cost in near.items()
                if not cost or any(meant in shelf.titles.vocabulary for shelf in shelves)
            ]
            for meant in sorted(titles, key=lambda meant: (near[meant], meant))[:MOST_MEANT]:
                tried += 1
                if tried > MOST_OTHERS:
                    return
                yield self.repair([*words[:at], meant, *words[at + 1 :]], shelves, language)

    def _continued(self, before: list[str], word: str, shelves: Sequence[Shelf], language: Language) -> str:
        """A short word, unless the word before it is mostly followed by one that it is a slip of.

        "come our" is "come out", and "walking dad" is "walking dead" where that is a title.
        """
        if not before or not word.isalpha() or len(word) > 4:
            return word
        second = language.pairs.get(before[-1], ())
        if second and word not in second and word not in self._lexicon.english.light:
            near = [meant for meant in second if len(meant) > 2 and OSA.distance(word, meant, score_cutoff=1) <= 1]
            if near and (len(word) < 3 or word in language.function):
                return min(near)
        if len(word) < 3 or self._lexicon.knows(word, language):
            return word
        for shelf in shelves:
            following = shelf.titles.after.get(before[-1], {})
            if following and word not in following:
                near = [
                    meant for meant in following if len(meant) > 3 and OSA.distance(word, meant, score_cutoff=1) < 2
                ]
                if near:
                    return min(near)
        return word

    def _known(self, word: str, shelves: Sequence[Shelf], language: Language) -> bool:
        if not word.isalpha() or len(word) < 2 or word in self._lexicon.short_forms or word in ROMAN:
            return True
        return self._lexicon.knows(word, language) or any(word in shelf.speller for shelf in shelves)

    def _correct(
        self, words: list[str], known: list[bool], at: int, shelves: Sequence[Shelf], language: Language
    ) -> str:
        word = words[at]
        plain = self._lexicon.is_ordinary(word)
        beside = self._beside(words, known, at, shelves, most=1 if plain else 2 if len(word) < 8 else 3)
        if plain:
            return beside or self._framed(word, language, first=at == 0) or word
        return self._meant(word, shelves, language, first=at == 0) or beside or word

    def _framed(self, word: str, language: Language, *, first: bool) -> str | None:
        """A frame word for a short plain word that is far rarer than it: ``hen did`` for ``when did``."""
        if len(word) > 4:
            return None
        often = self._lexicon.ordinary
        asking = language.asking if first else frozenset()
        meant = {
            known: cost - (_FIRST if known in asking else 0.0)
            for known, cost in language.speller.candidates(word).items()
            if known in language.frame
            and len(known) > 2
            and often.get(known, 0) > FAR_RARER * (0.3 if known in asking else 1.0) * often.get(word, 1)
        }
        return min(meant, key=lambda known: (meant[known], -often.get(known, 0), known)) if meant else None

    def _meant(self, word: str, shelves: Sequence[Shelf], language: Language, *, first: bool) -> str | None:
        single = "".join(letter for at, letter in enumerate(word) if not at or letter != word[at - 1])
        if len(word) < 5 and single != word and any(single in shelf.titles.vocabulary for shelf in shelves):
            return single
        if len(word) < (2 if first else 3):
            return None
        costs: dict[str, float] = {}
        for tongue in {language.code: language, "en": self._lexicon.english}.values():
            asking = tongue.asking if first else frozenset()
            for known, cost in tongue.speller.candidates(word).items():
                if len(word) < 3 and known not in asking:
                    continue
                bonus = _STRUCTURE if known in tongue.frame else _CONCEPT if tongue.exact.at([known], 0) else _PHRASE
                costs[known] = min(costs.get(known, 9.0), cost - bonus - (_FIRST if known in asking else 0.0))
        if len(word) < 3:
            return min(costs, key=lambda known: (costs[known], known)) if costs else None
        for shelf in shelves:
            for known, cost in shelf.speller.candidates(word).items():
                bonus = min(0.3, 0.05 * log2(1 + shelf.speller.count(known)))
                bonus = max(bonus, 0.2) + _TITLE if known in shelf.titles.vocabulary else bonus
                costs[known] = min(costs.get(known, 9.0), cost - bonus)
        often = self._lexicon.ordinary
        marks = self._lexicon.english.season | self._lexicon.english.episode
        likely = sorted(costs, key=lambda known: (costs[known], known not in marks, -often.get(known, 0), known))
        if not likely:
            return None
        return Guess(likely[0], tuple(known for known in likely[1:4] if costs[known] <= costs[likely[0]] + _AS_LIKELY))

    def _beside(
        self, words: list[str], known: list[bool], at: int, shelves: Sequence[Shelf], *, most: int
    ) -> str | None:
        """A mangled word of a title, recognised by the word before or behind it."""
        word = words[at]
        if len(word) < 3 or (len(word) < 4 and most > 1):
            return None
        for shelf in shelves:
            for other, pairs in ((at - 1, shelf.titles.after), (at + 1, shelf.titles.before)):
                if 0 <= other < len(words) and known[other]:
                    for meant in sorted(pairs.get(words[other], ())):
                        if len(meant) > 2 and OSA.distance(word, meant, score_cutoff=most) <= most:
                            return meant
        return None

    def _joined(self, typed: list[str], shelves: Sequence[Shelf]) -> list[str]:
        """Words that the store writes as one ("lady bug") joined, unless it writes them apart as well."""
        joined: list[str] = []
        function = self._lexicon.english.function
        position = 0
        while position < len(typed):
            first, second = typed[position], typed[position + 1] if position + 1 < len(typed) else ""
            pair = first + second
            if (
                len(pair) > 5
                and second
                and pair.isalpha()
                and first not in function
                and second not in function
                and any(pair in shelf.speller and pair not in shelf.titles.compounds for shelf in shelves)
            ):
                joined.append(pair)
                position += 2
            else:
                joined.append(first)
                position += 1
        return joined
