"""Read the files given to a command, within a size limit and without blocking forever."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import BinaryIO

from bot.commands.exits import Refused
from bot.messages import N_, _, translated
from bot.plain import one_line

STDIN = Path("-")
"""The argument for standard input."""

_KINDS = (
    (stat.S_ISDIR, N_("a folder")),
    (stat.S_ISFIFO, N_("a pipe")),
    (stat.S_ISCHR, N_("a device")),
    (stat.S_ISBLK, N_("a device")),
    (stat.S_ISSOCK, N_("a socket")),
)


def shown(file: Path) -> str:
    """Return a file's name on one line, without control characters."""
    return _("standard input") if file == STDIN else one_line(str(file))


def read_whole(file: Path, most: int) -> bytes:
    """Return the content of a regular file, or of standard input for ``-``, up to ``most`` bytes.

    Raises:
        Refused: it is larger, isn't a regular file, or can't be read.
    """
    try:
        if file == STDIN:
            return _within(sys.stdin.buffer, file, most)
        # Otherwise, opening a pipe would wait for a writer.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(file, flags), "rb") as opened:
            mode = os.fstat(opened.fileno()).st_mode
            if not stat.S_ISREG(mode):
                kind = next((kind for is_kind, kind in _KINDS if is_kind(mode)), N_("not a regular file"))
                message = _("{file} is {kind}, not a file; save its content to a file first, or pipe it to -.")
                raise Refused(message.format(file=shown(file), kind=translated(kind)))
            return _within(opened, file, most)
    except (OSError, ValueError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else _("its name contains a NUL")
        raise Refused(_("{file} can't be read: {reason}.").format(file=shown(file), reason=reason)) from fault


def _within(opened: BinaryIO, file: Path, most: int) -> bytes:
    data = opened.read(most + 1)
    if len(data) > most:
        message = _("{file} is too large (the limit is {most:g} MB); split it.")
        raise Refused(message.format(file=shown(file), most=most / 1e6))
    return data
