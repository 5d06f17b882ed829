"""Word counts in arrays are those of a dictionary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.language.word_counts import WordCounts

COUNTS = st.dictionaries(st.text("abcé", min_size=1, max_size=4), st.integers(0, 2**31))


@given(COUNTS, st.text("abcé", min_size=1, max_size=4))
def test_counts_are_those_of_a_dictionary(counts: dict[str, int], word: str) -> None:
    table = WordCounts.of(counts)
    for each in (table, WordCounts.from_parts(table.to_parts())):
        assert each == counts
        assert len(each) == len(counts)
        assert (each.get(word), word in each) == (counts.get(word), word in counts)


@pytest.mark.parametrize("part", range(3))
def test_arrays_that_do_not_fit_together_are_refused(part: int) -> None:
    parts = WordCounts.of({"lantern": 3, "pear": 5}).to_parts()
    parts[part] = parts[part][:-4]
    with pytest.raises(ValueError, match="array"):
        WordCounts.from_parts(parts)
