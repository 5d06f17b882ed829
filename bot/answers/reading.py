"""A question read: what kind of answer it asks for, and each thing that it says, with its weight and place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.answers.lexicon import Language, Lexicon

LIGHT = 0.06
"""Weight of a word that says little ("movie", "scene")."""
COMMON = 0.45
"""Weight of an everyday word that is neither a name nor a term of the subject."""
CONTENT = 1.0
"""Weight of a word that the lexicon does not know: a name, a thing."""
NUMBER = 1.2
"""Weight of a number; it has to be met exactly."""
MARK = 1.5
"""Weight of a season, episode or part."""
YEAR = 0.8
"""Weight of a year."""

ROMAN = {"ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "xi": 11, "xii": 12, "xiii": 13, "xiv": 14}
_ROMAN_TAIL = {"i": 1, "v": 5, "x": 10, **ROMAN}
_SUBJECTS = frozenset(["they", "we", "you", "he", "she", "it", "to", "crew", "did", "cast", "who", "i"])
_EXCLUDING = frozenset(("not", "outside", "except", "without", "besides", "excluding"))
_DIGITS = re.compile(r"[\d.]+")
_DEFAULTS = {"when": "~release", "where": "~shoot", "how_long": "~runtime", "how_much": "~budget"}


@dataclass(slots=True)
class Item:
    """One thing a question says: a term, its weight, and the words ``start`` to ``end`` (exclusive) that say it."""

    term: str
    weight: float
    start: int
    end: int
    negated: bool = False


@dataclass(slots=True)
class Reading:
    """A text read word by word. ``kinds`` are (position, kind) in order; ``norms`` what titles are compared by."""

    words: list[str]
    norms: list[str]
    function: list[bool]
    language: str
    items: list[Item] = field(default_factory=list)
    kinds: list[tuple[int, str]] = field(default_factory=list)
    yesno: bool = False
    recency: str | None = None
    shape: str | None = None

    def terms(self) -> list[str]:
        """The terms in order."""
        return [item.term for item in self.items]


class Reader:
    """Reads texts with the words of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def norm(self, word: str, after_part: bool = False) -> str:
        """A word as titles compare it: numbers of any form as ``#7``, others by their English stem."""
        if word[0].isdigit():
            return f"#{_number(word)}"
        english = self._lexicon.english
        if word in english.numbers:
            return f"#{english.numbers[word]}"
        roman = (_ROMAN_TAIL if after_part else ROMAN).get(word)
        return f"#{roman}" if roman else english.stem.of(word)

    def norms(self, words: Sequence[str]) -> list[str]:
        """The norms of a word sequence."""
        part = self._lexicon.english.part
        return [
            self.norm(word, i > 0 and (words[i - 1] in part or words[i - 1] == "episode"))
            for i, word in enumerate(words)
        ]

    def expanded(self, words: Sequence[str]) -> list[str]:
        """The words with short forms written out: ``dr`` is ``doctor``, ``pt`` is ``part``."""
        return [self._lexicon.short_forms.get(word, word) for word in words]

    def language_of(self, words: Sequence[str]) -> Language:
        """The language that knows most of what English does not; English where nothing tells."""
        english_only = 0
        own: dict[str, int] = {}
        telling: dict[str, int] = {}
        standing: dict[str, int] = {}
        known: dict[str, int] = {}
        for word in dict.fromkeys(words):
            english, others = self._lexicon.evidence(word)
            english_only += english and not others
            for code, stands, tells in others:
                known[code] = known.get(code, 0) + 1
                if not english and len(word) > 2:
                    own[code] = own.get(code, 0) + 1
                    telling[code] = telling.get(code, 0) + tells
                    standing[code] = standing.get(code, 0) + stands
        best, most = self._lexicon.english, (0, 0)
        for code, count in sorted(own.items()):
            against = english_only + sum(1 for word in dict.fromkeys(words) if self._foreign_to(word, code))
            said = (count + telling[code] - against, known[code])
            if (telling[code] or standing[code] > 1) and said[0] > 0 and said > most:
                best, most = self._lexicon.languages[code], said
        return best

    def _foreign_to(self, word: str, code: str) -> bool:
        """Whether English and some other language know a word, but not this one."""
        english, others = self._lexicon.evidence(word)
        return english and bool(others) and all(other != code for other, _, _ in others)

    def read(self, words: list[str]) -> Reading:
        """Read cleaned words (see ``text.words``)."""
        words = self.expanded(words)
        language = self.language_of(words)
        function = [word in language.function for word in words]
        reading = Reading(words, self.norms(words), function, language.code)
        taken = [False] * len(words)
        self._take_frames(reading, language, taken)
        self._take_kinds(reading, language, taken)
        self._take_marks(reading, language, taken)
        self._take_concepts(reading, language, taken)
        self._take_rest(reading, language, taken)
        self._negate(reading, language)
        reading.items.sort(key=lambda item: item.start)
        reading.yesno = bool(words) and not reading.kinds and words[0] in language.yesno
        return reading

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
                    _mark(taken, position, step)
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
            _mark(taken, position, length)
            position += length

    def _take_marks(self, reading: Reading, language: Language, taken: list[bool]) -> None:
        english = self._lexicon.english
        names = (
            ("s", language.season | english.season),
            ("e", language.episode | english.episode),
            ("p", language.part | english.part),
        )
        words, norms = reading.words, reading.norms
        for at, word in enumerate(words):
            if taken[at]:
                continue
            following = norms[at + 1] if at + 1 < len(words) else ""
            if word == "s" and following.startswith("#"):
                self._short_mark(reading, at, taken)
                continue
            if word == "x" and at and norms[at - 1].startswith("#") and following.startswith("#"):
                _add(reading, f"@s{norms[at - 1][1:]}", MARK, at - 1, at, taken)
                _add(reading, f"@e{following[1:]}", MARK, at, at + 2, taken)
                continue
            for letter, group in names:
                if word in group:
                    self._mark(reading, language, letter, at, taken)

    def _short_mark(self, reading: Reading, at: int, taken: list[bool]) -> None:
        norms = reading.norms
        _add(reading, f"@s{norms[at + 1][1:]}", MARK, at, at + 2, taken)
        if at + 3 < len(norms) and reading.words[at + 2] in ("e", "ep") and norms[at + 3].startswith("#"):
            _add(reading, f"@e{norms[at + 3][1:]}", MARK, at + 2, at + 4, taken)

    def _mark(self, reading: Reading, language: Language, letter: str, at: int, taken: list[bool]) -> None:
        words, norms = reading.words, reading.norms
        following = norms[at + 1] if at + 1 < len(words) else ""
        if following.startswith("#") and not taken[at + 1] and not _year(following):
            _add(reading, f"@{letter}{following[1:]}", MARK, at, at + 2, taken)
            return
        for back in (1, 2):
            if at - back < 0 or taken[at - back]:
                continue
            ordinal = self._ordinal(words[at - back], language)
            if ordinal and not (letter == "e" and ordinal == 1):
                _add(reading, f"@{letter}{ordinal}", MARK, at - back, at + 1, taken)
                return
        if letter == "p":
            return
        first = max(0, at - 7)
        english = self._lexicon.english
        for name, group in (
            ("new", language.next | language.new | english.next | english.new),
            ("last", language.last | english.last),
        ):
            for back in range(at - 1, first - 1, -1):
                if taken[back] or not (words[back] in group or (words[back] == "this" and letter == "s")):
                    continue
                if letter == "s" and words[at] == "series" and name == "last":
                    continue
                shown = "last" if letter == "e" and words[back] == "latest" else name
                _add(reading, f"@{letter}:{shown}", MARK * 0.6, at, at + 1, taken)
                if back == at - 1:
                    taken[back] = True
                return
        counted = any(kind == "how_many" for _, kind in reading.kinds)
        _add(reading, english.stem.of(words[at]), CONTENT if counted else LIGHT, at, at + 1, taken)

    def _ordinal(self, word: str, language: Language) -> int | None:
        if word[0].isdigit() and word[-1].isalpha() and not word.endswith("k"):
            return int(digits) if (digits := _number(word)).isdigit() else None
        return language.ordinals.get(word) or self._lexicon.english.ordinals.get(word)

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
            if length == 1 and reading.function[position] and reading.words[position] not in ("out", "run"):
                position += 1
                continue
            if name == "~shoot" and reading.words[position] in ("film", "films") and not _filming(reading, position):
                _add(reading, "movie", LIGHT, position, position + 1, taken)
            else:
                _add(reading, name, self._lexicon.weight_of[name], position, position + length, taken)
            position += length

    def _take_rest(self, reading: Reading, language: Language, taken: list[bool]) -> None:
        english = self._lexicon.english
        for at, word in enumerate(reading.words):
            if not any(item.term[0] == "@" and item.term[2:3] == ":" for item in reading.items):
                self._note(reading, language, word)
            if taken[at] or (reading.function[at] and not word[0].isdigit()):
                continue
            norm = reading.norms[at]
            if norm.startswith("#") and (word[0].isdigit() or word != "one"):
                ordinal = word[-1].isalpha() and word[0].isdigit() and not word.endswith("k")
                weight = YEAR if _year(norm) else NUMBER
                _add(reading, norm, 0.5 if ordinal else weight, at, at + 1, taken)
            elif word in language.light or word in english.light:
                _add(reading, english.stem.of(word), LIGHT, at, at + 1, taken)
            elif (foreign := self._lexicon.foreign_concept(word)) is not None:
                _add(reading, foreign, self._lexicon.weight_of[foreign], at, at + 1, taken)
            else:
                weight = self._lexicon.weigh_word(word, norm)
                _add(reading, norm, weight, at, at + 1, taken)

    def _note(self, reading: Reading, language: Language, word: str) -> None:
        recency, shape = language.notes.get(word) or self._lexicon.english.notes.get(word) or (None, None)
        reading.recency = reading.recency or recency
        if shape == "movie" or not reading.shape:
            reading.shape = shape or reading.shape


def default_term(kinds: Sequence[str]) -> str | None:
    """What a question is about that names nothing: "when?" is the release, "where?" the filming."""
    for kind in kinds:
        if kind in _DEFAULTS:
            return _DEFAULTS[kind]
    return None


def _number(word: str) -> str:
    """The number that a word begins with; ``4k`` and ``3rd`` begin with one."""
    found = _DIGITS.match(word)
    return (found.group().lstrip("0") if found else "") or "0"


def _year(norm: str) -> bool:
    return len(norm) == 5 and norm[1:].isdigit() and 1880 <= int(norm[1:]) <= 2100


def _filming(reading: Reading, at: int) -> bool:
    """Whether "film" is the verb here: "where did they film it", not "when is the film out"."""
    words = reading.words
    if at and words[at - 1] in _SUBJECTS:
        return True
    after = words[at + 1] if at + 1 < len(words) else ""
    return "did" in words[:at] and (not after or after in ("in", "at", "on", "here", "there", "this", "that", "it"))


def _mark(taken: list[bool], start: int, length: int) -> None:
    taken[start : start + length] = [True] * length


def _add(reading: Reading, term: str, weight: float, start: int, end: int, taken: list[bool]) -> None:
    reading.items.append(Item(term, weight, start, end))
    _mark(taken, start, end - start)
