"""Resolved questions: what is said, what stays of the conversation, and how two halves count together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.answers.answer import Context, Outcome
from bot.answers.dialogue.resolved import Resolution, Resolved
from bot.answers.ranking.reranking import rerank
from bot.answers.ranking.retrieval import SearchSpace
from tests.answers.searching import SEARCH, SERIES, read
from tests.answers.series import TODAY
from tests.shipped import knowledge

BEFORE = Context(production="quill", topic="stunt")


def resolved(question: str) -> Resolved:
    found = SEARCH.run(read(question), SearchSpace(SERIES))
    return Resolved.of(rerank(found, knowledge().likelihood), SERIES.title_of)


ANSWERED = resolved("where was glimmerfall 2 filmed")
SECOND = resolved("how long is glimmerfall 1")
CLARIFYING = resolved("who did the stunts")
UNKNOWN = resolved("xylograph harpoon")


def test_the_examples_have_the_outcomes_that_the_tests_are_about() -> None:
    outcomes = [one.outcome for one in (ANSWERED, SECOND, CLARIFYING, UNKNOWN)]
    assert outcomes == [Outcome.ANSWER, Outcome.ANSWER, Outcome.CLARIFY, Outcome.UNKNOWN]


def test_only_an_answer_has_parts() -> None:
    (part,) = ANSWERED.parts(TODAY)
    assert (part.fact.id, part.text) == ("glim-2-filming", part.fact.text)
    assert CLARIFYING.parts(TODAY) == UNKNOWN.parts(TODAY) == ()


@pytest.mark.parametrize(
    ("question", "today", "text"),
    [
        ("how many days until glimmerfall 2", date(2027, 2, 10), "opens on 12 February 2027. That is in 2 days."),
        ("when does glimmerfall 2 come out", date(2027, 2, 10), "opens on 12 February 2027."),
        ("when does glimmerfall 2 come out", date(2027, 3, 1), "opened on 12 February 2027."),
    ],
)
def test_the_text_is_computed_from_the_date_or_told_as_of_today(question: str, today: date, text: str) -> None:
    assert resolved(question).parts(today)[0].text == f"Glimmerfall: The Salt Choir {text}"


def test_the_conversation_goes_on_with_the_fact_that_answered() -> None:
    after = ANSWERED.context(BEFORE)
    assert (after.production, after.topic, after.fact) == ("glim-2", "location", "glim-2-filming")


def test_the_conversation_stays_if_nothing_or_no_single_production_was_chosen() -> None:
    assert {one.fact.production for one in CLARIFYING.decision.chosen} == {"glim-1", "glim-2"}
    for one in (UNKNOWN, CLARIFYING):
        assert one.context(BEFORE) == BEFORE
        assert one.context(None) == Context()


def test_asking_back_about_one_production_makes_it_the_conversation_s() -> None:
    asking = resolved("glimmerfall 2")
    assert asking.outcome is Outcome.CLARIFY
    assert asking.context(BEFORE).production == "glim-2"


def test_the_first_is_the_one_chosen_and_the_best_the_likeliest() -> None:
    assert ANSWERED.first == ANSWERED.best is not None
    assert UNKNOWN.first is None
    assert ANSWERED.reading.words == ["where", "was", "glimmerfall", "2", "filmed"]


def test_a_whole_question_counts_alone() -> None:
    one = Resolution(CLARIFYING)
    assert one.answering == (CLARIFYING,)
    assert one.choices == CLARIFYING.decision.choices != ()
    assert one.likelihood == CLARIFYING.decision.likelihood
    assert one.why == CLARIFYING.decision.why


def test_two_halves_are_answered_in_order_and_as_sure_as_the_less_sure() -> None:
    likely = replace(ANSWERED, decision=replace(ANSWERED.decision, likelihood=0.9))
    less = replace(SECOND, decision=replace(SECOND.decision, likelihood=0.8))
    both = Resolution(CLARIFYING, (likely, less))
    assert both.outcome is Outcome.ANSWER
    assert [part.fact.id for part in both.parts(TODAY)] == ["glim-2-filming", "glim-1-runtime"]
    assert both.likelihood == 0.8
    assert both.choices == ()
    assert both.context(BEFORE) == less.context(BEFORE)


def test_the_reason_says_whether_both_halves_have_their_fact() -> None:
    both = Resolution(CLARIFYING, (ANSWERED, SECOND))
    half = Resolution(CLARIFYING, (ANSWERED,), "who ate the harpoon")
    assert both.why == "it asks two things, and each has its fact"
    assert half.why == "it asks two things, and only one has its fact"


def test_productions_are_those_named_strongly_enough_among_the_first() -> None:
    one = Resolution(ANSWERED)
    matches = ANSWERED.candidates.found.matches
    assert set(one.productions(0.0, 10)) == {"glim-1", "glim-2"}
    assert one.productions(0.9, 10) == ("glim-2",)
    assert one.productions(0.0, 1) == tuple(matches)[:1]


def test_the_terms_are_those_put_to_the_best_candidate() -> None:
    assert Resolution(ANSWERED).terms() == {"~shoot"}
    assert Resolution(UNKNOWN).terms() == frozenset()
