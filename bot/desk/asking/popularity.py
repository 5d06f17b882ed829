"""Count the most asked facts and phrasings by scope, without people or what they typed."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from datetime import date, timedelta
from heapq import nsmallest
from typing import NamedTuple

from pydantic import Field

from bot.desk.runtime.clock import Clock, today
from bot.desk.runtime.write_behind import WriteBehind
from bot.desk.state.documents import Collection
from bot.facts.models import Model, Scope, Slug
from bot.stores.protocol import DocumentStore

COLLECTION = "asked"

TOP = 500
"""Most asked phrasings to keep sorted, per scope."""

_WEEKS_KEPT = 8
_PHRASES_KEPT = 20


class AnswerCounts(Model):
    """How often a fact was the answer in one scope, by phrasing and by the Monday of each week."""

    scope: Scope
    fact: Slug
    phrases: dict[str, int] = Field(default_factory=dict)
    weeks: dict[date, int] = Field(default_factory=dict)


class _Top(NamedTuple):
    """One of the most asked phrasings. ``minus`` is the negative count, so that the highest count sorts first."""

    minus: int
    phrase: str
    fact: str


class Popularity:
    """Counts how often each fact was the answer, by scope, without recording people.

    Counts are kept in memory and written later (write-behind), so that questions never wait for the disk.
    """

    def __init__(self, documents: DocumentStore, write_behind: WriteBehind, clock: Clock) -> None:
        self._counts = Collection(documents, COLLECTION, AnswerCounts)
        self._write_behind = write_behind
        self._clock = clock
        self._asked: dict[str, dict[str, AnswerCounts]] = {}
        self._top: dict[str, list[_Top]] = {}

    async def load(self) -> None:
        """Load the counts from the store."""
        for asked in (await self._counts.all()).values():
            self._asked.setdefault(asked.scope, {})[asked.fact] = asked
        for scope, by_fact in self._asked.items():
            counted = (
                _Top(-count, phrase, asked.fact)
                for asked in by_fact.values()
                for phrase, count in asked.phrases.items()
            )
            self._top[scope] = nsmallest(TOP, counted)

    def count(self, scope: str, fact: str, phrase: str) -> None:
        """Count an answered question, by its fact and that fact's phrasing nearest to the question."""
        by_fact = self._asked.setdefault(scope, {})
        before = by_fact.get(fact) or AnswerCounts(scope=scope, fact=fact)
        phrases = Counter(before.phrases)
        phrases[phrase] += 1
        weeks = Counter(before.weeks)
        weeks[_monday(today(self._clock))] += 1
        asked = AnswerCounts(
            scope=scope,
            fact=fact,
            phrases=dict(phrases.most_common(_PHRASES_KEPT)),
            weeks=dict(sorted(weeks.items())[-_WEEKS_KEPT:]),
        )
        by_fact[fact] = asked
        self._rank(scope, _Top(-phrases[phrase], phrase, fact))
        self._write_behind.put(COLLECTION, f"{scope}/{fact}", self._counts.document(asked))

    def top_phrases(self, scope: str) -> list[tuple[str, str, int]]:
        """Return (phrase, fact id, count) for exactly one scope, most asked first; at most ``TOP``."""
        return [(top.phrase, top.fact, -top.minus) for top in self._top.get(scope, ())]

    def scopes(self) -> frozenset[str]:
        """Return the scopes with counts."""
        return frozenset(self._asked)

    async def forget_scope(self, scope: str) -> int:
        """Delete a server's counts; return the number of facts that had any."""
        self._top.pop(scope, None)
        gone = self._asked.pop(scope, {})
        for fact in gone:
            self._write_behind.put(COLLECTION, f"{scope}/{fact}", None)
        return len(gone)

    def _rank(self, scope: str, new: _Top) -> None:
        """Move a phrasing up the list. The list stays sorted, because autocomplete reads it at every keystroke."""
        ranked = self._top.setdefault(scope, [])
        before = _Top(new.minus + 1, new.phrase, new.fact)
        place = bisect_left(ranked, before)
        if place < len(ranked) and ranked[place] == before:
            del ranked[place]
        insort(ranked, new)
        del ranked[TOP:]

    def top_facts(self, scope: str, since: date | None = None, limit: int = 10) -> list[tuple[str, int]]:
        """Return (fact id, count) for exactly one scope, most asked first; with ``since``, from that week on."""
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
