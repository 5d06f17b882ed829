"""Remember for ten minutes what each conversation was about, by person and channel, in memory only."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.answers.answer import Context
from bot.desk.access.actors import Asker
from bot.desk.runtime.clock import Clock
from bot.messages import N_, _, comma_list

TTL = timedelta(minutes=10)

KEPT = 5000
"""Maximum number of conversations."""


@dataclass(frozen=True, slots=True)
class _Remembered:
    context: Context
    at: datetime


class Conversations:
    """The last context of each person in each channel, for ten minutes. Beyond ``kept``, the oldest are dropped."""

    what = N_("what your last question in a channel was about (in memory only, for ten minutes)")

    def __init__(
        self,
        clock: Clock,
        ttl: timedelta = TTL,
        kept: int = KEPT,
        *,
        title_of: Callable[[str, str], str] = lambda production, _scope: production,
        topic_name: Callable[[str], str] = str,
    ) -> None:
        """``title_of`` returns the title of a production in a scope, ``topic_name`` the name of a topic."""
        self._clock = clock
        self._ttl = ttl
        self._kept = kept
        self._title_of = title_of
        self._topic_name = topic_name
        self._conversations: OrderedDict[Asker, _Remembered] = OrderedDict()

    def get(self, asker: Asker) -> Context | None:
        """Return the context of a conversation; None if there is none or it has expired."""
        found = self._conversations.get(asker)
        if found is None:
            return None
        if self._clock() - found.at > self._ttl:
            del self._conversations[asker]
            return None
        return found.context

    def put(self, asker: Asker, context: Context) -> None:
        """Remember the context of a question. An empty context ends the conversation."""
        self._conversations.pop(asker, None)
        if context == Context():
            return
        self._conversations[asker] = _Remembered(context, self._clock())
        while len(self._conversations) > self._kept:
            self._conversations.popitem(last=False)

    async def find(self, person: str) -> tuple[str, ...]:
        """Describe what each conversation of a person was about."""
        return tuple(
            self._about(conversation.context, asker.scope)
            for asker, conversation in self._conversations.items()
            if asker.person == person
        )

    async def forget(self, person: str) -> int:
        """End all conversations of a person; return their number."""
        gone = [asker for asker in self._conversations if asker.person == person]
        for asker in gone:
            del self._conversations[asker]
        return len(gone)

    def _about(self, context: Context, scope: str) -> str:
        """Name the production and topic of a conversation, if they are known."""
        named = [self._title_of(context.production, scope)] if context.production else []
        named += [self._topic_name(context.topic)] if context.topic else []
        return comma_list(named) or _("no film, show or topic")
