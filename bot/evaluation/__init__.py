"""Measuring the answers: sets of questions, verdicts, rates, and what the repository has recorded (floor 5)."""

from bot.evaluation.running import run

__all__ = ["run"]
