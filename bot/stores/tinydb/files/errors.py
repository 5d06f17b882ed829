"""Explain what went wrong with a store's file: what happened, where, and what to do."""

from __future__ import annotations

import errno
from pathlib import Path

from bot.messages import N_, _, translated
from bot.stores.protocol import StoreDamaged, StoreUnwritable

_REMEDIES = {
    errno.ENOSPC: N_("the disk is full; free some space and try again"),
    errno.EDQUOT: N_("the disk quota is used up; free some space and try again"),
    errno.EFBIG: N_("the file would exceed this process's size limit; raise the limit and try again"),
    errno.EROFS: N_("the disk is mounted read-only; mount it for writing or move the store"),
    errno.EACCES: N_("this user may not write there; check who owns the folder and the file"),
    errno.EPERM: N_("this user may not write there; check who owns the folder and the file"),
    errno.EISDIR: N_("there is a folder where the file belongs; name a file"),
    errno.EEXIST: N_("there is a file where a folder belongs; choose another place"),
    errno.ENOTDIR: N_("there is a file where a folder belongs; choose another place"),
    errno.ENOENT: N_("the folder is gone; create it again or choose another place"),
    errno.EIO: N_("the disk reports an error; check the disk and keep a backup elsewhere"),
}


def unwritable(path: Path, fault: OSError) -> StoreUnwritable:
    """Build the error for a file that couldn't be written or opened, with the remedy for its cause."""
    remedy = translated(_REMEDIES.get(fault.errno or 0, fault.strerror or str(fault)))
    message = _("{file} could not be written: {remedy}. What was stored before is intact.")
    return StoreUnwritable(message.format(file=path, remedy=remedy))


def damaged(path: Path, what: str) -> StoreDamaged:
    """Build the error for a file that doesn't contain what this program writes."""
    return StoreDamaged(
        _(
            "{file} is damaged: {problem}. The file was not changed. "
            "To go back to a backup, run `callsheet restore`; it keeps this file with the backups."
        ).format(file=path, problem=what)
    )


def line_of(data: bytes, table: str, document: str) -> int | None:
    """Return the line (from 1) of a table's document; None in a file that another program wrote."""
    opening, wanted = f'"{table}":{{'.encode(), f'"{document}":'.encode()
    inside = False
    for number, line in enumerate(data.splitlines(), start=1):
        if inside and line.startswith(wanted):
            return number
        if line.endswith(b":{"):
            inside = line.lstrip(b"{},").startswith(opening)
    return None


def place_of(data: bytes, table: str, document: str) -> str:
    """Return the place of a document in words."""
    line = line_of(data, table, document)
    if not line:
        return _('table "{table}", document "{document}"').format(table=table, document=document)
    words = _('table "{table}", document "{document}" (line {line})')
    return words.format(table=table, document=document, line=line)
