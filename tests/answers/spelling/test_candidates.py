"""Spelling, against a slow and obvious oracle; costs are in nats."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.answers.spelling.candidates import (
    MAX_LENGTH,
    MAX_TWO_TYPOS,
    MIN_TWO_TYPOS,
    MIN_UNLIKELY_TYPO,
    FixedSpeller,
    Speller,
    deletions,
    double_deletions,
)
from bot.answers.spelling.edit_costs import FAR, slip_cost, two_slips_cost

WORD = st.text("abcde", min_size=2, max_size=9)
LONG_WORD = st.text("abcde", min_size=MIN_UNLIKELY_TYPO, max_size=9)
KNOWN = st.lists(WORD, max_size=25)
ANY = st.text("abcxyz\u00e9\u0144", max_size=40)


def near(speller: Speller | FixedSpeller, word: str) -> dict[str, float]:
    return speller.near(word, deletions(word))


def near_twice(speller: Speller | FixedSpeller, word: str) -> dict[str, float]:
    return speller.near_twice(word, double_deletions(word))


@given(KNOWN, LONG_WORD)
@settings(max_examples=300)
def test_every_known_word_within_one_slip_is_found(known: list[str], word: str) -> None:
    found = near(Speller(known), word)
    assert found.keys() == {other for other in known if OSA.distance(word, other) <= 1}


@given(KNOWN, WORD)
@settings(max_examples=300)
def test_of_short_words_those_of_a_likely_slip_are_found(known: list[str], word: str) -> None:
    found = near(Speller(known), word)
    for other in known:
        likely = OSA.distance(word, other) <= 1 and (len(word) >= MIN_UNLIKELY_TYPO or slip_cost(word, other) < 8)
        assert (other in found) == likely


@given(
    st.lists(st.text("abc", min_size=MIN_TWO_TYPOS, max_size=9), max_size=25),
    st.text("abc", min_size=MIN_UNLIKELY_TYPO, max_size=11),
)
@settings(max_examples=300)
def test_every_long_word_that_is_two_slips_away_is_found(known: list[str], word: str) -> None:
    found = near_twice(Speller(known), word)
    for other in set(known):
        cost = two_slips_cost(word, other)
        assert (other in found) == (cost < FAR)
        assert cost == FAR or OSA.distance(word, other) <= 2


@given(KNOWN, WORD)
@settings(max_examples=200)
def test_every_word_found_is_known_and_priced(known: list[str], word: str) -> None:
    for other, cost in near(Speller(known), word).items():
        assert other in known
        assert (cost == 0) == (other == word)


@given(KNOWN, KNOWN, WORD)
@settings(max_examples=200)
def test_a_removed_word_is_forgotten_and_nothing_else(kept: list[str], gone: list[str], word: str) -> None:
    speller = Speller([*gone, *kept])
    speller.remove(gone)
    fresh = Speller(kept)
    assert {other: speller.count(other) for other in {*kept, *gone}} == {
        other: kept.count(other) for other in {*kept, *gone}
    }
    assert near(speller, word) == near(fresh, word)
    assert near_twice(speller, word) == near_twice(fresh, word)


@given(KNOWN, WORD)
@settings(max_examples=200)
def test_words_that_never_change_are_found_as_others_are(known: list[str], word: str) -> None:
    fixed, speller = FixedSpeller.of(known), Speller(known)
    for each in (fixed, FixedSpeller.from_parts(fixed.to_parts())):
        assert near(each, word) == near(speller, word)
        assert near_twice(each, word) == near_twice(speller, word)


def test_more_words_than_two_bytes_can_number_are_found() -> None:
    many = ["".join("abcdefghij"[int(digit)] for digit in f"{number:07}") for number in range(70_000)]
    fixed = FixedSpeller.of(many, twice=MAX_TWO_TYPOS + 1)
    for each in (fixed, FixedSpeller.from_parts(fixed.to_parts())):
        assert near(each, many[-1])[many[-1]] == 0


@pytest.mark.parametrize("part", range(1, 7))
def test_arrays_that_do_not_fit_together_are_refused(part: int) -> None:
    parts = FixedSpeller.of(["lantern", "harpsichord"]).to_parts()
    parts[part] = parts[part][:-2]
    with pytest.raises(ValueError, match=r"array|bytes"):
        FixedSpeller.from_parts(parts)


def test_a_word_is_known_as_long_as_one_text_holds_it() -> None:
    speller = Speller(["lantern", "lantern"])
    speller.remove(["lantern"])
    assert "lantern" in speller
    assert near(speller, "lanterm") == {"lantern": slip_cost("lanterm", "lantern")}
    speller.remove(["lantern"])
    assert "lantern" not in speller
    assert near(speller, "lanterm") == {}


def test_two_slips_are_forgiven_in_long_words_only() -> None:
    speller = Speller(["harpsichord", "pear"])
    assert list(near_twice(speller, "hrapsichrod")) == ["harpsichord"]
    assert near(speller, "paer") != {}
    assert near_twice(speller, "xeax") == {}


def test_words_that_are_forgiven_once_are_not_found_with_two_slips() -> None:
    speller = FixedSpeller.of(["lantern"], once=["harpsichord"])
    assert list(near(speller, "harpsichrod")) == ["harpsichord"]
    assert near_twice(speller, "hrapsichrod") == {}


def test_what_is_no_word_of_letters_is_known_but_never_a_repair() -> None:
    speller = Speller(["2049", "4k", "a", "x" * (MAX_LENGTH + 1)])
    assert "2049" in speller
    assert near(speller, "2048") == near(speller, "ab") == near(speller, "x" * (MAX_LENGTH + 1)) == {}


def test_very_long_words_cost_no_work() -> None:
    assert deletions("x" * 500) == set()
    assert double_deletions("x" * (MAX_TWO_TYPOS + 3)) == set()
