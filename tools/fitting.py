"""Grows the trees that say how likely an answer is right: ``python -m tools.fitting`` writes them into the lexicon.

Histogram gradient boosting (scikit-learn), held to the ways in which each feature may count. It learns from the sets in
``evaluation/work`` alone, each question as it stands and with two sets of slips; every store counts as much as it has
questions. The same sets give the same trees.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson
from sklearn.ensemble import HistGradientBoostingClassifier

from bot.answers.engine import Engine
from bot.answers.knowledge import Knowledge
from bot.answers.ranking.features import FEATURES, Features, features
from bot.answers.ranking.reranking import MAX_RERANKED
from bot.data import lexicon_folder
from bot.evaluation.scoring import COMPOUND
from bot.evaluation.sets import MeasuredStore, Question, evaluation_folder, read_set
from bot.evaluation.slips import slipped
from bot.facts.models import Fact

SEEDS = (1, 2)
"""Seeds of the slips with which each question is asked as well."""
SILENT = 0.45
"""Questions that nothing answers beside one that is answerable, at most: more of them in a store count less each."""
COUNTEREXAMPLES_APART, PHRASINGS_APART = 3, 8
"""Of so many counterexamples of a pack, and of so many phrasings, one is asked while the pack lacks it."""
LEFT_OUT = 0.4
"""How much such a question counts beside one that somebody wrote who had not seen the pack."""

Floats = npt.NDArray[np.float64]


@dataclass
class Examples:
    """Features of candidates, whether each is right, and how much each counts."""

    rows: list[list[float]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)


def examples(stores: Iterable[MeasuredStore]) -> Examples:
    """Return the best candidates of every question of stores, clean and misspelt."""
    found = Examples()
    curated: dict[tuple[Fact, ...], MeasuredStore] = {}
    for store in stores:
        engine = _engine(store)
        silent = unanswerable_weight(store)
        for question in store.questions:
            if question.tag != COMPOUND:
                _learn(found, engine, question, 1.0 if question.answerable else silent)
        curated.setdefault(tuple(store.facts), store)
    for store in curated.values():
        _learn_left_out(found, store)
    return found


def unanswerable_weight(store: MeasuredStore) -> float:
    """Return how much a question that nothing in the store answers counts beside one that is answerable: 1 at most."""
    answerable = sum(question.answerable for question in store.questions)
    return min(1.0, SILENT * answerable / max(1, len(store.questions) - answerable))


def _engine(store: MeasuredStore) -> Engine:
    engine = Engine(Knowledge.load(lexicon_folder()))
    engine.load(store.productions, store.facts)
    return engine


def _learn_left_out(found: Examples, store: MeasuredStore) -> None:
    """What a pack with counterexamples teaches: some of them, and of its phrasings, asked while it lacks them."""
    countered = [fact for fact in store.facts if fact.counterexamples]
    engine = _engine(store) if countered else Engine(Knowledge.load(lexicon_folder()))
    for fact in countered:
        for question in fact.counterexamples[::COUNTEREXAMPLES_APART]:
            less = tuple(other for other in fact.counterexamples if other != question)
            engine.put_fact(fact.model_copy(update={"counterexamples": less}))
            _learn(found, engine, Question(question, (), "near"), LEFT_OUT)
        for question in fact.phrasings[::PHRASINGS_APART]:
            less = tuple(other for other in fact.phrasings if other != question)
            engine.put_fact(fact.model_copy(update={"phrasings": less}))
            _learn(found, engine, Question(question, (fact.id,), "para"), LEFT_OUT)
        engine.put_fact(fact)


def _learn(examples: Examples, engine: Engine, question: Question, weight: float) -> None:
    for text in (question.text, *(slipped(question.text, seed) for seed in SEEDS)):
        found = engine.search(text)
        best = found.scored[:MAX_RERANKED] if found else ()
        for one, own in zip(best, features(best), strict=True):
            examples.rows.append(row(own))
            examples.right.append(one.fact.id in question.gold)
            examples.weights.append(weight)


def row(own: Features) -> list[float]:
    """Return the features of one candidate in the order of ``FEATURES``."""
    return [own[name] for name in FEATURES]


def model_of(given: Examples, ways: Iterable[int] = FEATURES.values()) -> Any:
    """Return the model that scikit-learn makes of some examples; ``ways`` are those in which each feature may count."""
    model = HistGradientBoostingClassifier(
        max_iter=110,
        learning_rate=0.07,
        max_leaf_nodes=12,
        min_samples_leaf=40,
        l2_regularization=10,
        monotonic_cst=list(ways),
        early_stopping=False,
        random_state=0,
    )
    table: Floats = np.array(given.rows, dtype=np.float64)
    model.fit(table, np.array(given.right), sample_weight=np.array(given.weights))
    return model


def grow(given: Examples) -> dict[str, Any]:
    """Return the forest for some examples, as ``Forest.of`` takes it."""
    model = model_of(given)
    return {
        "names": list(FEATURES),
        "base": round(float(model._baseline_prediction[0, 0]), 4),
        "trees": [_tree(predictor.nodes, 0) for (predictor,) in model._predictors],
    }


def _tree(nodes: Any, at: int) -> Any:
    node = nodes[at]
    if node["is_leaf"]:
        return round(float(node["value"]), 4)
    threshold = float(node["num_threshold"])  # whole: it may be one of the examples' own figures
    return [int(node["feature_idx"]), threshold, _tree(nodes, int(node["left"])), _tree(nodes, int(node["right"]))]


def main() -> int:
    """Grow the forest of the work sets and write it down."""
    given = examples(read_set(evaluation_folder() / "work").stores)
    path = lexicon_folder() / "forest.json"
    path.write_bytes(orjson.dumps(grow(given)) + b"\n")
    sys.stdout.write(f"{len(given.rows)} examples, {sum(given.right)} of them right: {path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
