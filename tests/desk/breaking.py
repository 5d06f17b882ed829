"""An engine that raises on what a test chooses, with the words of it in the message, as Python's own errors have."""

from __future__ import annotations

from typing import Any

from bot.answers.answer import Answer
from bot.answers.engine import Engine
from bot.facts.models import Fact, Production

BREAKING = "gorgonzola"
"""What the engine cannot bear, in a question, a fact or a title."""


class BreakingEngine(Engine):
    """Raises on every text with ``BREAKING`` in it."""

    def ask(self, question: str, **options: Any) -> Answer:
        """Answer a question, or raise."""
        _bear(question)
        return super().ask(question, **options)

    def similar(self, text: str, **options: Any) -> list[tuple[Fact, float]]:
        """Find what is alike, or raise."""
        _bear(text)
        return super().similar(text, **options)

    def put_production(self, production: Production) -> None:
        """Put a production, or raise."""
        _bear(production.title)
        super().put_production(production)

    def put_fact(self, fact: Fact) -> None:
        """Put a fact, or raise unless it is one that is not answered from."""
        if fact.state == "live":
            _bear(fact.text)
        super().put_fact(fact)


def _bear(text: str) -> None:
    try:
        if BREAKING in text:
            raise KeyError(text)
    except KeyError as cause:
        raise ValueError(f"cannot read {text!r}") from cause
