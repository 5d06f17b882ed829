"""Name fields for messages: ``sources[0].url`` is the link of source 1, or a column of a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bot.messages import N_, _, translated
from bot.plain import escaped_unseen

_SHOWN = 60
_PATH = re.compile(r"(?P<head>\w+)(?:\[(?P<index>\d+)\])?(?:\.(?P<part>\w+))?")

_SINGLE = {
    "aliases": N_("other name {number}"),
    "phrasings": N_("phrasing {number}"),
    "counterexamples": N_("counterexample {number}"),
    "sources": N_("source {number}"),
    "announced_dates": N_("announced date {number}"),
}
"""One entry of a list."""

WHOLE = {
    "id": N_("id"),
    "production": N_("production"),
    "topic": N_("topic"),
    "subject": N_("subject"),
    "title": N_("title"),
    "text": N_("text"),
    "value": N_("value"),
    "status": N_("status"),
    "spoiler": N_("spoiler level"),
    "aliases": N_("other names"),
    "phrasings": N_("phrasings"),
    "counterexamples": N_("counterexamples"),
    "sources": N_("sources"),
    "announced_dates": N_("announced dates"),
    "announced_by": N_("announced by"),
    "announced_on": N_("announced on"),
    "checked_on": N_("date of the last check"),
    "scope": N_("scope"),
    "state": N_("state"),
    "merged_into": N_("merged into"),
    "revision": N_("revision"),
    "kind": N_("kind"),
    "why": N_("reason"),
}
"""The name of every field of a fact or production, and of what forms ask for besides."""

_PARTS = {
    ("value", "kind"): N_("kind of the value"),
    ("value", "edtf"): N_("date"),
    ("value", "amount"): N_("number"),
    ("value", "upper"): N_("upper end of the range"),
    ("value", "unit"): N_("unit"),
    ("value", "bound"): N_("bound"),
    ("value", "approximate"): N_("approximate"),
    ("value", "region"): N_("region"),
    ("value", "name"): N_("name"),
    ("value", "role"): N_("role"),
    ("value", "country"): N_("country"),
    ("value", "latitude"): N_("latitude"),
    ("value", "longitude"): N_("longitude"),
    ("sources", "title"): N_("title of source {number}"),
    ("sources", "url"): N_("link of source {number}"),
    ("sources", "date"): N_("date of source {number}"),
    ("announced_dates", "date"): N_("announced date {number}"),
    ("announced_dates", "announced"): N_("day on which date {number} was announced"),
    ("announced_dates", "by"): N_("who announced date {number}"),
    ("announced_dates", "why"): N_("why date {number} was announced"),
}

_COLUMNS = {"aliases": "phrasings", "title": "text"}
_SOURCE_COLUMNS = {"url": "source_url", "date": "source_date"}

FieldWords = Callable[[str], str]
"""Names the field at a path."""


def field_words(path: str) -> str:
    """Return a field's name in words: ``value.edtf`` is the date, ``phrasings[2]`` is phrasing 3."""
    found = _PATH.fullmatch(path)
    if found is None:
        return _shown(path)
    head, index, part = found.group("head", "index", "part")
    number = int(index) + 1 if index is not None else 0
    entry = _entry(head, number) if number else ""
    if part is None:
        return entry or translated(WHOLE.get(head, head))
    if (head, part) in _PARTS:
        return translated(_PARTS[head, part]).format(number=number)
    if entry:
        return _("{part} of {entry}").format(part=part, entry=entry)
    return part if head == "value" else _shown(path)


def _entry(head: str, number: int) -> str:
    return translated(_SINGLE[head]).format(number=number) if head in _SINGLE else f"{head} {number}"


def column_words(path: str, written: Mapping[str, str]) -> str:
    """Name the cell of a field in a spreadsheet: ``column “Source URL”, line 2`` for ``sources[1].url``.

    ``written`` maps columns to their names in the spreadsheet.
    """
    found = _PATH.fullmatch(path)
    if found is None or path == "column":
        return _shown(path)
    head, index, part = found.group("head", "index", "part")
    column = _SOURCE_COLUMNS.get(part or "", "source_title") if head == "sources" else _COLUMNS.get(head, head)
    name = _shown(written.get(column, column))
    if index is None:
        return _("column “{name}”").format(name=name)
    return _("column “{name}”, line {number}").format(name=name, number=int(index) + 1)


def _shown(path: str) -> str:
    """Shorten a name from outside and escape what a terminal would obey."""
    return escaped_unseen(path if len(path) <= _SHOWN else path[: _SHOWN - 1] + "…")
