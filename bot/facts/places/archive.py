"""Read lines from the compressed file of places, one block at a time. ``tools/gazetteer.py`` writes that file."""

from __future__ import annotations

import hashlib
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any

import orjson

from bot.data import DamagedData

__all__ = ["BLOCKS", "FORMAT", "INDEX", "Archive", "Block", "Section"]

FORMAT = 1
"""Raise it when the files change in a way that an older version couldn't read."""

INDEX = "index.json"
"""Says what each block starts with and where it lies; also holds the sizes and hashes of the other files."""

BLOCKS = "places.bin"
"""Holds the blocks: sorted lines of UTF-8, each block compressed with zlib."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines that follow each other: the key and the number of the first one, and where the bytes lie."""

    key: bytes
    line: int
    start: int
    length: int


class Section:
    """Finds lines by key or by number. A line's key is the text before its first tab; the lines are sorted by key.

    Reads the file for each call and keeps nothing, so it needs next to no memory and is safe to call from threads.
    """

    def __init__(self, path: Path, blocks: Iterable[Block]) -> None:
        self._path = path
        self._blocks = list(blocks)

    def find(self, key: str) -> dict[int, str]:
        """Return the lines with a key by number. Blocking: under a millisecond for most keys.

        Raises:
            DamagedData: The file is missing or damaged.
        """
        sought = key.encode("utf-8", "surrogatepass")
        found: dict[int, str] = {}
        # A key may begin in the block before the first one that starts with it, and go on in those after.
        for block in self._blocks[max(bisect_left(self._blocks, sought, key=attrgetter("key")) - 1, 0) :]:
            if block.key > sought:
                break
            found |= _lines_in(self._read(block), sought, block.line)
        return found

    def lines(self, numbers: Iterable[int]) -> list[str]:
        """Return the lines with these numbers, in the order given. Blocking; reads each block once.

        Raises:
            DamagedData: The file is missing or damaged.
        """
        wanted = list(numbers)
        read: dict[int, list[bytes]] = {}
        found = []
        for number in wanted:
            at = bisect_right(self._blocks, number, key=attrgetter("line")) - 1
            if at not in read:
                read[at] = self._read(self._blocks[at]).split(b"\n")
            found.append(read[at][number - self._blocks[at].line].decode())
        return found

    def _read(self, block: Block) -> bytes:
        try:
            with self._path.open("rb") as file:
                file.seek(block.start)
                return zlib.decompress(file.read(block.length))
        except (OSError, zlib.error) as fault:
            raise DamagedData(self._path) from fault


class Archive:
    """The sections of the file of places, by name. Opening it reads the index only."""

    def __init__(self, folder: Path) -> None:
        """Read the index, and check that the files have the sizes that it says.

        Raises:
            DamagedData: A file is missing, of another format, or has another size.
        """
        index = _index(folder / INDEX)
        self._hashes = {folder / name: file["sha256"] for name, file in index["files"].items()}
        for path, file in zip(self._hashes, index["files"].values(), strict=True):
            if not path.is_file() or path.stat().st_size != file["bytes"]:
                raise DamagedData(path)
        self.sections: Mapping[str, Section] = {
            name: Section(folder / BLOCKS, (Block(key.encode(), *at) for key, *at in section["blocks"]))
            for name, section in index["sections"].items()
        }

    def verify(self) -> None:
        """Check every byte of the files against the hashes in the index. Blocking: some tens of milliseconds.

        Raises:
            DamagedData: A file is missing or damaged.
        """
        for path, sha256 in self._hashes.items():
            try:
                with path.open("rb") as file:
                    found = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError as fault:
                raise DamagedData(path) from fault
            if found != sha256:
                raise DamagedData(path)


def _index(path: Path) -> dict[str, Any]:
    try:
        index: object = orjson.loads(path.read_bytes())
    except (OSError, ValueError) as fault:
        raise DamagedData(path) from fault
    if not isinstance(index, dict) or index.get("format") != FORMAT:
        raise DamagedData(path)
    return index


def _lines_in(block: bytes, key: bytes, line: int) -> dict[int, str]:
    """The lines of a block with a key, by number; ``line`` is the number of the block's first line."""
    text = b"\n" + block
    start = b"\n" + key + b"\t"
    found: dict[int, str] = {}
    at = text.find(start)
    if at < 0:
        return found
    number = line + text.count(b"\n", 0, at)
    while text.startswith(start, at):
        end = text.index(b"\n", at + 1)
        found[number] = text[at + 1 : end].decode()
        at, number = end, number + 1
    return found
