"""Fields in a moderator's words, for messages: ``sources[0].url`` is the link of source 1, or a column of a sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bot.plain import escaped_unseen

_SHOWN = 60
_PATH = re.compile(r"(?P<head>\w+)(?:\[(?P<index>\d+)\])?(?:\.(?P<part>\w+))?")

_SINGLE = {
    "aliases": "other name",
    "phrasings": "phrasing",
    "counterexamples": "counterexample",
    "sources": "source",
    "announced_dates": "announced date",
}
"""One entry of a list."""

_WHOLE = {
    "title": "title",
    "aliases": "other names",
    "announced_dates": "announced dates",
    "announced_by": "announced by",
    "announced_on": "announced on",
    "checked_on": "day of the last check",
    "merged_into": "merged into",
    "spoiler": "spoiler level",
    "kind": "kind",
    "why": "reason",
}

_PARTS = {
    ("value", "kind"): "kind of the value",
    ("value", "edtf"): "date",
    ("value", "amount"): "number",
    ("value", "upper"): "upper end of the range",
    ("value", "approximate"): "approximate",
    ("sources", "url"): "link of {entry}",
    ("announced_dates", "date"): "{entry}",
    ("announced_dates", "announced"): "day on which date {number} was announced",
    ("announced_dates", "by"): "who announced date {number}",
    ("announced_dates", "why"): "why date {number} was announced",
}

_COLUMNS = {"aliases": "phrasings", "title": "text"}
_SOURCE_COLUMNS = {"url": "source_url", "date": "source_date"}

FieldWords = Callable[[str], str]
"""Puts the path of a field into words."""


def field_words(path: str) -> str:
    """Return a field's name in words: ``value.edtf`` is the date, ``phrasings[2]`` is phrasing 3."""
    found = _PATH.fullmatch(path)
    if found is None:
        return _shown(path)
    head, index, part = found.group("head", "index", "part")
    number = int(index) + 1 if index is not None else 0
    entry = f"{_SINGLE.get(head, head)} {number}" if number else ""
    if part is None:
        return entry or _WHOLE.get(head, head)
    if (head, part) in _PARTS:
        return _PARTS[head, part].format(entry=entry, number=number)
    return f"{part} of {entry}" if entry else part if head == "value" else _shown(path)


def column_words(path: str, written: Mapping[str, str]) -> str:
    """Return where a field stands in a sheet: ``column “Source URL”, line 2`` for ``sources[1].url``.

    ``written`` has the columns' names as the sheet writes them.
    """
    found = _PATH.fullmatch(path)
    if found is None or path == "column":
        return _shown(path)
    head, index, part = found.group("head", "index", "part")
    column = _SOURCE_COLUMNS.get(part or "", "source_title") if head == "sources" else _COLUMNS.get(head, head)
    line = f", line {int(index) + 1}" if index is not None else ""
    return f"column “{_shown(written.get(column, column))}”{line}"


def _shown(path: str) -> str:
    """Return a name that nobody here chose, short and without anything that a terminal obeys."""
    return escaped_unseen(path if len(path) <= _SHOWN else path[: _SHOWN - 1] + "…")
