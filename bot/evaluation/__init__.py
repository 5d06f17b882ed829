"""Measure the answers: sets of questions, verdicts, rates, and comparison with the recorded figures."""

from bot.evaluation.running import run

__all__ = ["run"]
