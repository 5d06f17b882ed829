"""Freshness: which facts are due for a check, by how soon what they say may change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.desk.access.actors import Actor
from bot.desk.access.gate import Gate
from bot.desk.access.permissions import Deed
from bot.desk.editing.editor import Curating
from bot.desk.editing.review_rules import UPCOMING_DAY, out_since, watch
from bot.desk.runtime.clock import Clock, today
from bot.desk.runtime.cooperative import slowly, sorted_slowly
from bot.desk.state.catalogue import Catalogue
from bot.facts.dates.edtf import parse_edtf
from bot.facts.models import SHARED, DateValue, Fact, State, Status
from bot.facts.topics import Topics


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

    def __init__(self, *, gate: Gate, catalogue: Catalogue, curating: Curating, clock: Clock, topics: Topics) -> None:
        self._gate = gate
        self._catalogue = catalogue
        self._curating = curating
        self._clock = clock
        self._topics = topics

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
        by_production: dict[str, list[Fact]] = {}
        async for fact in slowly(self._catalogue.facts(scope, production)):
            by_production.setdefault(fact.production, []).append(fact)
        out = {name: out_since(facts, day) async for name, facts in slowly(by_production.items())}
        every = (fact for facts in by_production.values() for fact in facts)
        found = [each async for fact in slowly(every) if (each := self._due(fact, day, out)) is not None]
        return tuple(await sorted_slowly(found, lambda each: (-_overdue(each, day), each.fact.id)))

    def _due(self, fact: Fact, day: date, out: Mapping[str, date | None]) -> Due | None:
        return due(fact, day, out[fact.production], self._topics)

    async def confirm(self, actor: Actor, fact_id: str, seen: Fact | None = None) -> Fact:
        """Say that a fact still holds; see `Curating.confirm`."""
        return await self._curating.confirm(actor, fact_id, seen)

    async def confirm_all(self, actor: Actor, seen: Sequence[Fact]) -> str:
        """Say that several facts still hold; see `Curating.confirm_all`."""
        return await self._curating.confirm_all(actor, seen)


def due(fact: Fact, day: date, out: date | None = None, topics: Topics | None = None) -> Due | None:
    """Why and since when a fact is due for a check; None while its last check still counts, and for history.

    ``out`` is the day on which its production came out, where it did.
    """
    if fact.state is not State.LIVE:
        return None
    shared = fact.scope == SHARED
    passed = _passed(fact, day)
    if passed is not None:
        return Due(fact, passed, UPCOMING_DAY, "its date has passed since it was checked", shared)
    watched = watch(fact, day, out, topics)
    if watched is None:
        return None
    if fact.checked_on is None:
        return Due(fact, day, watched.days, "was never checked", shared)
    since = fact.checked_on + timedelta(days=watched.days)
    why = f"{watched.kind} is checked every {watched.days} days"
    return Due(fact, since, watched.days, why, shared) if since <= day else None


def _passed(fact: Fact, day: date) -> date | None:
    """The day after the fact's date, where that was still to come at the last check and lies behind today."""
    if not isinstance(fact.value, DateValue) or fact.checked_on is None or fact.status is Status.DENIED:
        return None
    over = parse_edtf(fact.value.edtf).latest
    return over + timedelta(days=1) if fact.checked_on <= over < day else None


def _overdue(due: Due, day: date) -> float:
    """How many of its own intervals a fact is late; one that was never checked is a whole one late."""
    return 1.0 + 1.0 / due.days if due.fact.checked_on is None else (day - due.since).days / due.days
