"""Autocomplete a question while it is typed, from the phrasings in a scope."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
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
"""Maximum number of choices on Discord."""

MAX_LENGTH = 100
"""Maximum length of a choice on Discord, in characters."""

_MAX_SCANNED = 500
_MAX_FUZZY = 300
_MAX_SPELLINGS = 3
_MIN_SIMILARITY = 60.0
_LAST_CHARACTER = "\U0010ffff"


class _Phrase(NamedTuple):
    """A phrasing of a fact. ``key`` is its normalised form, by which lists are sorted."""

    key: str
    phrase: str
    fact: str
    production: str


@dataclass(slots=True)
class _PhraseIndex:
    """The phrasings of one scope itself: sorted, by production, by fact and by word."""

    entries: list[_Phrase] = field(default_factory=list)
    by_production: dict[str, list[_Phrase]] = field(default_factory=dict)
    by_fact: dict[str, tuple[_Phrase, ...]] = field(default_factory=dict)
    by_word: dict[str, list[_Phrase]] = field(default_factory=dict)
    vocabulary: list[str] = field(default_factory=list)

    def put(self, fact: str, entries: tuple[_Phrase, ...]) -> None:
        for gone in self.by_fact.pop(fact, ()):
            _remove(self.entries, gone)
            _remove(self.by_production[gone.production], gone)
            for word in set(gone.key.split()):
                _remove(self.by_word[word], gone)
        if entries:
            self.by_fact[fact] = entries
        for new in entries:
            insort(self.entries, new)
            insort(self.by_production.setdefault(new.production, []), new)
            self._put_words(new)

    def _put_words(self, entry: _Phrase) -> None:
        for word in set(entry.key.split()):
            if word not in self.by_word:
                self.by_word[word] = []
                insort(self.vocabulary, word)
            insort(self.by_word[word], entry)

    def sorted(self, production: str | None) -> Sequence[_Phrase]:
        return self.entries if production is None else self.by_production.get(production, ())


class Autocomplete:
    """Completes questions from sorted lists of phrasings, in under 5 ms per keystroke.

    A fact without a short enough phrasing is offered by its production, topic and subject. Phrasings that are spoilers
    are left out, because a choice can't be covered.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._indexes: dict[str, _PhraseIndex] = {}

    def load(self, facts: Iterable[Fact]) -> None:
        """Load all facts of a store, much faster than one by one. The catalogue must be loaded first."""
        new: dict[str, list[_Phrase]] = {}
        for fact in facts:
            entries = self._entries(fact)
            index = self._indexes.setdefault(fact.scope, _PhraseIndex())
            index.by_fact[fact.id] = entries
            new.setdefault(fact.scope, []).extend(entries)
        for scope, unsorted in new.items():
            index = self._indexes[scope]
            index.entries = sorted(unsorted)
            by_production: defaultdict[str, list[_Phrase]] = defaultdict(list)
            by_word: defaultdict[str, list[_Phrase]] = defaultdict(list)
            for entry in index.entries:
                by_production[entry.production].append(entry)
                for word in set(entry.key.split()):
                    by_word[word].append(entry)
            index.by_production = dict(by_production)
            index.by_word = dict(by_word)
            index.vocabulary = sorted(index.by_word)

    def put_production(self, production: Production) -> tuple[Fact, ...]:
        """Do nothing, because names of productions are read from the catalogue."""
        return ()

    def put_fact(self, fact: Fact) -> None:
        """Add a fact's phrasings, or replace those of its previous revision."""
        self._indexes.setdefault(fact.scope, _PhraseIndex()).put(fact.id, self._entries(fact))

    def drop_scope(self, scope: str) -> None:
        """Remove a server's own phrasings."""
        self._indexes.pop(scope, None)

    def phrase_for(self, fact: Fact, question: str) -> str:
        """Return the fact's phrasing nearest to a question. It is counted instead of what the person typed."""
        index = self._indexes.get(fact.scope)
        entries = (index.by_fact.get(fact.id) if index is not None else None) or self._entries(fact)
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
        """Return at most 25 unique completions of what was typed, each 1 to 100 characters.

        ``asked`` are (phrase, fact, count) of the scope, most asked first. The order is: asked phrasings that start
        with the text or contain all its words, other phrasings that start with it, similar phrasings.
        """
        wanted = normal(typed)
        found: dict[str, str] = {}
        for entry in self._ranked(wanted, scope, production, asked):
            if not self._showable(entry, scope, tell):
                continue
            phrase = entry.phrase if production is not None else self._unambiguous(entry, scope)
            found.setdefault(normal(phrase), phrase)
            if len(found) >= CHOICES:
                break
        return list(found.values())

    def _unambiguous(self, entry: _Phrase, scope: str) -> str:
        """Return the phrasing, with its production's title if another production has the same one."""
        for index, _ in self._indexes_of(scope):
            start = bisect_left(index.entries, entry.key, key=_key)
            for other in index.entries[start : start + _MAX_SCANNED]:
                if other.key != entry.key:
                    break
                if other.production != entry.production:
                    return self._with_name(entry, scope)
        return entry.phrase

    def _with_name(self, entry: _Phrase, scope: str) -> str:
        """Return the phrasing with a name of its production that fits: title, alias or id."""
        production = self._catalogue.find_production(entry.production, scope)
        names = (production.title, *production.aliases) if production is not None else ()
        longer = (f"{entry.phrase} ({name})" for name in (*names, entry.production))
        return next((phrase for phrase in longer if len(phrase) <= MAX_LENGTH), entry.phrase)

    def _ranked(
        self, wanted: str, scope: str, production: str | None, asked: Sequence[tuple[str, str, int]]
    ) -> Iterator[_Phrase]:
        yield from self._most_asked(wanted, scope, production, asked)
        if not wanted:
            yield from self._one_of_each(scope, production)
            return
        yield from self._with_prefix(wanted, scope, production)
        yield from self._similar(wanted, scope, production)

    def _one_of_each(self, scope: str, production: str | None) -> Iterator[_Phrase]:
        """Yield the first phrasing of each fact, in the order they were added; used while nothing is typed."""
        for index, index_scope in self._indexes_of(scope):
            for entries in index.by_fact.values():
                wanted = entries and production in (None, entries[0].production)
                if wanted and self._visible(entries[0], index_scope, scope):
                    yield entries[0]

    def _most_asked(
        self, wanted: str, scope: str, production: str | None, asked: Sequence[tuple[str, str, int]]
    ) -> Iterator[_Phrase]:
        words = wanted.split()
        for phrase, fact, _ in asked[:_MAX_SCANNED]:
            key = _normal(phrase)
            if not (key.startswith(wanted) or all(f" {word}" in f" {key}" for word in words)):
                continue
            for entry in self._phrases_of(fact, scope):
                if entry.key == key and production in (None, entry.production):
                    yield entry

    def _with_prefix(self, wanted: str, scope: str, production: str | None) -> Iterator[_Phrase]:
        for index, index_scope in self._indexes_of(scope):
            entries = index.sorted(production)
            start = bisect_left(entries, wanted, key=_key)
            for entry in entries[start : start + _MAX_SCANNED]:
                if not entry.key.startswith(wanted):
                    break
                if self._visible(entry, index_scope, scope):
                    yield entry

    def _similar(self, wanted: str, scope: str, production: str | None) -> Iterator[_Phrase]:
        near: dict[str, _Phrase] = {}
        for index, index_scope in self._indexes_of(scope):
            for entry in _sharing(index, wanted, production):
                if self._visible(entry, index_scope, scope):
                    near.setdefault(entry.key, entry)
        scored = process.extract(
            wanted, list(near), scorer=fuzz.token_set_ratio, score_cutoff=_MIN_SIMILARITY, limit=2 * CHOICES
        )
        for key, _, _ in scored:
            yield near[key]

    def _phrases_of(self, fact: str, scope: str) -> Iterator[_Phrase]:
        for index, index_scope in self._indexes_of(scope):
            for entry in index.by_fact.get(fact, ()):
                if self._visible(entry, index_scope, scope):
                    yield entry

    def _indexes_of(self, scope: str) -> list[tuple[_PhraseIndex, str]]:
        scopes = (SHARED,) if scope == SHARED else (scope, SHARED)
        return [(self._indexes[each], each) for each in scopes if each in self._indexes]

    def _visible(self, entry: _Phrase, own_scope: str, scope: str) -> bool:
        """Return whether a phrasing belongs to the version of its fact that the scope uses."""
        version = self._catalogue.version(entry.fact, scope)
        return version is not None and version.scope == own_scope

    def _showable(self, entry: _Phrase, scope: str, tell: Teller) -> bool:
        version = self._catalogue.version(entry.fact, scope)
        return version is not None and tell(version, entry.phrase).unrestricted

    def _entries(self, fact: Fact) -> tuple[_Phrase, ...]:
        if fact.state is not State.LIVE:
            return ()
        keys = {phrase: key for phrase in fact.phrasings if len(phrase) <= MAX_LENGTH and (key := normal(phrase))}
        phrases = dict.fromkeys(readable_line(phrase, MAX_LENGTH) for phrase in keys or [self._default_phrase(fact)])
        return tuple(
            _Phrase(keys.get(phrase) or normal(phrase), phrase, fact.id, fact.production)
            for phrase in phrases
            if phrase
        )

    def _default_phrase(self, fact: Fact) -> str:
        production = self._catalogue.find_production(fact.production, fact.scope)
        title = production.title if production else fact.production
        return readable_line(f"{title} {fact.topic} {fact.subject}", MAX_LENGTH)


_normal = lru_cache(maxsize=8192)(normal)
"""Cached, because the most asked phrasings are compared at every keystroke."""


def _key(entry: _Phrase) -> str:
    return entry.key


def _remove(entries: list[_Phrase], entry: _Phrase) -> None:
    del entries[bisect_left(entries, entry)]


def _sharing(index: _PhraseIndex, wanted: str, production: str | None) -> list[_Phrase]:
    """Return at most 300 phrasings that share words with the typed text, rarest words first."""
    lists = [index.by_word[known] for word in wanted.split()[:12] for known in _spellings(index, word)]
    found: dict[_Phrase, None] = {}
    for entries in sorted(lists, key=len):
        for number, entry in enumerate(entries):
            if number >= _MAX_SCANNED or len(found) >= _MAX_FUZZY:
                break
            if production in (None, entry.production):
                found[entry] = None
    return list(found)


def _spellings(index: _PhraseIndex, word: str) -> list[str]:
    """Return known words for a typed one: those that start with it, or else similar ones with its first letter."""
    words = index.vocabulary
    start = bisect_left(words, word)
    longer = [known for known in words[start : start + _MAX_SPELLINGS] if known.startswith(word)]
    if longer or len(word) < 3:
        return longer
    low, high = bisect_left(words, word[0]), bisect_left(words, word[0] + _LAST_CHARACTER)
    near = process.extract(
        word, words[low:high][:_MAX_SCANNED], scorer=fuzz.ratio, score_cutoff=70, limit=_MAX_SPELLINGS
    )
    return [known for known, _, _ in near]
