"""The language of a question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.language.detection import Detector
from bot.answers.language.normalization import clean, words
from tests.shipped import lexicon

LEXICON = lexicon()
DETECTOR = Detector(LEXICON)


def detected(text: str, likely: str | None = None, names: tuple[str, ...] = ()) -> str:
    return DETECTOR.language_of(words(clean(text)), likely, names=names).code


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("when does it come out", "en"),
        ("cuándo se estrena la película", "es"),
        ("quand est-ce que le film sort au cinéma", "fr"),
        ("wann kommt der film ins kino", "de"),
        ("quando estreia o filme nos cinemas", "pt"),
        ("quando esce il film nelle sale", "it"),
        ("zorbal", "en"),
    ],
)
def test_the_language_is_told_by_its_small_words(text: str, language: str) -> None:
    assert detected(text) == language


@pytest.mark.parametrize("text", ["", "zorbal", "7", "film zorbal", "die film"])
def test_without_evidence_a_question_is_in_english(text: str) -> None:
    assert detected(text) == "en"


@pytest.mark.parametrize("text", ["rodaje", "estreno", "when is the house rodaje"])
def test_one_word_that_several_languages_could_borrow_is_no_evidence(text: str) -> None:
    assert detected(text) == "en"


def test_two_words_in_their_exact_form_are_evidence() -> None:
    assert detected("rodaje estreno") == "es"
    assert detected("rodaje rodaje") == "en"


def test_words_that_only_english_knows_are_evidence_against_others() -> None:
    assert detected("rodaje estreno when") == "es"
    assert detected("rodaje estreno when house") == "en"


def test_of_languages_that_know_as_much_the_one_that_knows_more_words_is_chosen() -> None:
    assert detected("quando") == "it"
    assert detected("quando estreia") == "pt"


def test_the_words_of_names_do_not_count() -> None:
    assert detected("rodaje estreno") == "es"
    assert detected("rodaje estreno zorbal", names=("rodaje",)) == "en"
    assert detected("when house cuando", names=("when", "house")) == "es"


def test_a_question_of_nothing_but_names_is_judged_by_them() -> None:
    assert detected("rodaje estreno", names=("rodaje", "estreno")) == "es"


@pytest.mark.parametrize("likely", ["es", "de", None, "en", "xx", ""])
def test_the_language_of_who_asks_counts_only_if_it_knows_more_of_the_words(likely: str | None) -> None:
    assert detected("zorbal reparto", likely) == ("es" if likely == "es" else "en")
    assert detected("when reparto", likely) == "en"
    assert detected("quando esce", likely) == "it"


@given(
    st.lists(
        st.sampled_from(["cuando", "se", "estrena", "quando", "esce", "the", "when", "zorbal", "film", "der", "7"]),
        max_size=8,
    )
)
def test_no_order_of_the_words_changes_their_language(said: list[str]) -> None:
    assert DETECTOR.language_of(said) is DETECTOR.language_of(said[::-1])
    assert DETECTOR.language_of(said) in LEXICON.languages.values()
