"""Build facts and revisions for the tests of stores."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Generic, Protocol, TypeVar

from bot.facts.models import SHARED, Action, Fact, Production, Revision

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FILM = Production(id="a-film", title="A Film", aliases=("the film", "AF"))


def fact(fact_id: str = "a-fact", number: int = 1, *, scope: str = SHARED, **fields: Any) -> Fact:
    """Build a fact at a revision."""
    given = {"production": "a-film", "topic": "release", "text": f"{fact_id}, version {number}", **fields}
    return Fact.stored({"id": fact_id, "revision": number, "scope": scope, **given})


def revision(
    fact_id: str = "a-fact",
    number: int = 1,
    *,
    scope: str = SHARED,
    change: str | None = None,
    by: str = "cli:ann",
    **fields: Any,
) -> Revision:
    """Build one revision of a fact."""
    action = Action.ADD if number == 1 else Action.EDIT
    return Revision(
        change=change or f"{scope}/{fact_id}/{number}",
        fact=fact(fact_id, number, scope=scope, **fields),
        action=action,
        by=by,
        at=NOON,
        why="a test",
    )


class Closable(Protocol):
    """Something that a place can close."""

    async def close(self) -> None:
        """Close it."""


Store = TypeVar("Store", bound=Closable)


class Place(Generic[Store]):
    """Holds one store. ``open`` closes the open store and opens it again, like a restart."""

    def __init__(self, opener: Callable[[], Awaitable[Store]]) -> None:
        self._opener = opener
        self._open: Store | None = None

    async def open(self) -> Store:
        """Open the store again."""
        await self.close()
        self._open = await self._opener()
        return self._open

    async def close(self) -> None:
        """Close the store if it is open."""
        if self._open is not None:
            await self._open.close()
            self._open = None
