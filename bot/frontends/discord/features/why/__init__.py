"""Explain an answer."""
