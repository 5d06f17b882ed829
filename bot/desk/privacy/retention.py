"""How long things are kept: what grows old is dropped, and so is all of a server that removed the bot for a month.

docs/privacy.md says it in words.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from collections.abc import Collection as Sized
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.desk.access.actors import scope_of
from bot.desk.runtime.clock import Clock
from bot.desk.state.documents import Collection
from bot.facts.models import SHARED
from bot.stores.protocol import DocumentStore

COLLECTION = "departures"

GRACE = timedelta(days=30)
"""How long all of a server is kept after it removed the bot, so that inviting it back finds everything in place."""


class ServerTraces(Protocol):
    """A feature that keeps something of a server, and so must be able to remove it."""

    async def forget_scope(self, scope: str) -> int:
        """Remove all that is kept of a server, for good; how many things there were. May be done again."""
        ...


class Leftovers:
    """Documents that are kept under a server's scope, by features that need no more than their collection."""

    def __init__(self, documents: DocumentStore, *collections: str) -> None:
        self._documents = documents
        self._collections = collections

    async def forget_scope(self, scope: str) -> int:
        """Remove them."""
        return sum([await self._documents.delete(each, scope) for each in self._collections])


@dataclass(frozen=True, slots=True)
class _Departure:
    at: datetime


class Retention:
    """When servers left, what becomes of what is kept of them, and what grows old.

    Args:
        features: what is removed with a server, in this order; each may be asked again after an interruption.
        scopes: every scope that anything is kept for.
        written: writes what waits to be written.
    """

    def __init__(
        self,
        documents: DocumentStore,
        clock: Clock,
        features: Iterable[ServerTraces],
        scopes: Callable[[], Sized[str]],
        written: Callable[[], Awaitable[None]],
    ) -> None:
        self._departures = Collection(documents, COLLECTION, _Departure)
        self._clock = clock
        self._features = tuple(features)
        self._scopes = scopes
        self._written = written
        self._expiring: list[Callable[[], Awaitable[None]]] = []
        self._left: dict[str, datetime] = {}

    async def load(self) -> None:
        """Read when servers left."""
        self._left = {server: departure.at for server, departure in (await self._departures.all()).items()}

    def expires(self, expire: Callable[[], Awaitable[None]]) -> None:
        """Have something that grows old looked through whenever `expire` is."""
        self._expiring.append(expire)

    async def expire(self) -> None:
        """Drop whatever was kept for as long as it may be. Raises ``StoreUnwritable``: the rest goes next time."""
        for each in self._expiring:
            await each()

    async def left(self, server: str) -> None:
        """Note that a server removed the bot; its time runs from the first note on. Raises ``StoreUnwritable``."""
        if server not in self._left:
            now = self._clock()
            await self._departures.put(server, _Departure(now))
            self._left[server] = now

    async def returned(self, server: str) -> None:
        """Note that the bot is in a server: nothing of it is removed. Raises ``StoreUnwritable``."""
        if server in self._left:
            await self._departures.delete(server)
            del self._left[server]

    async def reconcile(self, present: Sized[str]) -> None:
        """Compare what is kept with the servers that the bot is in: some may have removed it while it did not run.

        Servers that are only not available for now have to be among those present.
        """
        for server in set(self._left) & set(present):
            await self.returned(server)
        known = {scope.removeprefix("server:") for scope in self._scopes() if scope != SHARED}
        for server in known - set(present):
            await self.left(server)

    def due(self) -> tuple[str, ...]:
        """The servers that left so long ago that all of them is to be removed."""
        latest = self._clock() - GRACE
        return tuple(server for server, at in self._left.items() if at <= latest)

    async def forget(self, server: str) -> int:
        """Remove all that is kept of a server, for good; how many things there were.

        Raises:
            StoreUnwritable: some of it is still there, and the server still due.
        """
        scope = scope_of(server)
        gone = sum([await each.forget_scope(scope) for each in self._features])
        await self._written()
        await self.returned(server)
        return gone
