"""Load, save and compare the recorded figures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from bot.evaluation.scoring import Rates
from bot.evaluation.sets import EvaluationError
from bot.messages import _

Recorded = dict[str, dict[str, dict[str, float]]]
"""Figures in per cent, by set, variant and name."""

TOLERANCE = 0.05
"""How much worse a figure may be, in points, because recorded figures are rounded to one decimal."""

_FIGURES = ("right", "offered", "wrong", "silent", "spoke", "asked")
_HIGHER_IS_BETTER = ("right",)
# Offered and silent are what is left: a change between them shows in right, wrong and spoke, or does no harm.
_LOWER_IS_BETTER = ("wrong", "spoke", "asked")


def load(path: Path) -> Recorded:
    """Load the recorded figures; empty if nothing was recorded yet.

    Raises:
        EvaluationError: the file exists, but isn't what ``--record`` writes.
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
        wrong = _("{file} can't be read ({reason}). Restore it from git, or delete it and record again with --record.")
        raise EvaluationError(wrong.format(file=path, reason=error)) from error


def save(path: Path, measured: Mapping[str, Mapping[str, Rates]]) -> None:
    """Record the figures; sets and variants that weren't measured keep theirs."""
    recorded = load(path)
    for name, variants in measured.items():
        for variant, figures in variants.items():
            recorded.setdefault(name, {})[variant] = rounded(figures)
    text = json.dumps(recorded, indent=2, sort_keys=True) + "\n"
    temporary = path.with_suffix(".tmp")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def rounded(figures: Rates) -> dict[str, float]:
    """Return the figures to record, to one decimal."""
    return {name: round(value, 1) for name, value in asdict(figures).items() if name in _FIGURES}


def worse(recorded: Recorded, measured: Mapping[str, Mapping[str, Rates]]) -> list[str]:
    """Describe each figure that is worse than recorded by more than the tolerance."""
    fallen = []
    for name, variants in measured.items():
        for variant, rates in variants.items():
            before, now = recorded.get(name, {}).get(variant, {}), rounded(rates)
            for figure in (*_HIGHER_IS_BETTER, *_LOWER_IS_BETTER):
                if figure not in before:
                    continue
                lost = before[figure] - now[figure] if figure in _HIGHER_IS_BETTER else now[figure] - before[figure]
                if lost > TOLERANCE:
                    told = _("{name}, {variant}: {figure} was {before:.1f} %, is {now:.1f} %")
                    figures = {"figure": figure, "before": before[figure], "now": now[figure]}
                    fallen.append(told.format(name=name, variant=variant, **figures))
    return fallen
