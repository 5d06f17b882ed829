"""Find which productions a question names: by title, alias, part of a title, initials and number."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from bot.answers.language.lexicon import Lexicon
from bot.answers.language.terms import Reading
from bot.answers.parsing.parser import Reader
from bot.answers.titles.partial_names import Key, Sayable, best_part, by_key, most_said, ranked
from bot.answers.titles.title_forms import Form, Named, Namer
from bot.facts.models import Production

__all__ = ["MAX_MATCHES", "Form", "Named", "TitleMatch", "Titles"]

MAX_MATCHES = 8
"""Maximum number of productions considered for one question."""
_MAX_HOLDERS = 400
"""Maximum number of productions that have a word in a name. A more common word isn't looked up."""


class TitleMatch(NamedTuple):
    """Where a question names a production: the positions of the words, and the strength (0 to 1).

    ``aged`` says that the production was chosen by age or year among those with the same name.
    """

    production: Key
    strength: float
    positions: frozenset[int]
    whole: bool
    aged: bool = False


class Titles:
    """The names of all productions of one scope."""

    def __init__(self, lexicon: Lexicon, reader: Reader) -> None:
        self._lexicon = lexicon
        self._namer = Namer(lexicon, reader)
        self.named: dict[Key, Named] = {}
        self._by_start: dict[str | tuple[str, str], list[Form]] = {}
        self._by_word: dict[str, list[Sayable]] = {}
        english = lexicon.english
        self._ages = english.next | english.new | english.first | english.last
        self.compounds: dict[str, tuple[str, str]] = {}
        self._with_compound: Counter[str] = Counter()
        """How many productions have a name with each of ``compounds``."""
        self.vocabulary: Counter[str] = Counter()

    def put(self, production: Production) -> Named:
        """Add or replace a production."""
        self.remove((production.scope, production.id))
        named = self._namer.named(production)
        self.named[production.scope, production.id] = named
        for form in named.forms:
            self._by_start.setdefault(_start(form), []).append(form)
        for norm in named.sayable.alone:
            insort(self._by_word.setdefault(norm, []), named.sayable, key=by_key)
        self.compounds.update(named.compounds)
        self._with_compound.update(named.compounds.keys())
        self.vocabulary.update(named.vocabulary)
        return named

    def remove(self, key: Key) -> Named | None:
        """Remove a production and return what it was."""
        named = self.named.pop(key, None)
        if named is None:
            return None
        self.vocabulary.subtract(named.vocabulary)
        for word in named.vocabulary:
            if self.vocabulary[word] <= 0:
                del self.vocabulary[word]
        for joined in named.compounds:
            self._with_compound[joined] -= 1
            if not self._with_compound[joined]:
                del self._with_compound[joined], self.compounds[joined]
        for form in named.forms:
            start = _start(form)
            self._by_start[start] = [other for other in self._by_start[start] if other is not form]
        for norm in named.sayable.alone:
            self._by_word[norm].remove(named.sayable)
        return named

    def _starting_at(self, norms: list[str], start: int) -> Iterable[Form]:
        """Yield the forms that may start at a word."""
        yield from self._by_start.get(norms[start], ())
        if start + 1 < len(norms):
            yield from self._by_start.get((norms[start], norms[start + 1]), ())

    def sequels(self, reading: Reading) -> set[int]:
        """Return the positions of numbers after a name that no title has: "X 9" if X 7 and X 8 are known."""
        found: set[int] = set()
        if not any(norm[0] == "#" for norm in reading.norms[1:]):
            return found
        for start in range(len(reading.norms)):
            for form in self._starting_at(reading.norms, start):
                head, last = form.norms[:-1], form.norms[-1]
                if not head or last[0] != "#" or len(last) > 3:
                    continue
                end = Form(form.production, head, 1.0, form.raw, False).along(reading.norms, reading.function, start)
                if end and end < len(reading.norms) and reading.norms[end][0] == "#" and reading.norms[end] != last:
                    found.add(end)
        return found

    def find(self, reading: Reading) -> list[TitleMatch]:
        """Return the productions that a question names, strongest first, each with its best match."""
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
        return sorted(best.values(), key=lambda match: (-_rank(match), match.production))[: 2 * MAX_MATCHES]

    def _exact(self, reading: Reading) -> Iterable[TitleMatch]:
        norms, function = reading.norms, reading.function
        for start in range(len(norms)):
            for form in self._starting_at(norms, start):
                if not form.raw and function[start] and len(form.norms) == 1 and form.strength > 0.75:
                    continue
                end = form.along(norms, function, start)
                if end:
                    yield TitleMatch(form.production, form.strength, frozenset(range(start, end)), form.whole)

    def _by_ordinal(self, reading: Reading) -> Iterable[TitleMatch]:
        """Yield matches of an ordinal before a name: "the third X" for "X 3"."""
        ordinals = self._lexicon.english.ordinals
        for at, word in enumerate(reading.words[:-1]):
            number = f"#{ordinals.get(word, 0)}"
            if number in ("#0", "#1"):
                continue
            for form in self._starting_at(reading.norms, at + 1):
                if len(form.norms) > 1 and form.norms[-1] == number:
                    head = Form(form.production, form.norms[:-1], 1.0, form.raw, False)
                    end = head.along(reading.norms, reading.function, at + 1)
                    if end:
                        yield TitleMatch(form.production, form.strength, frozenset(range(at, end)), form.whole)

    def _partial(self, reading: Reading) -> Iterable[TitleMatch]:
        said = self._name_words(reading)
        for one in most_said([word.holders for word in said], 3 * MAX_MATCHES):
            found = {word.norm: word.position for word in said if word.counts_for(one)}
            best = best_part(one, found, reading)
            if best is not None:
                yield TitleMatch(one.key, best[0], best[1], False)

    def _name_words(self, reading: Reading) -> list[_NameWord]:
        """Return the words that are in names and distinctive enough."""
        said: list[_NameWord] = []
        for position, norm in enumerate(reading.norms):
            if reading.function[position] or len(norm) < 2 or reading.words[position] in self._ages:
                continue
            holders = self._by_word.get(norm)
            if holders is not None and len(holders) <= _MAX_HOLDERS:
                word = self._limited(reading, _NameWord(norm, position, holders), said)
                if word.holders:
                    said.append(word)
        return said

    def _limited(self, reading: Reading, word: _NameWord, said: Sequence[_NameWord]) -> _NameWord:
        """Limit a word to the productions that it may name, given the words ``said`` before it."""
        at = word.position
        if (
            at and reading.words[at - 1] in self._lexicon.given_names
        ):  # the "king" of "stephen king" isn't part of "King Kong"
            named = _named_by(reading.norms[at - 1], said)
            word = word.only([one for one in word.holders if named(one)])
        if any(other.norm == word.norm for other in said):
            named = _named_by(word.norm, said)
            word = word.only([one for one in word.holders if not named(one)])
        return word


class _NameWord(NamedTuple):
    """A word of a question that is in names: its position, and the productions whose names have it.

    ``among`` is the set of those productions, if the word is limited to some of them.
    """

    norm: str
    position: int
    holders: Sequence[Sayable]
    among: frozenset[Sayable] | None = None

    def counts_for(self, one: Sayable) -> bool:
        """Return whether the word counts for one of a production's names."""
        return self.norm in one.alone if self.among is None else one in self.among

    def only(self, holders: Sequence[Sayable]) -> _NameWord:
        """Return the word, limited to those productions."""
        return self._replace(holders=holders, among=frozenset(holders))


def _named_by(norm: str, said: Iterable[_NameWord]) -> Callable[[Sayable], bool]:
    """Return a predicate: whether an earlier word counts for one of a production's names."""
    those = [word for word in said if word.norm == norm]
    return lambda one: any(word.counts_for(one) for word in those)


def _start(form: Form) -> str | tuple[str, str]:
    """Return the key of a form: its first word, or the first two if they must be adjacent.

    Many names start with "the", but hardly any two with the same two words.
    """
    first, second = form.norms[0], form.norms[1] if len(form.norms) > 1 else "#"
    return (first, second) if form.raw and second[0] != "#" else first


def _rank(match: TitleMatch) -> float:
    return ranked(match.strength, len(match.positions))
