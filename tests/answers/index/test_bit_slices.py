"""Sums kept in bit slices are those of adding one by one, and the highest are found whatever they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.answers.index.bit_slices import STEPS, BitSlicedSums, highest, places

FACTS = 40
ADDED = st.lists(st.tuples(st.integers(0, (1 << FACTS) - 1), st.integers(0, 2000)), max_size=12)


def summed(added: list[tuple[int, int]]) -> tuple[BitSlicedSums, list[int]]:
    """The sums in slices, and the same ones added up for each fact, in steps."""
    sums, plain = BitSlicedSums(), [0] * FACTS
    for facts, steps in added:
        sums.add(facts, steps / STEPS)
        for place in places(facts):
            plain[place] += steps
    return sums, plain


@given(ADDED)
def test_sums_are_those_of_adding_one_by_one(added: list[tuple[int, int]]) -> None:
    sums, plain = summed(added)
    for place in range(FACTS):
        assert sum((bits >> place & 1) << number for number, bits in enumerate(sums.slices)) == plain[place]


@given(ADDED, st.integers(0, (1 << FACTS) - 1), st.integers(1, FACTS))
def test_the_highest_are_found(added: list[tuple[int, int]], live: int, count: int) -> None:
    sums, plain = summed(added)
    sure, border = highest(sums.slices, live, count)
    found = sorted((plain[place] for place in places(live)), reverse=True)[:count]
    missing = len(found) - sure.bit_count()
    assert sure & border == 0
    assert (sure | border) & ~live == 0
    assert missing <= border.bit_count()
    assert len({plain[place] for place in places(border)}) <= 1
    chosen = [*places(sure), *list(places(border))[:missing]]
    assert sorted((plain[place] for place in chosen), reverse=True) == found


@given(st.integers(0, 1 << 70))
def test_places_are_those_of_the_bits_that_are_set(facts: int) -> None:
    assert sum(1 << place for place in places(facts)) == facts
