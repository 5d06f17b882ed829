"""Which production a question names: by title, alias, part of a title, initials and number."""

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

__all__ = ["MOST_MATCHES", "Form", "Named", "TitleMatch", "Titles"]

MOST_MATCHES = 8
"""Productions considered for one question."""
_MOST_HOLDERS = 400
"""Names with a word in them, from which on the word tells too little to look them all up."""


class TitleMatch(NamedTuple):
    """Where a question names a production: the words taken, and how surely (0 to 1).

    ``aged`` says that "the first" or "the new one" chose it among productions of the same name.
    """

    production: Key
    strength: float
    positions: frozenset[int]
    whole: bool
    aged: bool = False


class Titles:
    """All names of all productions of one scope."""

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
        """Add or replace one production."""
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
        """Forget one production; returns what it was."""
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
        for position, norm in enumerate(reading.norms):
            if reading.function[position] or len(norm) < 2 or reading.words[position] in self._ages:
                continue
            holders = self._by_word.get(norm)
            if holders is not None and len(holders) <= _MOST_HOLDERS:
                word = self._word_held(reading, _Held(norm, position, holders), said)
                if word.holders:
                    said.append(word)
        return said

    def _word_held(self, reading: Reading, word: _Held, said: Sequence[_Held]) -> _Held:
        """A word for those productions alone that it may name, given the words ``said`` before it."""
        at = word.position
        if at and reading.words[at - 1] in self._lexicon.given_names:  # "stephen king" is no half of "King Kong"
            named = _named_by(reading.norms[at - 1], said)
            word = word.only([one for one in word.holders if named(one)])
        if any(other.norm == word.norm for other in said):
            named = _named_by(word.norm, said)
            word = word.only([one for one in word.holders if not named(one)])
        return word


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


def _named_by(norm: str, said: Iterable[_Held]) -> Callable[[Sayable], bool]:
    """Whether a word that was said before is taken for one of a production's names."""
    those = [word for word in said if word.norm == norm]
    return lambda one: any(word.tells(one) for word in those)


def _start(form: Form) -> str | tuple[str, str]:
    """What a form is found by: its first word, or the first two where no other can stand between or in their place.

    Many names begin with "the", and hardly any two with the same two words.
    """
    first, second = form.norms[0], form.norms[1] if len(form.norms) > 1 else "#"
    return (first, second) if form.raw and second[0] != "#" else first


def _rank(match: TitleMatch) -> float:
    return ranked(match.strength, len(match.positions))
