"""Deciding: which other candidates are offered beside the best one, and when the best one is enough."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.answer import Outcome
from bot.answers.ranking.decision import Decision, decide
from bot.answers.ranking.reranking import RankedCandidates, rerank
from bot.answers.ranking.scoring import Candidate
from tests.answers.series import loaded
from tests.shipped import knowledge

ENGINE = loaded()


def ranked(question: str) -> tuple[RankedCandidates, Candidate, Candidate]:
    """Return the candidates of a question that fits a fact of each of two productions, and these two facts."""
    found = ENGINE.search(question)
    assert found is not None
    candidates = rerank(found, knowledge().likelihood)
    best, *others = candidates.ranked
    rival = next(each for each in others if each.fact.production != best.fact.production)
    assert rival.score >= 0.97 * best.score
    return candidates, best, rival


def decided(candidates: RankedCandidates, *first: Candidate) -> Decision:
    """Return the decision on some candidates, with the best ones changed."""
    changed = {each.fact.id: each for each in first}
    rest = tuple(each for each in candidates.ranked if each.fact.id not in changed)
    return decide(replace(candidates, ranked=(*first, *rest)), lambda fact: fact.production)


@pytest.mark.parametrize("question", ["who did the stunts?", "where was it filmed"])
def test_a_fact_of_another_production_is_offered_only_if_it_is_likely_enough(question: str) -> None:
    candidates, best, rival = ranked(question)
    best = replace(best, likelihood=0.9)

    likely = decided(candidates, best, replace(rival, likelihood=0.3))
    assert likely.outcome is Outcome.CLARIFY
    assert {choice.fact.id for choice in likely.choices} == {best.fact.id, rival.fact.id}

    unlikely = decided(candidates, best, replace(rival, likelihood=0.2))
    assert unlikely.outcome is Outcome.ANSWER
    assert [each.fact.id for each in unlikely.chosen] == [best.fact.id]


@pytest.mark.parametrize("question", ["who did the stunts?", "where was it filmed"])
def test_a_fact_of_another_production_is_offered_only_if_it_fits_about_as_well(question: str) -> None:
    candidates, best, rival = ranked(question)
    best, rival = replace(best, likelihood=0.9), replace(rival, likelihood=0.9)
    assert decided(candidates, best, rival).outcome is Outcome.CLARIFY
    assert decided(candidates, best, replace(rival, score=0.8 * best.score)).outcome is Outcome.ANSWER


def test_without_any_candidate_the_answer_is_unknown() -> None:
    candidates, _best, _rival = ranked("who did the stunts?")
    assert decide(replace(candidates, ranked=()), lambda fact: fact.production).outcome is Outcome.UNKNOWN
