"""Which production a question names: by title, alias, part of a title, initials and number."""

from __future__ import annotations

import re
from bisect import insort
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import NamedTuple

from bot.answers.language.lexicon import Lexicon
from bot.answers.language.normalization import clean, words
from bot.answers.language.numerals import joined_digits
from bot.answers.language.terms import Reading
from bot.answers.parsing.parser import Reader
from bot.answers.titles.partial_names import Key, Name, Sayable, best_part, by_key, most_said, ranked
from bot.facts.models import Production

_YEAR = re.compile(r"\((\d{4})\b[^)]*\)\s*$")
_APART = re.compile(r"\s*\(([^)]*)\)\s*$")
_DOTTED = re.compile(r"(?:[A-Z]\.){2,}")
_DASH = re.compile(r"\s+[-–—]\s+")
_ARTICLES = frozenset(("the", "a", "an"))
MOST_MATCHES = 8
"""Productions considered for one question."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a production's name: norms in order, and how surely they mean it (0 to 1)."""

    production: Key
    norms: tuple[str, ...]
    strength: float
    raw: bool
    whole: bool

    def along(self, norms: list[str], function: list[bool], start: int) -> int:
        """Where the form ends (exclusive) when it begins at ``start``; 0 where it does not stand there.

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


class TitleMatch(NamedTuple):
    """Where a question names a production: the words taken, and how surely (0 to 1).

    ``aged`` says that "the first" or "the new one" chose it among productions of the same name.
    """

    production: Key
    strength: float
    positions: frozenset[int]
    whole: bool
    aged: bool = False


@dataclass(slots=True)
class Named:
    """A production with its forms, the year in its title, and the words of its names; ``said`` are these in order.

    ``names`` are the norms of each name, with how far each tells which name is meant; ``sayable`` the same, made ready.
    """

    production: Production
    forms: tuple[Form, ...]
    names: tuple[Name, ...]
    sayable: Sayable
    said: tuple[tuple[str, ...], ...]
    year: int | None
    told: frozenset[str]
    qualifiers: frozenset[str]
    vocabulary: frozenset[str]
    numbers: frozenset[str]
    compounds: dict[str, tuple[str, str]]
    by_first: dict[str, tuple[Form, ...]]


class Titles:
    """All names of all productions of one scope."""

    def __init__(self, lexicon: Lexicon, reader: Reader) -> None:
        self._lexicon = lexicon
        self._reader = reader
        self.named: dict[Key, Named] = {}
        self._by_start: dict[str | tuple[str, str], list[Form]] = {}
        self._by_word: dict[str, list[Sayable]] = {}
        english = lexicon.english
        self._ages = english.next | english.new | english.first | english.last
        self.compounds: dict[str, tuple[str, str]] = {}
        self.vocabulary: Counter[str] = Counter()

    def put(self, production: Production) -> Named:
        """Add or replace one production."""
        self.remove((production.scope, production.id))
        named = self._name(production)
        key = (production.scope, production.id)
        self.named[key] = named
        for form in named.forms:
            self._by_start.setdefault(_start(form), []).append(form)
        for norm in named.sayable.alone:
            insort(self._by_word.setdefault(norm, []), named.sayable, key=by_key)
        self.compounds.update(named.compounds)
        self.vocabulary.update(named.vocabulary)
        return named

    def remove(self, key: Key) -> Named | None:
        """Forget one production; returns what it was."""
        named = self.named.pop(key, None)
        if named is None:
            return None
        self.vocabulary.subtract(named.vocabulary)
        for word in named.vocabulary:
            if self.vocabulary[word] <= 0:
                del self.vocabulary[word]
        for joined in named.compounds:
            if not any(joined in other.compounds for other in self.named.values()):
                del self.compounds[joined]
        for form in named.forms:
            start = _start(form)
            self._by_start[start] = [other for other in self._by_start[start] if other is not form]
        for norm in named.sayable.alone:
            self._by_word[norm].remove(named.sayable)
        return named

    def _name(self, production: Production) -> Named:
        key = (production.scope, production.id)
        names = (production.title, *production.aliases)
        number = re.sub(r"-(?:18|19|20)\d\d$", "", production.id)
        if re.search(r"-\d{1,2}$", number):
            names = (*names, number.replace("-", " "))
        year = _YEAR.search(production.title)
        told_apart = _APART.search(production.title)
        aside = (
            words(clean(f"in {told_apart[1]}")) if told_apart else []
        )  # capitals alone would hide that US is a country
        series = {self._tokens(_DASH.split(name)[0]) for name in names if _DASH.search(name)}
        forms: dict[tuple[tuple[str, ...], bool], Form] = {}
        spelled: list[tuple[tuple[str, float], ...]] = []
        compounds: dict[str, tuple[str, str]] = {}
        for name in names:
            whole = self._tokens(_APART.sub("", name))
            compounds.update({a + b: (a, b) for a, b in pairwise(whole) if a.isalpha() and b.isalpha()})
            for tokens, strength, is_whole in self._ways(name, whole, series):
                for form in self._forms(key, tokens, strength, is_whole):
                    known = forms.get((form.norms, form.raw))
                    if known is None or known.strength < form.strength:
                        forms[form.norms, form.raw] = form
            spelled.append(self._weighted(whole))
        vocabulary = frozenset(word for name in names for word in self._tokens(name))
        numbers = frozenset(norm for name in spelled for norm, _ in name if norm.startswith("#"))
        by_first: dict[str, tuple[Form, ...]] = {}
        for form in sorted(forms.values(), key=lambda form: -len(form.norms)):
            by_first[form.norms[0]] = (*by_first.get(form.norms[0], ()), form)
        distinct = tuple(dict.fromkeys(spelled))
        return Named(
            production=production,
            forms=tuple(forms.values()),
            names=distinct,
            sayable=Sayable.of(key, distinct),
            said=tuple(dict.fromkeys(self._tokens(_APART.sub("", name)) for name in names)),
            year=int(year[1]) if year else None,
            told=frozenset(aside),
            qualifiers=frozenset(self._reader.read(aside).terms()),
            vocabulary=vocabulary,
            numbers=numbers,
            compounds=compounds,
            by_first=by_first,
        )

    def _ways(
        self, name: str, whole: tuple[str, ...], series: set[tuple[str, ...]]
    ) -> Iterable[tuple[tuple[str, ...], float, bool]]:
        """The token sequences by which a name is said: whole, before and after its colon or dash, initials."""
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
        letters = [token for token in tokens if token.isalpha()]
        numbers = tuple(token for token in tokens if not token.isalpha())
        if len(letters) < 2 or (numbers and tokens[-len(numbers) :] != numbers):
            return
        english = self._lexicon.english
        for chosen in (letters, [word for word in letters if word not in english.function]):
            initials = "".join(word[0] for word in chosen)
            if initials in self._lexicon.known and initials not in english.function:
                continue  # "come out" does not name "Once Upon a Time"
            if len(initials) + 2 * len(numbers) >= 3 and len(initials) >= 2:
                yield (initials, *numbers), 0.95, bool(numbers)

    def _forms(self, key: Key, tokens: tuple[str, ...], strength: float, whole: bool) -> Iterable[Form]:
        if not tokens:
            return
        norms = self._reader.norms(tokens)
        function = self._lexicon.english.function
        content = tuple(norm for norm, token in zip(norms, tokens, strict=True) if token not in function)
        dropped = {token for token in tokens if token in function} - _ARTICLES
        plain = bool(dropped) and all(
            self._everyday((token,)) for token in tokens if token not in function and token not in _ARTICLES
        )
        if content and not plain:
            thin = len(content) == 1 and (dropped or self._everyday(tokens))
            yield Form(key, content, strength * (0.82 if thin and dropped else 0.9 if thin else 1.0), False, whole)
        if dropped or not content:
            strength *= 1.0 if len(tokens) > 1 or content else 0.78
            yield Form(key, tuple(norms), strength, True, whole)
            if tokens[0] in _ARTICLES and len(tokens) > 2:
                yield Form(key, tuple(norms[1:]), strength, True, whole)

    def _everyday(self, tokens: tuple[str, ...]) -> bool:
        return all(token in self._lexicon.known or token in self._lexicon.english.common for token in tokens)

    def _weighted(self, tokens: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
        """The norms of a name, each with how far it alone tells which name is meant."""
        norms = self._reader.norms(tokens)
        return tuple((norm, self._telling(token)) for norm, token in zip(norms, tokens, strict=True))

    def _telling(self, token: str) -> float:
        english = self._lexicon.english
        if token in english.function:
            return 0.1 if token in _ARTICLES or token == "and" else 0.25
        return 0.4 if token in self._lexicon.known or token in english.common else 1.0

    def _tokens(self, name: str) -> tuple[str, ...]:
        return tuple(self._reader.expanded(words(clean(name))))

    def _beginning(self, norms: list[str], start: int) -> Iterable[Form]:
        """The forms that may begin at a word."""
        yield from self._by_start.get(norms[start], ())
        if start + 1 < len(norms):
            yield from self._by_start.get((norms[start], norms[start + 1]), ())

    def sequels(self, reading: Reading) -> set[int]:
        """Where another number stands behind a name than any that is known: "X 9" where X 7 and X 8 are."""
        found: set[int] = set()
        if not any(norm[0] == "#" for norm in reading.norms[1:]):
            return found
        for start in range(len(reading.norms)):
            for form in self._beginning(reading.norms, start):
                head, last = form.norms[:-1], form.norms[-1]
                if not head or last[0] != "#" or len(last) > 3:
                    continue
                end = Form(form.production, head, 1.0, form.raw, False).along(reading.norms, reading.function, start)
                if end and end < len(reading.norms) and reading.norms[end][0] == "#" and reading.norms[end] != last:
                    found.add(end)
        return found

    def find(self, reading: Reading) -> list[TitleMatch]:
        """The productions that a question names, most surely first; each with its best match."""
        best: dict[Key, TitleMatch] = {}
        for match in chain(self._exact(reading), self._by_ordinal(reading)):
            known = best.get(match.production)
            if known is None or _rank(match) > _rank(known):
                best[match.production] = match
        for match in self._partial(reading):
            known = best.get(match.production)
            if known is None:
                best[match.production] = match
            elif not match.positions <= known.positions:
                best[match.production] = TitleMatch(
                    match.production,
                    max(known.strength, match.strength),
                    known.positions | match.positions,
                    known.whole,
                )
        return sorted(best.values(), key=lambda match: (-_rank(match), match.production))[: 2 * MOST_MATCHES]

    def _exact(self, reading: Reading) -> Iterable[TitleMatch]:
        norms, function = reading.norms, reading.function
        for start in range(len(norms)):
            for form in self._beginning(norms, start):
                if not form.raw and function[start] and len(form.norms) == 1 and form.strength > 0.75:
                    continue
                end = form.along(norms, function, start)
                if end:
                    yield TitleMatch(form.production, form.strength, frozenset(range(start, end)), form.whole)

    def _by_ordinal(self, reading: Reading) -> Iterable[TitleMatch]:
        """ "The third X" for "X 3", however its number is written."""
        ordinals = self._lexicon.english.ordinals
        for at, word in enumerate(reading.words[:-1]):
            number = f"#{ordinals.get(word, 0)}"
            if number in ("#0", "#1"):
                continue
            for form in self._beginning(reading.norms, at + 1):
                if len(form.norms) > 1 and form.norms[-1] == number:
                    head = Form(form.production, form.norms[:-1], 1.0, form.raw, False)
                    end = head.along(reading.norms, reading.function, at + 1)
                    if end:
                        yield TitleMatch(form.production, form.strength, frozenset(range(at, end)), form.whole)

    def _partial(self, reading: Reading) -> Iterable[TitleMatch]:
        said = self._held(reading)
        for one in most_said([word.holders for word in said], 3 * MOST_MATCHES):
            found = {word.norm: word.position for word in said if word.tells(one)}
            best = best_part(one, found, reading)
            if best is not None:
                yield TitleMatch(one.key, best[0], best[1], False)

    def _held(self, reading: Reading) -> list[_Held]:
        """The words that stand in names and tell something."""
        said: list[_Held] = []
        names, norms = self._lexicon.given_names, reading.norms
        for position, norm in enumerate(norms):
            if reading.function[position] or len(norm) < 2 or reading.words[position] in self._ages:
                continue
            holders = self._by_word.get(norm)
            if holders is None or len(holders) > 400:
                continue
            word = _Held(norm, position, holders)
            if position and reading.words[position - 1] in names:  # "stephen king" is no half of "King Kong"
                before = [other for other in said if other.norm == norms[position - 1]]
                word = word.only([one for one in holders if any(other.tells(one) for other in before)])
            earlier = [other for other in said if other.norm == norm]
            if earlier:
                word = word.only([one for one in word.holders if not any(other.tells(one) for other in earlier)])
            if word.holders:
                said.append(word)
        return said


class _Held(NamedTuple):
    """A word of a question that stands in names: its norm, its place, and the productions that are named so.

    ``among`` are these once more where they are not all that have the word in a name.
    """

    norm: str
    position: int
    holders: Sequence[Sayable]
    among: frozenset[Sayable] | None = None

    def tells(self, one: Sayable) -> bool:
        """Whether the word is taken for one of a production's names."""
        return self.norm in one.alone if self.among is None else one in self.among

    def only(self, holders: Sequence[Sayable]) -> _Held:
        """The word for those of the productions alone."""
        return self._replace(holders=holders, among=frozenset(holders))


def _start(form: Form) -> str | tuple[str, str]:
    """What a form is found by: its first word, or the first two where no other can stand between or in their place.

    Many names begin with "the", and hardly any two with the same two words.
    """
    first, second = form.norms[0], form.norms[1] if len(form.norms) > 1 else "#"
    return (first, second) if form.raw and second[0] != "#" else first


def _rank(match: TitleMatch) -> float:
    return ranked(match.strength, len(match.positions))
