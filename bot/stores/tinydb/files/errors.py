"""What goes wrong with a store's file, put in words: what happened, where, and what to do."""

from __future__ import annotations

import errno
from pathlib import Path

from bot.stores.protocol import StoreDamaged, StoreUnwritable

_REMEDIES = {
    errno.ENOSPC: "the disk is full; free some space and try again",
    errno.EDQUOT: "the disk quota is used up; free some space and try again",
    errno.EFBIG: "the file would grow past the size limit set for this process; raise it and try again",
    errno.EROFS: "the disk is mounted read-only; mount it for writing or move the store",
    errno.EACCES: "this user may not write there; check who owns the folder and the file",
    errno.EPERM: "this user may not write there; check who owns the folder and the file",
    errno.EISDIR: "a folder stands where the file belongs; name a file",
    errno.EEXIST: "a file stands where a folder belongs; choose another place",
    errno.ENOTDIR: "a file stands where a folder belongs; choose another place",
    errno.ENOENT: "the folder is gone; create it again or choose another place",
    errno.EIO: "the disk reports an error; check the disk and keep a backup elsewhere",
}


def unwritable(path: Path, fault: OSError) -> StoreUnwritable:
    """The error for a file that could not be written (or opened), with the remedy for its cause."""
    remedy = _REMEDIES.get(fault.errno or 0, fault.strerror or str(fault))
    return StoreUnwritable(f"{path} could not be written: {remedy}. What was stored before is intact.")


def damaged(path: Path, what: str) -> StoreDamaged:
    """The error for a file that does not hold what this program writes."""
    return StoreDamaged(
        f"{path} is damaged: {what}. The file was left as it is. "
        "To go back to a backup, run `callsheet restore`; it keeps this file beside the backups."
    )


def line_of(data: bytes, table: str, document: str) -> int | None:
    """The line, from 1, on which a table's document stands; None in a file that was laid out by other hands."""
    opening, wanted = f'"{table}":{{'.encode(), f'"{document}":'.encode()
    inside = False
    for number, line in enumerate(data.splitlines(), start=1):
        if inside and line.startswith(wanted):
            return number
        if line.endswith(b":{"):
            inside = line.lstrip(b"{},").startswith(opening)
    return None


def place_of(data: bytes, table: str, document: str) -> str:
    """Where a document stands, in words."""
    line = line_of(data, table, document)
    return f'table "{table}", document "{document}"' + (f" (line {line})" if line else "")
