"""The facts as they were last committed, read without the lock: for commands that change nothing.

A commit replaces the file whole, so a reader finds one commit or the next, also while the file is in use. A file of an
earlier layout is brought to this version's in memory alone.
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
from bot.stores.tinydb.facts.index import Ledger
from bot.stores.tinydb.facts.reads import FactReads
from bot.stores.tinydb.facts.records import Records
from bot.stores.tinydb.facts.validation import Survey
from bot.stores.tinydb.files.threads import in_thread
from bot.stores.tinydb.files.time_slices import dissolve


class FactSnapshot(FactReads):
    """A ``FactStore`` that never writes; made by ``read_fact_store``.

    Until it is sealed it takes commits in memory, so that packs can stand in for a store that is still empty.
    ``created`` says whether there was no file.
    """

    def __init__(self, path: Path, ledger: Ledger, records: Records, *, created: bool) -> None:
        super().__init__(path, ledger)
        self._records = records
        self._sealed = False
        self.created = created

    def seal(self) -> None:
        """Refuse every commit from now on."""
        self._sealed = True

    async def commit(self, revisions: Sequence[Revision], productions: Sequence[Production] = ()) -> None:
        """Take revisions and productions in memory. Raises ``StoreUnwritable`` once it is sealed."""
        if self._sealed:
            raise self._refusal()
        given, named = tuple(revisions), tuple(productions)
        self._ledger.merge(await asyncio.to_thread(lambda: Ledger.of(self._records.add(given, named))))

    async def redact(self, by: str, replacement: str) -> int:
        """Refuse. Raises ``StoreUnwritable``."""
        raise self._refusal()

    async def remove_scope(self, scope: str) -> int:
        """Refuse: a snapshot is never written. Raises ``StoreUnwritable``."""
        raise self._refusal()

    def watch(self, changed: Callable[[Contents], None]) -> None:
        """Do nothing: what is read is read once."""

    async def backup(self) -> str:
        """Refuse. Raises ``StoreUnwritable``."""
        raise self._refusal()

    async def close(self) -> None:
        """Do nothing: nothing is open."""

    def _refusal(self) -> StoreUnwritable:
        return StoreUnwritable(_("{file} was opened for reading only. Nothing was changed.").format(file=self._path))


def _refuse() -> None:
    raise StoreUnwritable("a snapshot is never written")


def take_snapshot(path: Path, schema: Schema = FACTS) -> FactSnapshot:
    """Read a store's file; blocks, so run it in a thread. Where there is none, the snapshot is empty.

    Raises:
        StoreDamaged, StoreTooNew, StoreError: it cannot be read; the message says what to do.
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
    storage.adopt(tables)
    held = Survey(tables, data, path).take(storage)
    records = Records(LineDB(storage), next_seq=max(held.entries, default=0) + 1)
    dissolve(*tables.values())
    return FactSnapshot(path, Ledger.of(held), records, created=created)


async def read_fact_store(path: Path) -> FactSnapshot:
    """The facts in a file as they were last committed; see ``take_snapshot``. Writes nothing and takes no lock."""
    return await in_thread(lambda: take_snapshot(path), lambda _: None)
