"""Facts and people that the tests of the desk share."""

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

    def go_on(self, **span: float) -> None:
        """Let some time go by, given as to ``timedelta``."""
        self.now += timedelta(**span)


class Nothing:
    """A document store that holds nothing and cannot be written to."""

    async def get(self, collection: str, key: str) -> None:
        """Nothing."""

    async def all(self, collection: str) -> dict[str, dict[str, Any]]:
        """Nothing."""
        return {}

    async def put(self, collection: str, key: str, document: Mapping[str, Any]) -> None:
        """Refuse."""
        raise StoreUnwritable("there is no disk")

    async def delete(self, collection: str, key: str) -> bool:
        """There never was one."""
        return False

    async def close(self) -> None:
        """There is nothing to let go of."""


NOTHING = Nothing()


class Documents:
    """A document store that passes everything on, for a test to refuse some of it."""

    def __init__(self, inner: DocumentStore) -> None:
        self._inner = inner

    async def get(self, collection: str, key: str) -> dict[str, Any] | None:
        """As the inner one."""
        return await self._inner.get(collection, key)

    async def all(self, collection: str) -> dict[str, dict[str, Any]]:
        """As the inner one."""
        return await self._inner.all(collection)

    async def put(self, collection: str, key: str, document: Mapping[str, Any]) -> None:
        """As the inner one."""
        await self._inner.put(collection, key, document)

    async def delete(self, collection: str, key: str) -> bool:
        """As the inner one."""
        return await self._inner.delete(collection, key)

    async def close(self) -> None:
        """As the inner one."""
        await self._inner.close()


class Unwritten(WriteBehind):
    """Writes nothing, for properties that are not about the disk."""

    def __init__(self) -> None:
        """There is nothing to write to."""

    def put(self, collection: str, key: str, document: dict[str, Any] | None) -> None:
        """Leave it."""


def production(name: str = "harbour", **fields: Any) -> Production:
    """A production that nobody made."""
    return Production(**{"id": name, "title": name.replace("-", " ").title(), **fields})


def fact(name: str = "harbour-release", **fields: Any) -> Fact:
    """A fact on it."""
    given: dict[str, Any] = {
        "id": name,
        "production": "harbour",
        "topic": "release",
        "subject": "",
        "text": f"The sentence of {name}.",
    }
    return Fact(**(given | fields))


def revision(of: Fact, by: str = "pack:test", change: str = "first", action: Action = Action.ADD) -> Revision:
    """A revision of a fact as it stands."""
    return Revision(change=change, fact=of, action=action, by=by, at=NOW)


def moved(*dates: str) -> tuple[AnnouncedDate, ...]:
    """Announced dates, oldest first, each said on the first of the month before it was due."""
    return tuple(AnnouncedDate(date=each) for each in dates)


def own(of: Fact, server: str = "server:10", **fields: Any) -> Fact:
    """A server's version of a shared fact."""
    assert of.scope == SHARED
    return of.model_copy(update={"scope": server, "revision": 1, **fields})
