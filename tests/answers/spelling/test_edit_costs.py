"""What a typo costs, in nats."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.answers.spelling.edit_costs import (
    ALIKE,
    BESIDE,
    BRUSHED,
    DOUBLED,
    FAR,
    LOST,
    MIN_BY_SOUND,
    NEAR,
    OTHER,
    SWAPPED,
    slip_cost,
    two_slips_cost,
)

ANY = st.text("abcxyz\u00e9\u0144", max_size=40)
WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=9)


@given(ANY, ANY)
def test_any_two_words_have_a_cost(word: str, known: str) -> None:
    one, two = slip_cost(word, known), two_slips_cost(word, known)
    assert 0 <= one <= FAR
    assert two > 0
    assert (one < FAR) == (OSA.distance(word, known) <= 1)
    assert two == two_slips_cost(word, known)


def test_likely_slips_are_cheaper() -> None:
    assert slip_cost("wehn", "when") == SWAPPED
    assert slip_cost("whn", "when") == LOST
    assert slip_cost("whhen", "when") == slip_cost("wwhen", "when") == slip_cost("whenn", "when") == SWAPPED
    assert slip_cost("whem", "when") == BESIDE < slip_cost("whet", "when")
    assert slip_cost("whhen", "when") < slip_cost("wthen", "when")
    assert slip_cost("premeire", "premiere") < slip_cost("prbmiere", "premiere")
    assert slip_cost("trailor", "trailer") < slip_cost("trailxr", "trailer")


def test_the_rows_of_the_keyboard_stand_half_a_key_apart() -> None:
    assert set(NEAR["g"]) == set("fhtyvb")
    assert set(NEAR["a"]) == set("qwsz")
    assert all(key in NEAR[other] for key, others in NEAR.items() for other in others)


@pytest.mark.parametrize(
    ("typed", "meant", "cost"),
    [
        ("lantern", "lantern", 0.0),
        ("lanten", "lantern", LOST),
        ("antern", "lantern", LOST),
        ("lanterrn", "lantern", DOUBLED),
        ("lanetrn", "lantern", SWAPPED),
        ("lanterm", "lantern", BESIDE),
        ("lanrtern", "lantern", BRUSHED),
        ("klantern", "lantern", BRUSHED),
        ("lanternm", "lantern", BRUSHED),
        ("lantirn", "lantern", ALIKE),
        ("lantxrn", "lantern", OTHER),
        ("lantxern", "lantern", OTHER),
        ("", "a", LOST),
        ("a", "", OTHER),
    ],
)
def test_each_kind_of_typo_has_its_own_cost(typed: str, meant: str, cost: float) -> None:
    assert slip_cost(typed, meant) == cost


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lantxxn", "lantern"),
        ("lantnre", "lantern"),
        ("lanternxx", "lantern"),
        ("lante", "lantern"),
        ("lnter", "lanters"),
    ],
)
def test_what_is_more_than_one_typo_is_far(typed: str, meant: str) -> None:
    assert slip_cost(typed, meant) == FAR


def test_only_words_that_are_hard_to_spell_are_written_by_sound() -> None:
    assert MIN_BY_SOUND == 5
    assert slip_cost("vista", "wista") == ALIKE
    assert slip_cost("vist", "wist") == OTHER


def test_a_letter_that_is_near_and_sounds_alike_is_a_slip_of_the_hand() -> None:
    assert slip_cost("nantern", "mantern") == BESIDE


def test_letters_without_a_key_have_no_neighbours() -> None:
    assert slip_cost("caf\u00e9", "cafe") == OTHER
    assert slip_cost("cafe\u00e9", "cafe") == OTHER


@given(WORD, st.data())
def test_a_lost_or_doubled_or_swapped_letter_costs_the_same_wherever_it_is(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    assert slip_cost(word[:at] + word[at + 1 :], word) == LOST
    assert slip_cost(word[:at] + word[at] + word[at:], word) == DOUBLED
    at = data.draw(st.integers(0, len(word) - 2))
    if word[at] != word[at + 1]:
        assert slip_cost(word[:at] + word[at + 1] + word[at] + word[at + 2 :], word) == SWAPPED


@pytest.mark.parametrize(
    ("typed", "meant", "cost"),
    [
        ("hrapsichrod", "harpsichord", 2 * SWAPPED),
        ("hrpsichod", "harpsichord", 2 * LOST),
        ("haarpsichoord", "harpsichord", 2 * DOUBLED),
        ("jarpsichorf", "harpsichord", 2 * BESIDE),
        ("hxrpsichxrd", "harpsichord", 2 * OTHER),
        ("hrpsichorf", "harpsichord", LOST + BESIDE),
    ],
)
def test_two_typos_cost_as_much_as_each(typed: str, meant: str, cost: float) -> None:
    assert two_slips_cost(typed, meant) == pytest.approx(cost)


def test_three_typos_are_too_many() -> None:
    assert two_slips_cost("hrpscord", "harpsichord") == FAR
