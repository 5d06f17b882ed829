"""Store productions as they were before an import, because they have no revisions to restore."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk.state.documents import Collection
from bot.facts.models import Production
from bot.stores.protocol import DocumentStore, FactStore

COLLECTION = "production-changes"


@dataclass(frozen=True, slots=True)
class _Change:
    before: tuple[Production, ...]
    after: tuple[Production, ...]


class ProductionChanges:
    """Stores each production before and after a change, by the change's id, for undo and redo."""

    def __init__(self, documents: DocumentStore) -> None:
        self._changes = Collection(documents, COLLECTION, _Change)

    async def record(self, change: str, changed: Sequence[tuple[Production, Production]]) -> None:
        """Store the productions before and after a change; durable on return. Call it before the commit."""
        before, after = zip(*changed, strict=True) if changed else ((), ())
        await self._changes.put(change, _Change(before, after))

    async def clean_up(self, facts: FactStore) -> None:
        """Delete the records of changes that were never committed because the process died."""
        for change in await self._changes.all():
            if not await facts.change(change):
                await self._changes.delete(change)

    async def forget_scope(self, scope: str) -> int:
        """Delete the records of a server's imports; return their number."""
        changes = await self._changes.all()
        theirs = [name for name, change in changes.items() if any(each.scope == scope for each in change.after)]
        for name in theirs:
            await self._changes.delete(name)
        return len(theirs)

    async def before(self, change: str) -> tuple[Production, ...]:
        """Return the productions before a change, in the scope of the change."""
        found = await self._changes.get(change)
        if found is None:
            return ()
        # If a server changed a shared production, it keeps its own version, which then equals the shared one.
        pairs = zip(found.before, found.after, strict=True)
        return tuple(before.model_copy(update={"scope": after.scope}) for before, after in pairs)

    async def after(self, change: str) -> tuple[Production, ...]:
        """Return the productions after a change."""
        found = await self._changes.get(change)
        return () if found is None else found.after
