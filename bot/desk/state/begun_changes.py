"""What is begun in the fact store and ends in the documents: two files, between which the process may die.

Whoever makes a fact of something that waits (a suggestion, a question) first writes down here, under what waits, the id
of the change that it will be. Whoever then comes again, after a kill or a full disk, finds the fact by that id instead
of writing a second one, and only the rest is done.
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
    """The changes that were begun, by what they settle; none outlives the start of the next process."""

    def __init__(self, documents: DocumentStore, facts: FactStore) -> None:
        self._documents = Collection(documents, COLLECTION, _Begun)
        self._facts = facts
        self._changes: dict[str, str] = {}

    async def load(self) -> None:
        """Read what a former run left unfinished."""
        self._changes = {about: begun.change for about, begun in (await self._documents.all()).items()}

    def left(self, kind: str) -> tuple[str, ...]:
        """What was begun and not ended of a kind, which is the first word of each name."""
        return tuple(about for about in self._changes if about.startswith(f"{kind} "))

    async def begin(self, about: str, change: str) -> None:
        """Note that a change is about to settle something; durable on return. Raises ``StoreUnwritable``."""
        if self._changes.get(about) != change:
            await self._documents.put(about, _Begun(change))
            self._changes[about] = change

    async def made(self, about: str) -> Fact | None:
        """The fact as the change that was begun committed it; None where there was none."""
        change = self._changes.get(about)
        return None if change is None else await self.committed(change)

    async def committed(self, change: str) -> Fact | None:
        """The fact of a change as it was committed; None where the change was not."""
        return await committed(self._facts, change)

    async def end(self, about: str) -> None:
        """Forget it: it is settled, or came to nothing. Where that cannot be written, the next start does."""
        if about in self._changes:
            try:
                await self._documents.delete(about)
            except StoreUnwritable as fault:
                log.warning("what is settled could not be removed yet: %s", fault)
            else:
                del self._changes[about]


async def committed(facts: FactStore, change: str) -> Fact | None:
    """The fact of a change as it was committed; None where the change was not."""
    revisions = await facts.change(change)
    return revisions[-1].fact if revisions else None
