"""How sure the engine is: a likelihood from trees that are held to the ways in which each figure may count."""

from __future__ import annotations

from dataclasses import replace
from math import exp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.ranking.decision_trees import Forest
from bot.answers.ranking.features import AGAINST, EITHER, FEATURES, features
from bot.answers.ranking.reranking import MAX_RERANKED, VERBATIM, RankedCandidates, rerank, reranked
from bot.answers.ranking.scoring import Candidate, Coverage, Likeness
from tests.answers.series import FACTS, loaded
from tests.shipped import knowledge

ENGINE = loaded()
FOREST = knowledge().likelihood


def searched(question: str) -> tuple[RankedCandidates, Candidate]:
    """Return what a search brings, reranked, and its best candidate."""
    found = ENGINE.search(question)
    assert found is not None
    ranked = rerank(found, FOREST)
    assert ranked.best is not None
    return ranked, ranked.best


FOUND, BEST = searched("when does glimmerfall 2 come out")
QUERY = BEST.query

SHARE = st.floats(0, 1)
MASS = st.floats(0, 20)
VALUE = st.floats(-4, 8)


@st.composite
def candidates(draw: st.DrawFn) -> Candidate:
    """Return the same candidate with any measures that a scorer may give it."""
    return replace(
        BEST,
        query=replace(QUERY, title=replace(QUERY.title, strength=draw(st.floats(0, 1.3)))),
        score=draw(SHARE),
        kind=draw(SHARE),
        coverage=Coverage(
            share=draw(SHARE),
            exact=draw(SHARE),
            left=tuple(draw(st.sets(st.sampled_from(sorted(QUERY.terms.weights))))),
            anchored=draw(MASS),
            told=draw(MASS),
            kin=draw(MASS),
            focus=draw(SHARE),
            in_text=draw(MASS),
        ),
        likeness=Likeness(whole=draw(SHARE), covered=draw(SHARE), spare=draw(MASS)),
    )


@given(st.lists(candidates(), min_size=1, max_size=MAX_RERANKED + 2), MASS, MASS)
@settings(max_examples=60)
def test_it_lies_between_none_and_certain_whatever_the_features(
    scored: list[Candidate], content: float, named: float
) -> None:
    scored = [
        replace(
            one,
            query=replace(
                one.query,
                terms=replace(one.query.terms, content=content),
                title=replace(one.query.title, mass=named),
            ),
        )
        for one in scored
    ]
    ranked = reranked(scored, FOREST)
    assert all(0 <= one.likelihood <= 1 for one in ranked)
    likely = [round(one.likelihood, 3) for one in ranked if one.likeness.whole < VERBATIM]
    assert likely == sorted(likely, reverse=True)


@given(st.fixed_dictionaries(dict.fromkeys(FEATURES, VALUE)), st.sampled_from(list(FEATURES)), VALUE)
@settings(max_examples=300)
def test_no_feature_counts_the_other_way(row: dict[str, float], name: str, other: float) -> None:
    way = FEATURES[name]
    if way == EITHER:
        return
    low, high = ({**row, name: value} for value in sorted((row[name], other)))
    less, more = FOREST.likelihood(low), FOREST.likelihood(high)
    assert more <= less if way == AGAINST else less <= more


def test_the_trees_were_grown_on_the_features_that_the_engine_computes() -> None:
    """Fails where a feature was added and the forest not grown anew: ``python -m tools.fitting``."""
    assert FOREST.names == tuple(FEATURES)
    computed = [tuple(own) for own in features(FOUND.ranked[:MAX_RERANKED])]
    assert computed
    assert set(computed) == {tuple(FEATURES)}


def test_a_fact_s_own_words_are_surer_than_words_that_nothing_explains() -> None:
    for one in FACTS:
        question = one.phrasings[0]
        (_, sure), (_, unsure) = searched(question), searched(f"{question} xylograph harpoon")
        assert unsure.likelihood < sure.likelihood
        assert sure.likelihood > 0.7


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


def test_a_tree_is_followed_to_its_leaf_and_a_value_at_the_threshold_goes_below() -> None:
    tree = (1, 0.5, -2.0, (0, 3.0, 1.0, (1, 0.75, 0.25, 4.0)))
    forest = Forest(("one", "other"), (tree, 0.5), 0.125)
    leaves = {(9.0, 0.5): -2.0, (3.0, 0.6): 1.0, (3.1, 0.75): 0.25, (3.1, 0.8): 4.0}
    for (one, other), leaf in leaves.items():
        said = forest.likelihood({"other": other, "one": one})
        assert said == pytest.approx(1 / (1 + exp(-(0.125 + leaf + 0.5))))


def test_features_that_a_forest_does_not_know_yet_are_passed_over() -> None:
    assert Forest(("one",), ((0, 0.0, -1.0, 1.0),), 0.0).likelihood({"new": 7.0, "one": 1.0}) > 0.5


def test_a_forest_without_trees_says_even_odds() -> None:
    assert Forest().likelihood({}) == 0.5
