"""Open a store's file: lock it, remove what a killed write left, read it, migrate it."""

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
    """A store's file, open in this process. ``tables`` and ``data`` are what was read, for checking the content."""

    path: Path
    lock: Lock
    storage: LineStorage
    backups: Backups
    tables: Tables
    data: bytes
    created: bool

    def database(self) -> LineDB:
        """Return a TinyDB on this file, for one thread at a time."""
        return LineDB(self.storage)

    def close(self) -> None:
        """Release the file."""
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
    """Open a store's file, or create it. Blocks; run it in a thread.

    If no lock file can be written (a read-only disk), an existing store is opened anyway: it can be read, and each
    commit tries again to get the lock. The same is true for a new store that isn't ``required``.

    Raises:
        StoreLocked, StoreDamaged, StoreTooNew: see there; nothing was changed.
        StoreUnwritable: a new store can't be created here.
        StoreError: there is no store and ``create`` is false, or it can't be read.
    """
    path = path.expanduser().resolve()
    if not create and not path.exists():
        message = _("there is no store at {file}; check STORE_URL, or import a pack to create one")
        raise StoreError(message.format(file=path))
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
        storage.load(tables)
        try:
            storage.commit()
        except StoreUnwritable as fault:
            if required:
                raise
            log.warning("%s cannot be made yet, and will be with the first change: %s", path, fault)
        return tables, b"", True
    tables = parse_tables(data, path)
    changed = schema.upgrade(tables, path)
    storage.load(tables, stamp)
    if changed:
        log.info("bringing %s to schema version %d; it is kept as %s", path, schema.version, backups.keep_old(data))
        storage.commit()
    return tables, data, False
