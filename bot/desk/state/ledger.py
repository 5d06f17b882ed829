"""Commit changes to facts: write them to the store, update every index, then publish them."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Any, Protocol

from bot.desk.errors import Conflict
from bot.desk.runtime.clock import Clock
from bot.desk.runtime.gc_pause import gc_paused
from bot.desk.runtime.tasks import Tasks
from bot.desk.state.catalogue import Catalogue
from bot.facts.models import Action, Fact, Production, Revision
from bot.messages import _
from bot.stores.protocol import Contents, FactStore, RevisionConflict

_TURN = 0.002
"""Seconds of work before other tasks get a turn while many facts are indexed; a fact is never split."""


class Index(Protocol):
    """What every change updates: the engine, the autocompletion of questions."""

    def put_production(self, production: Production) -> None:
        """Add or replace a production by (scope, id)."""
        ...

    def put_fact(self, fact: Fact) -> None:
        """Add or replace a fact by (scope, id)."""
        ...

    def drop_scope(self, scope: str) -> None:
        """Forget everything of one server."""
        ...


@dataclass(frozen=True, slots=True)
class Change:
    """Revisions committed together. ``before`` holds, for each, the fact as it was in its scope."""

    id: str
    by: str
    at: datetime
    revisions: tuple[Revision, ...]
    before: tuple[Fact | None, ...]
    productions: tuple[Production, ...] = ()


Listener = Callable[[Change], Coroutine[Any, Any, None]]


class Changes:
    """Publishes changes; each listener runs as a task of the desk."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call a listener after each commit; returns a function that ends this."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def publish(self, change: Change) -> None:
        """Call every listener, each in its own task, so that none can delay or break another."""
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
        """Return a new id for revisions that belong together."""
        return uuid.uuid4().hex[:12]

    def revision(self, fact: Fact, action: Action, by: str, change: str, why: str = "") -> Revision:
        """Make a revision with the current time; ``fact.revision`` must already be the next number."""
        return Revision(change=change, fact=fact, action=action, by=by, at=self._clock(), why=why)

    def next_of(self, fact: Fact) -> Fact:
        """Return the fact with the next revision number of its (scope, id); 1 when new."""
        held = self._catalogue.held(fact.id, fact.scope)
        return fact.model_copy(update={"revision": 1 if held is None else held.revision + 1})

    async def commit(self, revisions: Sequence[Revision], productions: Sequence[Production] = ()) -> Change:
        """Write the revisions of one change; on return they are on disk, used for answers, and published.

        Raises:
            Conflict: somebody else changed a fact in the meantime; nothing was written.
            StoreUnwritable: the write failed; nothing was written.
        """
        with gc_paused(len(revisions)):
            return await self._commit(revisions, productions)

    async def _commit(self, revisions: Sequence[Revision], productions: Sequence[Production]) -> Change:
        before = tuple(self._catalogue.held(each.fact.id, each.fact.scope) for each in revisions)
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
        await self._take(productions, [each.fact for each in revisions])
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

    async def _take(self, productions: Sequence[Production], facts: Sequence[Fact]) -> None:
        """Index a commit, and let other tasks run every few milliseconds."""
        loop = asyncio.get_running_loop()
        turn = loop.time()
        takes = chain(
            (partial(self._put_production, each) for each in productions), (partial(self._put, each) for each in facts)
        )
        for take in takes:
            if loop.time() - turn > _TURN:
                await asyncio.sleep(0)
                turn = loop.time()
            take()

    def _put_production(self, production: Production) -> None:
        self._catalogue.put_production(production)
        for index in self._indexes:
            index.put_production(production)

    def _put(self, fact: Fact) -> None:
        self._catalogue.put_fact(fact)
        # A later revision may have been indexed while this one waited for its turn.
        held = self._catalogue.held(fact.id, fact.scope)
        if held is not None and held.revision == fact.revision:
            for index in self._indexes:
                index.put_fact(fact)

    async def forget_scope(self, scope: str) -> int:
        """Delete a server's productions and facts with their history, for good; return how many facts.

        Raises:
            StoreUnwritable: nothing was removed.
        """
        removed = await self.store.remove_scope(scope)
        self._catalogue.drop_scope(scope)
        for index in self._indexes:
            index.drop_scope(scope)
        return removed

    def taken_elsewhere(self, contents: Contents) -> None:
        """Index what another process changed (``FactStore.watch``)."""
        for production in contents.productions:
            self._put_production(production)
        for fact in contents.facts:
            self._put(fact)
