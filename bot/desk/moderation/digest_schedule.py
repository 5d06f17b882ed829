"""Schedule each server's weekly digest; restarts don't change it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.desk.access.actors import scope_of
from bot.desk.access.settings import SettingsDesk
from bot.desk.runtime.clock import Clock
from bot.desk.state.documents import Collection
from bot.stores.protocol import DocumentStore

COLLECTION = "digests"
HOUR = 8
"""The hour (UTC) of Monday from which a week's digest is due."""


@dataclass(frozen=True, slots=True)
class DueDigest:
    """A digest to be sent: whose, to which channel, and for the week that began at ``week``."""

    scope: str
    channel: str
    week: datetime


@dataclass(frozen=True, slots=True)
class _Sent:
    week: datetime


class DigestSchedule:
    """Each server that chose a channel gets one digest a week, from Monday morning; what was missed is sent late.

    The first is due as soon as a channel was chosen, so that its moderators see what they will get.
    """

    def __init__(self, documents: DocumentStore, settings: SettingsDesk, clock: Clock) -> None:
        self._sent = Collection(documents, COLLECTION, _Sent)
        self._settings = settings
        self._clock = clock
        self._dealt_with: dict[str, datetime] = {}

    async def due(self) -> tuple[DueDigest, ...]:
        """Return the digests that are due now."""
        week = _week(self._clock())
        sent = await self._sent.all()
        found = []
        for server in self._settings.servers():
            scope, channel = scope_of(server), self._settings.of(server).digest_channel
            written = sent[scope].week if scope in sent else None
            last = self._dealt_with.get(scope, written)
            if channel is not None and (last is None or last < week):
                found.append(DueDigest(scope, channel, week))
        return tuple(found)

    async def sent(self, due: DueDigest) -> None:
        """Record that a digest was sent; durable on return.

        Raises:
            StoreUnwritable: it is remembered until the process ends, so that no server gets the same one at every look.
        """
        self._dealt_with[due.scope] = due.week
        await self._sent.put(due.scope, _Sent(due.week))


def _week(now: datetime) -> datetime:
    """Return when this week's digests became due: the last Monday at ``HOUR``."""
    moment = now.astimezone(UTC)
    monday = datetime.combine(moment.date() - timedelta(days=moment.weekday()), time(HOUR), UTC)
    return monday if monday <= moment else monday - timedelta(days=7)
