"""Reranking: the likeliest of the best candidates first, verbatim questions before them, counterexamples last."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.ranking.reranking import MAX_RERANKED, RankedCandidates, rerank, reranked
from bot.answers.ranking.scoring import Candidate
from bot.facts.models import Fact
from tests.answers.series import FACTS, loaded
from tests.shipped import knowledge

FOREST = knowledge().likelihood
QUESTION = "when does glimmerfall 2 come out"


def ranked(question: str, *more: Fact) -> RankedCandidates:
    """Return what a search finds, reranked."""
    found = loaded(*more).search(question)
    assert found is not None
    return rerank(found, FOREST)


def best_of(candidates: RankedCandidates) -> Candidate:
    assert candidates.best is not None
    return candidates.best


FOUND = ranked(QUESTION)
BEST = best_of(FOUND)
QUERY = BEST.query


def test_what_is_asked_for_in_a_phrasing_s_very_words_goes_before_what_is_likelier() -> None:
    said = replace(
        BEST,
        query=replace(QUERY, title=replace(QUERY.title, strength=1.0)),
        score=0.2,
        coverage=replace(BEST.coverage, share=0.3, left=()),
        likeness=replace(BEST.likeness, whole=1.0, covered=0.1),
    )
    other = replace(BEST, score=0.9, likeness=replace(BEST.likeness, whole=0.9))
    first, second = reranked([other, said], FOREST)
    assert (first.score, second.score) == (said.score, other.score)
    assert first.likelihood < second.likelihood


def test_the_best_are_ordered_by_likelihood_and_the_rest_stay_by_score() -> None:
    scored = tuple(
        replace(BEST, score=1.0 - at / 20, likeness=replace(BEST.likeness, whole=0.1 + at / 20)) for at in range(10)
    )
    both = rerank(replace(FOUND.found, scored=scored), FOREST)
    first, rest = both.ranked[:MAX_RERANKED], both.ranked[MAX_RERANKED:]
    likely = [round(one.likelihood, 3) for one in first]
    assert likely == sorted(likely, reverse=True)
    assert {one.score for one in first} == {one.score for one in scored[:MAX_RERANKED]}
    assert rest == scored[MAX_RERANKED:]


def test_without_candidates_there_is_no_best_and_nothing_declines() -> None:
    none = rerank(replace(FOUND.found, scored=()), FOREST)
    assert (none.ranked, none.best, none.declines) == ((), None, False)


@pytest.mark.parametrize(("strength", "left", "whole"), [(0.9, (), 1.0), (1.0, ("~release",), 1.0), (1.0, (), 0.98)])
def test_a_question_is_verbatim_only_if_its_title_and_all_its_terms_are(
    strength: float, left: tuple[str, ...], whole: float
) -> None:
    said = replace(
        BEST,
        query=replace(QUERY, title=replace(QUERY.title, strength=strength)),
        score=0.2,
        kind=0.1,
        coverage=replace(BEST.coverage, share=0.1, left=left),
        likeness=replace(BEST.likeness, whole=whole, covered=0.0),
    )
    other = replace(BEST, score=0.9, likeness=replace(BEST.likeness, whole=0.9))
    assert reranked([said, other], FOREST)[0].score == other.score


BY_ID = {one.id: one for one in FACTS}
STUNTS = BY_ID["glim-1-stunts"]


def stunts(*counterexamples: str, phrasings: tuple[str, ...] = STUNTS.phrasings) -> Fact:
    return STUNTS.model_copy(update={"counterexamples": counterexamples, "phrasings": phrasings})


@pytest.mark.parametrize("question", ["who did the stunts in glimmerfall 1?", "Who did THE stunts in glimmerfall 1"])
def test_a_fact_whose_counterexample_is_asked_is_declined(question: str) -> None:
    counter = "who did the stunts in glimmerfall 1"
    candidates = ranked(question, stunts(counter, phrasings=("glimmerfall stunt coordinator",)))
    (one,) = [each for each in candidates.ranked if each.fact.id == "glim-1-stunts"]
    assert one.declined
    assert one.likelihood == 0.0
    assert candidates.declines


def test_a_counterexample_that_is_also_a_phrasing_declines_nothing() -> None:
    both = "who did the stunts in glimmerfall 1"
    candidates = ranked(both, stunts(both, phrasings=(both,)))
    assert not candidates.declines
    assert best_of(candidates).likelihood > 0


def test_a_counterexample_for_another_question_declines_nothing() -> None:
    candidates = ranked("who did the stunts in glimmerfall 1", stunts("who was hurt in the stunts of glimmerfall"))
    assert not candidates.declines
    assert best_of(candidates).fact.id == "glim-1-stunts"


def test_a_fact_is_declined_if_only_little_words_differ_from_its_counterexample() -> None:
    question = "who did the stunts in glimmerfall 1"
    for phrasing, declined in (("glimmerfall stunt coordinator", True), ("who did stunts for glimmerfall 1", False)):
        fact = stunts("who did the stunts of glimmerfall 1", phrasings=(phrasing,)).model_copy(
            update={"subject": "coordinator"}
        )
        (one,) = [each for each in ranked(question, fact).ranked if each.fact.id == fact.id]
        assert one.query.words not in (one.indexed.counters.texts if one.indexed.counters else ())
        assert one.declined is declined
