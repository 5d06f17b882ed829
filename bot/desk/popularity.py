"""What people ask most, by scope: facts and their own phrasings are counted, never anybody's words."""

from __future__ import annotations

from datetime import date

from bot.desk.batch import Batch
from bot.desk.clock import Clock
from bot.stores.protocol import DocumentStore

COLLECTION = "asked"


class Popularity:
    """How often each fact was the answer, by scope and ISO week; nothing in it leads to a person."""

    def __init__(self, documents: DocumentStore, batch: Batch, clock: Clock) -> None:
        self._documents = documents
        self._batch = batch
        self._clock = clock

    async def load(self) -> None:
        """Read the counts from the store."""

    def count(self, scope: str, fact: str, phrase: str) -> None:
        """Count an answered question: the fact that answered, and the phrasing of it that was nearest."""
        raise NotImplementedError

    def top_phrases(self, scope: str, limit: int = 25) -> list[tuple[str, str, int]]:
        """(phrase, fact id, count) of exactly one scope, most asked first."""
        raise NotImplementedError

    def top_facts(self, scope: str, since: date | None = None, limit: int = 10) -> list[tuple[str, int]]:
        """(fact id, count) of exactly one scope, most asked first; since the week of a day where given."""
        raise NotImplementedError
