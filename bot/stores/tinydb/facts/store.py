"""Store curated facts on TinyDB: reads come from memory, commits go through the writer's thread."""

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
from bot.stores.tinydb.facts.index import RevisionIndex
from bot.stores.tinydb.facts.reads import FactReads
from bot.stores.tinydb.facts.records import Delta, Records
from bot.stores.tinydb.facts.validation import FactsValidator
from bot.stores.tinydb.files.atomic import FileSystem
from bot.stores.tinydb.files.threads import in_thread
from bot.stores.tinydb.files.time_slices import clear_in_slices


class TinyDBFactStore(FactReads, WrittenFile):
    """A ``FactStore`` in one TinyDB file. Created by ``open_fact_store``."""

    def __init__(self, opened: Opened, index: RevisionIndex, records: Records) -> None:
        FactReads.__init__(self, opened.path, index)
        WrittenFile.__init__(self, opened, "facts-writer")
        self._records = records

    @property
    def created(self) -> bool:
        """Whether the file was new when it was opened."""
        return self._opened.created

    async def commit(self, revisions: Sequence[Revision], productions: Sequence[Production] = ()) -> None:
        """Add revisions and productions in one commit. Durable on return.

        Raises:
            RevisionConflict: a revision isn't the next one of its fact; nothing was written.
            StoreUnwritable: the write failed; nothing was written.
            ValueError: something wouldn't read back as it was given; nothing was written.
        """
        given, named = tuple(revisions), tuple(productions)
        if given or named:
            await self._writer.run(lambda: RevisionIndex.of(self._records.add(given, named)), self._index.merge)

    async def redact(self, by: str, replacement: str) -> int:
        """Replace an editor's name in every revision. Return the number of changed revisions."""
        changed = await self._writer.run(
            lambda: self._records.redact(by, replacement), lambda found: self._publish_redaction(replacement, found)
        )
        return len(changed)

    async def remove_scope(self, scope: str) -> int:
        """Remove a server's productions, and its facts with their history. Return the number of facts.

        Raises:
            ValueError: ``scope`` is the shared scope, which is never removed.
            StoreUnwritable: the write failed; nothing was removed.
        """
        if scope == SHARED:
            raise ValueError("the shared scope is never removed")
        return await self._writer.run(
            lambda: self._records.remove_scope(scope), lambda _: self._index.remove_scope(scope)
        )

    def watch(self, changed: Callable[[Contents], None]) -> None:
        """Do nothing: the lock keeps other processes from changing this store."""

    def _publish_redaction(self, replacement: str, changed: dict[int, bytes]) -> None:
        self._index.redact(replacement, changed)


def check_facts(data: bytes, path: Path) -> Delta:
    """Check a facts file, including old revisions, and return its content.

    Raises ``StoreDamaged`` or ``StoreTooNew``.
    """
    tables = parse_tables(data, path)
    FACTS.upgrade(tables, path)
    contents = FactsValidator(tables, data, path).validate(thorough=True)
    clear_in_slices(*tables.values())
    return contents


def verify_facts(data: bytes, path: Path) -> None:
    """Check a facts file like ``check_facts``, without keeping its content in memory."""
    contents = check_facts(data, path)
    clear_in_slices(contents.revisions, contents.facts, contents.productions)


def open_facts(
    path: Path, *, create: bool = True, keep: int = KEEP, files: FileSystem | None = None
) -> tuple[Opened, RevisionIndex, Records]:
    """Open a facts file, check and index its content. This is the blocking part of ``open_fact_store``."""
    opened = open_file(path, FACTS, verify_facts, create=create, keep=keep, files=files)
    try:
        contents = FactsValidator(opened.tables, opened.data, opened.path).validate(opened.storage)
        index = RevisionIndex.of(contents)
        records = Records(opened.database(), next_seq=max(contents.revisions, default=0) + 1)
    except BaseException:
        opened.lock.release()
        raise
    clear_in_slices(*opened.tables.values())
    opened.data = b""  # no longer needed, and large
    return opened, index, records


async def open_fact_store(
    path: Path, *, create: bool = True, keep: int = KEEP, files: FileSystem | None = None
) -> TinyDBFactStore:
    """Open the fact store in a file, or create it.

    Raises:
        StoreError: it can't be opened; see ``open_file``. Nothing was changed.
    """
    opened, index, records = await in_thread(
        lambda: open_facts(path, create=create, keep=keep, files=files), lambda late: late[0].close()
    )
    return TinyDBFactStore(opened, index, records)
