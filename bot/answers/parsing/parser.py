"""Parse a question: the kind of answer it asks for, and its terms with their weights and positions."""

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
ORDINAL = 0.5
"""Weight of an ordinal written in digits: "the 3rd"."""
_DEFAULTS = {"when": "~release", "where": "~shoot", "how_long": "~runtime", "how_much": "~budget"}


class Reader:
    """Parses texts with the words of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._marks = Marks(lexicon)
        self.detector = Detector(lexicon)
        self._numbered_by = lexicon.english.part | lexicon.english.episode
        self._ordinals = {_digits(number): word for word, number in lexicon.english.ordinals.items() if number <= 10}
        self._channels = lexicon.services | {"channel"}
        self._frame = (lexicon.english.function | lexicon.english.asking) - self._numbered_by

    def norm(self, word: str, after_part: bool = False) -> str:
        """Return a word as titles are compared: numbers of any form as ``#7``, other words as their English stem."""
        if word[0].isdecimal():
            return f"#{number(word)}"
        english = self._lexicon.english
        if word in english.numbers:
            return f"#{english.numbers[word]}"
        roman = (_ROMAN_TAIL if after_part else ROMAN).get(word)
        return f"#{roman}" if roman else english.stem.of(word)

    def norms(self, words: Sequence[str]) -> list[str]:
        """Return the normalized words of a sequence."""
        english = self._lexicon.english
        part, frame = self._numbered_by, self._frame
        return [
            english.stem.of(word)
            if word in ROMAN and at and words[at - 1] in frame  # "ix" in "where ix it" is a typo, not a number
            else self.norm(word, at > 0 and words[at - 1] in part)
            for at, word in enumerate(words)
        ]

    def expanded(self, words: Sequence[str]) -> list[str]:
        """Return the words with short forms written out: ``dr`` as ``doctor``, ``pt`` as ``part``, ``2nd`` as
        ``second``.

        Next to a month, an ordinal is a day and stays a number. Numbers of several words are converted to digits.
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
        """Parse cleaned words. Without a language, detect it from all words but ``names``."""
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
        self._add_alternatives(reading, language)
        self._add_synonyms(reading, language)
        reading.items.sort(key=lambda item: item.start)
        reading.yesno = bool(words) and not reading.kinds and words[0] in language.yesno
        return reading

    def _add_alternatives(self, reading: Reading, language: Language) -> None:
        """Add the alternatives of corrected words to their items."""
        for item in reading.items:
            word = reading.words[item.start] if item.start < len(reading.words) else ""
            if isinstance(word, Guess) and item.end == item.start + 1:
                item.others = tuple(
                    term for other in word.others if (term := self._term_of(other, language)) and term != item.term
                )

    def _add_synonyms(self, reading: Reading, language: Language) -> None:
        """Add the synonym sets of each item's words."""
        spans = self._synonyms_of(reading.words, language)
        for item in reading.items:
            if item.term[0] in "@#":
                continue  # numbers, seasons and episodes must match exactly
            kin = [spans[at].terms for at in range(item.start, item.end) if at in spans]
            item.kin = tuple(dict.fromkeys(term for terms in kin for term in terms))

    def _synonyms_of(self, words: Sequence[str], language: Language) -> dict[int, Span]:
        """Map each position to the longest phrase of a synonym set there. The first of equal length wins."""
        spans: dict[int, Span] = {}
        for tongue in {language.code: language, "en": self._lexicon.english}.values():
            for span in self._lexicon.synonyms.spans(tongue.code, [tongue.stem.of(word) for word in words]):
                for at in range(span.start, span.end):
                    known = spans.get(at)
                    if known is None or span.end - span.start > known.end - known.start:
                        spans[at] = span
        return spans

    def _term_of(self, word: str, language: Language) -> str:
        """Return the term of a single word, or nothing for a function word."""
        found = language.exact.at([word], 0) or language.concepts.at([language.stem.of(word)], 0)
        if found is not None and found[0] == 1:
            return found[1]
        return "" if word in language.function else self.norm(word)

    def _negate(self, reading: Reading, language: Language) -> None:
        """Mark items right after a negation as excluded: "not in Poland", "outside Poland"."""
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
            found = None if taken[position] else _concept_at(reading, language, stems, position, taken)
            if found is None:
                position += 1
                continue
            length, name = found
            self._take_concept(reading, language, name, position, length, taken)
            position += length

    def _take_concept(
        self, reading: Reading, language: Language, name: str, at: int, length: int, taken: list[bool]
    ) -> None:
        """Take a concept, unless its word has an everyday sense here ("a large crowd", "when is the film out")."""
        word = reading.words[at]
        if length == 1 and name == "~size" and at and reading.words[at - 1] not in _MEASURED_BY:
            add(reading, language.stem.of(word), COMMON, at, at + 1, taken)
        elif name == "~shoot" and word in ("film", "films") and not _filming(reading, at):
            add(reading, "movie", LIGHT, at, at + 1, taken)
        else:
            add(reading, name, self._lexicon.weight_of[name], at, at + length, taken)

    def _take_rest(self, reading: Reading, language: Language, taken: list[bool]) -> None:
        """Take the remaining words, but no function words."""
        unnumbered = any(item.term[0] == "@" and item.term[2:3] == ":" for item in reading.items)
        for at, word in enumerate(reading.words):
            if not unnumbered:
                self._note_recency(reading, language, word)
            if not taken[at] and (not reading.function[at] or word[0].isdecimal()):
                term, weight = self._single(reading, language, at)
                add(reading, term, weight, at, at + 1, taken)

    def _single(self, reading: Reading, language: Language, at: int) -> tuple[str, float]:
        """Return the term and the weight of a single word."""
        word, norm = reading.words[at], reading.norms[at]
        if word in _YOU:
            generic = at > 0 and reading.words[at - 1] in _GENERIC
            return ("you", LIGHT) if generic else (ADDRESSEE, CONTENT)
        channel = self._channel_term(reading, at)
        if channel is not None:
            return channel, LIGHT
        if norm[0] == "#" and word != "one":
            return norm, _number_weight(word, norm)
        if word in language.light or word in self._lexicon.english.light:
            return self._lexicon.english.stem.of(word), LIGHT
        foreign = self._lexicon.foreign_concept(word)
        if foreign is not None:
            return foreign, self._lexicon.weight_of[foreign]
        return norm, self._lexicon.weigh_word(word, norm)

    def _channel_term(self, reading: Reading, at: int) -> str | None:
        """Return the term of a word in the name of a channel or service: "itv 2", "disney plus", "channel 4"."""
        word, norm = reading.words[at], reading.norms[at]
        if at and reading.words[at - 1] in self._channels and (norm[0] == "#" or word == "plus"):
            return "among" if norm[0] == "#" else norm
        if word == "channel" and at + 1 < len(reading.norms) and reading.norms[at + 1][0] == "#":
            return norm
        return None

    def _note_recency(self, reading: Reading, language: Language, word: str) -> None:
        recency, shape = language.notes.get(word) or self._lexicon.english.notes.get(word) or (None, None)
        reading.recency = reading.recency or recency
        if shape == "movie" or not reading.shape:
            reading.shape = shape or reading.shape


def _digits(ordinal: int) -> str:
    """Return an ordinal from 1 to 10 in digits."""
    return f"{ordinal}{('st', 'nd', 'rd')[ordinal - 1] if ordinal < 4 else 'th'}"


def default_term(kinds: Sequence[str]) -> str | None:
    """Return the default term of a question without any: "when?" is about the release, "where?" the filming."""
    for kind in kinds:
        if kind in _DEFAULTS:
            return _DEFAULTS[kind]
    return None


def _concept_at(
    reading: Reading, language: Language, stems: list[str], at: int, taken: Sequence[bool]
) -> tuple[int, str] | None:
    """Return the length and term of a concept at a position; None if there is none or a word is taken."""
    found = language.exact.at(reading.words, at) or language.concepts.at(stems, at)
    if found is None or any(taken[at : at + found[0]]):
        return None
    if found[0] == 1 and reading.function[at] and not _has_meaning(reading.words, at):
        return None
    return found


def _has_meaning(words: Sequence[str], at: int) -> bool:
    """Return whether a function word has meaning here: "is it out", or "about" at the end ("what is it about")."""
    return words[at] in ("out", "run") or (words[at] == "about" and at == len(words) - 1)


def _number_weight(word: str, norm: str) -> float:
    """Return the weight of a number. An ordinal ("3rd") weighs less than a cardinal number."""
    ordinal = word[0].isdecimal() and word[-1].isalpha() and not word.endswith("k")
    if ordinal:
        return ORDINAL
    return YEAR if is_year(norm) else NUMBER


def _filming(reading: Reading, at: int) -> bool:
    """Return whether "film" is a verb here: "where did they film it", not "when is the film out"."""
    words = reading.words
    if at and words[at - 1] in _SUBJECTS:
        return True
    after = words[at + 1] if at + 1 < len(words) else ""
    return "did" in words[:at] and (not after or after in ("in", "at", "on", "here", "there", "this", "that", "it"))
