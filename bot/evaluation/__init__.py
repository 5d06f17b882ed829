"""Measure the answers: sets of questions, verdicts, rates and recorded figures (layer 5)."""

from bot.evaluation.running import run

__all__ = ["run"]
