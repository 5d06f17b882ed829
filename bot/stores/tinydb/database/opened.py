"""Opening a store's file: lock it, clear what a killed write left, read it, bring it to this version's layout."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from bot.messages import _
from bot.stores.protocol import StoreError, StoreUnwritable
from bot.stores.tinydb.database.backups import KEEP, Backups, Check
from bot.stores.tinydb.database.loading import parse_tables, read_file
from bot.stores.tinydb.database.migrations import Schema
from bot.stores.tinydb.database.storage import LineStorage, Tables
from bot.stores.tinydb.database.table import LineDB
from bot.stores.tinydb.files.atomic import FileSystem, clear_stray, ensure_folder
from bot.stores.tinydb.files.errors import unwritable
from bot.stores.tinydb.files.lock import Lock

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Opened:
    """A store's file in use by this process. ``tables`` and ``data`` are what was read, for a check of the content."""

    path: Path
    lock: Lock
    storage: LineStorage
    backups: Backups
    tables: Tables
    data: bytes
    created: bool

    def database(self) -> LineDB:
        """A TinyDB on it; for one thread at a time."""
        return LineDB(self.storage)

    def close(self) -> None:
        """Let go of the file."""
        try:
            self.storage.close()
        except OSError as fault:
            raise unwritable(self.path, fault) from fault
        finally:
            self.lock.release()


def open_file(
    path: Path,
    schema: Schema,
    check: Check,
    *,
    create: bool = True,
    required: bool = True,
    keep: int = KEEP,
    files: FileSystem | None = None,
) -> Opened:
    """Open a store's file, or make a new one. Blocks; run it in a thread.

    Where the folder takes no lock file (a read-only disk), a store that is there is opened all the same: it can be
    read, and a commit tries again to get the lock. The same holds for a new store that is not ``required``.

    Raises:
        StoreLocked, StoreDamaged, StoreTooNew: see there; nothing was changed.
        StoreUnwritable: a new store cannot be made here.
        StoreError: there is none and ``create`` is false, or it cannot be read.
    """
    path = path.expanduser().resolve()
    if not create and not path.exists():
        wrong = _("there is no store at {file}; check STORE_URL, or import a pack to create one")
        raise StoreError(wrong.format(file=path))
    lock = Lock(path)
    try:
        backups = Backups(path, check, keep=keep, files=files)
        _lock(lock, path, required, backups, files or FileSystem())
        storage = LineStorage(path, files, guard=lock.acquire)
        tables, data, created = _read(path, schema, storage, backups, required)
    except BaseException:
        lock.release()
        raise
    return Opened(path, lock, storage, backups, tables, data, created)


def _lock(lock: Lock, path: Path, required: bool, backups: Backups, files: FileSystem) -> None:
    try:
        if not path.exists():
            ensure_folder(path.parent, files)
    except OSError as fault:
        raise unwritable(path.parent, fault) from fault
    try:
        lock.acquire()
    except StoreUnwritable as fault:
        if required and not path.is_file():
            raise
        log.warning("%s is open for reading only: %s", path, fault)
        return
    try:
        if clear_stray(path) + backups.clear_abandoned():
            log.info("cleared what an interrupted write had left beside %s", path)
    except OSError as fault:
        log.warning("what an interrupted write left beside %s could not be cleared: %s", path, fault)


def _read(
    path: Path, schema: Schema, storage: LineStorage, backups: Backups, required: bool
) -> tuple[Tables, bytes, bool]:
    try:
        data, stamp = read_file(path)
    except FileNotFoundError:
        tables = schema.create()
        storage.adopt(tables)
        try:
            storage.commit()
        except StoreUnwritable as fault:
            if required:
                raise
            log.warning("%s cannot be made yet, and will be with the first change: %s", path, fault)
        return tables, b"", True
    tables = parse_tables(data, path)
    changed = schema.upgrade(tables, path)
    storage.adopt(tables, stamp)
    if changed:
        log.info("bringing %s to schema version %d; it is kept as %s", path, schema.version, backups.keep_old(data))
        storage.commit()
    return tables, data, False
