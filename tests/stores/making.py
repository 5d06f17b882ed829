"""Facts and revisions for the tests of stores."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Generic, Protocol, TypeVar

from bot.facts.models import SHARED, Action, Fact, Production, Revision

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FILM = Production(id="a-film", title="A Film", aliases=("the film", "AF"))


def fact(fact_id: str = "a-fact", number: int = 1, *, scope: str = SHARED, **fields: Any) -> Fact:
    """A fact at a revision."""
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
    """One revision of a fact."""
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
    """What a place can close."""

    async def close(self) -> None:
        """Let go."""


Store = TypeVar("Store", bound=Closable)


class Place(Generic[Store]):
    """Where one store lives; ``open`` closes what is open there and opens it again, as a restart would."""

    def __init__(self, opener: Callable[[], Awaitable[Store]]) -> None:
        self._opener = opener
        self._open: Store | None = None

    async def open(self) -> Store:
        """The store, opened anew."""
        await self.close()
        self._open = await self._opener()
        return self._open

    async def close(self) -> None:
        """Close what is open."""
        if self._open is not None:
            await self._open.close()
            self._open = None
