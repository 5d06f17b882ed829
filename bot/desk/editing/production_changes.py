"""Productions that an import changed, as they were: facts have revisions to go back to, productions do not."""

from __future__ import annotations

from collections.abc import Sequence

from bot.facts.models import Production
from bot.stores.protocol import DocumentStore, FactStore

COLLECTION = "production-changes"


class ProductionChanges:
    """By the id of a change: each production before and after it, so that undo and redo can set them."""

    def __init__(self, documents: DocumentStore) -> None:
        self._documents = documents

    async def note(self, change: str, changed: Sequence[tuple[Production, Production]]) -> None:
        """Keep what a change is about to do to productions; durable on return."""
        document = {
            "before": [before.model_dump(mode="json") for before, _ in changed],
            "after": [after.model_dump(mode="json") for _, after in changed],
        }
        await self._documents.put(COLLECTION, change, document)

    async def tidy(self, facts: FactStore) -> None:
        """Drop what was noted for changes that were then not committed: the process died between the two files."""
        for change in await self._documents.all(COLLECTION):
            if not await facts.change(change):
                await self._documents.delete(COLLECTION, change)

    async def forget_scope(self, scope: str) -> int:
        """Drop what a server's imports did to its productions; how many imports there were."""
        every = await self._documents.all(COLLECTION)
        theirs = [change for change, document in every.items() if any(p["scope"] == scope for p in document["after"])]
        for change in theirs:
            await self._documents.delete(COLLECTION, change)
        return len(theirs)

    async def before(self, change: str) -> tuple[Production, ...]:
        """The productions as they were before a change, in the scope in which it changed them."""
        return await self._read(change, "before")

    async def after(self, change: str) -> tuple[Production, ...]:
        """The productions as a change made them."""
        return await self._read(change, "after")

    async def _read(self, change: str, side: str) -> tuple[Production, ...]:
        document = await self._documents.get(COLLECTION, change)
        if document is None:
            return ()
        scopes = [each["scope"] for each in document["after"]]
        # A server that changed a shared production has a version of its own from then on, which says the same again.
        return tuple(
            Production.stored(each | {"scope": scope}) for each, scope in zip(document[side], scopes, strict=True)
        )
