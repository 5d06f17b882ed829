"""Timestamped copies of a store's file, rotated; and the way back to one of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.messages import _
from bot.stores.protocol import StoreError
from bot.stores.tinydb.database.loading import read_file
from bot.stores.tinydb.files.atomic import FileSystem, Stamp, add_file, ensure_folder, replace_file
from bot.stores.tinydb.files.errors import unwritable
from bot.stores.tinydb.files.lock import Lock
from bot.stores.tinydb.files.temporary_files import remove_abandoned

_TIME = r"\d{8}T\d{6}Z"

KEEP = 14
"""How many backups of one file are kept."""

Check = Callable[[bytes, Path], object]
"""Verifies a file's bytes, or raises ``StoreError``; the path is for its messages."""


def utc_now() -> datetime:
    """The time, with its zone."""
    return datetime.now(UTC)


class Backups:
    """The backups of one store file, in the folder ``backups`` beside it: ``<stem>-<UTC time>.json``.

    Args:
        store: the store's file.
        check: what a file must pass before it is taken for a backup or restored.
        keep: how many are kept; older ones are removed after a new one is safely there.
    """

    def __init__(
        self,
        store: Path,
        check: Check,
        *,
        keep: int = KEEP,
        clock: Callable[[], datetime] = utc_now,
        files: FileSystem | None = None,
    ) -> None:
        self._store = store
        self._check = check
        self._keep = max(keep, 1)  # the new one stays in any case
        self._clock = clock
        self._files = files or FileSystem()
        self.folder = store.parent / "backups"

    def all(self) -> tuple[Path, ...]:
        """The backups, newest first. Files that a restore put aside are not among them."""
        form = re.compile(re.escape(self._store.stem) + rf"-{_TIME}(?:-\d+)?\.json")
        try:
            found = [path for path in self.folder.iterdir() if form.fullmatch(path.name)]
        except FileNotFoundError:
            return ()
        return tuple(sorted(found, key=_age, reverse=True))

    def write(self, known: Callable[[Stamp], bool] = lambda _: False) -> Path:
        """Copy the store as it last was committed; it may be in use meanwhile, for commits replace it whole.

        ``known`` says of a file's stamp that its content needs no check, because it was checked before.

        Raises:
            StoreDamaged: the store's file is damaged; no backup was made and none removed.
            StoreUnwritable: the backup could not be written; none was removed.
        """
        self.clear_abandoned()
        backup = self._copy("", known)
        for old in self.all()[self._keep :]:
            try:
                old.unlink(missing_ok=True)  # another process may be rotating them, too
            except OSError as fault:
                raise unwritable(old, fault) from fault
        return backup

    def restore(self, backup: Path) -> Path | None:
        """Put a backup in the store's place; what stood there is kept beside the backups and its path returned.

        Raises:
            StoreLocked: the store is in use.
            StoreDamaged: the backup is damaged; nothing was changed.
            StoreUnwritable: a write failed; the store is as it was.
        """
        lock = Lock(self._store)
        try:
            lock.acquire()
            try:
                data, _stamp = read_file(backup)
            except FileNotFoundError as fault:
                wrong = _("there is no backup {file}; `callsheet restore` lists the backups").format(file=backup)
                raise StoreError(wrong) from fault
            self._check(data, backup)
            self.clear_abandoned()
            aside = self._copy("-replaced", lambda _: True) if self._store.exists() else None
            try:
                replace_file(self._store, (data,), self._files)
            except OSError as fault:
                raise unwritable(self._store, fault) from fault
            return aside
        finally:
            lock.release()

    def keep_old(self, data: bytes) -> Path:
        """Keep the bytes of a file that is about to be brought to another layout; never rotated away."""
        return self._add("-old", data)

    def clear_abandoned(self) -> int:
        """Remove the temporary files that killed backups of this store left; returns how many.

        Those that a living process is writing stay, and so does everything that is not named as ours are.
        """
        form = re.compile(rf"\.{re.escape(self._store.stem)}-{_TIME}(?:-replaced|-old)?(?:-\d+)?\.json\.tmp")
        try:
            found = [path for path in self.folder.iterdir() if form.fullmatch(path.name)]
        except OSError:
            return 0
        return sum(remove_abandoned(path) for path in found)

    def _copy(self, suffix: str, known: Callable[[Stamp], bool]) -> Path:
        try:
            data, stamp = read_file(self._store)
        except FileNotFoundError as fault:
            wrong = _("there is no store at {file}, so there is nothing to back up; check STORE_URL")
            raise StoreError(wrong.format(file=self._store)) from fault
        if not known(stamp):
            self._check(data, self._store)
        return self._add(suffix, data)

    def _add(self, suffix: str, data: bytes) -> Path:
        path = self._store
        try:
            ensure_folder(self.folder, self._files)
            while True:
                path = self._free(suffix)
                try:
                    add_file(path, (data,), self._files)
                except FileExistsError:  # another process took this name meanwhile
                    continue
                return path
        except OSError as fault:
            raise unwritable(path, fault) from fault

    def _free(self, suffix: str) -> Path:
        """A name that nobody used or is writing: within one second counting on, also past those rotated away."""
        time = self._clock().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        start = f"{self._store.stem}-{time}{suffix}"
        form = re.compile(r"\.?" + re.escape(start) + r"(?:-(\d+))?\.json(?:\.tmp)?")
        found = [form.fullmatch(path.name) for path in self.folder.iterdir()] if self.folder.exists() else []
        number = max((int(taken[1] or 1) for taken in found if taken), default=0) + 1
        return self.folder / (f"{start}.json" if number == 1 else f"{start}-{number}.json")


def _age(path: Path) -> tuple[str, int]:
    time, _, number = path.stem.rpartition("Z")
    return (time, int(number.lstrip("-") or 1))
