"""The arrays of hash tables, as numbers and as bytes."""

from __future__ import annotations

from array import array
from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.spelling.arrays import buckets_of, numbers_from, shift_of, to_bytes

CHECKSUMS = st.lists(st.integers(0, 2**32 - 1), max_size=200).map(sorted)


@given(CHECKSUMS)
def test_each_bucket_holds_the_entries_with_its_highest_bits(checksums: list[int]) -> None:
    buckets = buckets_of([checksum << 32 | 7 for checksum in checksums])
    shift = shift_of(buckets)
    held = [checksums[first:last] for first, last in pairwise(buckets)]
    assert [checksum for bucket in held for checksum in bucket] == checksums
    assert all(checksum >> shift == number for number, bucket in enumerate(held) for checksum in bucket)


@given(CHECKSUMS)
def test_the_number_of_buckets_grows_with_the_entries(checksums: list[int]) -> None:
    buckets = buckets_of([checksum << 32 for checksum in checksums])
    count = len(buckets) - 1
    assert count == 2 or count <= len(checksums) < 2 * count
    assert 2 ** (32 - shift_of(buckets)) == count


def test_no_entries_have_two_empty_buckets() -> None:
    assert list(buckets_of([])) == [0, 0, 0]


@pytest.mark.parametrize(("kind", "written"), [("I", b"\x01\0\0\0\x02\x01\0\0"), ("H", b"\x01\0\x02\x01")])
def test_the_lowest_byte_of_a_number_is_written_first(kind: Literal["I", "H"], written: bytes) -> None:
    numbers = array(kind, [1, 258])
    assert to_bytes(numbers) == written
    assert list(numbers_from(kind, written)) == [1, 258]


@given(st.lists(st.integers(0, 2**16 - 1)), st.sampled_from(["I", "H"]))
def test_numbers_are_read_back_as_they_were_written(numbers: list[int], kind: Literal["I", "H"]) -> None:
    read = numbers_from(kind, to_bytes(array(kind, numbers)))
    assert list(read) == numbers
    assert to_bytes(read) == to_bytes(array(kind, numbers))


@pytest.mark.parametrize(("kind", "size"), [("I", 2), ("I", 7), ("H", 1), ("H", 5)])
def test_bytes_that_are_no_whole_array_are_refused(kind: Literal["I", "H"], size: int) -> None:
    with pytest.raises(ValueError, match=f"{size} bytes"):
        numbers_from(kind, bytes(size))
