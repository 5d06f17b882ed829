"""An engine that raises exceptions on chosen texts. Like Python's own errors, they quote the text."""

from __future__ import annotations

from typing import Any

from bot.answers.answer import Answer
from bot.answers.engine import Engine
from bot.facts.models import Fact, Production

BREAKING = "gorgonzola"
"""A question, fact or title with this word makes the engine raise."""


class BreakingEngine(Engine):
    """Raises on every text with ``BREAKING`` in it."""

    def ask(self, question: str, **options: Any) -> Answer:
        """Answer a question, or raise an error."""
        _raise_if_breaking(question)
        return super().ask(question, **options)

    def similar(self, text: str, **options: Any) -> list[tuple[Fact, float]]:
        """Find similar facts, or raise an error."""
        _raise_if_breaking(text)
        return super().similar(text, **options)

    def put_names(self, production: Production) -> tuple[Fact, ...]:
        """Put a production, or raise an error."""
        _raise_if_breaking(production.title)
        return super().put_names(production)

    def put_fact(self, fact: Fact) -> None:
        """Put a fact, or raise an error if it is live."""
        if fact.state == "live":
            _raise_if_breaking(fact.text)
        super().put_fact(fact)


def _raise_if_breaking(text: str) -> None:
    try:
        if BREAKING in text:
            raise KeyError(text)
    except KeyError as cause:
        raise ValueError(f"cannot read {text!r}") from cause
