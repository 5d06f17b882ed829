"""Make the weekly digest for moderators: most asked, unanswered, due for a check, changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.desk.access.actors import Actor
from bot.desk.access.gate import Gate
from bot.desk.access.permissions import Deed
from bot.desk.asking.popularity import Popularity
from bot.desk.editing.freshness import Due, Freshness
from bot.desk.moderation.queue import Item, Queue
from bot.desk.runtime.clock import Clock, today
from bot.desk.state.catalogue import Catalogue
from bot.desk.state.ledger import Ledger
from bot.facts.models import SHARED, Fact, Revision

WEEK = timedelta(days=7)
_MOST = 10
_REVISIONS = 200


@dataclass(frozen=True, slots=True)
class Digest:
    """One server's week, up to and with ``day``; each list is cut to ten, ``*_total`` counts all.

    ``asked`` are facts with how often they answered, ``unanswered`` the open questions as the queue groups them,
    ``changed`` the latest revision of each changed fact.
    """

    scope: str
    day: date
    asked: tuple[tuple[Fact, int], ...]
    unanswered: tuple[Item, ...]
    unanswered_total: int
    stale: tuple[Due, ...]
    stale_total: int
    changed: tuple[Revision, ...]
    changed_total: int

    @property
    def empty(self) -> bool:
        """Whether there is nothing to report."""
        return not (self.asked or self.unanswered or self.stale or self.changed)


class Digests:
    """Makes digests, on demand for a moderator and every week for the channel that a server chose."""

    def __init__(
        self,
        *,
        gate: Gate,
        catalogue: Catalogue,
        ledger: Ledger,
        queue: Queue,
        popularity: Popularity,
        freshness: Freshness,
        clock: Clock,
    ) -> None:
        self._gate = gate
        self._catalogue = catalogue
        self._store = ledger.store
        self._queue = queue
        self._popularity = popularity
        self._freshness = freshness
        self._clock = clock

    async def digest(self, actor: Actor) -> Digest:
        """Return the digest of the actor's server for the last seven days. Raises ``NotAllowed``."""
        self._gate.require(actor, Deed.DIGEST_SEE)
        return await self.of_scope(actor.scope)

    async def of_scope(self, scope: str) -> Digest:
        """Return the digest of a scope for the last seven days; the caller checks permissions."""
        day = today(self._clock)
        since = datetime.combine(day - WEEK, time.min, UTC)
        unanswered = await self._queue.open_in(scope)
        stale = await self._freshness.due_in(scope)
        changed = await self._changed(scope, since)
        return Digest(
            scope=scope,
            day=day,
            asked=self._asked(scope, day - WEEK),
            unanswered=unanswered[:_MOST],
            unanswered_total=len(unanswered),
            stale=stale[:_MOST],
            stale_total=len(stale),
            changed=changed[:_MOST],
            changed_total=len(changed),
        )

    def _asked(self, scope: str, since: date) -> tuple[tuple[Fact, int], ...]:
        counted = self._popularity.top_facts(scope, since, _MOST)
        found = ((self._catalogue.find_fact(name, scope), count) for name, count in counted)
        return tuple((fact, count) for fact, count in found if fact is not None)

    async def _changed(self, scope: str, since: datetime) -> tuple[Revision, ...]:
        """Return the latest revision of each changed fact that the scope sees."""
        made = [
            each
            for one in dict.fromkeys((scope, SHARED))
            for each in await self._store.latest(scope=one, limit=_REVISIONS)
        ]
        made.sort(key=lambda revision: revision.at, reverse=True)
        newest: dict[str, Revision] = {}
        for revision in made:
            shipped = revision.by.startswith("pack:")  # shipped with the program, so not news
            if revision.at >= since and not shipped and _seen(self._catalogue, revision, scope):
                newest.setdefault(revision.fact.id, revision)
        return tuple(newest.values())


def _seen(catalogue: Catalogue, revision: Revision, scope: str) -> bool:
    """Whether a scope sees the fact of a revision instead of its own version."""
    if revision.fact.scope == scope:
        return True
    version = catalogue.version(revision.fact.id, scope)
    return version is not None and version.scope == revision.fact.scope
