"""A question read: what kind of answer it asks for, and each thing that it says, with its weight and place."""

from __future__ import annotations

from collections.abc import Container, Sequence

from bot.answers.language.detection import Detector
from bot.answers.language.lexicon import Language, Lexicon
from bot.answers.language.numerals import in_digits
from bot.answers.language.synonyms import Span
from bot.answers.language.terms import (
    ADDRESSEE,
    COMMON,
    CONTENT,
    LIGHT,
    NUMBER,
    YEAR,
    Guess,
    Reading,
    add,
    is_year,
    number,
    take,
)
from bot.answers.parsing.episode_markers import Marks

ROMAN = {"ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "xi": 11, "xii": 12, "xiii": 13, "xiv": 14}
_ROMAN_TAIL = {"i": 1, "v": 5, "x": 10, **ROMAN}
_SUBJECTS = frozenset(["they", "we", "you", "he", "she", "it", "to", "crew", "did", "cast", "who", "i"])
_EXCLUDING = frozenset(("not", "outside", "except", "without", "besides", "excluding"))
_YOU = frozenset(("you", "your", "yourself"))
_GENERIC = frozenset(("can", "could", "if", "do", "did", "where", "when", "how", "would", "will"))
_MEASURED_BY = frozenset(("how", "what", "which", "exact", "too"))
_DEFAULTS = {"when": "~release", "where": "~shoot", "how_long": "~runtime", "how_much": "~budget"}


class Reader:
    """Reads texts with the words of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._marks = Marks(lexicon)
        self.detector = Detector(lexicon)
        self._numbered_by = lexicon.english.part | lexicon.english.episode
        self._ordinals = {_digits(number): word for word, number in lexicon.english.ordinals.items() if number <= 10}
        self._channels = lexicon.services | {"channel"}
        self._frame = (lexicon.english.function | lexicon.english.asking) - self._numbered_by

    def norm(self, word: str, after_part: bool = False) -> str:
        """A word as titles compare it: numbers of any form as ``#7``, others by their English stem."""
        if word[0].isdecimal():
            return f"#{number(word)}"
        english = self._lexicon.english
        if word in english.numbers:
            return f"#{english.numbers[word]}"
        roman = (_ROMAN_TAIL if after_part else ROMAN).get(word)
        return f"#{roman}" if roman else english.stem.of(word)

    def norms(self, words: Sequence[str]) -> list[str]:
        """The norms of a word sequence."""
        english = self._lexicon.english
        part, frame = self._numbered_by, self._frame
        return [
            english.stem.of(word)
            if word in ROMAN and at and words[at - 1] in frame  # "where ix it" is a slip, not the ninth of anything
            else self.norm(word, at > 0 and words[at - 1] in part)
            for at, word in enumerate(words)
        ]

    def expanded(self, words: Sequence[str]) -> list[str]:
        """The words with short forms written out: ``dr`` is ``doctor``, ``pt`` is ``part``, ``2nd`` is ``second``.

        Beside a month, an ordinal is a day and stays a number. Numbers of several words are written in digits.
        """
        months = self._lexicon.months
        return in_digits(
            [
                self._ordinals[word]
                if word in self._ordinals and months.isdisjoint(words[max(0, at - 1) : at + 3])
                else self._lexicon.short_forms.get(word, word)
                for at, word in enumerate(words)
            ],
            self._lexicon.english.numbers,
        )

    def read(self, words: list[str], language: Language | None = None, *, names: Container[str] = ()) -> Reading:
        """Read cleaned words (see ``text.words``); without a language, in that which all but ``names`` tell."""
        words = self.expanded(words)
        language = language or self.detector.language_of(words, names=names)
        function = [word in language.function for word in words]
        reading = Reading(words, self.norms(words), function, language.code)
        taken = [False] * len(words)
        self._take_frames(reading, language, taken)
        self._take_kinds(reading, language, taken)
        self._marks.take(reading, language, taken)
        self._take_concepts(reading, language, taken)
        self._take_rest(reading, language, taken)
        self._negate(reading, language)
        self._doubt(reading, language)
        self._relate(reading, language)
        reading.items.sort(key=lambda item: item.start)
        reading.yesno = bool(words) and not reading.kinds and words[0] in language.yesno
        return reading

    def _doubt(self, reading: Reading, language: Language) -> None:
        """Note what else the words that were put for mistyped ones may say."""
        for item in reading.items:
            word = reading.words[item.start] if item.start < len(reading.words) else ""
            if isinstance(word, Guess) and item.end == item.start + 1:
                item.others = tuple(
                    term for other in word.others if (term := self._term_of(other, language)) and term != item.term
                )

    def _relate(self, reading: Reading, language: Language) -> None:
        """Note the synonym sets of each item's words; a phrase goes before its single words."""
        spans: dict[int, Span] = {}
        for tongue in {language.code: language, "en": self._lexicon.english}.values():
            for span in self._lexicon.synonyms.spans(tongue.code, [tongue.stem.of(word) for word in reading.words]):
                for at in range(span.start, span.end):
                    known = spans.get(at)
                    if known is None or span.end - span.start > known.end - known.start:
                        spans[at] = span
        for item in reading.items:
            if item.term[0] in "@#":
                continue  # numbers, seasons and episodes are met exactly or not at all
            kin = [spans[at].terms for at in range(item.start, item.end) if at in spans]
            item.kin = tuple(dict.fromkeys(term for terms in kin for term in terms))

    def _term_of(self, word: str, language: Language) -> str:
        """The term of a word by itself; empty for one that says nothing."""
        found = language.exact.at([word], 0) or language.concepts.at([language.stem.of(word)], 0)
        if found is not None and found[0] == 1:
            return found[1]
        return "" if word in language.function else self.norm(word)

    def _negate(self, reading: Reading, language: Language) -> None:
        """Mark what a negation right before it excludes: "not in Poland", "outside Poland"."""
        english = self._lexicon.english
        for item in reading.items:
            for back in (1, 2):
                at = item.start - back
                word = reading.words[at] if at >= 0 else ""
                if word in _EXCLUDING or (back == 1 and word in language.negation | english.negation):
                    item.negated = True
                if not word or not reading.function[at]:
                    break

    def _take_frames(self, reading: Reading, language: Language, taken: list[bool]) -> None:
        for frames in {language.code: language.frames, "en": self._lexicon.english.frames}.values():
            position = 0
            while position < len(taken):
                found = frames.at(reading.words, position) if reading.words[position] in frames else None
                step = found[0] if found else 1
                if found:
                    take(taken, position, step)
                position += step

    def _take_kinds(self, reading: Reading, language: Language, taken: list[bool]) -> None:
        position = 0
        while position < len(taken):
            found = None if taken[position] else language.kinds.at(reading.words, position)
            if found is None:
                position += 1
                continue
            length, kind = found
            reading.kinds.append((position, kind))
            take(taken, position, length)
            position += length

    def _take_concepts(self, reading: Reading, language: Language, taken: list[bool]) -> None:
        stems = [language.stem.of(word) for word in reading.words]
        position = 0
        while position < len(taken):
            found = None
            if not taken[position]:
                found = language.exact.at(reading.words, position) or language.concepts.at(stems, position)
            if found is None or any(taken[position : position + found[0]]):
                position += 1
                continue
            length, name = found
            word, last = reading.words[position], position == len(taken) - 1
            told = word in ("out", "run") or (last and word == "about")  # "what is X about" asks for its story
            if length == 1 and reading.function[position] and not told:
                position += 1
                continue
            if length == 1 and name == "~size" and position and reading.words[position - 1] not in _MEASURED_BY:
                add(reading, language.stem.of(reading.words[position]), COMMON, position, position + 1, taken)
            elif name == "~shoot" and reading.words[position] in ("film", "films") and not _filming(reading, position):
                add(reading, "movie", LIGHT, position, position + 1, taken)
            else:
                add(reading, name, self._lexicon.weight_of[name], position, position + length, taken)
            position += length

    def _take_rest(self, reading: Reading, language: Language, taken: list[bool]) -> None:
        english = self._lexicon.english
        unnumbered = any(item.term[0] == "@" and item.term[2:3] == ":" for item in reading.items)
        for at, word in enumerate(reading.words):
            if not unnumbered:
                self._note(reading, language, word)
            if taken[at] or (reading.function[at] and not word[0].isdecimal()):
                continue
            norm = reading.norms[at]
            if word in _YOU:
                generic = at > 0 and reading.words[at - 1] in _GENERIC
                add(reading, "you" if generic else ADDRESSEE, LIGHT if generic else CONTENT, at, at + 1, taken)
                continue
            if at and reading.words[at - 1] in self._channels and (norm[0] == "#" or word == "plus"):
                add(reading, "among" if norm[0] == "#" else norm, LIGHT, at, at + 1, taken)  # "itv 2", "disney plus"
            elif word == "channel" and reading.norms[at + 1 : at + 2] and reading.norms[at + 1][0] == "#":
                add(reading, norm, LIGHT, at, at + 1, taken)  # "channel 4"
            elif norm.startswith("#") and (word[0].isdecimal() or word != "one"):
                ordinal = word[-1].isalpha() and word[0].isdecimal() and not word.endswith("k")
                weight = YEAR if is_year(norm) else NUMBER
                add(reading, norm, 0.5 if ordinal else weight, at, at + 1, taken)
            elif word in language.light or word in english.light:
                add(reading, english.stem.of(word), LIGHT, at, at + 1, taken)
            elif (foreign := self._lexicon.foreign_concept(word)) is not None:
                add(reading, foreign, self._lexicon.weight_of[foreign], at, at + 1, taken)
            else:
                weight = self._lexicon.weigh_word(word, norm)
                add(reading, norm, weight, at, at + 1, taken)

    def _note(self, reading: Reading, language: Language, word: str) -> None:
        recency, shape = language.notes.get(word) or self._lexicon.english.notes.get(word) or (None, None)
        reading.recency = reading.recency or recency
        if shape == "movie" or not reading.shape:
            reading.shape = shape or reading.shape


def _digits(ordinal: int) -> str:
    """An ordinal from 1 to 10 in digits."""
    return f"{ordinal}{('st', 'nd', 'rd')[ordinal - 1] if ordinal < 4 else 'th'}"


def default_term(kinds: Sequence[str]) -> str | None:
    """What a question is about that names nothing: "when?" is the release, "where?" the filming."""
    for kind in kinds:
        if kind in _DEFAULTS:
            return _DEFAULTS[kind]
    return None


def _filming(reading: Reading, at: int) -> bool:
    """Whether "film" is the verb here: "where did they film it", not "when is the film out"."""
    words = reading.words
    if at and words[at - 1] in _SUBJECTS:
        return True
    after = words[at + 1] if at + 1 < len(words) else ""
    return "did" in words[:at] and (not after or after in ("in", "at", "on", "here", "there", "this", "that", "it"))
