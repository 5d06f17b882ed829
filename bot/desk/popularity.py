"""What people ask most, by scope: facts and their own phrasings are counted, never anybody's words."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from pydantic import Field

from bot.desk.batch import Batch
from bot.desk.clock import Clock, today
from bot.facts.models import Model, Scope, Slug
from bot.stores.protocol import DocumentStore

COLLECTION = "asked"

_WEEKS_KEPT = 8
_PHRASES_KEPT = 20


class Asked(Model):
    """How often one fact was the answer in one scope: by its own phrasings, and by week (its Monday)."""

    scope: Scope
    fact: Slug
    phrases: dict[str, int] = Field(default_factory=dict)
    weeks: dict[date, int] = Field(default_factory=dict)


class Popularity:
    """How often each fact was the answer, by scope; nothing in it leads to a person.

    Counts are kept in memory and written behind, so a question never waits for the disk.
    """

    def __init__(self, documents: DocumentStore, batch: Batch, clock: Clock) -> None:
        self._documents = documents
        self._batch = batch
        self._clock = clock
        self._asked: dict[str, dict[str, Asked]] = {}
        self._top: dict[str, tuple[tuple[str, str, int], ...]] = {}

    async def load(self) -> None:
        """Read the counts from the store."""
        for document in (await self._documents.all(COLLECTION)).values():
            asked = Asked.model_validate(document)
            self._asked.setdefault(asked.scope, {})[asked.fact] = asked

    def count(self, scope: str, fact: str, phrase: str) -> None:
        """Count an answered question: the fact that answered, and the phrasing of it that was nearest."""
        held = self._asked.setdefault(scope, {})
        before = held.get(fact) or Asked(scope=scope, fact=fact)
        phrases = Counter(before.phrases)
        phrases[phrase] += 1
        weeks = Counter(before.weeks)
        weeks[_monday(today(self._clock))] += 1
        asked = Asked(
            scope=scope,
            fact=fact,
            phrases=dict(phrases.most_common(_PHRASES_KEPT)),
            weeks=dict(sorted(weeks.items())[-_WEEKS_KEPT:]),
        )
        held[fact] = asked
        self._top.pop(scope, None)
        self._batch.put(COLLECTION, f"{scope}/{fact}", asked.model_dump(mode="json"))

    def top_phrases(self, scope: str) -> tuple[tuple[str, str, int], ...]:
        """(phrase, fact id, count) of exactly one scope, most asked first."""
        if scope not in self._top:
            counted = [
                (phrase, asked.fact, count)
                for asked in self._asked.get(scope, {}).values()
                for phrase, count in asked.phrases.items()
            ]
            self._top[scope] = tuple(sorted(counted, key=lambda entry: (-entry[2], entry[0])))
        return self._top[scope]

    def top_facts(self, scope: str, since: date | None = None, limit: int = 10) -> list[tuple[str, int]]:
        """(fact id, count) of exactly one scope, most asked first; from the week of ``since`` on where given."""
        first = date.min if since is None else _monday(since)
        counts = Counter(
            {
                asked.fact: sum(count for week, count in asked.weeks.items() if week >= first)
                for asked in self._asked.get(scope, {}).values()
            }
        )
        return [(fact, count) for fact, count in counts.most_common(limit) if count]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
