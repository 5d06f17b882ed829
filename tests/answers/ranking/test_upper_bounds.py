"""Upper bounds: never below the score, and the rules for what a fact settles without naming it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.index.indexed_fact import IndexedFact
from bot.answers.ranking.query import Query
from bot.answers.ranking.upper_bounds import (
    OTHER_PLACE_CREDIT,
    OTHER_TOPIC,
    SEQUEL_CREDIT,
    SETTLED_CREDIT,
    inexact,
    settled,
)
from tests.answers.searching import INDEXER, SCORER, indexed, query, scored
from tests.answers.series import FACTS

ALL = [indexed(one.id) for one in FACTS]
ASKED = sorted({word for one in FACTS for phrasing in one.phrasings for word in phrasing.split()})
MORE = ("not", "first", "netflix", "poland", "march", "2024", "9", "season", "3", "remake", "until", "why", "who")


def kind(asked: Query, fact: IndexedFact) -> float:
    return SCORER.bound(asked).kind(fact)


@given(
    st.lists(st.sampled_from([*ASKED, *MORE]), min_size=1, max_size=9),
    st.sampled_from(["glim-1", "glim-2", "tarn", "quill"]),
)
@settings(max_examples=150)
def test_no_score_is_above_its_upper_bound(said: list[str], production: str) -> None:
    asked = query(" ".join(said), production)
    bound = SCORER.bound(asked)
    for one in ALL:
        assert scored(one, asked).score <= bound.of(one)
        assert 0 <= bound.kind(one) <= 1


def test_the_bound_of_a_fact_that_explains_everything_is_the_strength_of_the_name() -> None:
    asked = query("when does glimmerfall 2 come out", "glim-2")
    assert SCORER.bound(asked).of(indexed("glim-2-release")) == pytest.approx(asked.title.strength)


@pytest.mark.parametrize(
    ("question", "fact", "fits"),
    [
        ("glimmerfall filming", "glim-1-director", 1.0),
        ("when was glimmerfall shot", "glim-1-filming", 0.45),
        ("where was glimmerfall shot", "glim-1-filming", 1.0),
        ("who did the stunts in glimmerfall", "glim-1-stunts", 1.0),
        ("how was glimmerfall shot", "glim-1-release", 0.45),
        ("how was glimmerfall shot", "glim-1-director", 0.75),
        ("how many days until glimmerfall", "glim-1-runtime", 0.6),
        ("how many days until glimmerfall", "glim-1-release", 1.0),
    ],
)
def test_a_fact_should_give_the_kind_of_answer_that_is_asked_for(question: str, fact: str, fits: float) -> None:
    assert kind(query(question, "glim-1"), indexed(fact)) == fits


def test_a_kind_that_only_a_phrasing_asks_for_fits_nearly_as_well_as_the_value_s_own() -> None:
    asked = query("who was glimmerfall shot by", "glim-1")
    fact = indexed("glim-1-filming")
    also = replace(fact, answers=replace(fact.answers, kinds=fact.answers.kinds | {"who"}))
    assert kind(asked, fact) < kind(asked, also) < 1.0


def test_a_fact_that_gives_no_known_kind_fits_better_than_one_that_gives_another() -> None:
    asked = query("who is in glimmerfall", "glim-1")
    fact = indexed("glim-1-filming")
    unknown = replace(fact, answers=replace(fact.answers, kinds=frozenset(), typed=frozenset()))
    assert kind(asked, fact) < kind(asked, unknown) < 1.0


def test_a_question_that_names_another_topic_fits_less() -> None:
    asked = query("glimmerfall cast", "glim-1")
    assert "cast" in asked.topics
    fact = indexed("glim-1-director")
    other = replace(fact, fact=fact.fact.model_copy(update={"topic": "cast"}))
    assert kind(asked, other) == pytest.approx(1.0)
    assert kind(asked, fact) == pytest.approx(OTHER_TOPIC)


@pytest.mark.parametrize(
    ("term", "factor"),
    [("@s2", 0.25), ("@n3", 0.25), ("#7", 0.4), ("#2024", 0.85), ("~remake", 0.4), ("~release", 1.0), ("lantern", 1.0)],
)
def test_numbers_must_be_explained_more_than_words(term: str, factor: float) -> None:
    assert inexact(term) == factor


@pytest.mark.parametrize(
    ("question", "fact", "term", "credit"),
    [
        ("was glimmerfall filmed in france", "glim-1-filming", "~place-fr", SETTLED_CREDIT),
        ("who filmed glimmerfall in france", "glim-1-filming", "~place-fr", OTHER_PLACE_CREDIT),
        ("did glimmerfall come out in france", "glim-1-poland", "~place-fr", 0.0),
        ("did glimmerfall come out in 2022", "glim-1-release", "#2022", SETTLED_CREDIT),
        ("did glimmerfall film in 2022", "glim-1-filming", "#2022", 0.0),
        ("is glimmerfall 90 minutes long", "glim-1-runtime", "#90", SETTLED_CREDIT),
        ("is glimmerfall 90 minutes long", "glim-1-release", "#90", 0.0),
        ("how long is the 90 glimmerfall", "glim-1-runtime", "#90", 0.0),
        ("when in march does glimmerfall come out", "glim-1-release", "~month-3", 0.0),
        ("is glimmerfall good", "glim-1-release", "lantern", 0.0),
    ],
)
def test_a_fact_settles_some_terms_without_naming_them(question: str, fact: str, term: str, credit: float) -> None:
    assert settled(indexed(fact), query(question, "glim-1"), term) == credit


def test_a_month_is_settled_only_with_a_year_and_by_a_date_that_moved() -> None:
    with_year = query("what was the glimmerfall 2 release date in march 2024", "glim-2")
    without = query("what was the glimmerfall 2 release date in march", "glim-2")
    moved = indexed("glim-2-release")
    assert settled(moved, with_year, "~month-3") == SEQUEL_CREDIT
    assert settled(moved, without, "~month-3") == 0.0
    assert settled(indexed("glim-1-release"), with_year, "~month-3") == 0.0


def test_a_year_is_settled_by_a_delay_if_a_date_was_announced_for_it() -> None:
    held = FACTS[0].model_copy(update={"subject": "delay", "phrasings": ("why was glimmerfall 2 delayed",)})
    delay = INDEXER.index(held, None)
    asked = query("why was glimmerfall 2 delayed from 2025", "glim-2")
    assert "#2025" in asked.statistics.announced
    assert settled(delay, asked, "#2025") == SETTLED_CREDIT
    assert settled(delay, asked, "#1999") == 0.0
    assert settled(delay, asked, "#1999", any_year=True) == SETTLED_CREDIT
    assert settled(indexed("glim-1-filming"), asked, "#2025") == 0.0


def test_an_unknown_sequel_is_settled_by_a_fact_about_the_sequel() -> None:
    held = FACTS[0].model_copy(update={"subject": "sequel", "phrasings": ("will there be a glimmerfall sequel",)})
    sequel = INDEXER.index(held, None)
    assert settled(sequel, query("is there going to be a glimmerfall 9", "glim-1"), "@n9") == SEQUEL_CREDIT
    assert settled(sequel, query("when does glimmerfall 9 come out", "glim-1"), "@n9") == 0.0
    assert settled(indexed("glim-1-release"), query("is there going to be a glimmerfall 9", "glim-1"), "@n9") == 0.0
