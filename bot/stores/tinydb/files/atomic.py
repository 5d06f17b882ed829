"""Replacing a file so that a reader, a kill or a power cut finds the old one or the new one, never a mixture."""

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
"""A new store is its owner's alone: it holds what people asked."""


class FileSystem:
    """The steps of an atomic write, one method each; a test hands in one whose steps fail."""

    def make_folder(self, folder: Path) -> None:
        """Create a folder whose parent exists; nothing where it is there already."""
        folder.mkdir(exist_ok=True)

    def create(self, path: Path, mode: int) -> int:
        """Create a file that must not exist, and mark it as being written; returns its descriptor."""
        while True:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
            if mark(handle):
                break
            os.close(handle)  # another process took it for abandoned before it was marked
        if sys.platform != "win32":
            os.fchmod(handle, mode)
        return handle

    def write(self, handle: int, data: bytes) -> None:
        """Write all of ``data``; the system may take it in several bites."""
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]

    def sync(self, handle: int) -> None:
        """Have the file's content on the disk."""
        os.fsync(handle)

    def close(self, handle: int) -> None:
        """Close a descriptor."""
        os.close(handle)

    def replace(self, source: Path, target: Path) -> None:
        """Put ``source`` in the place of ``target`` in one step."""
        source.replace(target)

    def sync_folder(self, folder: Path) -> None:
        """Have the folder's entries on the disk. Windows cannot open a folder for this, and needs it not."""
        if sys.platform == "win32":
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class NotDurable(OSError):
    """The new file is in place, but the folder could not be synced: a power cut might bring the old one back."""


def temporary(path: Path) -> Path:
    """Where the next content of ``path`` is written: one name, so that a kill leaves at most one stray."""
    return path.with_name(f".{path.name}.tmp")


def clear_stray(path: Path) -> bool:
    """Remove what a killed write left beside ``path``; whether there was anything. Hold the store's lock."""
    try:
        temporary(path).unlink()
    except FileNotFoundError:
        return False
    return True


def ensure_folder(folder: Path, files: FileSystem) -> None:
    """Make a folder, and those above it, where they are missing, and have its entry on the disk.

    Raises:
        OSError: one cannot be made or synced.
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
        _sync_entry(folder, files)  # whoever made it may have been killed before this


def _sync_entry(folder: Path, files: FileSystem) -> None:
    try:
        files.sync_folder(folder.parent)
    except OSError as fault:
        # A parent that this user may not read, or that nothing can be written to: then there is nothing to be done.
        if fault.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise


Stamp = tuple[int, int, int]
"""Which content a file has, without reading it: inode, time of the last change, size."""


def stamp_of(seen: os.stat_result) -> Stamp:
    """The stamp in what the system says of a file."""
    return (seen.st_ino, seen.st_mtime_ns, seen.st_size)


def replace_file(path: Path, chunks: Iterable[bytes], files: FileSystem) -> None:
    """Give ``path`` a new content, durably: temporary file, sync, replace, sync of the folder.

    Raises:
        NotDurable: all was written, but the folder could not be synced.
        OSError: a step before failed; ``path`` is as it was and nothing is left beside it.
    """
    clear_stray(path)
    _write(path, files.create(temporary(path), _mode(path)), chunks, files)


def add_file(path: Path, chunks: Iterable[bytes], files: FileSystem) -> None:
    """Write a file that is not there yet, as durably, though others may be about to write one of the same name.

    Raises:
        FileExistsError: it is there, or somebody is writing it; nothing was changed.
        NotDurable, OSError: as ``replace_file``.
    """
    handle = files.create(temporary(path), PRIVATE)
    if path.exists():  # looked at now, because nobody else can put it there while the temporary file is ours
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
        with contextlib.suppress(OSError):  # the reason for the failure matters more; a later start clears strays
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
