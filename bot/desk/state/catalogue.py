"""What the desk holds, in memory: productions and facts as each scope sees them. Reading never waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process

from bot.desk.errors import NotFound
from bot.desk.state.ids import handle
from bot.facts.models import SHARED, Fact, Production, State

T = TypeVar("T")

_LONGEST_MERGE = 20
_NEAR = 55.0
_NAMES_READ = 2000
_RELATED_READ = 500


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A slice of a longer list; ``number`` counts from 1."""

    items: tuple[T, ...]
    number: int
    pages: int
    total: int


def page(items: Sequence[T], number: int, size: int) -> Page[T]:
    """One page of a list. A number out of range gives the nearest page, because lists change under old buttons."""
    pages = max(1, -(-len(items) // size))
    number = min(max(1, number), pages)
    return Page(tuple(items[(number - 1) * size : number * size]), number, pages, len(items))


class Catalogue:
    """Productions and facts by scope.

    A server sees the shared facts, except those of which it has a version of its own, and what it added. Ids of
    merged facts lead to the fact that they were merged into.
    """

    def __init__(self) -> None:
        self._productions: dict[str, dict[str, Production]] = {}
        self._facts: dict[str, dict[str, Fact]] = {}
        self._handles: dict[str, str] = {}
        self._shown: dict[tuple[str, str | None], dict[str, Fact | None]] = {}
        """What each scope itself shows, by production and (None) in all: a live fact, or None where it hides one."""

    def load(self, productions: Iterable[Production], facts: Iterable[Fact]) -> None:
        """Take in everything that a store holds, in its order."""
        for production in productions:
            self.put_production(production)
        for fact in facts:
            self.put_fact(fact)

    def put_production(self, production: Production) -> None:
        """Add or replace a production by (scope, id)."""
        self._productions.setdefault(production.scope, {})[production.id] = production

    def put_fact(self, fact: Fact) -> None:
        """Add or replace a fact by (scope, id); an older revision than the one held is left out."""
        held = self._facts.setdefault(fact.scope, {})
        before = held.get(fact.id)
        if before is not None and before.revision > fact.revision:
            return
        if before is not None and before.production != fact.production:
            self._shown[before.scope, before.production].pop(before.id, None)
        if before is None:
            self._handles[handle(fact.id)] = fact.id
        held[fact.id] = fact
        for production in (None, fact.production):
            shown = self._shown.setdefault((fact.scope, production), {})
            if fact.state is State.WITHDRAWN:
                shown.pop(fact.id, None)
            else:
                shown[fact.id] = fact if fact.state is State.LIVE else None

    def drop_scope(self, scope: str) -> None:
        """Forget all that was kept for one server."""
        self._productions.pop(scope, None)
        gone = self._facts.pop(scope, {})
        for name in gone:
            if all(name not in held for held in self._facts.values()):
                self._handles.pop(handle(name), None)
        for place in [place for place in self._shown if place[0] == scope]:
            del self._shown[place]

    def scopes(self) -> frozenset[str]:
        """Every scope that something is kept for."""
        return frozenset(self._facts) | frozenset(self._productions)

    # -- productions

    def productions(self, scope: str = SHARED) -> tuple[Production, ...]:
        """All productions that a scope sees, in the order in which they came."""
        own = {} if scope == SHARED else self._productions.get(scope, {})
        shared = self._productions.get(SHARED, {})
        seen = [own.get(name, production) for name, production in shared.items()]
        return (*seen, *(production for name, production in own.items() if name not in shared))

    def find_production(self, production: str, scope: str = SHARED) -> Production | None:
        """A production by its id, or None."""
        return self._productions.get(scope, {}).get(production) or self._productions.get(SHARED, {}).get(production)

    def production(self, production: str, scope: str = SHARED) -> Production:
        """A production by its id, or failing that by any of its names.

        Raises:
            NotFound: there is none; the message names the nearest.
        """
        found = self.find_production(production, scope) or self.named(production, scope)
        if found is None:
            near = self.nearest_productions(production, scope)
            words = f" Did you mean {_one_of([each.title for each in near])}?" if near else ""
            raise NotFound(
                f"I hold no production called {production[:100]!r}.{words} /productions lists what I hold.",
                tuple(each.id for each in near),
            )
        return found

    def nearest_productions(self, text: str, scope: str = SHARED, limit: int = 3) -> tuple[Production, ...]:
        """The productions whose names are most like a typed text, best first; few thousand names are read."""
        names = [(name.casefold(), each) for each in self.productions(scope) for name in (each.title, *each.aliases)]
        typed = text[:200].casefold()
        found = process.extract(
            typed,
            [name for name, _ in names[:_NAMES_READ]],
            scorer=fuzz.token_set_ratio if len(typed) > 3 else fuzz.ratio,
            score_cutoff=_NEAR,
            limit=limit * 8,
        )
        near = {names[index][1].id: names[index][1] for _, _, index in found}
        return tuple(near.values())[:limit]

    def named(self, name: str, scope: str) -> Production | None:
        """A production by any of its names, or None."""
        wanted = name.strip().casefold()
        for each in self.productions(scope):
            if any(wanted == known.casefold() for known in (each.title, *each.aliases)):
                return each
        return None

    # -- facts

    def find_fact(self, fact: str, scope: str = SHARED) -> Fact | None:
        """The live fact that an id names in a scope, through any merges, or None."""
        name = fact
        for _ in range(_LONGEST_MERGE):
            version = self.version(name, scope)
            if version is None or version.state is State.RETIRED:
                return None
            if version.merged_into is None:
                return version
            name = version.merged_into
        return None

    def fact(self, fact: str, scope: str = SHARED) -> Fact:
        """The live fact that an id names in a scope, through any merges.

        Raises:
            NotFound: there is none, or it was retired; the message says which.
        """
        found = self.find_fact(fact, scope)
        if found is not None:
            return found
        if self.version(fact, scope) is not None:
            raise NotFound(f"The fact {fact[:120]!r} was retired. A moderator can restore it with /fact history.")
        raise NotFound(f"I hold no fact {fact[:120]!r}. /facts lists what I hold.")

    def version(self, fact: str, scope: str = SHARED) -> Fact | None:
        """What holds for an id in a scope, in whatever state: the server's own version, else the shared one."""
        own = self._facts.get(scope, {}).get(fact)
        if own is not None and own.state is not State.WITHDRAWN:
            return own
        return self._facts.get(SHARED, {}).get(fact) if scope != SHARED else None

    def held(self, fact: str, scope: str) -> Fact | None:
        """The current revision kept under exactly this (scope, id), withdrawn ones too: what an edit builds on."""
        return self._facts.get(scope, {}).get(fact)

    def by_handle(self, short: str, scope: str) -> str | None:
        """The id of a fact that a scope knows, in whatever state, by the handle that stands for it; None if none."""
        name = self._handles.get(short)
        return name if name is not None and self.version(name, scope) is not None else None

    def ids(self, scope: str) -> tuple[str, ...]:
        """The ids of all facts kept for a scope to see, in whatever state, its own first."""
        return tuple(self._facts.get(scope, {}) | self._facts.get(SHARED, {}))

    def facts(self, scope: str = SHARED, production: str | None = None, topic: str | None = None) -> tuple[Fact, ...]:
        """The live facts that a scope sees, in the order in which they came; each topic's headline first.

        The headline of a topic is the fact with no subject; failing that, the one whose dates were announced.
        """
        live = self._live(scope, production)
        if topic is None:
            return live
        return tuple(sorted((fact for fact in live if fact.topic == topic), key=_headline))

    def every_version(self, scope: str) -> tuple[Fact, ...]:
        """The current revision of every fact kept under exactly this scope, in whatever state."""
        return tuple(self._facts.get(scope, {}).values())

    def topics(self, scope: str = SHARED, production: str | None = None) -> dict[str, int]:
        """How many live facts each topic holds, most first."""
        return dict(Counter(fact.topic for fact in self._live(scope, production)).most_common())

    def related(self, fact: Fact, scope: str = SHARED, limit: int = 3) -> tuple[Fact, ...]:
        """Other facts on the same production and topic, the nearest subject first; some hundreds are read."""
        read = self._live(scope, fact.production)[:_RELATED_READ]
        others = [each for each in read if each.topic == fact.topic and each.id != fact.id]
        about = _about(fact)
        others.sort(key=lambda each: -fuzz.token_set_ratio(about, _about(each)))
        return tuple(others[:limit])

    def _live(self, scope: str, production: str | None) -> tuple[Fact, ...]:
        """What a scope sees: what is shared, in its place what the scope holds instead, then what it added.

        Whole dictionaries are laid over each other, because ten thousand facts looked at one by one take as many
        milliseconds as an answer may.
        """
        seen = self._shown.get((SHARED, production), {})
        own = self._shown.get((scope, None), {}) if scope != SHARED else {}
        if own:
            seen = seen | dict.fromkeys(seen.keys() & own.keys()) | self._shown.get((scope, production), {})
        return tuple(filter(None, seen.values()))


def _headline(fact: Fact) -> tuple[bool, bool]:
    return (bool(fact.subject), not fact.announced_dates)


def _about(fact: Fact) -> str:
    return f"{fact.subject} {fact.text}".casefold()


def _one_of(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
