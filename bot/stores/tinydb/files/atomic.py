"""Replace a file atomically: after a kill or a power cut there is the old content or the new, never a mixture."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from bot.stores.tinydb.files.temporary_files import mark, still_marked

PRIVATE = 0o600
"""File mode of a new store. Only its owner may read it, because it contains people's questions."""


class FileSystem:
    """The steps of an atomic write, one method each. Tests pass a subclass whose steps fail."""

    def make_folder(self, folder: Path) -> None:
        """Create a folder whose parent exists. Do nothing if the folder exists."""
        folder.mkdir(exist_ok=True)

    def create(self, path: Path, mode: int) -> int:
        """Create a file that must not exist, mark it as being written, and return its descriptor."""
        while True:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
            if mark(handle):
                break
            os.close(handle)  # another process thought it abandoned before it was marked
        if sys.platform != "win32":
            os.fchmod(handle, mode)
        return handle

    def write(self, handle: int, data: bytes) -> None:
        """Write all of ``data``. The system may accept it in several parts."""
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]

    def sync(self, handle: int) -> None:
        """Flush the file's content to disk."""
        os.fsync(handle)

    def close(self, handle: int) -> None:
        """Close a descriptor."""
        os.close(handle)

    def replace(self, source: Path, target: Path) -> None:
        """Replace ``target`` with ``source`` in one step."""
        source.replace(target)

    def sync_folder(self, folder: Path) -> None:
        """Flush the folder's entries to disk. Windows can't open a folder for this and doesn't need it."""
        if sys.platform == "win32":
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class NotDurable(OSError):
    """The new file is in place, but its folder couldn't be synced. A power cut could bring the old file back."""


def temporary(path: Path) -> Path:
    """Return the temporary file for the next content of ``path``. One name, so that a kill leaves at most one file."""
    return path.with_name(f".{path.name}.tmp")


def clear_stray(path: Path) -> bool:
    """Remove the file that a killed write left beside ``path``, and return whether there was one.

    Hold the store's lock when you call this.
    """
    try:
        temporary(path).unlink()
    except FileNotFoundError:
        return False
    return True


def ensure_folder(folder: Path, files: FileSystem) -> None:
    """Create a folder and its missing parents, and flush their entries to disk.

    Raises:
        OSError: a folder can't be created or synced.
    """
    missing: list[Path] = []
    above = folder
    while not above.exists() and above != above.parent:
        missing.append(above)
        above = above.parent
    for each in reversed(missing):
        files.make_folder(each)
        _sync_entry(each, files)
    if not folder.is_dir():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))
    if folder not in missing:
        _sync_entry(folder, files)  # the process that created it may have been killed before this step


def _sync_entry(folder: Path, files: FileSystem) -> None:
    try:
        files.sync_folder(folder.parent)
    except OSError as fault:
        # This user may not read the parent, or it is read-only: nothing can be done about it.
        if fault.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise


Stamp = tuple[int, int, int]
"""Identifies a file's content without reading it: inode, modification time, size."""


def stamp_of(seen: os.stat_result) -> Stamp:
    """Return a file's stamp from its ``stat``."""
    return (seen.st_ino, seen.st_mtime_ns, seen.st_size)


def replace_file(path: Path, chunks: Iterable[bytes], files: FileSystem) -> None:
    """Replace the content of ``path``, durably: temporary file, fsync, replace, fsync of the folder.

    Raises:
        NotDurable: everything was written, but the folder couldn't be synced.
        OSError: an earlier step failed; ``path`` is unchanged and the temporary file is gone.
    """
    clear_stray(path)
    _write(path, files.create(temporary(path), _mode(path)), chunks, files)


def add_file(path: Path, chunks: Iterable[bytes], files: FileSystem) -> None:
    """Write a new file, durably, even if other processes are about to write one with the same name.

    Raises:
        FileExistsError: it exists, or another process is writing it; nothing was changed.
        NotDurable, OSError: as for ``replace_file``.
    """
    handle = files.create(temporary(path), PRIVATE)
    if path.exists():  # check only now: nobody else can create it while we have the temporary file
        files.close(handle)
        clear_stray(path)
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    _write(path, handle, chunks, files)


def _write(path: Path, handle: int, chunks: Iterable[bytes], files: FileSystem) -> None:
    try:
        with still_marked(handle):
            try:
                for chunk in chunks:
                    files.write(handle, chunk)
                files.sync(handle)
            finally:
                files.close(handle)
            files.replace(temporary(path), path)
    except BaseException:
        with contextlib.suppress(OSError):  # the first error matters more; the next start removes the file
            clear_stray(path)
        raise
    try:
        files.sync_folder(path.parent)
    except OSError as fault:
        raise NotDurable(fault.errno, fault.strerror) from fault


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return PRIVATE
