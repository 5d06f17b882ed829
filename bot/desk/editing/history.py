"""A fact's history as a moderator reads it: each revision with who, when, why, and what it changed."""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk.access.actors import Actor
from bot.desk.access.gate import Gate
from bot.desk.access.permissions import Deed
from bot.desk.errors import NotFound
from bot.desk.state.catalogue import Catalogue
from bot.desk.state.ledger import Ledger
from bot.facts.models import SHARED, Fact, Revision, State
from bot.facts.wording.differences import Difference, differences


@dataclass(frozen=True, slots=True)
class Entry:
    """One revision. ``shared`` tells a shared fact's revision from one of the server's own version.

    ``before`` is the revision before, which ``differences`` are against; for a server's first version it is the shared
    fact, of which only the present revision is known to the reader; there is none for a fact's first. ``holds``: it is
    what is answered from.
    """

    revision: Revision
    before: tuple[Fact, ...]
    differences: tuple[Difference, ...]
    shared: bool
    holds: bool


class History:
    """What became of a fact, newest first: a server's own version first, then the shared fact's."""

    def __init__(self, *, gate: Gate, ledger: Ledger, catalogue: Catalogue) -> None:
        self._gate = gate
        self._store = ledger.store
        self._catalogue = catalogue

    async def entries(self, actor: Actor, fact_id: str) -> tuple[Entry, ...]:
        """All revisions that the actor's server can see, newest first; retired and merged facts have theirs too.

        Raises:
            NotAllowed; NotFound: there is no such fact here.
        """
        self._gate.require(actor, Deed.FACT_HISTORY)
        version = self._catalogue.version(fact_id, actor.scope)
        entries: list[Entry] = []
        for scope in dict.fromkeys((actor.scope, SHARED)):
            entries += self._told(await self._store.history(scope, fact_id), version.key if version else None)
        if not entries:
            raise NotFound(f"I hold no fact {fact_id[:120]!r}. /facts lists what I hold.")
        return tuple(entries)

    def _told(self, revisions: tuple[Revision, ...], holding: tuple[str, str] | None) -> list[Entry]:
        told: list[Entry] = []
        before = None
        for revision in revisions:
            fact = revision.fact
            if before is None and fact.scope != SHARED:
                before = self._catalogue.held(fact.id, SHARED)
            changed = () if before is None else differences(before, fact)
            holds = revision is revisions[-1] and fact.key == holding and fact.state is State.LIVE
            told.append(Entry(revision, () if before is None else (before,), changed, fact.scope == SHARED, holds))
            before = fact
        return told[::-1]
