"""Questions read word by word."""

from __future__ import annotations

import pytest

from bot.answers.language.normalization import clean, words
from bot.answers.language.terms import LIGHT, Reading
from bot.answers.parsing.parser import Reader, default_term
from tests.answers.invented import lexicon

READER = Reader(lexicon())


def read(text: str) -> Reading:
    return READER.read(words(clean(text)))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("when is it out", "when"),
        ("what year was it made", "when"),
        ("which city was it shot in", "where"),
        ("who directed it", "who"),
        ("how many jumps", "how_many"),
        ("how long is it", "how_long"),
        ("how much did it cost", "how_much"),
        ("why was it delayed", "why"),
        ("cuándo se estrena", "when"),
        ("wann kommt der film", "when"),
        ("où a été tourné le film", "where"),
    ],
)
def test_the_kind_of_answer_is_read(text: str, kind: str) -> None:
    assert kind in [found for _, found in read(text).kinds]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("season 3", "@s3"),
        ("season three", "@s3"),
        ("the third season", "@s3"),
        ("3rd season", "@s3"),
        ("s3", "@s3"),
        ("s03e04", "@s3"),
        ("s03e04", "@e4"),
        ("3x04", "@s3"),
        ("3x04", "@e4"),
        ("episode 12", "@e12"),
        ("part two", "@p2"),
        ("part ii", "@p2"),
        ("pt 2", "@p2"),
    ],
)
def test_seasons_episodes_and_parts_are_marks_in_any_form(text: str, mark: str) -> None:
    assert mark in read(text).terms()


@pytest.mark.parametrize("word", ["7", "07", "seven", "vii"])
def test_numbers_of_any_form_have_one_norm(word: str) -> None:
    assert READER.norm(word) == "#7"


def test_one_letter_numerals_count_only_behind_a_part() -> None:
    assert READER.norms(["part", "i"]) == ["part", "#1"]
    assert READER.norms(["i", "v"])[0] == "i"


def test_years_weigh_less_than_numbers_and_light_words_hardly_anything() -> None:
    weights = {item.term: item.weight for item in read("zorbal 2049 17 movie").items}
    assert weights["#17"] > weights["zorbal"] > weights["#2049"] > weights["movi"] == LIGHT


def test_terms_stand_where_they_were_said() -> None:
    reading = read("when was the zorbal released in ghent")
    spans = {item.term: reading.words[item.start : item.end] for item in reading.items}
    assert spans["zorbal"] == ["zorbal"]
    assert spans["~release"] == ["released"]


def test_a_question_to_be_answered_by_yes_or_no_is_noticed() -> None:
    assert read("is it out in ghent").yesno
    assert read("did they film it in ghent").yesno
    assert not read("when is it out").yesno


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
    assert read(text).language == language


def test_the_verb_to_film_is_told_from_the_film() -> None:
    assert "~shoot" in read("where did they film it").terms()
    assert "~shoot" not in read("when is the film out").terms()


def test_a_bare_question_word_has_something_it_asks_for() -> None:
    assert default_term(["when"]) == "~release"
    assert default_term(["where"]) == "~shoot"
    assert default_term(["why"]) is None
    assert default_term([]) is None


def test_nothing_is_read_from_nothing() -> None:
    reading = READER.read([])
    assert (reading.items, reading.kinds, reading.yesno) == ([], [], False)
