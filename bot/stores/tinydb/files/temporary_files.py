"""Telling a file that a living process is writing from one that a killed process left.

Whoever writes a temporary file holds a lock on it. The system lets go of the lock when the process dies, however it
dies; so a temporary file without a lock is abandoned. This holds between containers, where process ids do not.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

if sys.platform == "win32":
    # Windows removes no file that somebody has open: that is mark enough. It replaces none either, so nothing may
    # keep it open until it is in place.

    def mark(handle: int) -> bool:
        """Mark a file that was just made as being written; whether it is still there."""
        return True

    @contextlib.contextmanager
    def still_marked(handle: int) -> Iterator[None]:
        """Keep the mark when ``handle`` is closed, until the context ends."""
        yield

    def remove_abandoned(temp: Path) -> bool:
        """Remove a temporary file that no living process writes; whether it was removed."""
        try:
            temp.unlink()
        except OSError:
            return False
        return True
else:
    import fcntl

    def mark(handle: int) -> bool:
        """Mark a file that was just made as being written; whether it is still there."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError:  # a file system without locks; then nobody can take it for abandoned either
            return True
        return os.fstat(handle).st_nlink > 0

    @contextlib.contextmanager
    def still_marked(handle: int) -> Iterator[None]:
        """Keep the mark when ``handle`` is closed, until the context ends."""
        copy = os.dup(handle)
        try:
            yield
        finally:
            os.close(copy)

    def remove_abandoned(temp: Path) -> bool:
        """Remove a temporary file that no living process writes; whether it was removed."""
        try:
            handle = os.open(temp, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # The name may lead to another file by now, whose writer holds a mark of its own.
            if not os.path.samestat(os.fstat(handle), os.lstat(temp)):
                return False
            temp.unlink()
        except OSError:
            return False
        finally:
            os.close(handle)
        return True
