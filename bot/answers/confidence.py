"""How likely the best candidate is the right answer: a logistic model over what made its score and what is near it.

The weights were fitted by ``python -m tools.fitting`` on the sets in ``evaluation/work`` alone, clean and
misspelt; the held sets and the shared ones took no part. They are rounded, for the third digit changes no answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log

from bot.answers.question import UNNAMED_MASS, Asked
from bot.answers.scoring import Scored
from bot.answers.search import NEAR

WEIGHTS: Mapping[str, float] = {
    "score": 3.79,
    "explained": -1.27,
    "wording": 0.78,
    "kind": 1.17,
    "exact": 0.26,
    "strength": 1.76,
    "anchored": 0.6,
    "anchored at all": 0.72,
    "left": -1.41,
    "left, unnamed": 0.52,
    "unnamed": -0.72,
    "nothing left": 0.39,
    "second": -5.79,
    "no phrasings": 0.52,
    "content": 0.6,
    "yes or no": 0.58,
    "kind asked": 0.52,
    "bias": 1.04,
}


def features(best: Scored, second: Scored | None, asked: Asked) -> dict[str, float]:
    """What the model looks at, by name; every figure is bounded."""
    left = sum(asked.terms[term] for term in best.left)
    return {
        "score": best.score,
        "explained": log(max(best.explained, 0.05)),
        "wording": best.wording,
        "kind": log(max(best.kind, 0.1)),
        "exact": log(max(best.exact, 0.02)),
        "strength": log(max(best.strength, 0.1)),
        "anchored": min(best.anchored, 2.5),
        "anchored at all": float(best.anchored > 0),
        "left": min(left, 4.0),
        "left, unnamed": min(left, 4.0) if asked.title_mass <= UNNAMED_MASS else 0.0,
        "unnamed": float(asked.title_mass <= UNNAMED_MASS),
        "nothing left": float(not best.left),
        "second": max(NEAR, second.score / best.score) if second and best.score else NEAR,
        "no phrasings": float(not best.entry.wordings),
        "content": min(asked.content, 5.0),
        "yes or no": float(asked.yesno),
        "kind asked": float(bool(asked.kinds - {"which"})),
        "bias": 1.0,
    }


def confidence(best: Scored, second: Scored | None, asked: Asked) -> float:
    """The likelihood, from 0 to 1, that the best candidate answers the question."""
    total = sum(WEIGHTS.get(name, 0.0) * value for name, value in features(best, second, asked).items())
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))
