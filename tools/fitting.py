"""Fits the weights of ``bot.answers.confidence`` on the work sets: ``python -m tools.fitting``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.answers.confidence import features
from bot.answers.decision import runner_up
from bot.answers.engine import Engine
from bot.answers.lexicon import Lexicon
from bot.data import lexicon_folder
from bot.evaluation.sets import MeasuredStore, evaluation_folder, read_set
from bot.evaluation.slips import slipped

Floats = NDArray[np.float64]


def examples(stores: Iterable[MeasuredStore]) -> tuple[list[dict[str, float]], list[bool]]:
    """Of every question of stores, clean and misspelt: the features of the best candidate, and whether it is right."""
    rows: list[dict[str, float]] = []
    right: list[bool] = []
    for store in stores:
        engine = Engine(Lexicon.load(lexicon_folder()))
        engine.load(store.productions, store.facts)
        for question in store.questions:
            if question.tag == "compound":
                continue
            for text in (question.text, slipped(question.text)):
                found = engine.search(text)
                if found is None or found.best is None:
                    continue
                best, second = found.best, runner_up(found)
                rows.append(features(best, second, found.asked[best.entry.fact.production]))
                right.append(best.entry.fact.id in question.gold)
    return rows, right


def fit(rows: Sequence[dict[str, float]], right: Sequence[bool], ridge: float = 1.0) -> dict[str, float]:
    """Logistic regression by Newton's method, with a ridge on standardised features; weights by name."""
    names = [name for name in rows[0] if name != "bias"]
    table: Floats = np.array([[row[name] for name in names] for row in rows])
    labels: Floats = np.array(right, dtype=np.float64)
    mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-9
    design: Floats = np.c_[(table - mean) / spread, np.ones(len(rows))]
    weights: Floats = np.zeros(design.shape[1])
    penalty = np.eye(len(weights)) * ridge
    penalty[-1, -1] = 0.0
    for _ in range(30):
        likely = 1.0 / (1.0 + np.exp(-design @ weights))
        slope = design.T @ (likely - labels) + penalty @ weights
        curve = (design * (likely * (1.0 - likely))[:, None]).T @ design + penalty
        weights = weights - np.linalg.solve(curve, slope)
    plain = weights[:-1] / spread
    fitted = {name: round(float(weight), 2) for name, weight in zip(names, plain, strict=True)}
    return {**fitted, "bias": round(float(weights[-1] - (plain * mean).sum()), 2)}


def main() -> int:
    """Print the weights, ready to be put into ``bot/answers/confidence.py``."""
    rows, right = examples(read_set(evaluation_folder() / "work").stores)
    for name, weight in fit(rows, right).items():
        sys.stdout.write(f'    "{name}": {weight},\n')
    return 0


if __name__ == "__main__":
    sys.exit(main())
