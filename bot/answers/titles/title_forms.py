"""Generate the forms of a production's names: whole, in parts, initials, with or without small words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.answers.language.lexicon import Lexicon
from bot.answers.language.normalization import clean, words
from bot.answers.language.numerals import joined_digits
from bot.answers.parsing.parser import Reader
from bot.answers.titles.partial_names import Key, Name, Sayable
from bot.facts.models import Production

_YEAR = re.compile(r"\((\d{4})\b[^)]*\)\s*$")
_APART = re.compile(r"\s*\(([^)]*)\)\s*$")
_DOTTED = re.compile(r"(?:[A-Z]\.){2,}")
_DASH = re.compile(r"\s+[-–—]\s+")
_ARTICLES = frozenset(("the", "a", "an"))
_YEAR_IN_ID = re.compile(r"-(?:18|19|20)\d\d$")
_NUMBER_IN_ID = re.compile(r"-\d{1,2}$")


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a production's name: the normalized words in order, and the strength of a match (0 to 1).

    A ``raw`` form is matched word by word; in others, function words of the question are skipped. A ``whole`` form is a
    complete name.
    """

    production: Key
    norms: tuple[str, ...]
    strength: float
    raw: bool
    whole: bool

    def along(self, norms: list[str], function: list[bool], start: int) -> int:
        """Return the end (exclusive) of the form if it matches at ``start``, or 0.

        Function words between its words are skipped, unless the form is made of them.
        """
        if self.raw:
            end = start + len(self.norms)
            return end if tuple(norms[start:end]) == self.norms else 0
        position, met = start, 0
        while position < len(norms):
            if norms[position] == self.norms[met]:
                met += 1
                if met == len(self.norms):
                    return position + 1
            elif not function[position] or not met:
                return 0
            position += 1
        return 0


ByEnds = dict[str, dict[str, list[tuple[int, Form]]]]
"""Forms by their first and last words, so that a text is compared only with forms that it may contain."""


@dataclass(slots=True)
class Named:
    """A production with everything that its names are found by.

    ``names`` are the normalized words of each name with their weights, ``sayable`` the same prepared for matching.
    ``said`` are the words of each name in order. ``year`` and ``bracket_words`` come from the brackets at the end of
    the title, ``qualifiers`` are the terms of those words.
    """

    production: Production
    forms: tuple[Form, ...]
    names: tuple[Name, ...]
    sayable: Sayable
    said: tuple[tuple[str, ...], ...]
    year: int | None
    bracket_words: frozenset[str]
    qualifiers: frozenset[str]
    vocabulary: frozenset[str]
    numbers: frozenset[str]
    compounds: dict[str, tuple[str, str]]
    by_ends: ByEnds


class Namer:
    """Generates the forms of productions' names."""

    def __init__(self, lexicon: Lexicon, reader: Reader) -> None:
        self._lexicon = lexicon
        self._reader = reader

    def named(self, production: Production) -> Named:
        """Generate all forms of the names of a production."""
        names = _names_of(production)
        without_brackets = [_APART.sub("", name) for name in names]
        tokens = {text: self._tokens(text) for text in dict.fromkeys((*names, *without_brackets))}
        bare = [tokens[text] for text in without_brackets]
        forms = self._all_forms((production.scope, production.id), names, bare)
        distinct = tuple(dict.fromkeys(self._weighted(tokens) for tokens in bare))
        year = _YEAR.search(production.title)
        aside = _words_in_brackets(production.title)
        return Named(
            production=production,
            forms=forms,
            names=distinct,
            sayable=Sayable.of((production.scope, production.id), distinct),
            said=tuple(dict.fromkeys(bare)),
            year=int(year[1]) if year else None,
            bracket_words=frozenset(aside),
            qualifiers=frozenset(self._reader.read(aside).terms()),
            vocabulary=frozenset(word for name in names for word in tokens[name]),
            numbers=frozenset(norm for name in distinct for norm, _ in name if norm.startswith("#")),
            compounds=_compounds(bare),
            by_ends=_by_ends(forms),
        )

    def _all_forms(self, key: Key, names: Sequence[str], bare: Sequence[tuple[str, ...]]) -> tuple[Form, ...]:
        """Return all forms of a production's names. ``bare`` are the tokens of each, without the words in brackets.

        Of forms with the same words, the strongest is kept.
        """
        series = {self._tokens(_DASH.split(name)[0]) for name in names if _DASH.search(name)}
        forms: dict[tuple[tuple[str, ...], bool], Form] = {}
        for name, whole in zip(names, bare, strict=True):
            for tokens, strength, is_whole in self._ways(name, whole, series):
                for form in self._forms(key, tokens, strength, is_whole):
                    known = forms.get((form.norms, form.raw))
                    if known is None or known.strength < form.strength:
                        forms[form.norms, form.raw] = form
        return tuple(forms.values())

    def _ways(
        self, name: str, whole: tuple[str, ...], series: set[tuple[str, ...]]
    ) -> Iterable[tuple[tuple[str, ...], float, bool]]:
        """Yield the token sequences of a name, each with its strength: whole, before and after a colon or dash,
        initials."""
        yield whole, 1.0, True
        bare = _APART.sub("", name)
        parts = _DASH.split(bare)
        if len(parts) == 1:
            before, colon, after = bare.partition(": ")
            if colon and not any(whole[: len(start)] == start for start in series):
                parts = [before, after]
        elif ": " in parts[0] and any(char.isdecimal() or char in "IVX" for char in parts[0].partition(": ")[2]):
            yield self._tokens(parts[0].partition(": ")[0]), 0.85, False
        if len(parts) > 1:
            yield self._tokens(parts[0]), 0.88, False
            yield self._tokens(" ".join(parts[1:])), 0.92, False
            yield from self._initials(self._tokens(parts[0]))
        yield from self._initials(whole)
        if dotted := _DOTTED.match(bare):
            yield self._tokens(dotted[0]), 0.92, False  # "E.T." of "E.T. the Extra-Terrestrial"
        if (joined := joined_digits(whole)) != whole:
            yield joined, 1.0, True  # "911" for "9-1-1"

    def _initials(self, tokens: tuple[str, ...]) -> Iterable[tuple[tuple[str, ...], float, bool]]:
        """Yield the initials of all words and of the content words, with the numbers after them: "mi 7"."""
        letters = [token for token in tokens if token.isalpha()]
        numbers = tuple(token for token in tokens if not token.isalpha())
        if len(letters) < 2 or (*letters, *numbers) != tokens:
            return
        function = self._lexicon.english.function
        for chosen in (letters, [word for word in letters if word not in function]):
            initials = "".join(word[0] for word in chosen)
            if self._may_be_initials(initials, numbers):
                yield (initials, *numbers), 0.95, bool(numbers)

    def _may_be_initials(self, initials: str, numbers: Sequence[str]) -> bool:
        """Return whether initials are long enough and not a known word: "co" of "come out" is none."""
        if len(initials) < 2 or len(initials) + 2 * len(numbers) < 3:
            return False
        return initials not in self._lexicon.known or initials in self._lexicon.english.function

    def _forms(self, key: Key, tokens: tuple[str, ...], strength: float, whole: bool) -> Iterable[Form]:
        """Yield the forms of a token sequence: its content words and, if it has function words, all words in order."""
        if not tokens:
            return
        norms = self._reader.norms(tokens)
        function = self._lexicon.english.function
        content = tuple(norm for norm, token in zip(norms, tokens, strict=True) if token not in function)
        dropped = function.intersection(tokens) - _ARTICLES
        if content and not (dropped and self._everyday(set(tokens) - function)):
            factor = self._content_factor(content, tokens, bool(dropped))
            yield Form(key, content, strength * factor, False, whole)
        if dropped or not content:
            strength *= 0.78 if len(tokens) == 1 and not content else 1.0
            yield from _word_by_word(key, norms, tokens, strength, whole)

    def _content_factor(self, content: Sequence[str], tokens: Sequence[str], dropped: bool) -> float:
        """Return a factor for the content words of a name: below 1 for a single, hardly distinctive word."""
        if len(content) > 1:
            return 1.0
        if dropped:
            return 0.82
        return 0.9 if self._everyday(tokens) else 1.0

    def _everyday(self, tokens: Iterable[str]) -> bool:
        return all(token in self._lexicon.known or token in self._lexicon.english.common for token in tokens)

    def _weighted(self, tokens: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
        """Return the normalized words of a name, each with its weight."""
        norms = self._reader.norms(tokens)
        return tuple((norm, self._word_weight(token)) for norm, token in zip(norms, tokens, strict=True))

    def _word_weight(self, token: str) -> float:
        english = self._lexicon.english
        if token in english.function:
            return 0.1 if token in _ARTICLES or token == "and" else 0.25
        return 0.4 if token in self._lexicon.known or token in english.common else 1.0

    def _tokens(self, name: str) -> tuple[str, ...]:
        return tuple(self._reader.expanded(words(clean(name))))


def _names_of(production: Production) -> tuple[str, ...]:
    """Return a production's title, its aliases, and its id if that ends in a number: "zorbal-3"."""
    names = (production.title, *production.aliases)
    numbered = _YEAR_IN_ID.sub("", production.id)
    return (*names, numbered.replace("-", " ")) if _NUMBER_IN_ID.search(numbered) else names


def _words_in_brackets(title: str) -> list[str]:
    """Return the words in the brackets at the end of a title, such as a country and a year."""
    found = _APART.search(title)
    return words(clean(f"in {found[1]}")) if found else []  # "in" keeps "US" from looking like text in capitals


def _compounds(names: Iterable[Sequence[str]]) -> dict[str, tuple[str, str]]:
    """Map each two adjacent words of a name, written as one, to the pair."""
    pairs = [pair for tokens in names for pair in pairwise(tokens)]
    return {first + second: (first, second) for first, second in pairs if first.isalpha() and second.isalpha()}


def _by_ends(forms: Iterable[Form]) -> ByEnds:
    """Group forms by their first and last words, each with its rank. Longer forms come first."""
    by_ends: ByEnds = {}
    for rank, form in enumerate(sorted(forms, key=lambda form: -len(form.norms))):
        by_ends.setdefault(form.norms[0], {}).setdefault(form.norms[-1], []).append((rank, form))
    return by_ends


def _word_by_word(
    key: Key, norms: Sequence[str], tokens: Sequence[str], strength: float, whole: bool
) -> Iterable[Form]:
    """Yield the forms of a name with all its words, and without its article."""
    yield Form(key, tuple(norms), strength, True, whole)
    if tokens[0] in _ARTICLES and len(tokens) > 2:
        yield Form(key, tuple(norms[1:]), strength, True, whole)
