"""Autocomplete: complete a question while it is typed, from the phrasings that a scope sees."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bot.desk.cards.search_text import normal, readable_line
from bot.desk.cards.spoilers import Teller
from bot.desk.state.catalogue import Catalogue
from bot.facts.models import SHARED, Fact, Production, State

CHOICES = 25
"""Most completions that Discord shows."""

LONGEST = 100
"""Most characters of a completion on Discord."""

_SCANNED = 500
_FUZZY = 300
_SPELLINGS = 3
_ALIKE = 60.0
_LAST = "\U0010ffff"


class _Completion(NamedTuple):
    """One phrasing of one fact; lists are sorted by ``key``, its normal form."""

    key: str
    phrase: str
    fact: str
    production: str


@dataclass(slots=True)
class _Shelf:
    """The phrasings of one scope itself: sorted, by production, and by word."""

    entries: list[_Completion] = field(default_factory=list)
    by_production: dict[str, list[_Completion]] = field(default_factory=dict)
    by_fact: dict[str, tuple[_Completion, ...]] = field(default_factory=dict)
    by_word: dict[str, dict[_Completion, None]] = field(default_factory=dict)
    vocabulary: list[str] = field(default_factory=list)

    def put(self, fact: str, entries: tuple[_Completion, ...]) -> None:
        for gone in self.by_fact.pop(fact, ()):
            _remove(self.entries, gone)
            _remove(self.by_production[gone.production], gone)
            for word in set(gone.key.split()):
                del self.by_word[word][gone]
        if entries:
            self.by_fact[fact] = entries
        for new in entries:
            insort(self.entries, new)
            insort(self.by_production.setdefault(new.production, []), new)
            self._put_words(new)

    def _put_words(self, entry: _Completion) -> None:
        for word in set(entry.key.split()):
            if word not in self.by_word:
                self.by_word[word] = {}
                insort(self.vocabulary, word)
            self.by_word[word][entry] = None

    def sorted(self, production: str | None) -> Sequence[_Completion]:
        return self.entries if production is None else self.by_production.get(production, ())


class Completion:
    """Completes questions from sorted lists of phrasings, in under 5 ms per keystroke.

    A fact without a phrasing that is short enough is offered by its production, topic and subject. A phrasing may be
    a spoiler and a completion can't be covered, so such phrasings are left out.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._shelves: dict[str, _Shelf] = {}

    def load(self, facts: Iterable[Fact]) -> None:
        """Load everything a store holds, much faster than one by one. Load the catalogue first."""
        new: dict[str, list[_Completion]] = {}
        for fact in facts:
            entries = self._entries(fact)
            shelf = self._shelves.setdefault(fact.scope, _Shelf())
            shelf.by_fact[fact.id] = entries
            new.setdefault(fact.scope, []).extend(entries)
        for scope, unsorted in new.items():
            shelf = self._shelves[scope]
            shelf.entries = sorted(unsorted)
            for entry in shelf.entries:
                shelf.by_production.setdefault(entry.production, []).append(entry)
                for word in set(entry.key.split()):
                    shelf.by_word.setdefault(word, {})[entry] = None
            shelf.vocabulary = sorted(shelf.by_word)

    def put_production(self, production: Production) -> None:
        """Do nothing: a production's names are read from the catalogue when they are needed."""

    def put_fact(self, fact: Fact) -> None:
        """Replace the phrasings of a fact's earlier revision."""
        self._shelves.setdefault(fact.scope, _Shelf()).put(fact.id, self._entries(fact))

    def drop_scope(self, scope: str) -> None:
        """Forget all phrasings of one server itself."""
        self._shelves.pop(scope, None)

    def phrase_for(self, fact: Fact, question: str) -> str:
        """Return the fact's phrasing nearest to a question; it is counted in place of the person's words."""
        shelf = self._shelves.get(fact.scope)
        entries = (shelf.by_fact.get(fact.id) if shelf is not None else None) or self._entries(fact)
        if not entries:
            return self._default_phrase(fact)
        keys = [entry.key for entry in entries]
        found = process.extractOne(normal(question), keys, scorer=fuzz.token_sort_ratio)
        return entries[found[2] if found is not None else 0].phrase

    def complete(
        self,
        typed: str,
        scope: str,
        tell: Teller,
        production: str | None = None,
        asked: Sequence[tuple[str, str, int]] = (),
    ) -> list[str]:
        """Complete what was typed: at most 25 unique questions of 1 to 100 characters.

        ``asked`` holds (phrase, fact, count) of the scope, most asked first. Asked phrasings that begin with what was
        typed, or contain each word of it, come first; then other phrasings that begin with it; then similar ones.
        """
        wanted = normal(typed)
        found: dict[str, str] = {}
        for entry in self._ranked(wanted, scope, production, asked):
            if not self._tellable(entry, scope, tell):
                continue
            phrase = entry.phrase if production is not None else self._unambiguous(entry, scope)
            found.setdefault(normal(phrase), phrase)
            if len(found) >= CHOICES:
                break
        return list(found.values())

    def _unambiguous(self, entry: _Completion, scope: str) -> str:
        """Return the phrasing, with its production's title if another production has the same phrasing."""
        for shelf, _ in self._seen(scope):
            start = bisect_left(shelf.entries, entry.key, key=_key)
            for other in shelf.entries[start : start + _SCANNED]:
                if other.key != entry.key:
                    break
                if other.production != entry.production:
                    return self._with_name(entry, scope)
        return entry.phrase

    def _with_name(self, entry: _Completion, scope: str) -> str:
        """Return the phrasing with the first name of its production that fits: title, an alias or the id."""
        production = self._catalogue.find_production(entry.production, scope)
        names = (production.title, *production.aliases) if production is not None else ()
        longer = (f"{entry.phrase} ({name})" for name in (*names, entry.production))
        return next((phrase for phrase in longer if len(phrase) <= LONGEST), entry.phrase)

    def _ranked(
        self, wanted: str, scope: str, production: str | None, asked: Sequence[tuple[str, str, int]]
    ) -> Iterator[_Completion]:
        yield from self._most_asked(wanted, scope, production, asked)
        if not wanted:
            yield from self._one_of_each(scope, production)
            return
        yield from self._beginning(wanted, scope, production)
        yield from self._alike(wanted, scope, production)

    def _one_of_each(self, scope: str, production: str | None) -> Iterator[_Completion]:
        """Yield the first phrasing of each fact, in the order they were added, for when nothing is typed yet."""
        for shelf, shelf_scope in self._seen(scope):
            for entries in shelf.by_fact.values():
                wanted = entries and production in (None, entries[0].production)
                if wanted and self._visible(entries[0], shelf_scope, scope):
                    yield entries[0]

    def _most_asked(
        self, wanted: str, scope: str, production: str | None, asked: Sequence[tuple[str, str, int]]
    ) -> Iterator[_Completion]:
        words = wanted.split()
        for phrase, fact, _ in asked[:_SCANNED]:
            key = _normal(phrase)
            if not (key.startswith(wanted) or all(f" {word}" in f" {key}" for word in words)):
                continue
            for entry in self._of_fact(fact, scope):
                if entry.key == key and production in (None, entry.production):
                    yield entry

    def _beginning(self, wanted: str, scope: str, production: str | None) -> Iterator[_Completion]:
        for shelf, shelf_scope in self._seen(scope):
            entries = shelf.sorted(production)
            start = bisect_left(entries, wanted, key=_key)
            for entry in entries[start : start + _SCANNED]:
                if not entry.key.startswith(wanted):
                    break
                if self._visible(entry, shelf_scope, scope):
                    yield entry

    def _alike(self, wanted: str, scope: str, production: str | None) -> Iterator[_Completion]:
        near: dict[str, _Completion] = {}
        for shelf, shelf_scope in self._seen(scope):
            for entry in _sharing(shelf, wanted, production):
                if self._visible(entry, shelf_scope, scope):
                    near.setdefault(entry.key, entry)
        scored = process.extract(
            wanted, list(near), scorer=fuzz.token_set_ratio, score_cutoff=_ALIKE, limit=2 * CHOICES
        )
        for key, _, _ in scored:
            yield near[key]

    def _of_fact(self, fact: str, scope: str) -> Iterator[_Completion]:
        for shelf, shelf_scope in self._seen(scope):
            for entry in shelf.by_fact.get(fact, ()):
                if self._visible(entry, shelf_scope, scope):
                    yield entry

    def _seen(self, scope: str) -> list[tuple[_Shelf, str]]:
        scopes = (SHARED,) if scope == SHARED else (scope, SHARED)
        return [(self._shelves[each], each) for each in scopes if each in self._shelves]

    def _visible(self, entry: _Completion, held_in: str, scope: str) -> bool:
        """Whether the phrasing belongs to the version of the fact that the scope uses."""
        version = self._catalogue.version(entry.fact, scope)
        return version is not None and version.scope == held_in

    def _tellable(self, entry: _Completion, scope: str, tell: Teller) -> bool:
        version = self._catalogue.version(entry.fact, scope)
        return version is not None and tell(version, entry.phrase).plain

    def _entries(self, fact: Fact) -> tuple[_Completion, ...]:
        if fact.state is not State.LIVE:
            return ()
        keys = {phrase: key for phrase in fact.phrasings if len(phrase) <= LONGEST and (key := normal(phrase))}
        phrases = dict.fromkeys(readable_line(phrase, LONGEST) for phrase in keys or [self._default_phrase(fact)])
        return tuple(
            _Completion(keys.get(phrase) or normal(phrase), phrase, fact.id, fact.production)
            for phrase in phrases
            if phrase
        )

    def _default_phrase(self, fact: Fact) -> str:
        production = self._catalogue.find_production(fact.production, fact.scope)
        title = production.title if production else fact.production
        return readable_line(f"{title} {fact.topic} {fact.subject}", LONGEST)


_normal = lru_cache(maxsize=8192)(normal)
"""The most asked phrasings are compared at every keystroke."""


def _key(entry: _Completion) -> str:
    return entry.key


def _remove(entries: list[_Completion], entry: _Completion) -> None:
    del entries[bisect_left(entries, entry)]


def _sharing(shelf: _Shelf, wanted: str, production: str | None) -> list[_Completion]:
    """Return at most 300 phrasings that share words with what was typed, rarest words first."""
    lists = [shelf.by_word[known] for word in wanted.split()[:12] for known in _spellings(shelf, word)]
    found: dict[_Completion, None] = {}
    for entries in sorted(lists, key=len):
        for number, entry in enumerate(entries):
            if number >= _SCANNED or len(found) >= _FUZZY:
                break
            if production in (None, entry.production):
                found[entry] = None
    return list(found)


def _spellings(shelf: _Shelf, word: str) -> list[str]:
    """Return known words that a typed one may mean: itself, longer ones, or similar ones with its first letter."""
    words = shelf.vocabulary
    start = bisect_left(words, word)
    longer = [known for known in words[start : start + _SPELLINGS] if known.startswith(word)]
    if longer or len(word) < 3:
        return longer
    low, high = bisect_left(words, word[0]), bisect_left(words, word[0] + _LAST)
    near = process.extract(word, words[low:high][:_SCANNED], scorer=fuzz.ratio, score_cutoff=70, limit=_SPELLINGS)
    return [known for known, _, _ in near]
