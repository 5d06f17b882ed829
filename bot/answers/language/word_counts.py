"""Read how often English words are used in subtitles. ``tools/word_counts.py`` writes the list."""

from __future__ import annotations

import gzip
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Self
from zlib import crc32

from bot.answers.spelling.arrays import Numbers, buckets_of, numbers_from, shift_of, to_bytes

WORD_COUNTS = "english_counts.txt.gz"
"""One line a count: the number, then every word that is used so often, separated by spaces."""


def read_word_counts(path: Path) -> WordCounts:
    """Read a list of counts.

    Raises:
        OSError, ValueError: The file is missing or damaged.
    """
    try:
        lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    except (EOFError, zlib.error) as fault:
        raise ValueError(f"{path} is damaged") from fault
    counts: dict[str, int] = {}
    for line in lines:
        count, *words = line.split(" ")
        counts.update(dict.fromkeys(words, int(count)))
    return WordCounts.of(counts)


class WordCounts(Mapping[str, int]):
    """Counts of words that never change, in 18 bytes each. A dictionary takes 110.

    It is a hash table of arrays, which are also written to a cache and read back as they are.
    """

    def __init__(self, buckets: Numbers, ends: Numbers, counts: Numbers, text: bytes) -> None:
        """``buckets`` says where the words of each bucket begin, ``ends`` where each word ends in ``text``."""
        self._buckets, self._ends, self._counts, self._text = buckets, ends, counts, text
        self._shift = shift_of(buckets)

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> Self:
        """Make the table."""
        unsorted = list(map(str.encode, counts))
        order = [checksum << 32 | number for number, checksum in enumerate(map(crc32, unsorted))]
        order.sort()
        numbers = [each & 0xFFFFFFFF for each in order]
        words, values = [unsorted[number] for number in numbers], list(counts.values())
        return cls(
            buckets_of(order),
            array("I", accumulate(map(len, words), initial=0)),
            array("I", [values[number] for number in numbers]),
            b"".join(words),
        )

    @classmethod
    def from_parts(cls, parts: Sequence[bytes]) -> Self:
        """Read what ``to_parts`` returned.

        Raises:
            ValueError: it isn't that.
        """
        buckets, ends, counts = (numbers_from("I", part) for part in parts[:3])
        if len(buckets) < 3 or buckets[-1] != len(counts) or len(ends) != len(counts) + 1 or ends[-1] != len(parts[3]):
            raise ValueError("the arrays of word counts don't fit together")
        return cls(buckets, ends, counts, bytes(parts[3]))

    def to_parts(self) -> list[bytes]:
        """Return the table as bytes."""
        return [*map(to_bytes, (self._buckets, self._ends, self._counts)), self._text]

    def __getitem__(self, word: str) -> int:
        encoded = word.encode()
        bucket = crc32(encoded) >> self._shift
        ends, text = self._ends, self._text
        for at in range(self._buckets[bucket], self._buckets[bucket + 1]):
            if text[ends[at] : ends[at + 1]] == encoded:
                return self._counts[at]
        raise KeyError(word)

    def __iter__(self) -> Iterator[str]:
        for first, end in pairwise(self._ends):
            yield self._text[first:end].decode()

    @property
    def total(self) -> int:
        """Return the sum of all counts."""
        return sum(self._counts)

    def above(self, least: int) -> set[str]:
        """Return the words that are counted more than ``least`` times."""
        text, ends = self._text, self._ends
        return {text[ends[at] : ends[at + 1]].decode() for at, count in enumerate(self._counts) if count > least}

    def __len__(self) -> int:
        return len(self._counts)
