"""Spelling, against a slow and obvious oracle."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.answers.spelling import SHORTEST, Speller, slip_cost

WORD = st.text("abcde", min_size=SHORTEST, max_size=8)
KNOWN = st.lists(WORD, max_size=25)


@given(KNOWN, WORD)
@settings(max_examples=300)
def test_every_known_word_within_one_slip_is_a_candidate(known: list[str], word: str) -> None:
    found = Speller(known).candidates(word)
    near = {other for other in known if OSA.distance(word, other) <= 1}
    assert near <= found.keys()


@given(KNOWN, WORD)
@settings(max_examples=200)
def test_every_candidate_is_known_near_and_priced(known: list[str], word: str) -> None:
    for other, cost in Speller(known).candidates(word).items():
        assert other in known
        assert OSA.distance(word, other) <= 2
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
    assert speller.candidates(word) == fresh.candidates(word)


@given(WORD, WORD)
def test_a_slip_of_the_hand_costs_no_more_than_any_edit(word: str, known: str) -> None:
    distance = OSA.distance(word, known)
    cost = slip_cost(word, known)
    assert cost <= distance or distance > 2
    assert cost > 2 if distance > 2 else cost >= 0.7 * (distance > 0)


def test_likely_slips_are_cheaper() -> None:
    assert slip_cost("wehn", "when") < slip_cost("wzen", "when")
    assert slip_cost("whem", "when") < slip_cost("whea", "when")
    assert slip_cost("whhen", "when") < slip_cost("whpen", "when")


def test_a_word_is_known_as_long_as_one_text_holds_it() -> None:
    speller = Speller(["lantern", "lantern"])
    speller.remove(["lantern"])
    assert "lantern" in speller
    assert speller.candidates("lanterm") == {"lantern": slip_cost("lanterm", "lantern")}
    speller.remove(["lantern"])
    assert "lantern" not in speller
    assert speller.candidates("lanterm") == {}


def test_two_slips_are_forgiven_in_long_words_only() -> None:
    speller = Speller(["harpsichord", "pear"])
    assert list(speller.candidates("hrapsichrod")) == ["harpsichord"]
    assert speller.candidates("paer") != {}
    assert speller.candidates("xeax") == {}


def test_what_is_no_word_of_letters_is_known_but_never_a_repair() -> None:
    speller = Speller(["2049", "4k", "ab"])
    assert "2049" in speller
    assert speller.candidates("2048") == {}
    assert speller.candidates("abc") == {}
