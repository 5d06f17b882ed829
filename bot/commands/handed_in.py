"""Files that are handed to a command: read whole, within a limit, and never waited for without an end."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import BinaryIO

from bot.commands.exits import Refused
from bot.plain import one_line

STDIN = Path("-")
"""What stands for standard input on the command line."""

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
)


def shown(file: Path) -> str:
    """Return a file's name on one line, without anything that a terminal obeys."""
    return "standard input" if file == STDIN else one_line(str(file))


def read_whole(file: Path, most: int) -> bytes:
    """Return the bytes of a regular file of at most ``most`` bytes, or as many from standard input for ``-``.

    Raises:
        Refused: it is larger, no regular file, or cannot be read.
    """
    try:
        if file == STDIN:
            return _within(sys.stdin.buffer, file, most)
        # Opening a pipe without a writer would wait for one.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(file, flags), "rb") as opened:
            mode = os.fstat(opened.fileno()).st_mode
            if not stat.S_ISREG(mode):
                kind = next((kind for is_kind, kind in _KINDS if is_kind(mode)), "no regular file")
                raise Refused(
                    f"{shown(file)} is {kind}, not a file; save what it gives as a file first, or pipe it to -."
                )
            return _within(opened, file, most)
    except (OSError, ValueError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else "its name holds a NUL"
        raise Refused(f"{shown(file)} cannot be read: {reason}.") from fault


def _within(opened: BinaryIO, file: Path, most: int) -> bytes:
    data = opened.read(most + 1)
    if len(data) > most:
        raise Refused(f"{shown(file)} is larger than {most / 1e6:g} MB, which is the most; split it.")
    return data
