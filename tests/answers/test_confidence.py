"""How sure the engine is: a likelihood, and weights that are those the fitting gives."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.confidence import WEIGHTS, confidence, features
from bot.answers.scoring import Scored
from bot.answers.search import Found
from bot.evaluation.sets import evaluation_folder, read_set
from tests.answers.series import FACTS, loaded
from tools.fitting import examples, fit

ENGINE = loaded()


def searched(question: str) -> tuple[Found, Scored]:
    """What a search brings, and its best candidate."""
    found = ENGINE.search(question)
    assert found is not None
    assert found.best is not None
    return found, found.best


FOUND, BEST = searched("when does glimmerfall 2 come out")
ASKED = FOUND.asked["glim-2"]

SHARE = st.floats(0, 1)
MASS = st.floats(0, 20)


@st.composite
def candidates(draw: st.DrawFn) -> Scored:
    """The same candidate with any figures that a scorer may give it."""
    return replace(
        BEST,
        score=draw(SHARE),
        explained=draw(SHARE),
        wording=draw(SHARE),
        kind=draw(SHARE),
        exact=draw(SHARE),
        strength=draw(st.floats(0, 1.3)),
        anchored=draw(MASS),
        left=tuple(draw(st.sets(st.sampled_from(sorted(ASKED.terms))))),
    )


@given(candidates(), st.none() | candidates(), MASS, MASS)
@settings(max_examples=100)
def test_it_lies_between_none_and_certain_whatever_the_figures(
    best: Scored, second: Scored | None, content: float, named: float
) -> None:
    assert 0 <= confidence(best, second, replace(ASKED, content=content, title_mass=named)) <= 1


@given(candidates(), st.none() | candidates(), SHARE, SHARE)
@settings(max_examples=100)
def test_of_two_that_differ_in_wording_the_one_asked_for_more_alike_is_surer(
    best: Scored, second: Scored | None, one: float, two: float
) -> None:
    less, more = sorted((one, two))
    assert confidence(replace(best, wording=less), second, ASKED) <= confidence(
        replace(best, wording=more), second, ASKED
    )


@given(candidates(), SHARE, SHARE)
@settings(max_examples=100)
def test_a_nearer_rival_makes_it_no_surer(best: Scored, one: float, two: float) -> None:
    far, near = sorted((one, two))
    first = replace(best, score=max(best.score, near))
    sure, unsure = (confidence(first, replace(best, score=score), ASKED) for score in (far, near))
    assert unsure <= sure


@given(candidates())
@settings(max_examples=20)
def test_every_figure_that_is_looked_at_has_a_weight_and_the_other_way_round(best: Scored) -> None:
    assert features(best, None, ASKED).keys() == WEIGHTS.keys()


def test_a_fact_s_own_words_are_surer_than_words_that_nothing_explains() -> None:
    for one in FACTS:
        question = one.phrasings[0]
        sure, unsure = searched(question), searched(f"{question} xylograph harpoon")
        likely, doubted = (confidence(best, None, found.asked[one.production]) for found, best in (sure, unsure))
        assert doubted < likely
        assert likely > 0.8


@pytest.fixture(scope="module")
def fitted() -> dict[str, float]:
    """The weights as the fitting gives them now; it asks every question of the work sets, which takes seconds."""
    return fit(*examples(read_set(evaluation_folder() / "work").stores))


def test_the_weights_are_those_that_the_fitting_gives(fitted: dict[str, float]) -> None:
    """Fails where scoring changed and the weights were not fitted anew: ``python -m tools.fitting``."""
    assert fitted.keys() == WEIGHTS.keys()
    apart = {name: (WEIGHTS[name], weight) for name, weight in fitted.items() if abs(weight - WEIGHTS[name]) > 0.3}
    assert not apart
