"""Growing the trees: what is written down says the same as what was grown."""

from __future__ import annotations

import random

import orjson
import pytest

from bot.answers.ranking.decision_trees import Forest
from bot.answers.ranking.features import FEATURES
from tools.fitting import Examples, grow, model_of


@pytest.fixture(scope="module")
def given() -> Examples:
    """Made-up examples."""
    dice = random.Random(7)
    rows = [[dice.uniform(-1, 4) for _ in FEATURES] for _ in range(600)]
    right = [row[0] + 0.5 * row[2] > 2.5 for row in rows]
    return Examples(rows, right, [dice.uniform(0.3, 1.0) for _ in rows])


def test_the_written_forest_says_what_the_model_says(given: Examples) -> None:
    forest = Forest.of(orjson.loads(orjson.dumps(grow(given))))
    said = [forest.likelihood(dict(zip(FEATURES, row, strict=True))) for row in given.rows]
    model = model_of(given)
    assert said == pytest.approx([float(one) for one in model.predict_proba(given.rows)[:, 1]], abs=0.01)


def test_the_same_examples_grow_the_same_trees(given: Examples) -> None:
    assert grow(given) == grow(given)
