"""Lock a store, so that only one process uses it. The system releases the lock if its holder dies."""

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

    def _try_lock(handle: int) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


_ATTEMPTS = 3
_RETRY_DELAY = 0.05
"""How often to try a lock that is held, and the delay in seconds: ``holder`` takes the lock for a moment."""

_HELD = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)


class Lock:
    """An advisory lock on ``<store>.lock``, which contains its holder's pid.

    Releasing it leaves the lock file in place. Without it, two processes could lock two files of the same name.
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        self._path = _lock_file(store)
        self._handle: int | None = None

    @property
    def held(self) -> bool:
        """True while this object holds the lock."""
        return self._handle is not None

    def acquire(self) -> None:
        """Take the lock until ``release``, or until this process ends.

        Raises:
            StoreLocked: another process (or another part of this one) holds it.
            StoreUnwritable: the lock file can't be created here.
        """
        if self._handle is not None:
            return
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as fault:
            raise unwritable(self._path, fault) from fault
        try:
            _lock_with_retries(handle)
        except OSError as fault:
            user = _describe_holder(handle)
            os.close(handle)
            if fault.errno not in _HELD:
                raise unwritable(self._path, fault) from fault
            raise StoreLocked(
                _(
                    "{file} is in use by {user}. Two programs on one store would destroy each other's changes. "
                    "Stop the other one first, or give this one its own store (STORE_URL)."
                ).format(file=self._store, user=user)
            ) from fault
        self._handle = handle
        self._write_pid(handle)

    def _write_pid(self, handle: int) -> None:
        try:
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, b"%-20d\n" % os.getpid())
        except OSError as fault:  # a full disk: the lock works anyway, but the message to others has no pid
            log.warning("could not note the pid in %s: %s", self._path, fault)

    def release(self) -> None:
        """Release the lock by closing its descriptor. May be called twice."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def holder(store: Path) -> str | None:
    """Describe who holds a store's lock, or return None. Changes nothing and creates no lock file."""
    try:
        handle = os.open(_lock_file(store), os.O_RDONLY)
    except OSError:
        return None
    try:
        _try_lock(handle)
    except OSError as fault:
        return _describe_holder(handle) if fault.errno in _HELD else None
    finally:
        os.close(handle)
    return None


def _lock_file(store: Path) -> Path:
    return store.with_name(f"{store.name}.lock")


def _lock_with_retries(handle: int) -> None:
    for _attempt in range(_ATTEMPTS - 1):
        try:
            return _try_lock(handle)
        except OSError as fault:
            if fault.errno not in _HELD:
                raise
            time.sleep(_RETRY_DELAY)
    return _try_lock(handle)


def _describe_holder(handle: int) -> str:
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
