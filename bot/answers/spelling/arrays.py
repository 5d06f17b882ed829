"""Make the arrays of hash tables, write them as bytes and read them back, the same on every machine.

A table's entries are sorted by their checksums (32 bits). The highest bits of a checksum are the number of its bucket.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate
from sys import byteorder
from typing import Literal, TypeAlias, cast

Numbers: TypeAlias = "array[int] | memoryview[int]"
"""An array that was made, or one that was read from bytes."""
Kind = Literal["I", "H"]
"""Four bytes for each number, or two."""


def buckets_of(entries: Sequence[int]) -> array[int]:
    """Return where the entries of each bucket begin. Each entry has its checksum above 32 lower bits."""
    bits = max(1, len(entries).bit_length() - 1)
    sizes = [0] * ((1 << bits) + 1)
    shift = 64 - bits
    for entry in entries:
        sizes[(entry >> shift) + 1] += 1
    return array("I", accumulate(sizes))


def shift_of(buckets: Numbers) -> int:
    """Return how many bits of a checksum are below the number of its bucket."""
    return 32 - (len(buckets) - 1).bit_length() + 1


def to_bytes(numbers: Numbers) -> bytes:
    """Return numbers as bytes, the lowest byte of each first."""
    if byteorder == "little":
        return numbers.tobytes()
    kind = numbers.typecode if isinstance(numbers, array) else numbers.format
    return _swapped(cast(Kind, kind), numbers.tobytes()).tobytes()


def numbers_from(kind: Kind, data: bytes) -> Numbers:
    """Read what ``to_bytes`` returned for numbers of this kind, without a copy where possible.

    Raises:
        ValueError: it isn't a whole number of them.
    """
    if len(data) % array(kind).itemsize:
        raise ValueError(f"{len(data)} bytes aren't a whole array of {kind!r}")
    return memoryview(data).cast(kind) if byteorder == "little" else _swapped(kind, data)


def _swapped(kind: Kind, data: bytes) -> array[int]:
    numbers = array(kind, data)
    numbers.byteswap()
    return numbers
