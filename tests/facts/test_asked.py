from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.facts.asked import contradicting, same_words


def test_case_accents_punctuation_and_spacing_do_not_count() -> None:
    assert same_words("Who  built it?") == same_words("who built IT")
    assert same_words("Où est-ce ?") == same_words("ou est ce")
    assert same_words("who built it") != same_words("who built them")


def test_signs_alone_are_told_apart() -> None:
    assert same_words("?!") == "?!"
    assert same_words("? !") == same_words("?  !")
    assert same_words("?") != same_words("!")


def test_a_counterexample_that_is_also_a_phrasing_contradicts_it() -> None:
    assert contradicting(["Who built it?", "when"], ["who designed it", "who built it", "WHEN?"]) == (
        "who built it",
        "WHEN?",
    )
    assert contradicting([], ["who built it"]) == ()


@given(st.text(max_size=20))
def test_a_question_has_the_same_words_in_capitals_or_with_more_space(text: str) -> None:
    assert same_words(f"  {text} ") == same_words(text)
    assert contradicting([text], [text]) == (text,)
