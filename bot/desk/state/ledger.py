"""Commit changes to facts: write them to the store, update every index, then publish them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.desk.errors import Conflict
from bot.desk.runtime.clock import Clock
from bot.desk.runtime.cooperative import slowly
from bot.desk.runtime.gc_pause import gc_paused
from bot.desk.runtime.tasks import Tasks
from bot.desk.state.catalogue import Catalogue
from bot.facts.models import Action, Fact, Production, Revision
from bot.messages import _
from bot.stores.protocol import Contents, FactStore, RevisionConflict


class Index(Protocol):
    """An index that every change updates, such as the engine or autocomplete."""

    def put_production(self, production: Production) -> tuple[Fact, ...]:
        """Add or replace a production by (scope, id). Return the facts that depend on its names, to put them again."""
        ...

    def put_fact(self, fact: Fact) -> None:
        """Add or replace a fact by (scope, id)."""
        ...

    def drop_scope(self, scope: str) -> None:
        """Remove everything of one server."""
        ...


@dataclass(frozen=True, slots=True)
class Change:
    """Revisions that were committed together. ``before`` holds the previous version of each in its scope."""

    id: str
    by: str
    at: datetime
    revisions: tuple[Revision, ...]
    before: tuple[Fact | None, ...]
    productions: tuple[Production, ...] = ()


Listener = Callable[[Change], Coroutine[Any, Any, None]]


class Changes:
    """Publishes changes. Each listener runs as a background task."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call a listener after each commit. Return a function that unsubscribes it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def publish(self, change: Change) -> None:
        """Call every listener in its own task, so that none can delay or break another."""
        for listener in self._listeners:
            self._tasks.spawn(listener(change), f"change {change.id}")


class Ledger:
    """Commits changes, and keeps the catalogue and the indexes up to date."""

    def __init__(
        self, store: FactStore, catalogue: Catalogue, indexes: Sequence[Index], changes: Changes, clock: Clock
    ) -> None:
        self.store = store
        self.changes = changes
        self._catalogue = catalogue
        self._indexes = tuple(indexes)
        self._clock = clock

    def new_change(self) -> str:
        """Return a new id for a change."""
        return uuid.uuid4().hex[:12]

    def revision(self, fact: Fact, action: Action, by: str, change: str, why: str = "") -> Revision:
        """Make a revision with the current time; ``fact.revision`` must already be the next number."""
        return Revision(change=change, fact=fact, action=action, by=by, at=self._clock(), why=why)

    def with_next_revision(self, fact: Fact) -> Fact:
        """Return the fact with the next revision number of its (scope, id); 1 if it is new."""
        current = self._catalogue.exact_version(fact.id, fact.scope)
        return fact.model_copy(update={"revision": 1 if current is None else current.revision + 1})

    async def commit(self, revisions: Sequence[Revision], productions: Sequence[Production] = ()) -> Change:
        """Write the revisions of one change. On return they are on disk, indexed and published.

        Raises:
            Conflict: somebody else changed a fact in the meantime; nothing was written.
            StoreUnwritable: the write failed; nothing was written.
        """
        with gc_paused(len(revisions)):
            return await self._commit(revisions, productions)

    async def _commit(self, revisions: Sequence[Revision], productions: Sequence[Production]) -> Change:
        before = tuple(self._catalogue.exact_version(each.fact.id, each.fact.scope) for each in revisions)
        try:
            await self.store.commit(revisions, productions)
        except RevisionConflict as fault:
            raise Conflict(
                _(
                    "Somebody else changed this fact while you were editing it. Your change wasn't saved: look at the "
                    "current version, then save again."
                ),
                fault.current,
            ) from fault
        await self._index(productions, [each.fact for each in revisions])
        first = revisions[0] if revisions else None
        change = Change(
            id=first.change if first else self.new_change(),
            by=first.by if first else "",
            at=first.at if first else self._clock(),
            revisions=tuple(revisions),
            before=before,
            productions=tuple(productions),
        )
        self.changes.publish(change)
        return change

    async def _index(self, productions: Sequence[Production], facts: Sequence[Fact]) -> None:
        """Index a commit without blocking other tasks. Each fact is indexed in one step."""
        async for _step in slowly(self._steps(productions, facts)):
            pass

    def _steps(self, productions: Iterable[Production], facts: Iterable[Fact]) -> Iterator[None]:
        for production in productions:
            self._catalogue.put_production(production)
            for index in self._indexes:
                dependent = index.put_production(production)
                yield
                for fact in dependent:
                    # Another task may have changed or deleted the fact in the meantime.
                    if current := self._catalogue.exact_version(fact.id, fact.scope):
                        index.put_fact(current)
                    yield
        for fact in facts:
            self._put(fact)
            yield

    def _put(self, fact: Fact) -> None:
        self._catalogue.put_fact(fact)
        # Another task may have indexed a later revision in the meantime.
        current = self._catalogue.exact_version(fact.id, fact.scope)
        if current is not None and current.revision == fact.revision:
            for index in self._indexes:
                index.put_fact(fact)

    async def forget_scope(self, scope: str) -> int:
        """Delete a server's productions and facts with their history for good; return the number of facts.

        Raises:
            StoreUnwritable: nothing was removed.
        """
        removed = await self.store.remove_scope(scope)
        self._catalogue.drop_scope(scope)
        for index in self._indexes:
            index.drop_scope(scope)
        return removed

    def apply_external(self, contents: Contents) -> None:
        """Index changes made by another process (``FactStore.watch``)."""
        for _step in self._steps(contents.productions, contents.facts):
            pass
