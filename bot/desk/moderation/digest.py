"""Make the weekly digest for moderators: most asked, unanswered, due for a check, changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.desk.access.actors import Actor
from bot.desk.access.gate import Gate
from bot.desk.access.permissions import Permission
from bot.desk.asking.popularity import Popularity
from bot.desk.editing.freshness import Due, Freshness
from bot.desk.moderation.queue import Item, Queue
from bot.desk.runtime.clock import Clock, today
from bot.desk.state.catalogue import Catalogue
from bot.desk.state.ledger import Ledger
from bot.facts.models import SHARED, Fact, Revision

WEEK = timedelta(days=7)
_MAX_SHOWN = 10
_MAX_REVISIONS = 200


@dataclass(frozen=True, slots=True)
class Digest:
    """A server's week up to and including ``day``. Each list has at most ten entries; ``*_total`` counts all.

    ``asked`` are facts with the number of questions they answered, ``unanswered`` are the open questions in clusters,
    ``changed`` is the latest revision of each changed fact.
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
        """Return whether there is nothing to report."""
        return not (self.asked or self.unanswered or self.stale or self.changed)


class Digests:
    """Makes digests: on demand for moderators, and every week for the channel that a server chose."""

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
        self._gate.require(actor, Permission.DIGEST_SEE)
        return await self.of_scope(actor.scope)

    async def of_scope(self, scope: str) -> Digest:
        """Return the digest of a scope for the last seven days. The caller checks permissions."""
        day = today(self._clock)
        since = datetime.combine(day - WEEK, time.min, UTC)
        unanswered = await self._queue.open_in(scope)
        stale = await self._freshness.due_in(scope)
        changed = await self._changed(scope, since)
        return Digest(
            scope=scope,
            day=day,
            asked=self._asked(scope, day - WEEK),
            unanswered=unanswered[:_MAX_SHOWN],
            unanswered_total=len(unanswered),
            stale=stale[:_MAX_SHOWN],
            stale_total=len(stale),
            changed=changed[:_MAX_SHOWN],
            changed_total=len(changed),
        )

    def _asked(self, scope: str, since: date) -> tuple[tuple[Fact, int], ...]:
        counted = self._popularity.top_facts(scope, since, _MAX_SHOWN)
        found = ((self._catalogue.find_fact(name, scope), count) for name, count in counted)
        return tuple((fact, count) for fact, count in found if fact is not None)

    async def _changed(self, scope: str, since: datetime) -> tuple[Revision, ...]:
        """Return the latest revision of each changed fact that the scope sees."""
        revisions = [
            each
            for each_scope in dict.fromkeys((scope, SHARED))
            for each in await self._store.latest(scope=each_scope, limit=_MAX_REVISIONS)
        ]
        revisions.sort(key=lambda revision: revision.at, reverse=True)
        newest: dict[str, Revision] = {}
        for revision in revisions:
            shipped = revision.by.startswith("pack:")  # shipped facts aren't news
            if revision.at >= since and not shipped and _sees(self._catalogue, revision, scope):
                newest.setdefault(revision.fact.id, revision)
        return tuple(newest.values())


def _sees(catalogue: Catalogue, revision: Revision, scope: str) -> bool:
    """Return whether a scope sees the fact of a revision, and not its own version instead."""
    if revision.fact.scope == scope:
        return True
    version = catalogue.version(revision.fact.id, scope)
    return version is not None and version.scope == revision.fact.scope
