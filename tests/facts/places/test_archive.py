"""The file of places: every line is found, and a missing or damaged file is named."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.data import DamagedData, places_folder
from bot.facts.countries import REGIONS
from bot.facts.places.archive import BLOCKS, INDEX, Archive
from bot.facts.places.gazetteer import Gazetteer
from bot.facts.places.villages import PLACES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped places."""
    return Path(shutil.copytree(places_folder(), tmp_path / "places"))


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _changed(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _other_format(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"format": 1', b'"format": 2'))


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        *((name, damage) for name in (BLOCKS, REGIONS) for damage in (Path.unlink, _cut, _changed)),
        *((INDEX, damage) for damage in (Path.unlink, _other_format)),
    ],
)
def test_a_damaged_file_is_named_before_anything_is_read_from_it(
    folder: Path, name: str, damage: Callable[[Path], None]
) -> None:
    damage(folder / name)
    with pytest.raises(DamagedData) as caught:
        Gazetteer(folder).find("Oslo")
    assert caught.value.path == folder / name
    assert "install Callsheet again" in str(caught.value)


@pytest.mark.parametrize("damage", [Path.unlink, _cut])
def test_opening_alone_notices_a_file_that_is_not_whole(folder: Path, damage: Callable[[Path], None]) -> None:
    damage(folder / BLOCKS)
    with pytest.raises(DamagedData):
        Archive(folder)


def test_a_file_that_is_damaged_later_is_named(folder: Path) -> None:
    gazetteer = Gazetteer(folder)
    assert gazetteer.find("Oslo")
    (folder / BLOCKS).write_bytes(bytes((folder / BLOCKS).stat().st_size))
    with pytest.raises(DamagedData):
        gazetteer.find("Oslo")


def test_lines_come_in_the_order_asked_for_and_under_their_keys() -> None:
    section = Archive(places_folder()).sections[PLACES]
    numbers = [234_000, 7, 100_000, 7, 8]
    lines = section.lines(numbers)
    assert lines[1] == lines[3] != lines[4]
    for number, line in zip(numbers, lines, strict=True):
        assert section.find(line.partition("\t")[0])[number] == line


def test_a_key_that_goes_on_in_the_next_block_is_found_whole() -> None:
    section = Archive(places_folder()).sections[PLACES]
    found = section.find("San Antonio")
    assert len(found) > 50
    numbers = list(found)
    assert numbers == list(range(numbers[0], numbers[-1] + 1))
    beside = section.lines([numbers[0] - 1, numbers[-1] + 1])
    assert all(not line.startswith("San Antonio\t") for line in beside)


@pytest.mark.parametrize("key", ["", "\0", "\ud800", "\U0010ffff", "Osl", "Oslo\t", "!"])
def test_no_line_has_a_key_that_was_not_written(key: str) -> None:
    assert Archive(places_folder()).sections[PLACES].find(key) == {}
