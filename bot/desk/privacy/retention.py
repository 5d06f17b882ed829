"""Delete data that is too old, and all data of a server a month after it removed the bot.

docs/privacy.md documents the limits.
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
"""How long a server's data is kept after it removed the bot, in case the bot is invited back."""


class ServerTraces(Protocol):
    """A feature that stores data about servers, and must be able to delete it."""

    async def forget_scope(self, scope: str) -> int:
        """Delete all data of a server for good; return the number of deleted items. Can be repeated."""
        ...


class Leftovers:
    """Deletes a server's documents in collections that need no other cleanup."""

    def __init__(self, documents: DocumentStore, *collections: str) -> None:
        self._documents = documents
        self._collections = collections

    async def forget_scope(self, scope: str) -> int:
        """Delete a server's documents; return their number."""
        return sum([await self._documents.delete(each, scope) for each in self._collections])


@dataclass(frozen=True, slots=True)
class _Departure:
    at: datetime


class Retention:
    """Records when servers left, and deletes data that is too old.

    Args:
        features: whose data is deleted with a server, in this order; deletion restarts after an interruption.
        scopes: returns every scope with stored data.
        flush: flushes the write-behind queue.
    """

    def __init__(
        self,
        documents: DocumentStore,
        clock: Clock,
        features: Iterable[ServerTraces],
        scopes: Callable[[], Sized[str]],
        flush: Callable[[], Awaitable[None]],
    ) -> None:
        self._departures = Collection(documents, COLLECTION, _Departure)
        self._clock = clock
        self._features = tuple(features)
        self._scopes = scopes
        self._flush = flush
        self._expiring: list[Callable[[], Awaitable[None]]] = []
        self._left: dict[str, datetime] = {}

    async def load(self) -> None:
        """Load when servers left."""
        self._left = {server: departure.at for server, departure in (await self._departures.all()).items()}

    def expires(self, expire: Callable[[], Awaitable[None]]) -> None:
        """Register a function that deletes old data, for `expire` to call."""
        self._expiring.append(expire)

    async def expire(self) -> None:
        """Delete all data that is too old. Raises ``StoreUnwritable``; the next call deletes the rest."""
        for each in self._expiring:
            await each()

    async def left(self, server: str) -> None:
        """Record that a server removed the bot. The month starts with the first call. Raises ``StoreUnwritable``."""
        if server not in self._left:
            now = self._clock()
            await self._departures.put(server, _Departure(now))
            self._left[server] = now

    async def returned(self, server: str) -> None:
        """Record that the bot is in a server, so that its data stays. Raises ``StoreUnwritable``."""
        if server in self._left:
            await self._departures.delete(server)
            del self._left[server]

    async def reconcile(self, present: Sized[str]) -> None:
        """Compare the stored servers with those that the bot is in, because some may have removed it while it was off.

        ``present`` must include servers that are temporarily unavailable.
        """
        for server in set(self._left) & set(present):
            await self.returned(server)
        known = {scope.removeprefix("server:") for scope in self._scopes() if scope != SHARED}
        for server in known - set(present):
            await self.left(server)

    def due(self) -> tuple[str, ...]:
        """Return the servers that left more than a month ago."""
        latest = self._clock() - GRACE
        return tuple(server for server, at in self._left.items() if at <= latest)

    async def forget(self, server: str) -> int:
        """Delete all data of a server for good; return the number of deleted items.

        Raises:
            StoreUnwritable: some data is left, and the server is still due.
        """
        scope = scope_of(server)
        gone = sum([await each.forget_scope(scope) for each in self._features])
        await self._flush()
        await self.returned(server)
        return gone
