from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.stores.tinydb.files.time_slices import clear_in_slices, in_slices


@given(st.lists(st.integers(), max_size=30), st.integers(1, 10))
def test_slices_contain_every_item_in_order(items: list[int], size: int) -> None:
    assert list(in_slices(items, size)) == items


def test_items_are_taken_one_by_one() -> None:
    taken: list[int] = []
    slices = in_slices((taken.append(number) or number for number in range(9)), 2)  # type: ignore[func-returns-value]
    next(slices)
    next(slices)
    assert taken == [0, 1]


@given(st.lists(st.dictionaries(st.integers(), st.text(max_size=3), max_size=450), max_size=2))
def test_every_mapping_is_emptied(mappings: list[dict[int, str]]) -> None:
    clear_in_slices(*mappings)
    assert not any(mappings)
