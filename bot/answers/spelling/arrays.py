"""Make the arrays of hash tables, write them as bytes and read them back, the same on every machine.

A table's entries are sorted by their checksums (32 bits). The highest bits of a checksum are the number of its bucket.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate
from sys import byteorder


def buckets_of(entries: Sequence[int]) -> array[int]:
    """Return where the entries of each bucket begin. Each entry has its checksum above 32 lower bits."""
    bits = max(1, len(entries).bit_length() - 1)
    sizes = [0] * ((1 << bits) + 1)
    shift = 64 - bits
    for entry in entries:
        sizes[(entry >> shift) + 1] += 1
    return array("I", accumulate(sizes))


def shift_of(buckets: array[int]) -> int:
    """Return how many bits of a checksum are below the number of its bucket."""
    return 32 - (len(buckets) - 1).bit_length() + 1


def to_bytes(numbers: array[int]) -> bytes:
    """Return numbers as bytes, the lowest byte of each first."""
    if byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


def numbers_from(kind: str, data: bytes) -> array[int]:
    """Read what ``to_bytes`` returned for an array of this kind.

    Raises:
        ValueError: it isn't a whole number of them.
    """
    numbers = array(kind)
    numbers.frombytes(data)
    if byteorder == "big":
        numbers.byteswap()
    return numbers
