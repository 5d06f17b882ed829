"""Questions read word by word."""

from __future__ import annotations

import pytest

from bot.answers.language.normalization import clean, words
from bot.answers.language.terms import ADDRESSEE, LIGHT, Reading
from bot.answers.parsing.parser import Reader, default_term
from tests.shipped import lexicon

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


def weights(text: str) -> dict[str, float]:
    return {item.term: item.weight for item in read(text).items}


@pytest.mark.parametrize("text", ["is it on itv 2", "is it on disney plus", "is it on channel 4"])
def test_the_name_of_a_channel_says_hardly_anything(text: str) -> None:
    assert set(weights(text).values()) == {LIGHT}


def test_the_number_of_a_channel_is_no_number_to_be_met() -> None:
    assert "#2" not in weights("is it on itv 2")


def test_one_stands_for_a_thing_and_is_no_number() -> None:
    assert "#1" not in weights("which zorbal one")


def test_a_number_that_is_no_channels_is_met_exactly() -> None:
    assert weights("is zorbal 4 on itv")["#4"] > weights("is zorbal on itv")["zorbal"]


def test_you_is_the_bot_unless_it_is_anybody() -> None:
    assert ADDRESSEE in weights("who are you")
    assert ADDRESSEE not in weights("where do you watch zorbal")


def test_an_ordinal_weighs_less_than_a_number() -> None:
    assert weights("the 15th of zorbal")["#15"] < weights("zorbal 15")["#15"]


def test_new_belongs_to_the_season_it_stands_before() -> None:
    reading = read("the new season of zorbal")
    assert reading.terms() == ["@s:new", "zorbal"]
    assert reading.recency is None
    assert read("the new zorbal").recency == "new"


def test_a_season_has_no_synonyms_beside_its_number() -> None:
    assert [item.kin for item in read("season 4").items] == [()]


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ("not in ghent", ["ghent"]),
        ("outside ghent", ["ghent"]),
        ("not the zorbal in ghent", ["zorbal"]),
        ("not zorbal ghent", ["zorbal"]),
        ("no the zorbal in ghent", []),
        ("no zorbal in ghent", ["zorbal"]),
        ("zorbal in ghent", []),
    ],
)
def test_a_negation_excludes_what_it_stands_before_and_nothing_else(text: str, excluded: list[str]) -> None:
    assert [item.term for item in read(text).items if item.negated] == excluded


def test_a_word_of_another_language_is_understood_in_an_english_question() -> None:
    assert read("when is zorbal estreno").language == "en"
    assert "~release" in weights("when is zorbal estreno")


def test_a_size_is_asked_for_only_where_it_is_measured() -> None:
    assert "~size" in weights("how large is the crew")
    assert "~size" not in weights("the large crew")


def test_about_asks_for_the_story_only_at_the_end() -> None:
    assert "~story" in weights("what is zorbal about")
    assert "~story" not in weights("is zorbal about ghent")


def test_the_longest_phrase_gives_a_word_its_synonyms() -> None:
    phrase, alone = (
        {reading.words[item.start]: item.kin for item in reading.items}
        for reading in (read("test screening"), read("screening"))
    )
    assert phrase["test"] == phrase["screening"]
    assert set(alone["screening"]) - set(phrase["screening"])
