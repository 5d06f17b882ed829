"""One process, one store: a lock that the system lets go of when its holder dies, however it dies."""

from __future__ import annotations

import errno
import logging
import os
import sys
import time
from pathlib import Path

from bot.messages import _
from bot.stores.protocol import StoreLocked
from bot.stores.tinydb.files.errors import unwritable

log = logging.getLogger(__name__)

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 20  # Windows hides locked bytes from readers: lock one far behind the pid

    def _take(handle: int) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


_LOOKS = 3
_BETWEEN = 0.05
"""How often a taken lock is tried, and after how many seconds: `holder` takes it for a moment to look."""

_TAKEN = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)


class Lock:
    """An advisory lock on ``<store>.lock``, which names its holder's pid.

    The lock file stays behind when it is let go: removing it would let two processes lock two files of one name.
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        self._path = _beside(store)
        self._handle: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._handle is not None

    def acquire(self) -> None:
        """Take the lock for the life of this process, or until ``release``.

        Raises:
            StoreLocked: another process (or another part of this one) holds it.
            StoreUnwritable: the lock file cannot be made here.
        """
        if self._handle is not None:
            return
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as fault:
            raise unwritable(self._path, fault) from fault
        try:
            _take_patiently(handle)
        except OSError as fault:
            who = _named(handle)
            os.close(handle)
            if fault.errno not in _TAKEN:
                raise unwritable(self._path, fault) from fault
            raise StoreLocked(
                _(
                    "{file} is in use by {user}. Two programs on one store would destroy each other's changes. "
                    "Stop the other one first, or give this one its own store (STORE_URL)."
                ).format(file=self._store, user=who)
            ) from fault
        self._handle = handle
        self._sign(handle)

    def _sign(self, handle: int) -> None:
        try:
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, b"%-20d\n" % os.getpid())
        except OSError as fault:  # a full disk: the lock holds all the same, only its message will name no pid
            log.warning("could not note the pid in %s: %s", self._path, fault)

    def release(self) -> None:
        """Let go; closing the descriptor is what unlocks. May be called twice."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def holder(store: Path) -> str | None:
    """Who holds a store's lock, in words; None where nobody does. Changes nothing, and makes no lock file."""
    try:
        handle = os.open(_beside(store), os.O_RDONLY)
    except OSError:
        return None
    try:
        _take(handle)
    except OSError as fault:
        return _named(handle) if fault.errno in _TAKEN else None
    finally:
        os.close(handle)
    return None


def _beside(store: Path) -> Path:
    return store.with_name(f"{store.name}.lock")


def _take_patiently(handle: int) -> None:
    for _look in range(_LOOKS - 1):
        try:
            return _take(handle)
        except OSError as fault:
            if fault.errno not in _TAKEN:
                raise
            time.sleep(_BETWEEN)
    return _take(handle)


def _named(handle: int) -> str:
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        pid = os.read(handle, 20).strip()
    except OSError:
        pid = b""
    if not pid.isdigit():
        return _("another process (with no known pid)")
    if int(pid) == os.getpid():
        return _("this process")
    return _("another process (pid {pid})").format(pid=int(pid))
