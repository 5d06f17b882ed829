"""Ways of asking compared: what a fact is asked for by, and what only sounds like that."""

from __future__ import annotations

from collections.abc import Iterable

from bot.facts.folding import folded


def same_words(text: str) -> str:
    """What is the same for two ways of asking that differ only in case, accents, punctuation or spacing."""
    return folded(text) or " ".join(text.split())


def contradicting(phrasings: Iterable[str], counterexamples: Iterable[str]) -> tuple[str, ...]:
    """The counterexamples that are phrasings as well: a fact cannot answer a question and not answer it."""
    known = {same_words(phrasing) for phrasing in phrasings}
    return tuple(each for each in counterexamples if same_words(each) in known)
