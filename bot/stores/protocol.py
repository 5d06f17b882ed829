"""What every store offers, whatever keeps it: facts with their history, and what fans do all day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.facts.models import Fact, Production, Revision


class StoreError(Exception):
    """A store could not do as asked; the message says what is wrong and what to do.

    StoreError
    ├── StoreDamaged       the file is not what this program wrote; nothing was changed
    ├── StoreLocked        another process holds it; the message names its pid
    ├── StoreUnwritable    disk full, read-only, no permission; the old store is intact
    ├── StoreTooNew        written by a later version of this program
    └── RevisionConflict   somebody changed a fact since it was read; nothing was written
    """


class StoreDamaged(StoreError):
    """The file is not what this program wrote; it is left as it is."""


class StoreLocked(StoreError):
    """Another process holds the store."""


class StoreUnwritable(StoreError):
    """A write failed; what was stored before is intact, and what was asked for is not stored."""


class StoreTooNew(StoreError):
    """The store has a schema version that this program does not know."""


class RevisionConflict(StoreError):
    """``current`` is the fact as it now stands; None where it does not exist."""

    def __init__(self, message: str, current: Fact | None) -> None:
        super().__init__(message)
        self.current = current


@dataclass(frozen=True, slots=True)
class Contents:
    """All productions, and the current revision of every fact of every scope and state."""

    productions: tuple[Production, ...] = ()
    facts: tuple[Fact, ...] = ()


class FactStore(Protocol):
    """The curated store. Reads hand out frozen models; a commit is all or nothing and durable on return."""

    async def load(self) -> Contents:
        """Everything that currently holds. Empty at first: filling it is the desk's business."""
        ...

    async def commit(self, revisions: Sequence[Revision], productions: Sequence[Production] = ()) -> None:
        """Add revisions (each the next of its fact: ``fact.revision`` is the current one plus 1; 1 when new).

        Productions are added, or replaced by (scope, id). Returns after everything is on disk.

        Raises:
            RevisionConflict: a fact's current revision is not ``fact.revision - 1``; nothing was written.
            StoreUnwritable: the write failed; nothing was written.
            ValueError: something would not read back as it was given (a lone surrogate, a model put together without
                validation); nothing was written.
        """
        ...

    async def history(self, scope: str, fact_id: str) -> tuple[Revision, ...]:
        """All revisions of one fact, oldest first; empty where there is none."""
        ...

    async def change(self, change: str) -> tuple[Revision, ...]:
        """The revisions that were committed under one change id."""
        ...

    async def latest(self, *, scope: str | None = None, by: str | None = None, limit: int = 20) -> tuple[Revision, ...]:
        """The most recent revisions, newest first, of one scope and one editor where given."""
        ...

    async def redact(self, by: str, replacement: str) -> int:
        """Replace an editor's name in every revision (for ``/forget-me``); returns how many changed."""
        ...

    async def remove_scope(self, scope: str) -> int:
        """Remove a server's productions and its facts with their whole history; returns how many facts.

        Durable on return. Backups made before still hold them.

        Raises:
            ValueError: the shared scope, which is never removed.
            StoreUnwritable: the write failed; nothing was removed.
        """
        ...

    def watch(self, changed: Callable[[Contents], None]) -> None:
        """Call back with facts and productions that another process changed; never for own commits."""
        ...

    async def backup(self) -> str:
        """Write a timestamped backup, rotate old ones, and return where it is."""
        ...

    async def close(self) -> None:
        """Write what waits and let go of the store. May be called twice."""
        ...


Document = Mapping[str, Any]


class DocumentStore(Protocol):
    """Named collections of small JSON documents by string key: what fans do, and servers' settings.

    Kept apart from the facts, so that a busy evening never rewrites the curated store.
    """

    async def get(self, collection: str, key: str) -> dict[str, Any] | None:
        """A copy of one document, or None."""
        ...

    async def all(self, collection: str) -> dict[str, dict[str, Any]]:
        """Copies of all documents of a collection by key, in the order in which they were first put."""
        ...

    async def put(self, collection: str, key: str, document: Document) -> None:
        """Add or replace one document; durable on return.

        Collections are not named with a leading underscore. Documents hold what JSON holds: dates as text.

        Raises:
            StoreUnwritable: the write failed; the document is as it was.
            ValueError: a document that JSON cannot carry, or a name that cannot be.
        """
        ...

    async def delete(self, collection: str, key: str) -> bool:
        """Remove one document; durable on return; whether there was one."""
        ...

    async def close(self) -> None:
        """Write what waits and let go of the store. May be called twice."""
        ...
