from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.packs.cells import guarded, joined, separated, unguarded

ACTIVE = ("=", "+", "-", "@", "\t", "\r")
LINES = st.text(st.sampled_from("a|\\\n\r'= nr"), max_size=8)


@pytest.mark.parametrize("sign", ACTIVE)
def test_a_possible_formula_is_guarded(sign: str) -> None:
    assert guarded(f"{sign}1") == f"'{sign}1"


@pytest.mark.parametrize("cell", ["", "a", "1=1", "é", " =1"])
def test_other_cells_are_left_alone(cell: str) -> None:
    assert guarded(cell) == unguarded(cell) == cell


@pytest.mark.parametrize("cell", ["'", "'quoted'", "'tis"])
def test_an_apostrophe_that_guards_nothing_stays(cell: str) -> None:
    assert unguarded(cell) == cell


@given(st.text(st.sampled_from("'=+-@\t\ra\n"), max_size=6))
def test_guarding_is_undone_and_leaves_no_formula(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert not guarded(cell).startswith(ACTIVE)


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("one|two\nthree", ["one", "two", "three"]),
        (" one | two ", ["one", "two"]),
        ("one||two", ["one", "", "two"]),
        ("", [""]),
        (r"one\|two", ["one|two"]),
        (r"one\ntwo", ["one\ntwo"]),
        (r"C:\temp", [r"C:\temp"]),
        ("one\\", ["one\\"]),
    ],
)
def test_a_cell_is_split_at_breaks_and_bars_that_are_not_escaped(cell: str, items: list[str]) -> None:
    assert separated(cell) == items


def test_without_bars_only_a_break_splits() -> None:
    assert separated("one|two\nthree", bars=False) == ["one|two", "three"]
    assert joined(["one|two", "three"], bars=False) == "one|two\nthree"


@given(st.lists(LINES.filter(lambda item: item == item.strip()), min_size=1, max_size=4), st.booleans())
def test_a_joined_list_is_read_back_one_item_a_line(items: list[str], bars: bool) -> None:
    cell = joined(items, bars=bars)
    assert cell.count("\n") == len(items) - 1
    assert "\r" not in cell
    assert separated(cell, bars=bars) == items
