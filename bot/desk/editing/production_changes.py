"""Productions that an import changed, as they were: facts have revisions to go back to, productions do not."""

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
    """By the id of a change: each production before and after it, so that undo and redo can set them."""

    def __init__(self, documents: DocumentStore) -> None:
        self._changes = Collection(documents, COLLECTION, _Change)

    async def note(self, change: str, changed: Sequence[tuple[Production, Production]]) -> None:
        """Keep what a change is about to do to productions; durable on return."""
        before, after = zip(*changed, strict=True) if changed else ((), ())
        await self._changes.put(change, _Change(before, after))

    async def tidy(self, facts: FactStore) -> None:
        """Drop what was noted for changes that were then not committed: the process died between the two files."""
        for change in await self._changes.all():
            if not await facts.change(change):
                await self._changes.delete(change)

    async def forget_scope(self, scope: str) -> int:
        """Drop what a server's imports did to its productions; how many imports there were."""
        every = await self._changes.all()
        theirs = [name for name, change in every.items() if any(each.scope == scope for each in change.after)]
        for name in theirs:
            await self._changes.delete(name)
        return len(theirs)

    async def before(self, change: str) -> tuple[Production, ...]:
        """The productions as they were before a change, in the scope in which it changed them."""
        found = await self._changes.get(change)
        if found is None:
            return ()
        # A server that changed a shared production has a version of its own from then on, which says the same again.
        pairs = zip(found.before, found.after, strict=True)
        return tuple(before.model_copy(update={"scope": after.scope}) for before, after in pairs)

    async def after(self, change: str) -> tuple[Production, ...]:
        """The productions as a change made them."""
        found = await self._changes.get(change)
        return () if found is None else found.after
