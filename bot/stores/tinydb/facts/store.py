"""The curated store on TinyDB: reads from memory, commits durably through the writer's thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from bot.facts.models import SHARED, Production, Revision
from bot.stores.protocol import Contents
from bot.stores.tinydb.database.backups import KEEP
from bot.stores.tinydb.database.loading import parse_tables
from bot.stores.tinydb.database.migrations import FACTS
from bot.stores.tinydb.database.opened import Opened, open_file
from bot.stores.tinydb.database.written import WrittenFile
from bot.stores.tinydb.facts.index import Ledger
from bot.stores.tinydb.facts.reads import FactReads
from bot.stores.tinydb.facts.records import Delta, Records
from bot.stores.tinydb.facts.validation import Survey
from bot.stores.tinydb.files.atomic import FileSystem
from bot.stores.tinydb.files.threads import in_thread
from bot.stores.tinydb.files.time_slices import dissolve


class TinyDBFactStore(FactReads, WrittenFile):
    """A ``FactStore`` in one TinyDB file; made by ``open_fact_store``."""

    def __init__(self, opened: Opened, ledger: Ledger, records: Records) -> None:
        FactReads.__init__(self, opened.path, ledger)
        WrittenFile.__init__(self, opened, "facts-writer")
        self._records = records

    @property
    def created(self) -> bool:
        """Whether the file was new when it was opened."""
        return self._opened.created

    async def commit(self, revisions: Sequence[Revision], productions: Sequence[Production] = ()) -> None:
        """Add revisions and productions, all or nothing; on disk on return.

        Raises:
            RevisionConflict: a revision is not the next of its fact; nothing was written.
            StoreUnwritable: the write failed; nothing was written.
            ValueError: something would not read back as it was given; nothing was written.
        """
        given, named = tuple(revisions), tuple(productions)
        if given or named:
            await self._writer.run(lambda: Ledger.of(self._records.add(given, named)), self._ledger.merge)

    async def redact(self, by: str, replacement: str) -> int:
        """Replace an editor's name in every revision; returns in how many."""
        changed = await self._writer.run(
            lambda: self._records.redact(by, replacement), lambda found: self._publish_redaction(replacement, found)
        )
        return len(changed)

    async def remove_scope(self, scope: str) -> int:
        """Remove a server's productions and its facts with their whole history; returns how many facts.

        Raises:
            ValueError: the shared scope, which is never removed.
            StoreUnwritable: the write failed; nothing was removed.
        """
        if scope == SHARED:
            raise ValueError("the shared scope is never removed")
        return await self._writer.run(
            lambda: self._records.remove_scope(scope), lambda _: self._ledger.remove_scope(scope)
        )

    def watch(self, changed: Callable[[Contents], None]) -> None:
        """Does nothing: the lock keeps every other process from changing this store."""

    def _publish_redaction(self, replacement: str, changed: dict[int, bytes]) -> None:
        self._ledger.redact(replacement, changed)


def check_facts(data: bytes, path: Path) -> Delta:
    """Go over the bytes of a facts file, old revisions too. Raises ``StoreDamaged`` or ``StoreTooNew``."""
    tables = parse_tables(data, path)
    FACTS.upgrade(tables, path)
    held = Survey(tables, data, path).take(thorough=True)
    dissolve(*tables.values())
    return held


def verify_facts(data: bytes, path: Path) -> None:
    """As ``check_facts``, for one who only wants to know whether it raises."""
    held = check_facts(data, path)
    dissolve(held.entries, held.facts, held.productions)


def open_facts(
    path: Path, *, create: bool = True, keep: int = KEEP, files: FileSystem | None = None
) -> tuple[Opened, Ledger, Records]:
    """The blocking part of opening: the file and everything in it, checked and indexed."""
    opened = open_file(path, FACTS, verify_facts, create=create, keep=keep, files=files)
    try:
        held = Survey(opened.tables, opened.data, opened.path).take(opened.storage)
        ledger = Ledger.of(held)
        records = Records(opened.database(), next_seq=max(held.entries, default=0) + 1)
    except BaseException:
        opened.lock.release()
        raise
    dissolve(*opened.tables.values())
    opened.data = b""  # no longer needed, and large
    return opened, ledger, records


async def open_fact_store(
    path: Path, *, create: bool = True, keep: int = KEEP, files: FileSystem | None = None
) -> TinyDBFactStore:
    """Open the curated store in a file, or make a new one.

    Raises:
        StoreError: it cannot be opened; see ``open_file``. Nothing was changed.
    """
    opened, ledger, records = await in_thread(
        lambda: open_facts(path, create=create, keep=keep, files=files), lambda late: late[0].close()
    )
    return TinyDBFactStore(opened, ledger, records)
