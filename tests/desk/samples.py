"""Facts, people and stores for the tests of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.desk.access.actors import Actor, Asker
from bot.desk.runtime.write_behind import WriteBehind
from bot.facts.models import SHARED, Action, AnnouncedDate, Fact, Production, Revision
from bot.stores.protocol import DocumentStore, StoreUnwritable

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

ANNA = "discord:1"
BEN = "discord:2"

FAN = Asker(ANNA, server="10", channel="100")
OTHER_FAN = Asker(BEN, server="10", channel="100")
ELSEWHERE = Asker(ANNA, server="20", channel="200")
IN_PRIVATE = Asker(ANNA, channel="300")

MEMBER = Actor(ANNA, server="10")
CURATOR = Actor(ANNA, server="10", roles=frozenset({"5"}))
MODERATOR = Actor(BEN, server="10", manages_server=True)
HOST = Actor("cli:host", is_host=True)


class SetClock:
    """Returns the time that a test set last."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        """Advance the time; the arguments are those of ``timedelta``."""
        self.now += timedelta(**span)


class Nothing:
    """A document store that is empty and can't be written to."""

    async def get(self, collection: str, key: str) -> None:
        """Return nothing."""

    async def all(self, collection: str) -> dict[str, dict[str, Any]]:
        """Return nothing."""
        return {}

    async def put(self, collection: str, key: str, document: Mapping[str, Any]) -> None:
        """Raise ``StoreUnwritable``."""
        raise StoreUnwritable("there is no disk")

    async def delete(self, collection: str, key: str) -> bool:
        """Return False, because there are no documents."""
        return False

    async def close(self) -> None:
        """Do nothing."""


NOTHING = Nothing()


class Documents:
    """A document store that delegates to another one, for tests that override methods."""

    def __init__(self, inner: DocumentStore) -> None:
        self._inner = inner

    async def get(self, collection: str, key: str) -> dict[str, Any] | None:
        """Delegate."""
        return await self._inner.get(collection, key)

    async def all(self, collection: str) -> dict[str, dict[str, Any]]:
        """Delegate."""
        return await self._inner.all(collection)

    async def put(self, collection: str, key: str, document: Mapping[str, Any]) -> None:
        """Delegate."""
        await self._inner.put(collection, key, document)

    async def delete(self, collection: str, key: str) -> bool:
        """Delegate."""
        return await self._inner.delete(collection, key)

    async def close(self) -> None:
        """Delegate."""
        await self._inner.close()


class Unwritten(WriteBehind):
    """Writes nothing, for tests that don't need a disk."""

    def __init__(self) -> None:
        """Don't open anything."""

    def put(self, collection: str, key: str, document: dict[str, Any] | None) -> None:
        """Do nothing."""


def production(name: str = "harbour", **fields: Any) -> Production:
    """Return an invented production."""
    return Production(**{"id": name, "title": name.replace("-", " ").title(), **fields})


def fact(name: str = "harbour-release", **fields: Any) -> Fact:
    """Return a fact about it."""
    given: dict[str, Any] = {
        "id": name,
        "production": "harbour",
        "topic": "release",
        "subject": "",
        "text": f"The sentence of {name}.",
    }
    return Fact(**(given | fields))


def revision(of: Fact, by: str = "pack:test", change: str = "first", action: Action = Action.ADD) -> Revision:
    """Return a revision of a fact."""
    return Revision(change=change, fact=of, action=action, by=by, at=NOW)


def moved(*dates: str) -> tuple[AnnouncedDate, ...]:
    """Return announced dates, oldest first."""
    return tuple(AnnouncedDate(date=each) for each in dates)


def own(of: Fact, server: str = "server:10", **fields: Any) -> Fact:
    """Return a server's version of a shared fact."""
    assert of.scope == SHARED
    return of.model_copy(update={"scope": server, "revision": 1, **fields})
