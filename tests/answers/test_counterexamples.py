"""Counterexamples: questions that sound like a fact's phrasings, and that it is known not to answer."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.answer import Answer, Explanation, Outcome
from bot.answers.engine import Engine
from bot.facts.models import Fact
from tests.answers.invented import FACTS, PRODUCTIONS
from tests.shipped import knowledge

TODAY = date(2026, 11, 22)
BY_ID = {one.id: one for one in FACTS}

ANSWERED = (
    ("cw7-ravine", "where is the ravine in cobalt wake 7"),
    ("cw7-ravine", "where was the jump of cobalt wake 7"),
    ("cw7-ravine-count", "how many jumps are in cw7"),
    ("cw7-runtime", "how long did they shoot cobalt wake 7"),
    ("cw7-disc", "is the cobalt wake 7 blu-ray any good"),
    ("orrery-s3", "is orrery season 3 good"),
)
"""Questions that a fact answers as long as nobody has told it that it does not."""


def loaded(*changed: Fact) -> Engine:
    """Return the invented store with some facts changed."""
    anew = {one.id: one for one in changed}
    engine = Engine(knowledge())
    engine.load(PRODUCTIONS, [anew.get(one.id, one) for one in FACTS])
    return engine


def told(name: str, *questions: str) -> Fact:
    """Return a fact of the store that is known not to answer some questions."""
    return BY_ID[name].model_copy(update={"counterexamples": questions})


def ids(answer: Answer) -> list[str]:
    return [one.id for one in answer.facts]


def explained(engine: Engine, question: str) -> Explanation:
    explanation = engine.ask(question, today=TODAY, explain=True).explanation
    assert explanation is not None
    return explanation


BEFORE = loaded()


@pytest.mark.parametrize(("name", "question"), ANSWERED)
def test_a_question_that_a_fact_was_told_not_to_answer_is_not_answered_by_it(name: str, question: str) -> None:
    assert ids(BEFORE.ask(question, today=TODAY)) == [name]
    engine = loaded(told(name, "what is the name of it", question))
    for typed in (question, f"{question.upper()}?!", question.replace("is", "si").replace("wake", "waek")):
        assert name not in ids(engine.ask(typed, today=TODAY)), typed


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("cw7-tamsin", "is tamsin oake in cw7"),
        ("cw7-director", "which director left cobalt wake 7"),
        ("cw7-ravine", "which ravine did they jump in cw7"),
    ],
)
def test_it_is_not_answered_either_where_only_small_words_tell_it_from_a_phrasing(name: str, question: str) -> None:
    assert name not in ids(loaded(told(name, question)).ask(question, today=TODAY))


@pytest.mark.parametrize(("name", "question"), ANSWERED)
def test_what_another_fact_is_asked_for_by_is_answered_with_that(name: str, question: str) -> None:
    production = BY_ID[name].production
    other = next(one for one in FACTS if one.production == production and one.id != name)
    engine = loaded(told(name, question), other.model_copy(update={"phrasings": (*other.phrasings, question)}))
    assert ids(engine.ask(question, today=TODAY)) == [other.id]


@pytest.mark.parametrize(("name", "question"), ANSWERED)
def test_a_fact_answers_its_own_phrasings_whatever_it_does_not_answer(name: str, question: str) -> None:
    engine = loaded(told(name, question))
    for phrasing in BY_ID[name].phrasings:
        typed = (
            f"{phrasing} in {PRODUCTIONS[0].aliases[0]}" if ids(BEFORE.ask(phrasing, today=TODAY)) == [] else phrasing
        )
        assert ids(engine.ask(typed, today=TODAY)) == [name]


def test_a_counterexample_that_was_taken_away_is_answered_again() -> None:
    name, question = ANSWERED[0]
    engine = loaded(told(name, question))
    assert ids(engine.ask(question, today=TODAY)) == []
    engine.put_fact(BY_ID[name])
    assert ids(engine.ask(question, today=TODAY)) == [name]
    assert explained(engine, question) == explained(BEFORE, question)


WORDS = tuple(dict.fromkeys(word for one in FACTS for phrasing in one.phrasings for word in phrasing.split()))
QUESTIONS = st.lists(st.one_of(st.sampled_from(WORDS), st.text(min_size=1, max_size=8)), min_size=1, max_size=8)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(FACTS), st.lists(QUESTIONS.map(" ".join).map(str.strip).filter(bool), min_size=1, max_size=3))
def test_what_a_fact_does_not_answer_changes_nothing_of_another_production(one: Fact, questions: list[str]) -> None:
    engine = loaded(told(one.id, *questions))
    for other in FACTS:
        if other.production != one.production:
            for phrasing in other.phrasings:
                before, after = (each.ask(phrasing, today=TODAY) for each in (BEFORE, engine))
                assert (after.outcome, after.parts, after.choices, after.score) == (
                    before.outcome,
                    before.parts,
                    before.choices,
                    before.score,
                )


# -- what moderators are told of it


def test_the_evidence_tells_how_near_a_counterexample_came() -> None:
    name, question = ANSWERED[0]
    engine = loaded(told(name, question))
    evidence = {each.fact.id: dict(each.contributions) for each in explained(engine, question).candidates}
    assert evidence[name]["similar counterexample"] == 1
    phrasing = f"{BY_ID[name].phrasings[0]} in cw7"
    assert explained(engine, phrasing).candidates[0].fact.id == name
    assert dict(explained(engine, phrasing).candidates[0].contributions)["similar counterexample"] < 0.9
    for each in explained(engine, "when did cobalt wake 7 come out").candidates:
        assert ("similar counterexample" in dict(each.contributions)) is (each.fact.id == name)


@pytest.mark.parametrize(("name", "question"), ANSWERED)
def test_the_verdict_tells_that_a_counterexample_was_the_reason(name: str, question: str) -> None:
    explanation = explained(loaded(told(name, question)), question)
    assert explanation.verdict.startswith(f"{Outcome.UNKNOWN}: ")
    assert "similar to a counterexample" in explanation.verdict
    assert "similar to a counterexample" not in explained(BEFORE, question).verdict


def test_the_verdict_names_the_fact_that_scored_most_where_another_comes_before_it() -> None:
    question = "cobalt wake 7 us premiere"
    assert ids(BEFORE.ask(question, today=TODAY)) == ["cw7-release"]
    explanation = explained(loaded(told("cw7-release", question)), question)
    assert explanation.candidates[0].fact.id != "cw7-release"
    assert "; cw7-release has the highest score, but also a counterexample" in explanation.verdict
