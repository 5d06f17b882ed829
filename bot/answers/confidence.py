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
    "score": 3.95,
    "explained": -1.29,
    "wording": 0.79,
    "kind": 1.12,
    "exact": 0.25,
    "strength": 1.69,
    "anchored": 0.53,
    "anchored at all": 0.78,
    "left": -1.42,
    "left, unnamed": 0.54,
    "unnamed": -0.73,
    "nothing left": 0.29,
    "second": -5.84,
    "no phrasings": 0.5,
    "content": 0.59,
    "yes or no": 0.5,
    "kind asked": 0.47,
    "bias": 1.11,
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
