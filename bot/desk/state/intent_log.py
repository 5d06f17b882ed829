"""Intent log: make changes that span the fact store and the document store happen once, even if the process dies.

Before a suggestion or question becomes a fact, the id of that change is written here. If the process dies or the disk
is full, the next try finds the fact by that id, doesn't write it twice, and finishes the rest.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from bot.desk.state.documents import Collection
from bot.facts.models import Fact
from bot.stores.protocol import DocumentStore, FactStore, StoreUnwritable

log = logging.getLogger(__name__)

COLLECTION = "begun"


@dataclass(frozen=True, slots=True)
class _Intent:
    change: str


class IntentLog:
    """The unfinished changes, by name. The next start finishes or drops them."""

    def __init__(self, documents: DocumentStore, facts: FactStore) -> None:
        self._documents = Collection(documents, COLLECTION, _Intent)
        self._facts = facts
        self._changes: dict[str, str] = {}

    async def load(self) -> None:
        """Load what an earlier run left unfinished."""
        self._changes = {name: intent.change for name, intent in (await self._documents.all()).items()}

    def unfinished(self, kind: str) -> tuple[str, ...]:
        """Return the names of the unfinished changes of a kind. The kind is the first word of a name."""
        return tuple(name for name in self._changes if name.startswith(f"{kind} "))

    async def begin(self, name: str, change: str) -> None:
        """Record the id of a change before it is committed; durable on return. Raises ``StoreUnwritable``."""
        if self._changes.get(name) != change:
            await self._documents.put(name, _Intent(change))
            self._changes[name] = change

    async def result(self, name: str) -> Fact | None:
        """Return the fact that the change of this name committed, or None."""
        change = self._changes.get(name)
        return None if change is None else await self.committed(change)

    async def committed(self, change: str) -> Fact | None:
        """Return the fact that a change committed; None if it wasn't committed."""
        return await committed(self._facts, change)

    async def end(self, name: str) -> None:
        """Remove a change that is finished or was abandoned. If that can't be written, the next start removes it."""
        if name in self._changes:
            try:
                await self._documents.delete(name)
            except StoreUnwritable as fault:
                log.warning("could not remove a finished change; the next start will: %s", fault)
            else:
                del self._changes[name]


async def committed(facts: FactStore, change: str) -> Fact | None:
    """Return the fact that a change committed; None if it wasn't committed."""
    revisions = await facts.change(change)
    return revisions[-1].fact if revisions else None
