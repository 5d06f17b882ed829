"""The probability of a word in a question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.correction.language_model import (
    LANGUAGE_FOLLOWS,
    OF_ENGLISH,
    OF_QUESTIONS,
    OF_STORE,
    OF_TITLES,
    STORE_FOLLOWS,
    LanguageModel,
    NextWord,
)
from bot.answers.spelling.bigrams import END
from tests.answers.correction.models import model, shelf
from tests.shipped import knowledge

WORDS = knowledge().words.of
ENGLISH, SPANISH = WORDS["en"], WORDS["es"]
MODEL = model()


@pytest.mark.parametrize("word", ["when", "zanderbrook", "tide", "release"])
def test_words_of_the_lexicon_and_of_titles_are_known(word: str) -> None:
    assert MODEL.knows(word)


def test_only_languages_that_are_spoken_are_known() -> None:
    assert not MODEL.knows("rodaje")
    assert model("es", "en").knows("rodaje")
    assert not MODEL.knows("zqxw")


def test_a_word_is_as_likely_as_titles_facts_questions_and_english_make_it() -> None:
    held = shelf()
    title, store = held.named.share("zanderbrook"), held.usage.share("lantern")
    assert MODEL.share("zanderbrook") == pytest.approx(OF_TITLES * title)
    assert MODEL.share("lantern") == pytest.approx(OF_STORE * store + OF_ENGLISH * ENGLISH.frequency("lantern"))
    asked = OF_QUESTIONS * ENGLISH.asked("when") + OF_ENGLISH * ENGLISH.frequency("when")
    assert MODEL.share("when") == pytest.approx(asked)
    assert MODEL.share("zqxw") == 0.0
    assert OF_TITLES + OF_STORE + OF_QUESTIONS + OF_ENGLISH < 1


def test_a_second_language_halves_the_share_of_each() -> None:
    both = model("es", "en")
    assert both.share("when") == pytest.approx(MODEL.share("when") / 2)
    assert both.share("rodaje") == pytest.approx(OF_QUESTIONS * SPANISH.asked("rodaje") / 2)


def test_facts_of_several_shelves_share_their_weight_and_a_title_counts_where_it_is_likeliest() -> None:
    empty = model(of=shelf("Vandrelyth")).shelves[0]
    empty.usage.remove(["lantern", "choir", "scene"], asked=True)
    both = LanguageModel([shelf(), empty], [ENGLISH])
    store = OF_STORE * shelf().usage.share("lantern")
    assert both.share("lantern") == pytest.approx(MODEL.share("lantern") - store / 2)
    assert both.share("mire") == pytest.approx(MODEL.share("mire"))


def test_the_next_word_is_the_one_that_stood_there() -> None:
    after = MODEL.next_word("lantern")
    assert after.probability("choir", 0.0) == pytest.approx(STORE_FOLLOWS * 1 / (1 + 2))
    assert after.probability("scene", 0.0) == 0.0
    assert after.probability("scene", 0.5) == pytest.approx((1 - STORE_FOLLOWS) * 0.5)
    assert MODEL.next_word("scene").probability(END, 0.0) > 0


def test_titles_tell_the_next_word_too() -> None:
    assert MODEL.next_word("walking").probability("tide", 0.0) == pytest.approx(STORE_FOLLOWS / 3)


def test_the_language_tells_the_next_word() -> None:
    after = MODEL.next_word("when")
    assert after.probability("did", 0.0) == pytest.approx(LANGUAGE_FOLLOWS * ENGLISH.follow["when"]["did"])
    assert after.probability("zqxw", 0.5) == pytest.approx((1 - LANGUAGE_FOLLOWS) * 0.5)


def test_the_first_language_tells_the_next_word() -> None:
    assert model("es", "en").next_word("when").shares is None
    first = next(word for word in SPANISH.follow if word not in ENGLISH.follow)
    assert model("es", "en").next_word(first).shares is SPANISH.follow[first]


def test_behind_a_word_that_nothing_follows_each_word_is_as_likely_as_alone() -> None:
    assert MODEL.next_word("zqxw").probability("when", 0.25) == 0.25


@given(
    st.dictionaries(st.sampled_from("abc"), st.integers(1, 9)),
    st.sampled_from([None, {"a": 0.5, "b": 0.5}, {"c": 1.0}]),
)
def test_the_probabilities_of_the_next_word_are_no_more_than_one_in_all(
    seen: dict[str, int], shares: dict[str, float] | None
) -> None:
    total = sum(seen.values())
    left = 1 - STORE_FOLLOWS * bool(total) - LANGUAGE_FOLLOWS * (shares is not None)
    after = NextWord([seen] if seen else [], total, shares, left)
    assert 0 < sum(after.probability(word, 0.2) for word in "abcde") <= 1 + 1e-9
