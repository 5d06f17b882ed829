"""Write arrays of numbers as bytes and read them back, the same on every machine."""

from __future__ import annotations

from array import array
from sys import byteorder


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
