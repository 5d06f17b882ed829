"""Keep all productions and facts in memory, as each scope sees them. Reads never wait for a disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process

from bot.desk.errors import NotFound
from bot.desk.state.ids import handle
from bot.facts.models import SHARED, Fact, Production, State
from bot.facts.problems import shortened
from bot.messages import _, one_of

T = TypeVar("T")

_MAX_MERGES = 20
_MIN_SIMILARITY = 55.0
_MAX_NAMES_COMPARED = 2000
_MAX_RELATED_COMPARED = 500


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list. ``number`` counts from 1."""

    items: tuple[T, ...]
    number: int
    pages: int
    total: int


def page(items: Sequence[T], number: int, size: int) -> Page[T]:
    """Return one page of a list; the nearest page if the number is out of range, because lists shrink."""
    pages = max(1, -(-len(items) // size))
    number = min(max(1, number), pages)
    return Page(tuple(items[(number - 1) * size : number * size]), number, pages, len(items))


class Catalogue:
    """Productions and facts by scope.

    A server sees the shared facts, with its own versions of some of them, and the facts it added. The id of a merged
    fact leads to the fact it was merged into.
    """

    def __init__(self) -> None:
        self._productions: dict[str, dict[str, Production]] = {}
        self._facts: dict[str, dict[str, Fact]] = {}
        self._handles: dict[str, str] = {}
        self._shown: dict[tuple[str, str | None], dict[str, Fact | None]] = {}
        """What each scope itself shows, by production, and under None for all: a live fact, or None if it hides one."""

    def load(self, productions: Iterable[Production], facts: Iterable[Fact]) -> None:
        """Load the contents of a store, in its order."""
        for production in productions:
            self.put_production(production)
        for fact in facts:
            self.put_fact(fact)

    def put_production(self, production: Production) -> None:
        """Add or replace a production by (scope, id)."""
        self._productions.setdefault(production.scope, {})[production.id] = production

    def put_fact(self, fact: Fact) -> None:
        """Add or replace a fact by (scope, id); ignore a revision older than the current one."""
        facts = self._facts.setdefault(fact.scope, {})
        before = facts.get(fact.id)
        if before is not None and before.revision > fact.revision:
            return
        if before is not None and before.production != fact.production:
            self._shown[before.scope, before.production].pop(before.id, None)
        if before is None:
            self._handles[handle(fact.id)] = fact.id
        facts[fact.id] = fact
        for production in (None, fact.production):
            shown = self._shown.setdefault((fact.scope, production), {})
            if fact.state is State.WITHDRAWN:
                shown.pop(fact.id, None)
            else:
                shown[fact.id] = fact if fact.state is State.LIVE else None

    def drop_scope(self, scope: str) -> None:
        """Remove everything of one server."""
        self._productions.pop(scope, None)
        dropped = self._facts.pop(scope, {})
        for name in dropped:
            if all(name not in facts for facts in self._facts.values()):
                self._handles.pop(handle(name), None)
        for key in [key for key in self._shown if key[0] == scope]:
            del self._shown[key]

    def scopes(self) -> frozenset[str]:
        """Return the scopes that have their own productions or facts."""
        return frozenset(self._facts) | frozenset(self._productions)

    # -- productions

    def productions(self, scope: str = SHARED) -> tuple[Production, ...]:
        """Return all productions that a scope sees, in the order they were added."""
        own = {} if scope == SHARED else self._productions.get(scope, {})
        shared = self._productions.get(SHARED, {})
        seen = [own.get(name, production) for name, production in shared.items()]
        return (*seen, *(production for name, production in own.items() if name not in shared))

    def find_production(self, production: str, scope: str = SHARED) -> Production | None:
        """Find a production by its id, or return None."""
        return self._productions.get(scope, {}).get(production) or self._productions.get(SHARED, {}).get(production)

    def production(self, production: str, scope: str = SHARED) -> Production:
        """Return a production by its id or any of its names.

        Raises:
            NotFound: there is none; the message suggests similar ones.
        """
        found = self.find_production(production, scope) or self.named(production, scope)
        if found is None:
            near = self.nearest_productions(production, scope)
            raise NotFound(_unknown_production(production, near), tuple(each.id for each in near))
        return found

    def nearest_productions(self, text: str, scope: str = SHARED, limit: int = 3) -> tuple[Production, ...]:
        """Return the productions with the names most similar to a text, best first; compares at most 2,000 names."""
        names = [(name.casefold(), each) for each in self.productions(scope) for name in (each.title, *each.aliases)]
        typed = text[:200].casefold()
        found = process.extract(
            typed,
            [name for name, _each in names[:_MAX_NAMES_COMPARED]],
            scorer=fuzz.token_set_ratio if len(typed) > 3 else fuzz.ratio,
            score_cutoff=_MIN_SIMILARITY,
            limit=limit * 8,
        )
        near = {names[index][1].id: names[index][1] for _name, _score, index in found}
        return tuple(near.values())[:limit]

    def named(self, name: str, scope: str) -> Production | None:
        """Find a production by any of its names, or return None."""
        wanted = name.strip().casefold()
        for each in self.productions(scope):
            if any(wanted == known.casefold() for known in (each.title, *each.aliases)):
                return each
        return None

    # -- facts

    def find_fact(self, fact: str, scope: str = SHARED) -> Fact | None:
        """Find the live fact of an id in a scope, following merges, or return None."""
        name = fact
        for _step in range(_MAX_MERGES):
            version = self.version(name, scope)
            if version is None or version.state is State.RETIRED:
                return None
            if version.merged_into is None:
                return version
            name = version.merged_into
        return None

    def fact(self, fact: str, scope: str = SHARED) -> Fact:
        """Return the live fact of an id in a scope, following merges.

        Raises:
            NotFound: there is none, or it was retired; the message says which.
        """
        found = self.find_fact(fact, scope)
        if found is not None:
            return found
        retired = self.version(fact, scope)
        if retired is None:
            raise no_such_fact(fact)
        # Leave out the subject, which may be a spoiler.
        production = self.find_production(retired.production, scope)
        title, topic = production.title if production else retired.production, retired.topic.replace("-", " ")
        message = _("A fact about {title} ({topic}) was retired. A moderator can restore it with /fact history.")
        raise NotFound(message.format(title=title, topic=topic))

    def version(self, fact: str, scope: str = SHARED) -> Fact | None:
        """Return the version of a fact that a scope uses, in any state: the server's own, else the shared one."""
        own = self._facts.get(scope, {}).get(fact)
        if own is not None and own.state is not State.WITHDRAWN:
            return own
        return self._facts.get(SHARED, {}).get(fact) if scope != SHARED else None

    def exact_version(self, fact: str, scope: str) -> Fact | None:
        """Return the current revision under exactly this (scope, id), even if withdrawn; an edit builds on it."""
        return self._facts.get(scope, {}).get(fact)

    def by_handle(self, short: str, scope: str) -> str | None:
        """Return the id of a handle if the scope has such a fact, in any state; else None."""
        name = self._handles.get(short)
        return name if name is not None and self.version(name, scope) is not None else None

    def ids(self, scope: str) -> tuple[str, ...]:
        """Return the ids of all facts of a scope, in any state: its own first, then the shared ones."""
        return tuple(self._facts.get(scope, {}) | self._facts.get(SHARED, {}))

    def facts(self, scope: str = SHARED, production: str | None = None, topic: str | None = None) -> tuple[Fact, ...]:
        """Return the live facts that a scope sees, in the order they were added; with a topic, its headline first.

        The headline of a topic is the fact without a subject, or else the one with announced dates.
        """
        live = self._live(scope, production)
        if topic is None:
            return live
        return tuple(sorted((fact for fact in live if fact.topic == topic), key=_headline))

    def every_version(self, scope: str) -> tuple[Fact, ...]:
        """Return the current revision of every fact of exactly this scope, in any state."""
        return tuple(self._facts.get(scope, {}).values())

    def topics(self, scope: str = SHARED, production: str | None = None) -> dict[str, int]:
        """Count the live facts of each topic, most first."""
        return dict(Counter(fact.topic for fact in self._live(scope, production)).most_common())

    def related(self, fact: Fact, scope: str = SHARED, limit: int = 3) -> tuple[Fact, ...]:
        """Return other facts of the same production and topic, most similar first; compares at most 500 facts."""
        read = self._live(scope, fact.production)[:_MAX_RELATED_COMPARED]
        others = [each for each in read if each.topic == fact.topic and each.id != fact.id]
        about = _about(fact)
        others.sort(key=lambda each: -fuzz.token_set_ratio(about, _about(each)))
        return tuple(others[:limit])

    def _live(self, scope: str, production: str | None) -> tuple[Fact, ...]:
        """Return the live facts that a scope sees: shared facts or its versions of them, then those it added.

        This merges whole dictionaries, because checking 10,000 facts one by one would be too slow for an answer.
        """
        seen = self._shown.get((SHARED, production), {})
        own = self._shown.get((scope, None), {}) if scope != SHARED else {}
        if own:
            seen = seen | dict.fromkeys(seen.keys() & own.keys()) | self._shown.get((scope, production), {})
        return tuple(filter(None, seen.values()))


def no_such_fact(fact: str) -> NotFound:
    """Return the error for an id that names no fact."""
    return NotFound(_("There is no fact {fact}. Use /facts to see what there is.").format(fact=shortened(fact)))


def _unknown_production(name: str, near: Sequence[Production]) -> str:
    quoted = shortened(name)
    if not near:
        return _("There is no production {name}. Use /productions to see what there is.").format(name=quoted)
    titles = one_of([each.title for each in near])
    return _("There is no production {name}. Did you mean {titles}? Use /productions to see what there is.").format(
        name=quoted, titles=titles
    )


def _headline(fact: Fact) -> tuple[bool, bool]:
    return (bool(fact.subject), not fact.announced_dates)


def _about(fact: Fact) -> str:
    return f"{fact.subject} {fact.text}".casefold()
