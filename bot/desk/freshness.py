"""Freshness: which facts are due for a check, by how soon what they say may change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from bot.desk.actors import Actor
from bot.desk.catalogue import Catalogue
from bot.desk.clock import Clock, today
from bot.desk.curating import Curating
from bot.desk.gate import Gate
from bot.desk.permissions import Deed
from bot.desk.slowly import slowly, sorted_slowly
from bot.facts.dates import Precision, parse_edtf
from bot.facts.models import SHARED, DateValue, Fact, State, Status

UPCOMING_DAY = 14
"""Days for which a day that is still to come counts as checked: what fans ask for most, and what moves most."""

UPCOMING_PART = 30
"""The same for "summer 2027" and other parts of a year."""

UNSETTLED = 60
"""Days for a report or rumour: it is soon confirmed or denied."""

DAYS = MappingProxyType(
    {
        "release": 365,
        "trailer": 365,
        "production": 180,
        "cast": 180,
        "crew": 365,
        "title": 365,
        "location": 365,
        "stunt": 365,
        "story": 365,
    }
)
"""Days for which a settled fact of a topic counts as checked."""

OTHER_TOPICS = 365


@dataclass(frozen=True, slots=True)
class Due:
    """A fact that is due. ``days`` is for how many a check counts; ``since`` the day on which it fell due.

    ``shared``: confirming it makes a server's moderator a version of the server's own.
    """

    fact: Fact
    since: date
    days: int
    why: str
    shared: bool


class Freshness:
    """What is due in a server, and the one tap that says it still holds."""

    def __init__(self, *, gate: Gate, catalogue: Catalogue, curating: Curating, clock: Clock) -> None:
        self._gate = gate
        self._catalogue = catalogue
        self._curating = curating
        self._clock = clock

    async def stale(self, actor: Actor, production: str | None = None) -> tuple[Due, ...]:
        """The facts that the actor's server sees and that are due, most overdue for its kind first.

        Raises:
            NotAllowed.
        """
        self._gate.require(actor, Deed.STALE_SEE)
        return await self.due_in(actor.scope, production)

    async def due_in(self, scope: str, production: str | None = None) -> tuple[Due, ...]:
        """What is due in a scope, for the digest; permission is the caller's business."""
        day = today(self._clock)
        facts = self._catalogue.facts(scope, production)
        found = [each async for fact in slowly(facts) if (each := due(fact, day)) is not None]
        return tuple(await sorted_slowly(found, lambda each: (-_overdue(each, day), each.fact.id)))

    async def confirm(self, actor: Actor, fact_id: str, seen: Fact | None = None) -> Fact:
        """Say that a fact still holds; see `Curating.confirm`."""
        return await self._curating.confirm(actor, fact_id, seen)


def due(fact: Fact, day: date) -> Due | None:
    """Why and since when a fact is due for a check, or None while its last check still counts."""
    if fact.state is not State.LIVE:
        return None
    days, kind = _interval(fact, day)
    shared = fact.scope == SHARED
    if fact.checked_on is None:
        return Due(fact, day, days, "was never checked", shared)
    passed = _passed(fact, day)
    if passed is not None:
        return Due(fact, passed, days, "its date has passed since it was checked", shared)
    since = fact.checked_on + timedelta(days=days)
    return Due(fact, since, days, f"{kind} is checked every {days} days", shared) if since <= day else None


def _interval(fact: Fact, day: date) -> tuple[int, str]:
    if isinstance(fact.value, DateValue) and fact.status is not Status.DENIED:
        when = parse_edtf(fact.value.edtf)
        if when.latest >= day:
            turn = next((each for each in when.ends if each.latest >= day), None)  # of a range its next start or end
            exact = turn is not None and turn.precision is Precision.DAY
            return (UPCOMING_DAY, "a day still to come") if exact else (UPCOMING_PART, "a date that is not settled")
    if fact.status in (Status.RUMOUR, Status.REPORTED):
        return UNSETTLED, "a rumour" if fact.status is Status.RUMOUR else "what is only reported"
    return DAYS.get(fact.topic, OTHER_TOPICS), f"a {fact.topic} fact"


def _passed(fact: Fact, day: date) -> date | None:
    """The day after the fact's date, where that lies between its last check and today."""
    if not isinstance(fact.value, DateValue) or fact.checked_on is None:
        return None
    over = parse_edtf(fact.value.edtf).latest
    return over + timedelta(days=1) if fact.checked_on <= over < day else None


def _overdue(due: Due, day: date) -> float:
    """How many of its own intervals a fact is late; one that was never checked is a whole one late."""
    return 1.0 + 1.0 / due.days if due.fact.checked_on is None else (day - due.since).days / due.days
