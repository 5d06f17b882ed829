"""Compare phrasings and counterexamples."""

from __future__ import annotations

from collections.abc import Iterable

from bot.facts.folding import folded


def same_words(text: str) -> str:
    """Return a key that is equal for questions that differ only in case, accents, punctuation or spacing."""
    return folded(text) or " ".join(text.split())


def contradicting(phrasings: Iterable[str], counterexamples: Iterable[str]) -> tuple[str, ...]:
    """Return the counterexamples that are also phrasings: a fact can't both answer a question and not answer it."""
    known = {same_words(phrasing) for phrasing in phrasings}
    return tuple(each for each in counterexamples if same_words(each) in known)
