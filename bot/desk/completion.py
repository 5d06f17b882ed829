"""Completing a question as it is typed, from the phrasings that a scope can see."""

from __future__ import annotations

from bot.desk.catalogue import Catalogue
from bot.facts.models import Fact, Production


class Completion:
    """Phrasings in sorted lists, kept up to date with each change, so that a keystroke costs under 5 ms."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def put_production(self, production: Production) -> None:
        """Take in a production."""

    def put_fact(self, fact: Fact) -> None:
        """Take in a fact's phrasings, in the place of those of its earlier revision."""

    def complete(
        self, typed: str, scope: str, production: str | None = None, asked: tuple[tuple[str, str], ...] = ()
    ) -> list[str]:
        """Questions that what was typed may become; ``asked`` are the (phrase, fact) asked most, best first."""
        raise NotImplementedError
