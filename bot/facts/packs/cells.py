"""Write and read spreadsheet cells: lists in one cell, formulas guarded reversibly."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ACTIVE = "=+-@\t\r"
_GUARD = "'"
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MEANING = {"n": "\n", "r": "\r", "\\": "\\", "|": "|"}


def guarded(cell: str) -> str:
    """Guard a cell so that no spreadsheet runs it: put an apostrophe before a possible formula."""
    return f"{_GUARD}{cell}" if cell and cell[0] in _ACTIVE + _GUARD else cell


def unguarded(cell: str) -> str:
    """Undo `guarded`; leave other cells alone."""
    return cell[1:] if len(cell) > 1 and cell[0] == _GUARD and cell[1] in _ACTIVE + _GUARD else cell


def joined(items: Iterable[str], *, bars: bool = True) -> str:
    """Join a list into one cell, one item a line. Escape line breaks, backslashes and (with ``bars``) bars."""
    return "\n".join(_escaped(item, bars) for item in items)


def separated(cell: str, *, bars: bool = True) -> list[str]:
    """Split a cell at line breaks and (with ``bars``) at ``|``. Trim the items and keep empty ones."""
    signs = r"\n|\|" if bars else r"\n"
    pieces, start = [], 0
    for found in re.finditer(rf"\\.|({signs})", cell, re.DOTALL):
        if found[1]:
            pieces.append(cell[start : found.start()])
            start = found.end()
    pieces.append(cell[start:])
    return [_unescaped(piece.strip()) for piece in pieces]


def _escaped(item: str, bars: bool) -> str:
    item = item.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return item.replace("|", "\\|") if bars else item


def _unescaped(piece: str) -> str:
    return _ESCAPED.sub(lambda found: _MEANING.get(found[1], found[0]), piece)
