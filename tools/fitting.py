"""Train the likelihood model: ``python -m tools.fitting`` writes its decision trees into the lexicon.

The model is histogram gradient boosting (scikit-learn) with monotonic constraints. It learns from the sets in
``evaluation/work`` alone, each question clean and with two sets of typos. Every store counts in proportion to its
questions. The same sets always give the same trees.
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
"""Seeds of the typos with which each question is asked as well."""
SILENT = 0.45
"""Maximum weight of all unanswerable questions of a store, relative to the answerable ones."""
COUNTEREXAMPLES_APART, PHRASINGS_APART = 3, 8
"""One in so many counterexamples, and phrasings, of a pack is left out and asked as a question."""
LEFT_OUT = 0.4
"""Weight of such a question, relative to one by somebody who hadn't seen the pack."""

Floats = npt.NDArray[np.float64]


@dataclass
class Examples:
    """Training examples: features of candidates, whether each is right, and its weight."""

    rows: list[list[float]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)


def examples(stores: Iterable[MeasuredStore]) -> Examples:
    """Return the best candidates of every question of the stores, clean and misspelt."""
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
    """Return the weight of an unanswerable question of a store, relative to an answerable one: at most 1."""
    answerable = sum(question.answerable for question in store.questions)
    return min(1.0, SILENT * answerable / max(1, len(store.questions) - answerable))


def _engine(store: MeasuredStore) -> Engine:
    engine = Engine(Knowledge.load(lexicon_folder()))
    engine.load(store.productions, store.facts)
    return engine


def _learn_left_out(found: Examples, store: MeasuredStore) -> None:
    """Add examples from a pack with counterexamples: some of them, and some phrasings, left out and asked."""
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
    """Fit scikit-learn's model to examples; ``ways`` are the monotonic constraints of the features."""
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
    """Return the forest for some examples, in the form that ``Forest.of`` reads."""
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
    threshold = float(node["num_threshold"])  # not rounded, because it may equal a value of the examples
    return [int(node["feature_idx"]), threshold, _tree(nodes, int(node["left"])), _tree(nodes, int(node["right"]))]


def main() -> int:
    """Train the forest on the work sets and write it."""
    given = examples(read_set(evaluation_folder() / "work").stores)
    path = lexicon_folder() / "forest.json"
    path.write_bytes(orjson.dumps(grow(given)) + b"\n")
    sys.stdout.write(f"{len(given.rows)} examples, {sum(given.right)} of them right: {path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
