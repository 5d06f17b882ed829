"""Write, rotate and restore timestamped backups of a store's file."""

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
"""Number of backups to keep of one file."""

Check = Callable[[bytes, Path], object]
"""Checks a file's bytes and raises ``StoreError`` if they are damaged. The path is for its messages."""


def utc_now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


class Backups:
    """Manages the backups of one store file, in the folder ``backups`` beside it: ``<stem>-<UTC time>.json``.

    Args:
        store: the store's file.
        check: checks a file before it is backed up or restored.
        keep: number of backups to keep. Older ones are removed once a new one is safely written.
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
        self._keep = max(keep, 1)  # never remove the new one
        self._clock = clock
        self._files = files or FileSystem()
        self.folder = store.parent / "backups"

    def all(self) -> tuple[Path, ...]:
        """Return the backups, newest first, without the files that a restore set aside."""
        form = re.compile(re.escape(self._store.stem) + rf"-{_TIME}(?:-\d+)?\.json")
        try:
            found = [path for path in self.folder.iterdir() if form.fullmatch(path.name)]
        except FileNotFoundError:
            return ()
        return tuple(sorted(found, key=_age, reverse=True))

    def write(self, already_checked: Callable[[Stamp], bool] = lambda _: False) -> Path:
        """Copy the store's last commit. Works while the store is in use, because a commit replaces the whole file.

        ``already_checked`` tells by a file's stamp whether its content was checked before.

        Raises:
            StoreDamaged: the store's file is damaged; no backup was written or removed.
            StoreUnwritable: the backup couldn't be written; none was removed.
        """
        self.clear_abandoned()
        backup = self._copy("", already_checked)
        for old in self.all()[self._keep :]:
            try:
                old.unlink(missing_ok=True)  # another process may be rotating them, too
            except OSError as fault:
                raise unwritable(old, fault) from fault
        return backup

    def restore(self, backup: Path) -> Path | None:
        """Replace the store with a backup. The old file is set aside among the backups; return its path.

        Raises:
            StoreLocked: the store is in use.
            StoreDamaged: the backup is damaged; nothing was changed.
            StoreUnwritable: a write failed; the store is unchanged.
        """
        lock = Lock(self._store)
        try:
            lock.acquire()
            try:
                data, _stamp = read_file(backup)
            except FileNotFoundError as fault:
                message = _("there is no backup {file}; `callsheet restore` lists the backups").format(file=backup)
                raise StoreError(message) from fault
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
        """Save the content of a file that is about to be migrated. This copy is never rotated away."""
        return self._add("-old", data)

    def clear_abandoned(self) -> int:
        """Remove temporary files left by killed backups of this store, and return how many.

        Files that a running process is writing stay, and so do files with other names than ours.
        """
        form = re.compile(rf"\.{re.escape(self._store.stem)}-{_TIME}(?:-replaced|-old)?(?:-\d+)?\.json\.tmp")
        try:
            found = [path for path in self.folder.iterdir() if form.fullmatch(path.name)]
        except OSError:
            return 0
        return sum(remove_abandoned(path) for path in found)

    def _copy(self, suffix: str, already_checked: Callable[[Stamp], bool]) -> Path:
        try:
            data, stamp = read_file(self._store)
        except FileNotFoundError as fault:
            message = _("there is no store at {file}, so there is nothing to back up; check STORE_URL")
            raise StoreError(message.format(file=self._store)) from fault
        if not already_checked(stamp):
            self._check(data, self._store)
        return self._add(suffix, data)

    def _add(self, suffix: str, data: bytes) -> Path:
        path = self._store
        try:
            ensure_folder(self.folder, self._files)
            while True:
                path = self._unused_path(suffix)
                try:
                    add_file(path, (data,), self._files)
                except FileExistsError:  # another process has just used this name
                    continue
                return path
        except OSError as fault:
            raise unwritable(path, fault) from fault

    def _unused_path(self, suffix: str) -> Path:
        """Return a path that nobody uses or is writing. Within one second, count on past the highest number."""
        time = self._clock().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        start = f"{self._store.stem}-{time}{suffix}"
        form = re.compile(r"\.?" + re.escape(start) + r"(?:-(\d+))?\.json(?:\.tmp)?")
        found = [form.fullmatch(path.name) for path in self.folder.iterdir()] if self.folder.exists() else []
        number = max((int(match[1] or 1) for match in found if match), default=0) + 1
        return self.folder / (f"{start}.json" if number == 1 else f"{start}-{number}.json")


def _age(path: Path) -> tuple[str, int]:
    time, _, number = path.stem.rpartition("Z")
    return (time, int(number.lstrip("-") or 1))
