"""What each conversation was last about: in memory only, short-lived, bounded, never across people or channels."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.answers.answer import Context
from bot.desk.access.actors import Asker
from bot.desk.runtime.clock import Clock

TTL = timedelta(minutes=10)
KEPT = 5000


@dataclass(frozen=True, slots=True)
class _Said:
    context: Context
    at: datetime


class Conversations:
    """The last context of each (person, channel, server), for ten minutes; the oldest give way past ``kept``."""

    what = "what your last question in a channel was about (kept for ten minutes, in memory only)"

    def __init__(self, clock: Clock, ttl: timedelta = TTL, kept: int = KEPT) -> None:
        self._clock = clock
        self._ttl = ttl
        self._kept = kept
        self._said: OrderedDict[Asker, _Said] = OrderedDict()

    def get(self, asker: Asker) -> Context | None:
        """What the conversation is about, or None where there is none or it was too long ago."""
        said = self._said.get(asker)
        if said is None:
            return None
        if self._clock() - said.at > self._ttl:
            del self._said[asker]
            return None
        return said.context

    def put(self, asker: Asker, context: Context) -> None:
        """Remember what a question was about; an empty context ends the conversation."""
        self._said.pop(asker, None)
        if context == Context():
            return
        self._said[asker] = _Said(context, self._clock())
        while len(self._said) > self._kept:
            self._said.popitem(last=False)

    async def find(self, person: str) -> tuple[str, ...]:
        """What is remembered of a person, in words."""
        return tuple(
            f"last about {said.context.production or 'no production'}, {said.context.topic or 'no topic'}"
            for asker, said in self._said.items()
            if asker.person == person
        )

    async def forget(self, person: str) -> int:
        """End all conversations of a person; how many there were."""
        gone = [asker for asker in self._said if asker.person == person]
        for asker in gone:
            del self._said[asker]
        return len(gone)
