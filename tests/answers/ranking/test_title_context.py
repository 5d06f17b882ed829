"""The words around a name: which say what is asked, and which only say what production is meant."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.language.terms import LIGHT, Item
from bot.answers.ranking.title_context import (
    ASIDE_WEIGHT,
    Mention,
    TitleContext,
    asks_no_person,
    beside,
    outside,
    qualifying,
)
from bot.answers.titles.title_index import TitleMatch
from bot.facts.models import DateValue, Production
from tests.answers.invented import fact
from tests.answers.searching import LEXICON, SEARCH, SERIES, mention, read, view_of

CONTEXT = TitleContext(LEXICON)
STORE = view_of(
    (
        Production(id="old", title="Zorvane (1984)"),
        Production(id="new", title="Zorvane (2011)"),
        Production(id="plain", title="Drelkin"),
        Production(id="second", title="Drelkin 2"),
    ),
    (
        fact("old-release", "old", "release", "release", "A.", value=DateValue(edtf="1984-05-01")),
        fact("new-release", "new", "release", "release", "A.", value=DateValue(edtf="2011-05-01")),
        fact("plain-release", "plain", "release", "release", "A.", value=DateValue(edtf="1996-05-01")),
        fact("second-release", "second", "release", "release", "A.", value=DateValue(edtf="2019-05-01")),
    ),
)


def weighed(question: str, production: str = "glim-1") -> dict[str, float]:
    """Return the items of a question with their weights, as its production changes them."""
    view = SERIES if production in ("glim-1", "glim-2", "tarn", "quill") else STORE
    reading, about = read(question), mention(question, production, view)
    return {item.term: item.weight for item in CONTEXT.weighed(outside(reading, about.taken), about, reading)}


def strength(question: str, production: str) -> float:
    """Return the strength of a name relative to what matching its words gave."""
    view = SERIES if production in ("glim-1", "glim-2", "tarn", "quill") else STORE
    about = mention(question, production, view)
    assert about.match is not None
    return CONTEXT.strength(read(question), about.match, about) / about.match.strength


def at(taken: set[int]) -> Mention:
    return Mention(TitleMatch(("shared", "x"), 1.0, frozenset(taken), True), None, ())


def test_a_production_that_is_not_named_has_no_words() -> None:
    assert Mention(None, None, ()).taken == frozenset()


def test_only_a_production_with_seasons_or_episodes_is_a_series() -> None:
    assert mention("tarnhollow", "tarn").series
    assert not mention("glimmerfall", "glim-1").series


def test_a_negated_item_need_not_be_explained() -> None:
    assert "~release" in weighed("when is glimmerfall released")
    assert "~release" not in weighed("when is glimmerfall not released")


def test_a_short_unknown_word_counts_half_if_no_person_is_asked_for() -> None:
    assert weighed("when was xqz glimmerfall filmed")["xqz"] == 0.5 * weighed("who was xqz in glimmerfall")["xqz"]
    assert weighed("when was xqzvz glimmerfall filmed")["xqzvz"] == 1.0


def test_whose_film_it_is_says_little() -> None:
    assert weighed("una prewitt's glimmerfall budget")["prewitt"] == ASIDE_WEIGHT
    assert weighed("prewitt glimmerfall budget")["prewitt"] == 1.0


@pytest.mark.parametrize("by", ["with", "by", "starring", "featuring", "from"])
def test_who_made_it_or_is_in_it_says_little(by: str) -> None:
    assert weighed(f"budget of glimmerfall {by} prewitt")["prewitt"] == ASIDE_WEIGHT


def test_with_and_an_ordinary_word_is_what_is_asked() -> None:
    (with_thing,) = (weight for term, weight in weighed("glimmerfall with elephants").items() if "eleph" in term)
    assert with_thing > ASIDE_WEIGHT


def test_a_person_hardly_counts_if_a_time_or_place_is_asked_for() -> None:
    assert weighed("when does jim carrey glimmerfall come out")["carrey"] == LIGHT
    assert weighed("who is jim carrey in glimmerfall")["carrey"] == 1.0


def test_a_number_right_after_a_name_counts_sequels_or_seasons() -> None:
    assert "@n9" in weighed("glimmerfall 9 release date")
    assert "@s2" in weighed("tarnhollow 2 release date", "tarn")
    assert "#9" in weighed("glimmerfall release date 9")
    assert "#1999" in weighed("glimmerfall 1999 release date")


def test_the_original_before_a_name_says_nothing_unless_a_thing_is_between() -> None:
    assert weighed("the original tarnhollow", "tarn")["~original"] < LIGHT
    assert weighed("the original stephen king tarnhollow", "tarn")["~original"] < LIGHT
    assert weighed("the original ending of tarnhollow", "tarn")["~original"] > LIGHT


def test_an_age_that_chose_the_production_need_not_be_explained() -> None:
    about = mention("the original glimmerfall", "glim-1")
    assert about.match is not None
    assert about.match.aged
    assert "~original" not in weighed("the original glimmerfall")


def test_a_number_among_the_words_of_a_name_is_no_number_of_a_fact() -> None:
    reading = read("weaver 7 vantry budget")
    items = CONTEXT.weighed(outside(reading, frozenset((0, 2))), at({0, 2}), reading)
    assert {item.term: item.weight for item in items if item.start == 1} == {"among": ASIDE_WEIGHT}


def test_a_place_right_after_a_name_is_part_of_it_if_only_a_place_is_asked_for() -> None:
    assert "~place-au" not in weighed("where is glimmerfall australia filmed")
    assert "~place-au" in weighed("when is glimmerfall australia filmed")
    assert "~place-au" in weighed("where in australia is glimmerfall filmed")


def test_a_word_carried_over_from_the_last_question_has_no_position_beside_the_name() -> None:
    reading = read("glimmerfall")
    carried = Item("#7", 1.2, 1, 2)
    assert CONTEXT.weighed([carried], at({0}), reading) == [carried]


def test_a_number_before_a_name_means_the_film_with_that_number() -> None:
    assert strength("second drelkin budget", "plain") == 0.5
    assert strength("drelkin budget", "plain") == 1.0
    assert strength("first drelkin budget", "plain") == 1.0


def test_words_from_the_brackets_of_a_title_strengthen_it() -> None:
    assert strength("zorvane 1984 budget", "old") == pytest.approx(1.05)
    assert strength("zorvane budget", "old") == 1.0


def test_a_movie_is_no_show() -> None:
    assert strength("tarnhollow movie budget", "tarn") == pytest.approx(0.6)
    assert strength("glimmerfall movie budget", "glim-1") == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("term", "word", "name"),
    [
        ("xylquor", "xylquor", True),
        ("the", "the", False),
        ("#9", "9", False),
        ("~place-pl", "poland", False),
        ("@s2", "s2", False),
    ],
)
def test_a_name_is_no_concept_number_or_ordinary_word(term: str, word: str, name: bool) -> None:
    assert CONTEXT.is_name(Item(term, 1.0, 0, 1), read(word)) is name


def test_terms_of_a_year_or_decade_only_distinguish_the_production() -> None:
    for question, own in (
        ("zorvane 1984 budget", {"old": {"#1984"}, "new": set[str]()}),
        ("80s zorvane budget", {"old": {"@d1980"}, "new": set()}),
        ("zorvane remake budget", {"old": set(), "new": {"~remake"}}),
    ):
        reading = read(question)
        for production, terms in own.items():
            about = mention(question, production, STORE)
            assert qualifying(outside(reading, about.taken), about) == terms


def test_nothing_distinguishes_a_production_that_is_not_named() -> None:
    assert qualifying(read("1984 budget").items, Mention(None, None, ())) == set()


def test_an_item_is_inside_a_name_if_one_of_its_words_is_but_a_season_only_if_all_are() -> None:
    reading = read("tarnhollow season 2 premiere")
    assert reading.items[1].term == "@s2"
    assert "@s2" in {item.term for item in outside(reading, frozenset((0, 1)))}
    assert "@s2" not in {item.term for item in outside(reading, frozenset((0, 1, 2)))}
    two = Item("~two-words", 1.0, 0, 2)
    reading.items.append(two)
    assert two not in outside(reading, frozenset((1,)))


def test_beside_a_name_is_what_only_function_words_separate_from_it() -> None:
    reading = read("budget of the glimmerfall lantern harpoon")
    names = frozenset((3,))
    assert beside(outside(reading, names), names, reading) == {"~budget", "lantern"}
    assert beside(reading.items, frozenset(), reading) == frozenset()


@pytest.mark.parametrize(
    ("question", "none"),
    [("when was it filmed", True), ("where was it filmed", True), ("who filmed it", False), ("filming", False),
     ("when and who filmed it", False)],
)  # fmt: skip
def test_no_person_is_asked_for_if_only_a_time_or_a_place_is(question: str, none: bool) -> None:
    assert asks_no_person(read(question)) is none


WORDS = st.sampled_from(
    (
        "when",
        "who",
        "glimmerfall",
        "2",
        "season",
        "una",
        "prewitt's",
        "with",
        "by",
        "the",
        "original",
        "poland",
        "not",
        "xq",
    )
)


@given(st.lists(WORDS, min_size=1, max_size=9))
@settings(max_examples=100)
def test_no_item_gains_weight_and_none_appears_in_a_name(said: list[str]) -> None:
    question = " ".join(said)
    reading = read(question)
    for production, match in SEARCH.named(reading, SERIES).items():
        about = mention(question, production)
        assert about.match == match
        items = outside(reading, about.taken)
        before = {item.start: item.weight for item in items}
        for item in CONTEXT.weighed(items, about, reading):
            assert item.weight <= max(before[item.start], ASIDE_WEIGHT)
            assert item.start not in about.taken or item.term[0] == "@"
