"""List a fact's history: who changed it, when, why and how."""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk.access.actors import Actor
from bot.desk.access.gate import Gate
from bot.desk.access.permissions import Permission
from bot.desk.state.catalogue import Catalogue, no_such_fact
from bot.desk.state.ledger import Ledger
from bot.facts.models import SHARED, Fact, Revision, State
from bot.facts.wording.differences import Difference, differences


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One revision of a fact. ``shared``: it is a revision of the shared fact, not of the server's own version.

    ``before`` is the fact that ``differences`` compare with: the previous revision; for a server's first version, the
    current shared fact; empty for a fact's first revision. ``holds``: the bot answers with this revision.
    """

    revision: Revision
    before: tuple[Fact, ...]
    differences: tuple[Difference, ...]
    shared: bool
    holds: bool


class History:
    """Lists a fact's revisions: the server's own version first, then the shared fact."""

    def __init__(self, *, gate: Gate, ledger: Ledger, catalogue: Catalogue) -> None:
        self._gate = gate
        self._store = ledger.store
        self._catalogue = catalogue

    async def entries(self, actor: Actor, fact_id: str) -> tuple[HistoryEntry, ...]:
        """Return all revisions that the actor's server can see, newest first. Includes retired and merged facts.

        Raises:
            NotAllowed; NotFound: there is no such fact here.
        """
        self._gate.require(actor, Permission.FACT_HISTORY)
        version = self._catalogue.version(fact_id, actor.scope)
        entries: list[HistoryEntry] = []
        for scope in dict.fromkeys((actor.scope, SHARED)):
            entries += self._entries(await self._store.history(scope, fact_id), version.key if version else None)
        if not entries:
            raise no_such_fact(fact_id)
        return tuple(entries)

    def _entries(self, revisions: tuple[Revision, ...], holding: tuple[str, str] | None) -> list[HistoryEntry]:
        entries: list[HistoryEntry] = []
        before = None
        for revision in revisions:
            fact = revision.fact
            if before is None and fact.scope != SHARED:
                before = self._catalogue.exact_version(fact.id, SHARED)
            changed = () if before is None else differences(before, fact)
            holds = revision is revisions[-1] and fact.key == holding and fact.state is State.LIVE
            entries.append(
                HistoryEntry(revision, () if before is None else (before,), changed, fact.scope == SHARED, holds)
            )
            before = fact
        return entries[::-1]
