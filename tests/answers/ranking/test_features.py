"""How sure the engine is: a likelihood from trees that are held to the ways in which each figure may count."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

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
