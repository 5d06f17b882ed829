"""The words of all languages, and what they tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.language.lexicon import EVERYDAY, INFLECTED, ORDINARY, UNMISTAKABLE, Stems
from tests.shipped import lexicon

LEXICON = lexicon()
ENGLISH, SPANISH = LEXICON.english, LEXICON.languages["es"]


@pytest.mark.parametrize(
    ("word", "stem"), [("running", "run"), ("lanterns", "lantern"), ("its", "its"), ("4kings", "4kings"), ("", "")]
)
def test_words_of_four_letters_or_more_have_a_stem(word: str, stem: str) -> None:
    stems = Stems("english")
    assert stems.once(word) == stems.of(word) == stem


@given(st.text("abeginrsy1", max_size=9))
def test_a_cached_stem_is_the_stem(word: str) -> None:
    assert ENGLISH.stem.of(word) == ENGLISH.stem.of(word) == ENGLISH.stem.once(word)


@pytest.mark.parametrize(
    ("word", "in_english", "in_spanish"),
    [
        ("released", True, True),
        ("aamir", True, True),
        ("zorbal", False, False),
        ("lamp", False, False),
        ("rodaje", False, True),
        ("rodajes", False, True),
    ],
)
def test_a_word_is_known_to_english_or_to_the_language_of_the_question(
    word: str, in_english: bool, in_spanish: bool
) -> None:
    assert (LEXICON.knows(word, ENGLISH), LEXICON.knows(word, SPANISH)) == (in_english, in_spanish)


def test_a_form_that_english_hardly_has_is_no_known_word() -> None:
    assert ENGLISH.stem.of("releasings") in ENGLISH.known_stems
    assert LEXICON.ordinary.get("releasings", 0) <= INFLECTED
    assert not LEXICON.knows("releasings", ENGLISH)


@pytest.mark.parametrize(
    ("kinds", "terms", "wanted"),
    [
        (["when"], ["~budget"], {"when"}),
        (["which", "when"], ["~budget"], {"when"}),
        (["which"], ["~budget", "~release"], {"how_much", "when"}),
        ([], ["~budget", "zorbal"], {"how_much"}),
        (["which"], ["zorbal"], {"which"}),
        ([], [], set()),
    ],
)
def test_concepts_suggest_an_answer_unless_a_question_word_asks_for_one(
    kinds: list[str], terms: list[str], wanted: set[str]
) -> None:
    assert LEXICON.kinds_wanted(kinds, terms) == wanted


@pytest.mark.parametrize(
    ("word", "weight"),
    [("zq", 0.06), ("ago", 0.45), ("zqx", 0.5), ("gun", 0.8), ("moon", 0.8), ("lamp", 1.0), ("zorbal", 1.0)],
)
def test_the_rarer_a_word_the_more_it_weighs(word: str, weight: float) -> None:
    assert LEXICON.weigh_word(word, ENGLISH.stem.of(word)) == weight


def test_a_form_of_an_everyday_word_weighs_as_little() -> None:
    assert LEXICON.weigh_word("zorbal", "ago") == LEXICON.weigh_word("ago", "ago")


def test_ordinary_english_is_what_many_subtitles_have() -> None:
    assert LEXICON.is_ordinary("lamps")
    assert LEXICON.is_ordinary("lantern") == (LEXICON.ordinary.get("lantern", 0) > ORDINARY)
    assert not LEXICON.is_ordinary("zorbal")
    assert INFLECTED < ORDINARY < EVERYDAY < UNMISTAKABLE


@pytest.mark.parametrize(
    ("word", "concept"),
    [("rodaje", "~shoot"), ("estreno", "~release"), ("cine", None), ("released", None), ("zorbal", None)],
)
def test_a_word_of_another_language_alone_may_be_a_concept(word: str, concept: str | None) -> None:
    assert LEXICON.foreign_concept(word) == concept


@pytest.mark.parametrize(
    ("word", "english", "others"),
    [
        ("when", True, ()),
        ("zorbal", False, ()),
        ("rodaje", False, (("es", True, False),)),
        ("rodajes", False, (("es", False, False),)),
        ("quando", False, (("it", True, True), ("pt", True, True))),
        ("the", True, (("de", True, False),)),
    ],
)
def test_the_evidence_of_a_word_is_who_knows_it(
    word: str, english: bool, others: tuple[tuple[str, bool, bool], ...]
) -> None:
    assert LEXICON.evidence(word) == (english, others)


def test_a_very_common_english_word_is_english() -> None:
    assert LEXICON.ordinary.get("house", 0) > UNMISTAKABLE
    assert LEXICON.evidence("house")[0]


def test_light_words_are_known_by_their_stems() -> None:
    assert {"movi", "movie", "scene"} <= LEXICON.light_stems
    assert "zorbal" not in LEXICON.light_stems
