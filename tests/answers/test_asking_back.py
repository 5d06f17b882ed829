"""Asking back: where several facts fit they are offered, few and told apart; where one is meant it answers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.answer import Answer, Outcome
from bot.answers.engine import Engine
from bot.facts.models import Fact, Production
from tests.answers.invented import fact
from tests.answers.series import FACTS, TODAY, ids, loaded


@pytest.fixture(scope="module")
def engine() -> Engine:
    return loaded()


def offered(answer: Answer) -> list[str]:
    """Return the ids on offer, and a check of what holds for every offer."""
    assert answer.outcome is Outcome.CLARIFY
    assert not answer.parts
    labels = [choice.label for choice in answer.choices]
    assert all(labels)
    assert len(set(labels)) == len(labels)
    assert 2 <= len(labels) <= 5
    return [choice.fact.id for choice in answer.choices]


@pytest.mark.parametrize(
    ("question", "both"),
    [
        ("who did the stunts?", {"glim-1-stunts", "glim-2-stunts"}),
        ("where was it filmed", {"glim-1-filming", "glim-2-filming"}),
        ("how long is it", {"glim-1-runtime", "glim-2-runtime"}),
    ],
)
def test_without_a_production_those_that_fit_are_offered_by_their_titles(
    engine: Engine, question: str, both: set[str]
) -> None:
    answer = engine.ask(question, today=TODAY)
    assert set(offered(answer)) == both
    assert [choice.label for choice in answer.choices] == ["Glimmerfall", "Glimmerfall: The Salt Choir"]


def test_a_release_of_any_production_is_offered_once_for_each(engine: Engine) -> None:
    answer = engine.ask("when does it come out", today=TODAY)
    found = offered(answer)
    assert {"glim-1-release", "glim-2-release"} <= set(found)
    assert len({choice.fact.production for choice in answer.choices}) == len(found)


def test_of_two_films_with_one_title_both_are_offered() -> None:
    productions = tuple(
        Production(id=f"orlop-{year}", title=f"Orlop ({year})", aliases=("Orlop",)) for year in (1961, 2019)
    )
    facts = (
        fact(
            f"orlop-{year}-director",
            f"orlop-{year}",
            "crew",
            "director",
            f"{name} directed Orlop.",
            "who directed orlop",
        )
        for year, name in ((1961, "Hanne Stroud"), (2019, "Iven Kaster"))
    )
    engine = loaded(*facts, productions=productions)
    answer = engine.ask("who directed orlop", today=TODAY)
    assert set(offered(answer)) == {"orlop-1961-director", "orlop-2019-director"}
    assert {choice.label for choice in answer.choices} == {"Orlop (1961)", "Orlop (2019)"}
    assert ids(engine.ask("who directed orlop 2019", today=TODAY)) == ["orlop-2019-director"]
    assert ids(engine.ask("who directed orlop (1961)", today=TODAY)) == ["orlop-1961-director"]


@pytest.mark.parametrize("question", ["glimmerfall", "tell me about glimmerfall", "glimmerfall?"])
def test_a_production_alone_offers_a_fact_of_each_topic(engine: Engine, question: str) -> None:
    answer = engine.ask(question, today=TODAY)
    assert set(offered(answer)) == {
        "glim-1-release", "glim-1-filming", "glim-1-stunts", "glim-1-runtime", "glim-1-director"
    }  # fmt: skip
    topics = [choice.fact.topic for choice in answer.choices]
    assert len(set(topics)) == len(topics)


def test_a_production_with_a_single_fact_answers_with_it() -> None:
    only = fact("mirk-runtime", "mirk", "production", "runtime", "Mirkwain runs 90 minutes.", "how long is mirkwain")
    engine = loaded(only, productions=(Production(id="mirk", title="Mirkwain"),))
    assert ids(engine.ask("mirkwain", today=TODAY)) == ["mirk-runtime"]


@pytest.mark.parametrize("question", ["quillon stunts", "what stunts are in quillon", "stunts of quillon"])
def test_a_topic_alone_offers_its_facts_by_their_subjects(engine: Engine, question: str) -> None:
    answer = engine.ask(question, today=TODAY)
    offered(answer)
    assert {(choice.fact.production, choice.fact.topic) for choice in answer.choices} == {("quill", "stunt")}
    assert all(choice.label == choice.fact.subject for choice in answer.choices)
    assert len(answer.choices) == 5


def test_a_topic_that_has_one_fact_answers_with_it(engine: Engine) -> None:
    assert ids(engine.ask("glimmerfall stunts", today=TODAY)) == ["glim-1-stunts"]


def test_what_is_offered_answers_when_it_is_asked_for(engine: Engine) -> None:
    for choice in engine.ask("quillon stunts", today=TODAY).choices:
        assert ids(engine.ask(choice.fact.phrasings[0], today=TODAY)) == [choice.fact.id]


@pytest.mark.parametrize("one", FACTS, ids=lambda one: one.id)
def test_a_question_in_a_fact_s_own_words_is_answered_not_asked_back(engine: Engine, one: Fact) -> None:
    for phrasing in one.phrasings:
        assert ids(engine.ask(phrasing, today=TODAY)) == [one.id]


ENGINE = loaded()
SAID = (
    "glimmerfall",
    "quillon",
    "tarnhollow",
    "stunts",
    "release",
    "season",
    "2",
    "when",
    "where",
    "who",
    "the",
    "how",
)


@given(st.lists(st.sampled_from(SAID), min_size=1, max_size=6).map(" ".join))
@settings(max_examples=150)
def test_whatever_is_asked_an_offer_is_short_and_told_apart(question: str) -> None:
    answer = ENGINE.ask(question, today=TODAY)
    if answer.outcome is Outcome.CLARIFY:
        assert len(set(offered(answer))) == len(answer.choices)
    else:
        assert not answer.choices
