"""Callsheet: an async Discord bot that answers fans from a curated store of facts."""

__version__ = "0.1.0"
