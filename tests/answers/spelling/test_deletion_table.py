"""Deletions mapped to the numbers of words."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.spelling.arrays import to_bytes
from bot.answers.spelling.candidates import deletions
from bot.answers.spelling.deletion_table import DeletionTable

WORDS = ("lantern", "lanterns", "harpsichord", "tide")
LISTS = st.lists(st.text("abc\u00e9", min_size=1, max_size=6), unique=True, max_size=30)


def table(*wanted: int) -> DeletionTable:
    return DeletionTable.of(WORDS, wanted, deletions)


@given(LISTS, st.text("abc\u00e9", min_size=1, max_size=6))
def test_every_word_that_has_a_deletion_is_found(words: list[str], typed: str) -> None:
    """A checksum may find more, so words that lack the deletion aren't ruled out."""
    held = DeletionTable.of(words, range(len(words)), deletions)
    found = set(held.numbers(deletions(typed)))
    assert found <= set(range(len(words)))
    assert found >= {at for at, word in enumerate(words) if deletions(word) & deletions(typed)}


def test_words_without_the_deletion_are_not_found() -> None:
    assert table(0, 1, 2, 3).numbers(["quillon", "lant"]) == []


def test_only_the_words_that_are_wanted_are_indexed() -> None:
    assert set(table(1, 3).numbers(["lantern", "tide", "harpsichord"])) == {1, 3}


def test_a_word_is_found_once_for_each_deletion_that_it_has() -> None:
    assert sorted(table(0, 1).numbers(["lantern", "lanterns"])) == [0, 1, 1]
    assert sorted(table(0).numbers(["lantern", "lantrn"])) == [0, 0]


def test_an_empty_table_finds_nothing() -> None:
    assert table().numbers(["lantern", ""]) == []
    assert DeletionTable.from_parts(table().to_parts()).numbers(["lantern"]) == []


@given(LISTS)
def test_a_table_is_read_back_as_it_was_written(words: list[str]) -> None:
    held = DeletionTable.of(words, range(len(words)), deletions)
    read = DeletionTable.from_parts(held.to_parts())
    assert read.to_parts() == held.to_parts()
    for word in words:
        assert read.numbers(deletions(word)) == held.numbers(deletions(word))


def test_an_entry_takes_four_bytes_unless_there_are_too_many_words() -> None:
    few, many = (["x"] * 2**16, ["x"] * (2**16 + 1))
    for words, size in ((few, 2), (many, 4)):
        last = len(words) - 1
        held = DeletionTable.of(words, [last], deletions)
        _, checksums, numbers = held.to_parts()
        assert (len(checksums), len(numbers)) == (2 * 2, size * 2)
        assert DeletionTable.from_parts(held.to_parts()).numbers(["x"]) == [last]


def test_arrays_that_do_not_fit_together_are_refused() -> None:
    buckets, checksums, numbers = table(0, 1).to_parts()
    for parts in (
        [buckets, checksums[2:], numbers[2:]],
        [buckets, checksums, numbers[2:]],
        [buckets, checksums, numbers * 4],
        [buckets[:-4], checksums, numbers],
        [b"", b"", b""],
        [to_bytes(array("I", [0])), b"", b""],
        [buckets[:-1], checksums, numbers],
    ):
        with pytest.raises(ValueError, match=r"fit together|bytes"):
            DeletionTable.from_parts(parts)
