"""Schedule each server's weekly digest. Restarts don't affect the schedule."""

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
"""The hour (UTC) on Monday when a week's digest becomes due."""


@dataclass(frozen=True, slots=True)
class DueDigest:
    """A digest to send: for which scope, to which channel, and for the week that began at ``week``."""

    scope: str
    channel: str
    week: datetime


@dataclass(frozen=True, slots=True)
class _Sent:
    week: datetime


class DigestSchedule:
    """Schedules one digest a week, on Monday, for each server that chose a channel. Missed ones are sent late.

    The first is due as soon as a channel is chosen, so that moderators see what to expect.
    """

    def __init__(self, documents: DocumentStore, settings: SettingsDesk, clock: Clock) -> None:
        self._sent = Collection(documents, COLLECTION, _Sent)
        self._settings = settings
        self._clock = clock
        self._sent_weeks: dict[str, datetime] = {}

    async def due(self) -> tuple[DueDigest, ...]:
        """Return the digests that are due now."""
        week = _week(self._clock())
        sent = await self._sent.all()
        found = []
        for server in self._settings.servers():
            scope, channel = scope_of(server), self._settings.of(server).digest_channel
            written = sent[scope].week if scope in sent else None
            last = self._sent_weeks.get(scope, written)
            if channel is not None and (last is None or last < week):
                found.append(DueDigest(scope, channel, week))
        return tuple(found)

    async def sent(self, due: DueDigest) -> None:
        """Record that a digest was sent; durable on return.

        Raises:
            StoreUnwritable: it is only remembered until the process ends, so that it isn't sent again before.
        """
        self._sent_weeks[due.scope] = due.week
        await self._sent.put(due.scope, _Sent(due.week))


def _week(now: datetime) -> datetime:
    """Return when this week's digests became due: last Monday at ``HOUR``."""
    moment = now.astimezone(UTC)
    monday = datetime.combine(moment.date() - timedelta(days=moment.weekday()), time(HOUR), UTC)
    return monday if monday <= moment else monday - timedelta(days=7)
