"""Parse seasons, episodes, parts and decades: ``season 4``, ``s04e05``, ``the 3rd episode``, ``the 60s``."""

from __future__ import annotations

from collections.abc import Container, Sequence

from bot.answers.language.digits import whole
from bot.answers.language.lexicon import Language, Lexicon
from bot.answers.language.terms import CONTENT, LIGHT, MARK, YEAR, Reading, add, is_year, number

_TWENTIES = 20
_REACH = 7
"""Number of words before "season" or "episode" in which "new" or "last" is looked for."""


def decade_term(year: int) -> str:
    """Return the term of the decade of a year."""
    return f"@d{year // 10 * 10}"


class Marks:
    """Parses season, episode and part marks into terms such as ``@s4``, ``@e5``, ``@p2``, ``@s:new``."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._words = {code: _mark_words(language, lexicon.english) for code, language in lexicon.languages.items()}
        self._ages = {code: _age_words(language, lexicon.english) for code, language in lexicon.languages.items()}

    def take(self, reading: Reading, language: Language, taken: list[bool]) -> None:
        """Add the marks of a parsed text to its items, and mark their words as ``taken``."""
        marked = self._words[language.code]
        for at, word in enumerate(reading.words):
            if not taken[at] and not self._in_digits(reading, at, taken):
                for letter in marked.get(word, ()):
                    self._mark(reading, language, letter, at, taken)

    def _in_digits(self, reading: Reading, at: int, taken: list[bool]) -> bool:
        """Take "s4e5", "4x05" or "the 60s" if one starts here, and return whether it does."""
        word, norms = reading.words[at], reading.norms
        followed = at + 1 < len(norms) and norms[at + 1].startswith("#")
        if word == "s" and followed:
            self._short_mark(reading, at, taken)
        elif (decade := self._decade(reading, at)) is not None:
            add(reading, decade_term(decade), YEAR, at - (word == "s"), at + 1, taken)
        elif word == "x" and followed and at and norms[at - 1].startswith("#"):
            add(reading, f"@s{norms[at - 1][1:]}", MARK, at - 1, at, taken)
            add(reading, f"@e{norms[at + 1][1:]}", MARK, at, at + 2, taken)
        else:
            return False
        return True

    def _decade(self, reading: Reading, at: int) -> int | None:
        """Return the first year of a decade that ends at a word: "60 s" (of "the 60s"), "1960 s", "sixties"."""
        word, before = reading.words[at], reading.words[at - 1] if at else ""
        year = whole(before)
        if word != "s" or year is None:
            return self._lexicon.english.decades.get(word)
        if len(before) == 2 and year % 10 == 0 and year >= _TWENTIES:
            return (1900 if year > _TWENTIES else 2000) + year
        return year if is_year(f"#{year}") and year % 10 == 0 else None

    def _short_mark(self, reading: Reading, at: int, taken: list[bool]) -> None:
        norms = reading.norms
        add(reading, f"@s{norms[at + 1][1:]}", MARK, at, at + 2, taken)
        if at + 3 < len(norms) and reading.words[at + 2] in ("e", "ep") and norms[at + 3].startswith("#"):
            add(reading, f"@e{norms[at + 3][1:]}", MARK, at + 2, at + 4, taken)

    def _mark(self, reading: Reading, language: Language, letter: str, at: int, taken: list[bool]) -> None:
        words, norms = reading.words, reading.norms
        following = norms[at + 1] if at + 1 < len(words) else ""
        if following.startswith("#") and not taken[at + 1] and not is_year(following):
            add(reading, f"@{letter}{following[1:]}", MARK, at, at + 2, taken)
            return
        for back in (1, 2):
            if at - back < 0 or taken[at - back]:
                continue
            ordinal = self._ordinal(words[at - back], language)
            if ordinal and not (letter == "e" and ordinal == 1):
                add(reading, f"@{letter}{ordinal}", MARK, at - back, at + 1, taken)
                return
        if letter != "p":
            self._unnumbered(reading, language, letter, at, taken)

    def _unnumbered(self, reading: Reading, language: Language, letter: str, at: int, taken: list[bool]) -> None:
        """Take a season or episode without a number: "the next episode", "the new season", "how many episodes"."""
        words = reading.words
        for name, group in self._ages[language.code][letter]:
            if letter == "s" and words[at] == "series" and name == "last":
                continue
            back = _nearest_before(words, at, group, taken)
            if back is not None:
                shown = "last" if letter == "e" and words[back] == "latest" else name
                add(reading, f"@{letter}:{shown}", MARK * 0.6, at, at + 1, taken)
                taken[back] = back == at - 1
                return
        counted = any(kind == "how_many" for _, kind in reading.kinds)
        add(reading, self._lexicon.english.stem.of(words[at]), CONTENT if counted else LIGHT, at, at + 1, taken)

    def _ordinal(self, word: str, language: Language) -> int | None:
        if word[0].isdecimal() and word[-1].isalpha() and not word.endswith("k"):
            return whole(number(word))
        return language.ordinals.get(word) or self._lexicon.english.ordinals.get(word)


def _nearest_before(words: Sequence[str], at: int, group: Container[str], taken: Sequence[bool]) -> int | None:
    """Return the position of the nearest free word of a group before ``at``, within reach."""
    reach = range(at - 1, max(0, at - _REACH) - 1, -1)
    return next((back for back in reach if not taken[back] and words[back] in group), None)


def _mark_words(language: Language, english: Language) -> dict[str, tuple[str, ...]]:
    """Map the words for seasons, episodes and parts to the letters of their marks."""
    letters: dict[str, tuple[str, ...]] = {}
    for letter, group in (
        ("s", language.season | english.season),
        ("e", language.episode | english.episode),
        ("p", language.part | english.part),
    ):
        for word in group:
            letters[word] = (*letters.get(word, ()), letter)
    return letters


def _age_words(language: Language, english: Language) -> dict[str, tuple[tuple[str, frozenset[str]], ...]]:
    """Map the letter of a mark to the words for the newest and the last one."""
    new = language.next | language.new | english.next | english.new
    last = language.last | english.last
    return {
        "s": (("new", new | {"this"}), ("last", last)),
        "e": (("new", new), ("last", last)),
    }
