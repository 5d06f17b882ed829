"""What a typed word may mean, and what its typos cost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.correction.noisy_channel import (
    KNOWN_COST,
    MAX_CHOICES,
    MAX_EXTRA_COST,
    NAME_COST,
    ORDINARY_COST,
    UNKNOWN_COST,
    UNKNOWN_LETTER,
    NoisyChannel,
)
from bot.answers.spelling.candidates import MAX_LENGTH
from bot.answers.spelling.edit_costs import BESIDE, LOST, SWAPPED
from tests.answers.correction.models import model, shelf
from tests.shipped import lexicon

MODEL = model()
CHANNEL = NoisyChannel(lexicon(), MODEL)
SPANISH = NoisyChannel(lexicon(), model("es", "en"))


def slips(word: str, channel: NoisyChannel = CHANNEL) -> dict[str, float]:
    """Return what a word may mean, with the cost of the typo."""
    return {" ".join(choice.words): choice.slip for choice in channel.column(word)}


@pytest.mark.parametrize(
    ("typed", "meant", "cost"),
    [
        ("zanderbrok", "zanderbrook", LOST),
        ("walknig", "walking", SWAPPED),
        ("mirr", "mire", BESIDE),
        ("zandrebrok", "zanderbrook", SWAPPED + LOST),
        ("mine", "mine", 0.0),
        ("zqxw", "zqxw", 0.0),
    ],
)
def test_the_likeliest_meaning_comes_first(typed: str, meant: str, cost: float) -> None:
    first = CHANNEL.column(typed)[0]
    assert first.words == (meant,)
    assert first.slip == pytest.approx(cost)


def test_an_unknown_word_may_always_mean_itself() -> None:
    assert slips("mirr")["mirr"] == 0.0


@pytest.mark.parametrize("word", ["2bd", "7", "pt", "iv", "xiv", "4k"])
def test_numbers_and_short_forms_mean_themselves_only(word: str) -> None:
    assert slips(word) == {word: 0.0}


def test_a_known_word_of_another_language_means_itself_only() -> None:
    assert slips("rodaje", SPANISH) == {"rodaje": 0.0}
    assert "up" in slips("u")
    assert slips("u", SPANISH) == {"u": 0.0}


def test_a_known_word_is_doubted_and_an_ordinary_one_more() -> None:
    assert MODEL.knows("brindle")
    assert slips("brindle")["brundle"] == pytest.approx(BESIDE + KNOWN_COST)
    assert not MODEL.knows("hose")
    assert slips("hose")["horse"] == pytest.approx(LOST + ORDINARY_COST)


def test_a_known_word_is_no_typo_for_another_form_of_itself() -> None:
    held = NoisyChannel(lexicon(), model(of=shelf("Zanderbrooks", "Zanderbrool")))
    assert "zanderbrool" in slips("zanderbrook", held)
    assert "zanderbrooks" not in slips("zanderbrook", held)


def test_a_given_name_is_hardly_a_typo() -> None:
    assert slips("albert")["alberta"] == pytest.approx(LOST + NAME_COST)


def test_a_word_that_is_near_a_known_one_has_no_second_typo() -> None:
    held = NoisyChannel(lexicon(), model(of=shelf("Harpsichord", "Harpsichurt")))
    assert slips("hrapsichrod", held).keys() == {"harpsichord"}
    assert slips("harpsichor", held).keys() == {"harpsichord"}


@pytest.mark.parametrize(
    ("typed", "meant", "cost"),
    [
        ("saltchoir", "salt choir", LOST),
        ("walkingtide", "walking tide", LOST),
        ("lanternchoir", "lantern choir", LOST),
        ("slatchoir", "salt choir", SWAPPED + LOST),
    ],
)
def test_a_pair_of_words_may_be_written_as_one(typed: str, meant: str, cost: float) -> None:
    assert slips(typed)[meant] == pytest.approx(cost)


def test_only_a_pair_of_a_title_may_have_a_typo_as_well() -> None:
    assert "lantern choir" not in slips("lanetrnchoir")


def test_a_short_pair_may_have_no_typo() -> None:
    held = NoisyChannel(lexicon(), model(of=shelf("Zor Qix", "Zor Qixa")))
    assert "zor qix" in slips("zorqix", held)
    assert "zor qix" not in slips("zroqix", held)
    assert "zor qixa" in slips("zroqixa", held)


def test_half_of_a_pair_that_no_title_has_is_three_letters_or_more() -> None:
    held = shelf()
    held.usage.add(["ox", "lantern", "oxe", "choir"])
    channel = NoisyChannel(lexicon(), model(of=held))
    assert "oxe choir" in slips("oxechoir", channel)
    assert "ox lantern" not in slips("oxlantern", channel)


def test_the_longer_an_unknown_word_the_less_likely_it_is() -> None:
    for word in ("zq", "zqxwv", "z" * MAX_LENGTH):
        (choice,) = CHANNEL.as_typed(word)
        assert choice.alone == pytest.approx(UNKNOWN_COST + UNKNOWN_LETTER * len(word))
    assert CHANNEL.as_typed("z" * (MAX_LENGTH + 9))[0].alone == CHANNEL.as_typed("z" * MAX_LENGTH)[0].alone


def test_a_single_letter_is_rarer_than_a_number_and_likelier_than_an_unknown_word() -> None:
    number, letter, word = (CHANNEL.as_typed(one)[0].share for one in ("739", "q", "qx"))
    assert number > letter > word


def test_a_name_after_a_given_name_is_a_name_of_the_store_or_itself() -> None:
    assert [choice.words for choice in CHANNEL.surname("brndle")] == [("brndle",), ("brindle",), ("brundle",)]
    assert [choice.words for choice in CHANNEL.surname("hosue")] == [("hosue",)]
    assert CHANNEL.surname("tide") == CHANNEL.column("tide")


@given(st.text("abdeiklnorstz", min_size=1, max_size=12))
def test_any_word_has_a_few_meanings_in_the_order_of_their_cost(word: str) -> None:
    column = CHANNEL.column(word)
    costs = [choice.alone for choice in column]
    assert 0 < len(column) <= MAX_CHOICES
    assert costs == sorted(costs)
    assert costs[-1] <= costs[0] + MAX_EXTRA_COST
    assert len({choice.words for choice in column}) == len(column)
    assert CHANNEL.column(word) == NoisyChannel(lexicon(), MODEL).column(word)
