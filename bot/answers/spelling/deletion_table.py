"""Map deletions to words that never change, in about ten bytes each.

A key of a dictionary takes a hundred bytes, and the words of all languages have half a million deletions. Here each is
a checksum in an array, beside the number of its word. An array is also written to a cache and read back as it is.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Self
from zlib import crc32

from bot.answers.spelling.arrays import Numbers, buckets_of, numbers_from, shift_of, to_bytes


class DeletionTable:
    """A hash table from deletions to the numbers of words.

    The highest bits of a checksum are the number of its bucket, the lowest 16 are stored. Two deletions can share both.
    Then a word is found that doesn't have the deletion, but callers compare each word with what was typed, and drop it.
    """

    def __init__(self, buckets: Numbers, checksums: Numbers, numbers: Numbers) -> None:
        """``buckets`` says where the entries of each bucket begin, the other two hold the entries."""
        self._buckets, self._checksums, self._numbers = buckets, checksums, numbers
        self._shift = shift_of(buckets)

    @classmethod
    def of(cls, words: Sequence[str], wanted: Iterable[int], keys_of: Callable[[str], Iterable[str]]) -> Self:
        """Index the words with these numbers by their deletions."""
        entries = [
            checksum << 32 | number
            for number in wanted
            for checksum in map(crc32, map(str.encode, keys_of(words[number])))
        ]
        entries.sort()
        return cls(
            buckets_of(entries),
            array("H", [entry >> 32 & 0xFFFF for entry in entries]),
            array("I" if len(words) > 1 << 16 else "H", [entry & 0xFFFFFFFF for entry in entries]),
        )

    @classmethod
    def from_parts(cls, parts: Sequence[bytes]) -> Self:
        """Read what ``to_parts`` returned.

        Raises:
            ValueError: it isn't that.
        """
        buckets, checksums = numbers_from("I", parts[0]), numbers_from("H", parts[1])
        numbers = numbers_from("H" if len(parts[1]) == len(parts[2]) else "I", parts[2])
        if len(buckets) < 2 or buckets[-1] != len(checksums) or len(numbers) != len(checksums):
            raise ValueError("the arrays of a table of deletions don't fit together")
        return cls(buckets, checksums, numbers)

    def to_parts(self) -> list[bytes]:
        """Return the arrays as bytes."""
        return [to_bytes(each) for each in (self._buckets, self._checksums, self._numbers)]

    def numbers(self, deletions: Iterable[str]) -> list[int]:
        """Return the numbers of the words that have one of these deletions, some of them several times."""
        buckets, checksums, shift = self._buckets, self._checksums, self._shift
        found: list[int] = []
        for deletion in deletions:
            checksum = crc32(deletion.encode())
            bucket = checksum >> shift
            first, last = buckets[bucket], buckets[bucket + 1]
            if first != last:
                low = checksum & 0xFFFF
                found += [self._numbers[at] for at in range(first, last) if checksums[at] == low]
        return found
