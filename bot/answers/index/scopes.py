"""Keep the facts of every scope, each in its own index, and provide the view of one scope."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from bot.answers.index.indexed_fact import FactIndexer, IndexedFact
from bot.answers.index.scope_index import Group, Shelf
from bot.answers.language.lexicon import Lexicon
from bot.answers.parsing.parser import Reader
from bot.answers.spelling.bigrams import Usage
from bot.answers.spelling.candidates import Speller
from bot.answers.titles.partial_names import Key
from bot.answers.titles.title_index import Named
from bot.facts.models import SHARED, Fact, Production, State


class KnownProduction(NamedTuple):
    """A production in an index: its id, its names, and the year of its release if known."""

    id: str
    names: Named
    year: int | None


@dataclass(frozen=True, slots=True)
class View:
    """What one scope sees: the shared index, and the scope's own index if it has one.

    A fact of the scope hides the shared fact with the same id, even if it isn't live itself.
    """

    shelves: tuple[Shelf, ...]

    @property
    def own(self) -> Collection[str]:
        """Return the ids of the facts that the scope has its own version of."""
        return self.shelves[1].facts if len(self.shelves) > 1 else ()

    def visible(self, indexed: IndexedFact) -> bool:
        """Return whether the scope sees a fact: its own facts, and shared facts without an own version."""
        return indexed.fact.scope != SHARED or indexed.fact.id not in self.own

    def groups(self, production: str) -> list[Group]:
        """Return the facts of a production, one group for each index that has any."""
        return [group for shelf in self.shelves if (group := shelf.groups.get(production)) is not None]

    def named(self, key: Key) -> Named | None:
        """Return the names of a production; None if the scope doesn't see it."""
        return next((named for shelf in self.shelves if (named := shelf.titles.named.get(key))), None)

    @property
    def size(self) -> int:
        """Return the number of productions in the indexes."""
        return sum(len(shelf.titles.named) for shelf in self.shelves)

    def known(self) -> list[KnownProduction]:
        """Return every production of every index."""
        return [
            KnownProduction(key[1], named, shelf.year_of(key))
            for shelf in self.shelves
            for key, named in shelf.titles.named.items()
        ]

    def productions(self) -> tuple[Production, ...]:
        """Return the productions that the scope sees. Its own version of one replaces the shared one."""
        every = (item for shelf in self.shelves for item in shelf.titles.named.items())
        return tuple({key[1]: named.production for key, named in every}.values())

    def title_of(self, fact: Fact) -> str:
        """Return the title of a fact's production, or its id if there is no such production."""
        for shelf in reversed(self.shelves):
            for scope in (fact.scope, SHARED):
                named = shelf.titles.named.get((scope, fact.production))
                if named is not None:
                    return named.production.title
        return fact.production


class Scopes:
    """Holds the index of each scope, and updates it when productions and facts change."""

    def __init__(self, lexicon: Lexicon, reader: Reader, indexer: FactIndexer) -> None:
        self._lexicon, self._reader, self._indexer = lexicon, reader, indexer
        self._shelves: dict[str, Shelf] = {}
        self._shelf(SHARED)

    def _shelf(self, scope: str) -> Shelf:
        """Return the index of a scope, creating an empty one if needed."""
        if scope not in self._shelves:
            self._shelves[scope] = Shelf(self._lexicon, self._reader)
        return self._shelves[scope]

    def view(self, scope: str) -> View:
        """Return what a scope sees."""
        shared = self._shelves[SHARED]
        own = self._shelves.get(scope) if scope != SHARED else None
        return View((shared,) if own is None else (shared, own))

    def put_names(self, production: Production) -> tuple[Fact, ...]:
        """Add or replace a production by (scope, id). Return its facts: their index excludes its names."""
        shelf = self._shelf(production.scope)
        shelf.put_production(production)
        affected = list(self._shelves.values()) if production.scope == SHARED else [shelf]
        return tuple(fact for one in affected for fact in one.facts.values() if fact.production == production.id)

    def put_fact(self, fact: Fact) -> None:
        """Add or replace a fact by (scope, id). If it isn't live, it hides the shared fact with its id."""
        shelf = self._shelf(fact.scope)
        if fact.state is State.WITHDRAWN:
            shelf.drop(fact.id)
            return
        own = shelf.titles.named.get((fact.scope, fact.production))
        named = own or self._shelves[SHARED].titles.named.get((SHARED, fact.production))
        shelf.put(fact, self._indexer.index(fact, named) if fact.state is State.LIVE else None)

    def adopt(self, scope: str, speller: Speller, usage: Usage) -> None:
        """Begin the empty index of a scope with the words of facts that will be added with ``place``."""
        shelf = self._shelf(scope)
        shelf.speller, shelf.usage = speller, usage

    def place(self, indexed: IndexedFact) -> None:
        """Add a fact that isn't in the index, and whose words are."""
        self._shelf(indexed.fact.scope).place(indexed)

    def indexed(self, scope: str, fact_id: str) -> IndexedFact | None:
        """Return a fact of exactly this scope as it was indexed; None if it isn't answered from."""
        shelf = self._shelves.get(scope)
        return shelf.indexed(fact_id) if shelf is not None else None

    def drop(self, scope: str) -> Shelf | None:
        """Remove a scope, and return its index. The shared scope always stays."""
        return self._shelves.pop(scope, None) if scope != SHARED else None

    def fork(self, scope: str, name: str) -> None:
        """Copy a scope's own facts into a new scope ``name``, replacing what had that name."""
        self.drop(name)
        source, target = self._shelves.get(scope), self._shelf(name)
        if source is not None and scope != SHARED:
            for named in source.titles.named.values():
                target.put_production(named.production)
            for fact in source.facts.values():
                target.put(fact, source.indexed(fact.id))
