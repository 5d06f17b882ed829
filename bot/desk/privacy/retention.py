"""Delete what is too old, and everything of a server a month after it removed the bot.

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
"""How long a server's data is kept after it removed the bot, in case it invites the bot back."""


class ServerTraces(Protocol):
    """A feature that stores something about servers, and so must be able to delete it."""

    async def forget_scope(self, scope: str) -> int:
        """Delete everything of a server, for good; return how many things there were. Can be repeated."""
        ...


class Leftovers:
    """Deletes the documents under a server's scope in collections that need nothing else."""

    def __init__(self, documents: DocumentStore, *collections: str) -> None:
        self._documents = documents
        self._collections = collections

    async def forget_scope(self, scope: str) -> int:
        """Delete a server's documents; return how many there were."""
        return sum([await self._documents.delete(each, scope) for each in self._collections])


@dataclass(frozen=True, slots=True)
class _Departure:
    at: datetime


class Retention:
    """Remembers when servers left, and deletes what is too old.

    Args:
        features: what is deleted with a server, in this order; repeated after an interruption.
        scopes: returns every scope that anything is stored for.
        written: flushes the write-behind queue.
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
        """Load when servers left."""
        self._left = {server: departure.at for server, departure in (await self._departures.all()).items()}

    def expires(self, expire: Callable[[], Awaitable[None]]) -> None:
        """Register a function that deletes what is too old; `expire` calls it."""
        self._expiring.append(expire)

    async def expire(self) -> None:
        """Delete everything too old. Raises ``StoreUnwritable``: the next call deletes the rest."""
        for each in self._expiring:
            await each()

    async def left(self, server: str) -> None:
        """Record that a server removed the bot; the month starts with the first call. Raises ``StoreUnwritable``."""
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
        """Compare what is stored with the servers that the bot is in: some may have removed it while it was off.

        ``present`` must include servers that are only unavailable for the moment.
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
        """Delete everything of a server, for good; return how many things there were.

        Raises:
            StoreUnwritable: some of it is still there, and the server is still due.
        """
        scope = scope_of(server)
        gone = sum([await each.forget_scope(scope) for each in self._features])
        await self._written()
        await self.returned(server)
        return gone
