"""Find facts that are due for a check, by how soon they may change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.desk.access.actors import Actor
from bot.desk.access.gate import Gate
from bot.desk.access.permissions import Permission
from bot.desk.editing.editor import Curating
from bot.desk.editing.review_rules import UPCOMING_DAY, released_on, review_interval
from bot.desk.runtime.clock import Clock, today
from bot.desk.runtime.cooperative import slowly, sorted_slowly
from bot.desk.state.catalogue import Catalogue
from bot.facts.dates.edtf import parse_edtf
from bot.facts.models import SHARED, DateValue, Fact, State, Status
from bot.facts.topics import Topics
from bot.messages import _, ngettext


@dataclass(frozen=True, slots=True)
class Due:
    """A fact that is due for a check: ``since`` when, for how many ``days`` a check counts, and ``why``.

    ``shared``: confirming it in a server creates the server's own version.
    """

    fact: Fact
    since: date
    days: int
    why: str
    shared: bool


class Freshness:
    """Finds the facts that are due for a check in a server, and confirms them."""

    def __init__(self, *, gate: Gate, catalogue: Catalogue, curating: Curating, clock: Clock, topics: Topics) -> None:
        self._gate = gate
        self._catalogue = catalogue
        self._curating = curating
        self._clock = clock
        self._topics = topics

    async def stale(self, actor: Actor, production: str | None = None) -> tuple[Due, ...]:
        """Return the due facts in the actor's server, most overdue first.

        Raises:
            NotAllowed.
        """
        self._gate.require(actor, Permission.STALE_SEE)
        return await self.due_in(actor.scope, production)

    async def due_in(self, scope: str, production: str | None = None) -> tuple[Due, ...]:
        """Return the due facts of a scope, for the digest; the caller checks permissions."""
        day = today(self._clock)
        by_production: dict[str, list[Fact]] = {}
        async for fact in slowly(self._catalogue.facts(scope, production)):
            by_production.setdefault(fact.production, []).append(fact)
        released = {name: released_on(facts, day) async for name, facts in slowly(by_production.items())}
        all_facts = (fact for facts in by_production.values() for fact in facts)
        found = [each async for fact in slowly(all_facts) if (each := self._due(fact, day, released)) is not None]
        return tuple(await sorted_slowly(found, lambda each: (-_overdue(each, day), each.fact.id)))

    def _due(self, fact: Fact, day: date, released: Mapping[str, date | None]) -> Due | None:
        return due(fact, day, released[fact.production], self._topics)

    async def confirm(self, actor: Actor, fact_id: str, seen: Fact | None = None) -> Fact:
        """Confirm that a fact is still true; see `Curating.confirm`."""
        return await self._curating.confirm(actor, fact_id, seen)

    async def confirm_all(self, actor: Actor, seen: Sequence[Fact]) -> str:
        """Confirm that several facts are still true; see `Curating.confirm_all`."""
        return await self._curating.confirm_all(actor, seen)


def due(fact: Fact, day: date, released: date | None = None, topics: Topics | None = None) -> Due | None:
    """Return since when and why a fact is due; None if its last check still counts or it can't change any more.

    ``released`` is the day when its production was released, None if it wasn't.
    """
    if fact.state is not State.LIVE:
        return None
    shared = fact.scope == SHARED
    passed = _date_passed(fact, day)
    if passed is not None:
        return Due(fact, passed, UPCOMING_DAY, _("its date has passed since the last check"), shared)
    interval = review_interval(fact, day, released, topics)
    if interval is None:
        return None
    if fact.checked_on is None:
        return Due(fact, day, interval.days, _("was never checked"), shared)
    since = fact.checked_on + timedelta(days=interval.days)
    why = ngettext("{kind} is checked every {days} day", "{kind} is checked every {days} days", interval.days)
    return (
        Due(fact, since, interval.days, why.format(kind=interval.kind, days=interval.days), shared)
        if since <= day
        else None
    )


def _date_passed(fact: Fact, day: date) -> date | None:
    """Return the day after the fact's date, if that date has passed since the last check."""
    if not isinstance(fact.value, DateValue) or fact.checked_on is None or fact.status is Status.DENIED:
        return None
    over = parse_edtf(fact.value.edtf).latest
    return over + timedelta(days=1) if fact.checked_on <= over < day else None


def _overdue(due: Due, day: date) -> float:
    """Return how overdue a fact is, as a multiple of its interval. One that was never checked is one interval late."""
    return 1.0 + 1.0 / due.days if due.fact.checked_on is None else (day - due.since).days / due.days
