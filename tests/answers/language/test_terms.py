"""What a parsed question consists of."""

from __future__ import annotations

import pytest

from bot.answers.language.normalization import clean, words
from bot.answers.language.terms import Guess, Item, Reading, add, attribute_of, focus_of, is_year, number, take
from bot.answers.parsing.parser import Reader
from tests.shipped import lexicon

READER = Reader(lexicon())


def read(text: str) -> Reading:
    return READER.read(words(clean(text)))


def focus(text: str, *skipped: int) -> str | None:
    found = focus_of(read(text), frozenset(skipped))
    return found.term if found else None


def attribute(text: str) -> str | None:
    reading = read(text)
    found = attribute_of(reading, focus_of(reading, frozenset()))
    return found.term if found else None


def test_a_correction_is_a_word_with_alternatives() -> None:
    guess = Guess("tide", ("tidy",))
    assert (guess, guess.others, guess + "s") == ("tide", ("tidy",), "tides")
    assert Guess("tide").others == ()


def test_the_focus_is_the_first_item_after_the_question_word() -> None:
    assert focus("which lantern did zorbal break") == "lantern"
    assert focus("zorbal broke which lantern") == "lantern"


def test_without_a_question_word_nothing_is_the_focus() -> None:
    assert focus("zorbal lantern") is None
    assert focus_of(Reading([], [], [], "en"), frozenset()) is None


def test_a_light_word_is_no_focus() -> None:
    assert focus("which movie has the lantern") == "lantern"


def test_what_is_skipped_is_neither_question_word_nor_focus() -> None:
    assert focus("which lantern did zorbal break", 1) == "zorbal"
    assert focus("which lantern did zorbal break", 0) is None


def test_of_an_item_that_is_skipped_in_part_nothing_is_the_focus() -> None:
    items = [Item("~disc", 1.0, 1, 3), Item("zorbal", 1.0, 3, 4)]
    reading = Reading(["which", "blu", "ray", "zorbal"], ["which", "blu", "ray", "zorbal"], [True] * 4, "en", items)
    reading.kinds.append((0, "which"))
    assert focus_of(reading, frozenset((2,))) is items[1]


@pytest.mark.parametrize("text", ["which lantern is it", "how many lantern are there", "what kind of lantern is it"])
def test_what_a_question_word_asks_for_directly_is_its_attribute(text: str) -> None:
    assert attribute(text) == "lantern"


@pytest.mark.parametrize("text", ["who broke the lantern", "which of my lantern is it", "zorbal lantern"])
def test_what_stands_further_off_is_no_attribute(text: str) -> None:
    assert attribute(text) != "lantern"


def test_a_focus_outside_the_words_is_no_attribute() -> None:
    reading = read("which lantern")
    assert attribute_of(reading, None) is None
    assert attribute_of(reading, Item("lantern", 1.0, 2, 3)) is None


@pytest.mark.parametrize(
    ("word", "digits"),
    [("4k", "4"), ("3rd", "3"), ("007", "7"), ("0", "0"), ("000", "0"), ("1.5", "1.5"), ("k4", "0"), ("", "0")],
)
def test_the_digits_that_a_word_starts_with_are_its_number(word: str, digits: str) -> None:
    assert number(word) == digits


@pytest.mark.parametrize(
    ("norm", "year"),
    [
        ("#1880", True),
        ("#2100", True),
        ("#1879", False),
        ("#2101", False),
        ("#19", False),
        ("2019", False),
        ("", False),
    ],
)
def test_years_of_films_are_from_1880_to_2100(norm: str, year: bool) -> None:
    assert is_year(norm) == year


def test_words_are_taken_from_start_on() -> None:
    taken = [False] * 4
    take(taken, 1, 2)
    assert taken == [False, True, True, False]


def test_an_item_takes_its_words() -> None:
    reading, taken = read("zorbal lantern"), [False, False]
    reading.items.clear()
    add(reading, "x", 0.5, 1, 2, taken)
    assert reading.items == [Item("x", 0.5, 1, 2)]
    assert reading.terms() == ["x"]
    assert taken == [False, True]
