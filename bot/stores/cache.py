"""Keep computed things in files beside the store, so that the next start needn't compute them again.

A cache only saves time. Whatever happens to its files, answers stay the same: a file that isn't exactly what this
program wrote for this key is not used. It holds numbers and texts, so reading it runs no code.
"""

from __future__ import annotations

import contextlib
import logging
import os
import struct
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b, sha256
from pathlib import Path
from typing import BinaryIO

import orjson

from bot import __version__
from bot.stores.tinydb.files.atomic import FileSystem, temporary
from bot.stores.tinydb.files.temporary_files import remove_abandoned, still_marked

log = logging.getLogger(__name__)

_MAGIC = b"callsheet cache 1\n"
_DIGEST = 32
_LENGTH = struct.Struct("<I")
_PRIVATE = 0o600
_CHUNK = 1 << 20
_LONGEST_HEADER = 1 << 16


class FileCache:
    """Files in one folder, one for each name. The folder is made when the first file is written."""

    def __init__(self, folder: Path, store: Path, files: FileSystem | None = None) -> None:
        """Files are only written beside a ``store``, so that nothing is made where nothing is yet."""
        self.folder, self._store = folder, store
        self._files = files or FileSystem()

    def path(self, name: str) -> Path:
        """Return the file of a name."""
        return self.folder / name

    def read(self, name: str, key: str) -> list[bytes] | None:
        """Return the parts that were written under a name for this key, by this very program; None otherwise."""
        try:
            with self.path(name).open("rb") as file:
                if file.read(len(_MAGIC)) == _MAGIC:
                    return _read(file, _header(name, key))
        except (OSError, ValueError, TypeError, struct.error) as fault:
            if not isinstance(fault, FileNotFoundError):
                log.info("%s can't be read, and will be written again: %s", self.path(name), fault)
        return None

    def write(self, name: str, key: str, parts: Sequence[bytes]) -> None:
        """Write parts under a name, in place of what was there.

        If that is impossible, the next start computes them again: a full disk or a folder for reading only is no error.
        """
        header = orjson.dumps([*_header(name, key), [len(part) for part in parts]])
        content = (_LENGTH.pack(len(header)), header, *parts)
        digest = sha256()
        for part in content:
            digest.update(part)
        try:
            self._replace(self.path(name), (_MAGIC, digest.digest(), *content))
        except OSError as fault:
            log.info("%s can't be written: %s", self.path(name), fault)

    def _replace(self, path: Path, chunks: Sequence[bytes]) -> None:
        """Give a file a new content in one step. Nothing waits for the disk: after a power cut, the digest tells."""
        if not self._store.exists():
            return
        self._files.make_folder(self.folder)
        temp = temporary(path)
        if temp.exists() and not remove_abandoned(temp):
            return  # another process is writing the same
        handle = self._files.create(temp, _PRIVATE)
        try:
            with still_marked(handle):
                try:
                    for chunk in _bites(chunks):
                        self._files.write(handle, chunk)
                finally:
                    self._files.close(handle)
                self._files.replace(temp, path)
        except BaseException:
            with contextlib.suppress(OSError):
                temp.unlink()
            raise


def _bites(chunks: Sequence[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        for first in range(0, len(chunk), _CHUNK):
            yield chunk[first : first + _CHUNK]


def _header(name: str, key: str) -> list[str]:
    return [name, key, program()]


def _read(file: BinaryIO, expected: list[str]) -> list[bytes] | None:
    """Read the parts, unless they belong to something else.

    Raises:
        OSError, ValueError: the file can't be read, or is damaged.
    """
    stated, digest = file.read(_DIGEST), sha256()
    length = file.read(_LENGTH.size)
    header = file.read(min(_LENGTH.unpack(length)[0], _LONGEST_HEADER))
    *found, sizes = orjson.loads(header)
    if found != expected:
        return None
    if min(sizes, default=0) < 0 or file.tell() + sum(sizes) != os.fstat(file.fileno()).st_size:
        raise ValueError("it doesn't have the size that it should have")
    parts = [file.read(size) for size in sizes]
    for part in (length, header, *parts):
        digest.update(part)
    if digest.digest() != stated:
        raise ValueError("it is damaged")
    return parts


@lru_cache(maxsize=1)
def program() -> str:
    """Return what identifies this program: its version, Python's, and the state of every module of it.

    In a checkout, code changes without a new version. So each module counts with its size and time of change, as for
    Python's own cache of compiled modules.
    """
    digest = blake2b(digest_size=16)
    for line in (__version__, sys.version, unicodedata.unidata_version, *_modules()):
        digest.update(line.encode(errors="surrogateescape"))
    return digest.hexdigest()


def _modules() -> Iterator[str]:
    folders = [str(Path(__file__).parents[1])]
    if stemmer := sys.modules.get("snowballstemmer"):
        folders += map(str, stemmer.__path__)
    if fast := sys.modules.get("Stemmer"):
        yield _stamp(str(fast.__file__), os.stat(str(fast.__file__)))  # noqa: PTH116
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != "__pycache__":
                        folders.append(entry.path)
                elif entry.name.endswith((".py", ".pyc", ".so", ".pyd")):
                    yield _stamp(entry.path, entry.stat())


def _stamp(path: str, found: os.stat_result) -> str:
    return f"{path}\n{found.st_size} {found.st_mtime_ns}\n"
