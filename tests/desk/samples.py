"""Facts and people that the tests of the desk share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.desk.actors import Actor, Asker
from bot.facts.models import SHARED, Action, AnnouncedDate, Fact, Production, Revision

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
