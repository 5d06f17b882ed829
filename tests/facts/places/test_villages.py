from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.data import places_folder
from bot.facts.places.archive import Archive
from bot.facts.places.gazetteer import town
from bot.facts.places.villages import find_villages, numbers_in

SECTIONS = Archive(places_folder()).sections


def names(name: str) -> set[str]:
    return {town(line).name for line in find_villages(SECTIONS, name)}


@pytest.mark.parametrize("typed", ["Lauterbrunnen", "lauterbrunnen", "LAUTERBRUNNEN", "  Lauterbrunnen "])
def test_a_place_is_found_by_its_name_in_any_case(typed: str) -> None:
    assert "Lauterbrunnen" in names(typed)


@pytest.mark.parametrize("typed", ["München", "Munich", "munich", "Munchen"])
def test_a_place_is_found_by_its_other_names(typed: str) -> None:
    assert "Munich" in names(typed)


def test_spaces_between_words_do_not_count() -> None:
    assert find_villages(SECTIONS, "New   York  City") == find_villages(SECTIONS, "New York City") != []


@pytest.mark.parametrize("typed", ["", " ", "Y", "Nowhereville-upon-Nothing", "Lauterbrunne"])
def test_a_single_letter_an_unknown_name_and_a_part_of_one_find_nothing(typed: str) -> None:
    assert find_villages(SECTIONS, typed) == []


def test_a_place_is_listed_once_however_many_names_match() -> None:
    for name in ("Oslo", "Paris", "Munich"):
        found = find_villages(SECTIONS, name)
        assert len(found) == len(set(found))


def test_numbers_are_hexadecimal_after_a_tab() -> None:
    assert numbers_in(["oslo\t1f a", "bergen\t10"]) == [31, 10, 16]
    assert numbers_in([]) == []


@settings(deadline=None)
@given(name=st.text(min_size=2, max_size=10))
def test_any_name_may_be_looked_for_on_disk(name: str) -> None:
    for line in find_villages(SECTIONS, name):
        assert -90 <= town(line).latitude <= 90
