"""Define what every store offers, however it stores data: facts with their history, and small documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.facts.models import Fact, Production, Revision


class StoreError(Exception):
    """A store can't do what was asked; the message says what is wrong and what to do.

    StoreError
    ├── StoreDamaged       the file isn't what this program wrote; nothing was changed
    ├── StoreLocked        another process has it open; the message names its pid
    ├── StoreUnwritable    disk full, read-only, no permission; the old store is intact
    ├── StoreTooNew        written by a later version of this program
    └── RevisionConflict   someone changed the fact since it was read; nothing was written
    """


class StoreDamaged(StoreError):
    """The file isn't what this program wrote. It is left unchanged."""


class StoreLocked(StoreError):
    """Another process has the store open."""


class StoreUnwritable(StoreError):
    """A write failed. The old content is intact, and the new content isn't stored."""


class StoreTooNew(StoreError):
    """The store has a schema version that this program doesn't know."""


class RevisionConflict(StoreError):
    """Someone changed the fact since it was read. ``current`` is the fact now, or None if it doesn't exist."""

    def __init__(self, message: str, current: Fact | None) -> None:
        super().__init__(message)
        self.current = current


@dataclass(frozen=True, slots=True)
class Contents:
    """All productions, and the current revision of every fact of every scope and state."""

    productions: tuple[Production, ...] = ()
    facts: tuple[Fact, ...] = ()


class FactStore(Protocol):
    """Stores the curated facts. Reads return frozen models. A commit is atomic, and durable when it returns."""

    async def load(self) -> Contents:
        """Return all productions and the current revision of every fact. A new store is empty; the desk fills it."""
        ...

    async def commit(self, revisions: Sequence[Revision], productions: Sequence[Production] = ()) -> None:
        """Add revisions. Each must be the next one of its fact: ``fact.revision`` is the current number plus 1.

        A new fact starts at 1. Productions are added, or replaced by (scope, id). Returns when everything is on disk.

        Raises:
            RevisionConflict: a fact's current revision isn't ``fact.revision - 1``; nothing was written.
            StoreUnwritable: the write failed; nothing was written.
            ValueError: something wouldn't read back as it was given (a lone surrogate, a model built without
                validation); nothing was written.
        """
        ...

    async def history(self, scope: str, fact_id: str) -> tuple[Revision, ...]:
        """Return all revisions of one fact, oldest first. Empty if there is no such fact."""
        ...

    async def change(self, change: str) -> tuple[Revision, ...]:
        """Return the revisions committed under one change id."""
        ...

    async def latest(self, *, scope: str | None = None, by: str | None = None, limit: int = 20) -> tuple[Revision, ...]:
        """Return the most recent revisions, newest first, optionally of one scope and one editor."""
        ...

    async def redact(self, by: str, replacement: str) -> int:
        """Replace an editor's name in every revision (for ``/forget-me``). Return the number of changed revisions."""
        ...

    async def remove_scope(self, scope: str) -> int:
        """Remove a server's productions, and its facts with their history. Return the number of facts.

        Durable on return. Earlier backups still contain them.

        Raises:
            ValueError: ``scope`` is the shared scope, which is never removed.
            StoreUnwritable: the write failed; nothing was removed.
        """
        ...

    def watch(self, changed: Callable[[Contents], None]) -> None:
        """Call back with facts and productions changed by another process. Never called for our own commits."""
        ...

    async def backup(self) -> str:
        """Write a timestamped backup, rotate old ones, and return its path."""
        ...

    async def close(self) -> None:
        """Write pending changes and release the store. May be called twice."""
        ...


Document = Mapping[str, Any]


class DocumentStore(Protocol):
    """Stores small JSON documents by collection and key: people's activity, and servers' settings.

    Separate from the facts, so that a busy evening never rewrites the curated store.
    """

    async def get(self, collection: str, key: str) -> dict[str, Any] | None:
        """Return a copy of one document, or None."""
        ...

    async def all(self, collection: str) -> dict[str, dict[str, Any]]:
        """Return copies of all documents of a collection by key, in insertion order."""
        ...

    async def put(self, collection: str, key: str, document: Document) -> None:
        """Add or replace one document. Durable on return.

        A collection's name can't start with an underscore. A document can contain only JSON values; write dates as
        text.

        Raises:
            StoreUnwritable: the write failed; the document is unchanged.
            ValueError: JSON can't represent the document, or the collection or key isn't allowed.
        """
        ...

    async def delete(self, collection: str, key: str) -> bool:
        """Remove one document and return whether it existed. Durable on return."""
        ...

    async def close(self) -> None:
        """Write pending changes and release the store. May be called twice."""
        ...
