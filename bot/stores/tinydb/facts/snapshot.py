"""Read the last committed facts without taking the lock, for commands that change nothing.

A commit replaces the whole file, so a reader sees one commit or the next, even while the file is in use. A file with an
older schema is migrated only in memory.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.facts.models import Production, Revision
from bot.messages import _
from bot.stores.protocol import Contents, StoreUnwritable
from bot.stores.tinydb.database.loading import parse_tables, read_file
from bot.stores.tinydb.database.migrations import FACTS, Schema
from bot.stores.tinydb.database.storage import LineStorage
from bot.stores.tinydb.database.table import LineDB
from bot.stores.tinydb.facts.index import RevisionIndex
from bot.stores.tinydb.facts.reads import FactReads
from bot.stores.tinydb.facts.records import Records
from bot.stores.tinydb.facts.validation import FactsValidator
from bot.stores.tinydb.files.threads import in_thread
from bot.stores.tinydb.files.time_slices import clear_in_slices


class FactSnapshot(FactReads):
    """A ``FactStore`` that never writes to disk. Created by ``read_fact_store``.

    Until it is sealed, it accepts commits in memory, so that packs can stand in for a store that is still empty.
    ``created`` is true if there was no file.
    """

    def __init__(self, path: Path, index: RevisionIndex, records: Records, *, created: bool) -> None:
        super().__init__(path, index)
        self._records = records
        self._sealed = False
        self.created = created

    def seal(self) -> None:
        """Reject every commit from now on."""
        self._sealed = True

    async def commit(self, revisions: Sequence[Revision], productions: Sequence[Production] = ()) -> None:
        """Add revisions and productions in memory. Raises ``StoreUnwritable`` once sealed."""
        if self._sealed:
            raise self._refusal()
        given, named = tuple(revisions), tuple(productions)
        self._index.merge(await asyncio.to_thread(lambda: RevisionIndex.of(self._records.add(given, named))))

    async def redact(self, by: str, replacement: str) -> int:
        """Raise ``StoreUnwritable``."""
        raise self._refusal()

    async def remove_scope(self, scope: str) -> int:
        """Raise ``StoreUnwritable``."""
        raise self._refusal()

    def watch(self, changed: Callable[[Contents], None]) -> None:
        """Do nothing: a snapshot is read only once."""

    async def backup(self) -> str:
        """Raise ``StoreUnwritable``."""
        raise self._refusal()

    async def close(self) -> None:
        """Do nothing: nothing is open."""

    def _refusal(self) -> StoreUnwritable:
        return StoreUnwritable(_("{file} was opened for reading only. Nothing was changed.").format(file=self._path))


def _refuse() -> None:
    raise StoreUnwritable("a snapshot is never written")


def take_snapshot(path: Path, schema: Schema = FACTS) -> FactSnapshot:
    """Read a store's file. If there is none, the snapshot is empty. Blocks; run it in a thread.

    Raises:
        StoreDamaged, StoreTooNew, StoreError: it can't be read; the message says what to do.
    """
    path = path.expanduser().resolve()
    try:
        data, _stamp = read_file(path)
    except FileNotFoundError:
        tables, data, created = schema.create(), b"", True
    else:
        tables, created = parse_tables(data, path), False
        schema.upgrade(tables, path)
    storage = LineStorage(path, guard=_refuse)
    storage.load(tables)
    contents = FactsValidator(tables, data, path).validate(storage)
    records = Records(LineDB(storage), next_seq=max(contents.revisions, default=0) + 1)
    clear_in_slices(*tables.values())
    return FactSnapshot(path, RevisionIndex.of(contents), records, created=created)


async def read_fact_store(path: Path) -> FactSnapshot:
    """Return a snapshot of the last committed facts; see ``take_snapshot``. Writes nothing and takes no lock."""
    return await in_thread(lambda: take_snapshot(path), lambda _: None)
