"""Measure the bot, always beside its peers in the same run: ``python -m benchmarks``."""
