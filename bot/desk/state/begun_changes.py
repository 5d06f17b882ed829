"""Intent log for changes that span the fact store and the document store, two files between which a process may die.

Before a suggestion or question becomes a fact, the id of that change is written here. Whoever tries again, after a kill
or a full disk, finds the fact by that id, writes no second one, and finishes the rest.
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
class _Begun:
    change: str


class Begun:
    """The unfinished changes, by what they settle; the next start finishes or drops them."""

    def __init__(self, documents: DocumentStore, facts: FactStore) -> None:
        self._documents = Collection(documents, COLLECTION, _Begun)
        self._facts = facts
        self._changes: dict[str, str] = {}

    async def load(self) -> None:
        """Load what an earlier run left unfinished."""
        self._changes = {about: begun.change for about, begun in (await self._documents.all()).items()}

    def left(self, kind: str) -> tuple[str, ...]:
        """Return the unfinished changes of a kind, which is the first word of each name."""
        return tuple(about for about in self._changes if about.startswith(f"{kind} "))

    async def begin(self, about: str, change: str) -> None:
        """Record that a change is about to settle something; durable on return. Raises ``StoreUnwritable``."""
        if self._changes.get(about) != change:
            await self._documents.put(about, _Begun(change))
            self._changes[about] = change

    async def made(self, about: str) -> Fact | None:
        """Return the fact that the begun change committed, or None."""
        change = self._changes.get(about)
        return None if change is None else await self.committed(change)

    async def committed(self, change: str) -> Fact | None:
        """Return the fact that a change committed; None if it wasn't committed."""
        return await committed(self._facts, change)

    async def end(self, about: str) -> None:
        """Forget a change: it is finished, or came to nothing. If that can't be written, the next start does it."""
        if about in self._changes:
            try:
                await self._documents.delete(about)
            except StoreUnwritable as fault:
                log.warning("could not remove a finished change; the next start will: %s", fault)
            else:
                del self._changes[about]


async def committed(facts: FactStore, change: str) -> Fact | None:
    """Return the fact that a change committed; None if it wasn't committed."""
    revisions = await facts.change(change)
    return revisions[-1].fact if revisions else None
