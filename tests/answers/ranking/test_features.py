"""How sure the engine is: a likelihood from trees that are held to the ways in which each figure may count."""

from __future__ import annotations

from dataclasses import replace
from math import exp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.language.lexicon import Lexicon
from bot.answers.ranking.decision_trees import Forest
from bot.answers.ranking.features import AGAINST, EITHER, FIGURES, MOST_WEIGHED, VERBATIM, figures, weigh
from bot.answers.ranking.retrieval import Found
from bot.answers.ranking.scoring import Scored
from bot.data import lexicon_folder
from tests.answers.series import FACTS, loaded

ENGINE = loaded()
FOREST = Lexicon.load(lexicon_folder()).forest


def searched(question: str) -> tuple[Found, Scored]:
    """What a search brings, weighed, and its best candidate."""
    found = ENGINE.search(question)
    assert found is not None
    weigh(found.scored, FOREST)
    assert found.best is not None
    return found, found.best


FOUND, BEST = searched("when does glimmerfall 2 come out")
ASKED = FOUND.asked["glim-2"]

SHARE = st.floats(0, 1)
MASS = st.floats(0, 20)
FIGURE = st.floats(-4, 8)


@st.composite
def candidates(draw: st.DrawFn) -> Scored:
    """The same candidate with any figures that a scorer may give it."""
    return replace(
        BEST,
        score=draw(SHARE),
        explained=draw(SHARE),
        wording=draw(SHARE),
        covered=draw(SHARE),
        spare=draw(MASS),
        kind=draw(SHARE),
        exact=draw(SHARE),
        strength=draw(st.floats(0, 1.3)),
        anchored=draw(MASS),
        told=draw(MASS),
        kin=draw(MASS),
        focus=draw(SHARE),
        in_text=draw(MASS),
        left=tuple(draw(st.sets(st.sampled_from(sorted(ASKED.terms))))),
    )


@given(st.lists(candidates(), min_size=1, max_size=MOST_WEIGHED + 2), MASS, MASS)
@settings(max_examples=60)
def test_it_lies_between_none_and_certain_whatever_the_figures(
    scored: list[Scored], content: float, named: float
) -> None:
    asked = replace(ASKED, content=content, title_mass=named)
    scored = [replace(one, asked=asked) for one in scored]
    weigh(scored, FOREST)
    assert all(0 <= one.likely <= 1 for one in scored)
    likely = [round(one.likely, 3) for one in scored[:MOST_WEIGHED] if one.wording < VERBATIM]
    assert likely == sorted(likely, reverse=True)


@given(st.lists(FIGURE, min_size=len(FIGURES), max_size=len(FIGURES)), st.integers(0, len(FIGURES) - 1), FIGURE)
@settings(max_examples=300)
def test_no_figure_counts_the_other_way(row: list[float], at: int, other: float) -> None:
    way = list(FIGURES.values())[at]
    if way == EITHER:
        return
    low, high = ([*row[:at], value, *row[at + 1 :]] for value in sorted((row[at], other)))
    less, more = FOREST.likelihood(low), FOREST.likelihood(high)
    assert more <= less if way == AGAINST else less <= more


def test_the_trees_were_grown_on_the_figures_that_the_engine_gives() -> None:
    """Fails where a figure was added and the forest not grown anew: ``python -m tools.fitting``."""
    assert FOREST.names == tuple(FIGURES)
    assert len(figures(BEST, FOUND.scored[:MOST_WEIGHED], ASKED)) == len(FIGURES)


def test_a_fact_s_own_words_are_surer_than_words_that_nothing_explains() -> None:
    for one in FACTS:
        question = one.phrasings[0]
        (_, sure), (_, unsure) = searched(question), searched(f"{question} xylograph harpoon")
        assert unsure.likely < sure.likely
        assert sure.likely > 0.7


def test_what_is_asked_for_in_a_phrasing_s_very_words_goes_before_what_is_likelier() -> None:
    said = replace(BEST, wording=1.0, left=(), strength=1.0, covered=0.1, score=0.2, explained=0.3)
    other = replace(BEST, wording=0.9, left=(), score=0.9)
    scored = [other, said]
    weigh(scored, FOREST)
    assert scored[0] is said
    assert said.likely < other.likely


def test_a_tree_is_followed_to_its_leaf_and_a_figure_at_the_threshold_goes_below() -> None:
    tree = (1, 0.5, -2.0, (0, 3.0, 1.0, (1, 0.75, 0.25, 4.0)))
    forest = Forest(("one", "other"), (tree, 0.5), 0.125)
    leaves = {(9.0, 0.5): -2.0, (3.0, 0.6): 1.0, (3.1, 0.75): 0.25, (3.1, 0.8): 4.0}
    for row, leaf in leaves.items():
        assert forest.likelihood(row) == pytest.approx(1 / (1 + exp(-(0.125 + leaf + 0.5))))


def test_figures_that_a_forest_does_not_know_yet_are_passed_over() -> None:
    assert Forest(("one",), ((0, 0.0, -1.0, 1.0),), 0.0).likelihood((1.0, 7.0)) > 0.5


def test_a_forest_without_trees_says_even_odds() -> None:
    assert Forest((), (), 0.0).likelihood(()) == 0.5
