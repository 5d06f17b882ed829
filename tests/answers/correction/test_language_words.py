"""The words of each language with their likelihood in questions."""

from __future__ import annotations

import pytest

from bot.answers.correction.language_words import SLANG, AllWords
from bot.answers.spelling.bigrams import BEGIN
from bot.answers.spelling.candidates import deletions
from bot.answers.spelling.edit_costs import LOST, SWAPPED
from tests.shipped import knowledge, lexicon

LEXICON, WORDS = lexicon(), knowledge().words
ENGLISH, SPANISH = WORDS.of["en"], WORDS.of["es"]
CODES = sorted(WORDS.of)


def test_every_language_of_the_lexicon_has_words() -> None:
    assert WORDS.of.keys() == LEXICON.languages.keys()


@pytest.mark.parametrize("code", CODES)
def test_the_shares_of_all_words_and_of_all_next_words_are_one_in_all(code: str) -> None:
    language = WORDS.of[code]
    assert sum(language.shares.values()) == pytest.approx(1)
    assert language.known == language.shares.keys()
    for shares in language.follow.values():
        assert sum(shares.values()) == pytest.approx(1)


def test_question_words_are_likelier_than_structural_words_than_concepts_than_others() -> None:
    other = ENGLISH.asked("house")
    assert ENGLISH.asked("when") == pytest.approx(8 * other)
    assert ENGLISH.asked("season") == pytest.approx(3 * other)
    assert ENGLISH.asked("release") == pytest.approx(2 * other)
    assert ENGLISH.asked("zqxw") == 0


def test_a_structural_word_that_hardly_anybody_writes_is_hardly_meant() -> None:
    for slang, common in (("wen", False), ("wat", False), ("when", True)):
        assert (ENGLISH.frequency(slang) >= SLANG) == common
        assert (ENGLISH.asked(slang) >= ENGLISH.asked("house")) == common


def test_only_english_has_words_in_general() -> None:
    assert ENGLISH.frequency("the") > ENGLISH.frequency("lantern") > 0
    assert ENGLISH.frequency("zqxw") == SPANISH.frequency("rodaje") == SPANISH.frequency("the") == 0


def test_forms_of_concepts_are_known_if_english_has_them() -> None:
    assert {"release", "released", "releasing", "releases"} <= ENGLISH.known
    assert "releaseers" not in ENGLISH.known


def test_a_short_form_of_more_than_three_letters_is_known() -> None:
    assert "capt" in ENGLISH.known
    assert "szn" not in ENGLISH.known


def test_ordinary_english_is_found_with_one_typo_though_it_is_not_known() -> None:
    assert "horse" not in ENGLISH.known
    assert ENGLISH.near("hrose", deletions("hrose"))["horse"] == SWAPPED
    assert ENGLISH.near("hrose", ()) is ENGLISH.near("hrose", deletions("hrose"))


def test_the_next_word_is_likelier_the_earlier_it_is_listed() -> None:
    ranks = dict(LEXICON.english.following)["when"]
    shares = [ENGLISH.follow["when"][word] for word in ranks]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == pytest.approx(2 * shares[1]) == pytest.approx(3 * shares[2])


def test_a_question_begins_with_what_is_asked_or_with_a_verb() -> None:
    begins = ENGLISH.follow[BEGIN]
    assert begins["when"] == pytest.approx(10 * begins["should"])
    assert "zqxw" not in begins


def test_the_words_of_a_phrase_follow_each_other() -> None:
    assert ENGLISH.follow["how"]["many"] > ENGLISH.follow["how"]["pricey"] > 0


def test_the_languages_that_know_a_word_are_found_with_the_cost_of_its_typo() -> None:
    assert WORDS.abroad("rodaje") == {"es": 0.0}
    assert WORDS.abroad("cuadno") == {"es": SWAPPED}
    quando = WORDS.abroad("quando")
    assert quando["it"] == quando["pt"] == 0.0
    assert quando["es"] > 0
    assert WORDS.abroad("estreno") == {"es": 0.0, "it": LOST}


def test_english_is_not_abroad() -> None:
    assert WORDS.abroad("when") == WORDS.abroad("zqxw") == {}
    assert "en" not in WORDS.abroad("film")


def test_words_are_read_back_as_they_were_written() -> None:
    parts = WORDS.to_parts()
    read = AllWords.from_parts(LEXICON, parts)
    assert read.to_parts() == parts
    for code, language in WORDS.of.items():
        again = read.of[code]
        assert (again.shares, again.follow, again.total) == (language.shares, language.follow, language.total)
        assert again.frequency("the") == language.frequency("the")
        assert again.near("hrose", deletions("hrose")) == language.near("hrose", deletions("hrose"))
    assert read.abroad("cuadno") == WORDS.abroad("cuadno")


@pytest.mark.parametrize("number", [0, 2, -1])
def test_parts_that_are_no_words_are_refused(number: int) -> None:
    parts = WORDS.to_parts()
    parts[number] = b"[1"
    with pytest.raises((ValueError, LookupError, TypeError)):
        AllWords.from_parts(LEXICON, parts)
