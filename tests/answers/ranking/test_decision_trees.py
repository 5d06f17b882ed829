"""Decision trees: read from data, followed to a leaf, summed, and turned into a likelihood."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.ranking.decision_trees import Forest, Tree

NAMES = ("one", "other", "third")
VALUE = st.floats(-50, 50)
TREES = st.recursive(VALUE, lambda below: st.tuples(st.integers(0, len(NAMES) - 1), VALUE, below, below), max_leaves=12)


def leaf(tree: Tree, features: Mapping[str, float]) -> float:
    """Return the value of a tree by walking it."""
    if not isinstance(tree, tuple):
        return tree
    feature, threshold, below, above = tree
    return leaf(below if features[NAMES[feature]] <= threshold else above, features)


def nested(tree: Tree) -> Any:
    """Return a tree as the fitting writes it."""
    return [*tree[:2], nested(tree[2]), nested(tree[3])] if isinstance(tree, tuple) else tree


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


@given(st.lists(TREES, max_size=5), VALUE, st.fixed_dictionaries(dict.fromkeys(NAMES, VALUE)))
def test_the_compiled_trees_give_what_walking_them_gives(
    trees: list[Tree], base: float, features: dict[str, float]
) -> None:
    total = base
    for tree in trees:
        total += leaf(tree, features)
    said = Forest(NAMES, trees, base).likelihood(features)
    assert said == pytest.approx(1 / (1 + exp(-max(-30.0, min(30.0, total)))))
    assert 0 <= said <= 1


@given(st.lists(TREES, max_size=3), VALUE, st.fixed_dictionaries(dict.fromkeys(NAMES, VALUE)))
def test_a_forest_read_from_json_is_the_one_that_was_written(
    trees: list[Tree], base: float, features: dict[str, float]
) -> None:
    written = orjson.dumps({"names": NAMES, "base": base, "trees": [nested(tree) for tree in trees]})
    read = Forest.of(orjson.loads(written))
    assert read.names == NAMES
    assert read.likelihood(features) == Forest(NAMES, trees, base).likelihood(features)


@pytest.mark.parametrize("log_odds", [-1e6, -30.0, 30.0, 1e6])
def test_a_huge_sum_does_not_overflow(log_odds: float) -> None:
    assert Forest(base=log_odds).likelihood({}) == Forest(base=30.0 if log_odds > 0 else -30.0).likelihood({})


def test_a_feature_that_a_tree_uses_must_be_given() -> None:
    with pytest.raises(KeyError, match="one"):
        Forest(("one",), ((0, 0.0, -1.0, 1.0),)).likelihood({"other": 1.0})


def test_a_feature_name_is_never_run_as_code() -> None:
    name = '"]; raise SystemExit #'
    assert Forest((name,), ((0, 0.0, -1.0, 1.0),)).likelihood({name: 1.0}) > 0.5


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"names": ["one"], "trees": []},
        {"names": ["one"], "base": "much", "trees": []},
        {"names": ["one"], "base": 0, "trees": ["leaf"]},
        {"names": ["one"], "base": 0, "trees": [[0, 0.5, 1.0]]},
        {"names": ["one"], "base": 0, "trees": [["__import__('os')", 0.5, 1.0, 2.0]]},
        {"names": ["one"], "base": 0, "trees": [[0, 0.5, None, 2.0]]},
        {"names": 3, "base": 0, "trees": []},
    ],
)
def test_data_of_another_form_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        Forest.of(data)
