"""Cells of a spreadsheet: lists in one cell, and formulas made harmless in a way that can be undone."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ACTIVE = "=+-@\t\r"
_GUARD = "'"
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MEANING = {"n": "\n", "r": "\r", "\\": "\\", "|": "|"}


def guarded(cell: str) -> str:
    """The cell so that no spreadsheet runs it: an apostrophe before what could begin a formula."""
    return f"{_GUARD}{cell}" if cell and cell[0] in _ACTIVE + _GUARD else cell


def unguarded(cell: str) -> str:
    """The cell as it was before ``guarded``; one that never was is left as it is."""
    return cell[1:] if len(cell) > 1 and cell[0] == _GUARD and cell[1] in _ACTIVE + _GUARD else cell


def joined(items: Iterable[str], *, bars: bool = True) -> str:
    """A list in one cell, one item a line; line breaks, backslashes and (with ``bars``) bars are escaped."""
    return "\n".join(_escaped(item, bars) for item in items)


def separated(cell: str, *, bars: bool = True) -> list[str]:
    """The items of a cell, divided by line breaks and (with ``bars``) by ``|``, trimmed; empty ones are kept."""
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
