"""Add weights to many facts at once, and find those with the highest sums.

A set of facts is an integer with one bit for each of them. Their sums are bit-sliced: slice ``n`` holds bit ``n`` of
every sum, so that adding a weight to thousands of facts takes a few operations on large integers (O'Neil and Quass,
"Improved query performance with variant indexes", 1997).
"""

from __future__ import annotations

from collections.abc import Iterator

STEPS = 256
"""Weights are rounded to this fraction."""


class BitSlicedSums:
    """A sum for each fact, 0 at first."""

    def __init__(self) -> None:
        self.slices: list[int] = []
        """Slice ``n`` has the bits of the facts in whose sums bit ``n`` is set."""

    def add(self, facts: int, weight: float) -> None:
        """Add a weight, which is not negative, to the sums of some facts."""
        if facts:
            for place in places(round(weight * STEPS)):
                self._add_bit(facts, place)

    def _add_bit(self, facts: int, place: int) -> None:
        carried = facts
        while carried:
            if place >= len(self.slices):
                self.slices.extend([0] * (place + 1 - len(self.slices)))
            before = self.slices[place]
            self.slices[place] = before ^ carried
            carried &= before
            place += 1


def highest(slices: list[int], facts: int, count: int) -> tuple[int, int]:
    """Split off the facts with the highest sums: those that are among ``count`` for certain, and those at the border.

    The facts at the border have the same sum; as many of them as are missing belong to the highest.
    """
    sure, border = 0, facts
    for bits in reversed(slices):
        above = border & bits
        among = (sure | above).bit_count()
        if among > count:
            border = above
            continue
        sure |= above
        border ^= above
        if among == count:
            return sure, 0
    return sure, border


def places(facts: int) -> Iterator[int]:
    """Yield the places of the bits that are set, lowest first."""
    while facts:
        lowest = facts & -facts
        yield lowest.bit_length() - 1
        facts ^= lowest
