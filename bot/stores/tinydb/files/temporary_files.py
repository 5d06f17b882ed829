"""Tell temporary files that a running process is writing from those that a killed process left.

The process that writes a temporary file holds a lock on it. The system releases the lock when the process dies, so a
temporary file without a lock is abandoned. This also works between containers, where process ids don't.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

if sys.platform == "win32":
    # Windows doesn't remove open files, so being open is mark enough. It doesn't replace them either, so the file must
    # be closed before it is moved into place.

    def mark(handle: int) -> bool:
        """Mark a new file as being written, and return whether it still exists."""
        return True

    @contextlib.contextmanager
    def still_marked(handle: int) -> Iterator[None]:
        """Keep the mark until the context ends, even if ``handle`` is closed before."""
        yield

    def remove_abandoned(temp: Path) -> bool:
        """Remove a temporary file that no running process is writing. Return whether it was removed."""
        try:
            temp.unlink()
        except OSError:
            return False
        return True
else:
    import fcntl

    def mark(handle: int) -> bool:
        """Mark a new file as being written, and return whether it still exists."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError:  # a file system without locks: nobody can think it abandoned either
            return True
        return os.fstat(handle).st_nlink > 0

    @contextlib.contextmanager
    def still_marked(handle: int) -> Iterator[None]:
        """Keep the mark until the context ends, even if ``handle`` is closed before."""
        copy = os.dup(handle)
        try:
            yield
        finally:
            os.close(copy)

    def remove_abandoned(temp: Path) -> bool:
        """Remove a temporary file that no running process is writing. Return whether it was removed."""
        try:
            handle = os.open(temp, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # By now, the name may belong to another file, whose writer holds its own mark.
            if not os.path.samestat(os.fstat(handle), os.lstat(temp)):
                return False
            temp.unlink()
        except OSError:
            return False
        finally:
            os.close(handle)
        return True
