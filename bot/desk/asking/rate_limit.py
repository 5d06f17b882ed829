"""Rate limit: a token bucket for each person."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from bot.desk.errors import TooMany
from bot.desk.runtime.clock import Clock
from bot.messages import N_, ngettext

CAPACITY = 6
"""Questions that a person may ask at once, which is the capacity of a bucket."""

REFILL = 3.0
"""Seconds until a bucket gets one more token."""

KEPT = 10_000
"""Maximum number of buckets; the least recently used are dropped."""

_UNLIMITED = "cli:"
"""Prefix of people without a limit: those at the host's terminal, where a thousand questions may be piped in."""


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class RateLimiter:
    """Rate limiter: each person may ask ``capacity`` questions at once, then one every ``refill`` seconds."""

    what = N_("how many questions you asked in the last few seconds (in memory only)")

    def __init__(self, clock: Clock, capacity: int = CAPACITY, refill: float = REFILL, kept: int = KEPT) -> None:
        self._clock = clock
        self._capacity = capacity
        self._refill = refill
        self._kept = kept
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, person: str) -> None:
        """Take one token from a person's bucket.

        Raises:
            TooMany: the bucket is empty until ``retry_after`` seconds from now.
        """
        if person.startswith(_UNLIMITED):
            return
        now = self._clock().timestamp()
        bucket = self._buckets.pop(person, None) or _Bucket(float(self._capacity), now)
        passed = max(0.0, now - bucket.at)
        bucket.tokens = min(float(self._capacity), bucket.tokens + passed / self._refill)
        bucket.at = now
        self._buckets[person] = bucket
        while len(self._buckets) > self._kept:
            self._buckets.popitem(last=False)
        if bucket.tokens < 1:
            wait = (1 - bucket.tokens) * self._refill
            seconds = max(1, round(wait))
            message = ngettext(
                "One moment, please: that was a lot of questions. Ask again in {count} second.",
                "One moment, please: that was a lot of questions. Ask again in {count} seconds.",
                seconds,
            )
            raise TooMany(message.format(count=seconds), retry_after=wait)
        bucket.tokens -= 1

    async def find(self, person: str) -> tuple[str, ...]:
        """Return how many questions a person has left, in words."""
        bucket = self._buckets.get(person)
        if bucket is None:
            return ()
        left = ngettext("{left} of {count} question left", "{left} of {count} questions left", self._capacity)
        return (left.format(left=round(bucket.tokens), count=self._capacity),)

    async def forget(self, person: str) -> int:
        """Delete a person's bucket; return the number of deleted buckets."""
        return int(self._buckets.pop(person, None) is not None)
