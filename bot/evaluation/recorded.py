"""Compare a run with the figures that the repository has recorded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from bot.evaluation.scoring import Rates
from bot.evaluation.sets import EvaluationError

Recorded = dict[str, dict[str, dict[str, float]]]
"""Figures in per cent, by set, variant and name."""

TOLERANCE = 0.05
"""Points by which a figure may be worse, because recorded figures are rounded to one decimal."""

_FIGURES = ("right", "offered", "wrong", "silent", "spoke", "asked")
_HIGHER_IS_BETTER = ("right",)
# A change of offered or silent shows in the other figures, or does no harm.
_LOWER_IS_BETTER = ("wrong", "spoke", "asked")


def load(path: Path) -> Recorded:
    """Return the recorded figures; none if nothing is recorded yet.

    Raises:
        EvaluationError: the file can't be read, or has another format than ``--record`` writes.
    """
    if not path.exists():
        return {}
    try:
        recorded = json.loads(path.read_text(encoding="utf-8"))
        return {
            str(name): {
                str(variant): {str(k): float(v) for k, v in figures.items()} for variant, figures in kinds.items()
            }
            for name, kinds in recorded.items()
        }
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise EvaluationError(
            f"{path} cannot be read ({error}); restore it from git or write it anew with --record"
        ) from error


def save(path: Path, measured: Mapping[str, Mapping[str, Rates]]) -> None:
    """Record what was measured. Sets and variants that weren't measured keep their figures."""
    recorded = load(path)
    for name, variants in measured.items():
        for variant, figures in variants.items():
            recorded.setdefault(name, {})[variant] = rounded(figures)
    text = json.dumps(recorded, indent=2, sort_keys=True) + "\n"
    temporary = path.with_suffix(".tmp")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def rounded(figures: Rates) -> dict[str, float]:
    """Return the figures that are recorded, rounded to one decimal."""
    return {name: round(value, 1) for name, value in asdict(figures).items() if name in _FIGURES}


def worse(recorded: Recorded, measured: Mapping[str, Mapping[str, Rates]]) -> list[str]:
    """Return one sentence for each figure that is worse than recorded by more than the tolerance."""
    fallen = []
    for name, variants in measured.items():
        for variant, rates in variants.items():
            before, now = recorded.get(name, {}).get(variant, {}), rounded(rates)
            for figure in (*_HIGHER_IS_BETTER, *_LOWER_IS_BETTER):
                if figure not in before:
                    continue
                lost = before[figure] - now[figure] if figure in _HIGHER_IS_BETTER else now[figure] - before[figure]
                if lost > TOLERANCE:
                    fallen.append(f"{name}, {variant}: {figure} was {before[figure]:.1f} %, is {now[figure]:.1f} %")
    return fallen
