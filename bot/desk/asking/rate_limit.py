"""How often one person may ask: a bucket of tokens each, filled again as time passes."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from bot.desk.errors import TooMany
from bot.desk.runtime.clock import Clock

CAPACITY = 6
REFILL = 3.0
KEPT = 10_000
_AT_THE_HOST = "cli:"
"""Who asks at the host's own terminal may pipe in a thousand questions; nobody else waits for them."""


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class Limits:
    """``capacity`` questions at once for each person, then one every ``refill`` seconds."""

    what = "how often you asked within the last seconds (in memory only)"

    def __init__(self, clock: Clock, capacity: int = CAPACITY, refill: float = REFILL, kept: int = KEPT) -> None:
        self._clock = clock
        self._capacity = capacity
        self._refill = refill
        self._kept = kept
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, person: str) -> None:
        """Use up one token of a person's.

        Raises:
            TooMany: there is none left; ``retry_after`` says in how many seconds there is.
        """
        if person.startswith(_AT_THE_HOST):
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
            raise TooMany(
                f"One moment, please: that was a lot of questions. Ask again in {seconds} "
                f"second{'s' if seconds != 1 else ''}.",
                retry_after=wait,
            )
        bucket.tokens -= 1

    async def find(self, person: str) -> tuple[str, ...]:
        """What is remembered of a person, in words."""
        bucket = self._buckets.get(person)
        return () if bucket is None else (f"{bucket.tokens:.0f} of {self._capacity} questions left",)

    async def forget(self, person: str) -> int:
        """Begin with a full bucket again."""
        return int(self._buckets.pop(person, None) is not None)
