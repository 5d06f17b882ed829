"""Complete a follow-up question with what it leaves out, from the conversation so far."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.answer import Context
from bot.answers.language.terms import CONTENT, LIGHT, MARK, Item, Reading
from bot.answers.ranking.retrieval import Candidates, Matches, Search, SearchSpace
from bot.answers.ranking.scoring import Candidate

CLEAR_STRENGTH = 0.8
"""Strength of a production's name from which nothing of the conversation is added."""
MIN_FOLLOW_UP_SCORE = 0.5
"""Score from which a narrowing question counts as a follow-up, however well it scores alone."""


class FollowUps:
    """Searches again for follow-up questions, with what they leave out."""

    def __init__(self, search: Search) -> None:
        self._search = search

    def completed(self, alone: Candidates, space: SearchSpace, context: Context, *, another: bool) -> Candidates | None:
        """Return the candidates for the completed question; None if it is better answered ``alone``.

        ``another`` says that the question named a production by its place in a series.
        """
        return self._with_season(alone, space, context) or self._carried(alone, space, context, another=another)

    def _with_season(self, alone: Candidates, space: SearchSpace, context: Context) -> Candidates | None:
        """Search for the question about the season of the conversation."""
        if any(match.positions and match.strength > CLEAR_STRENGTH for match in alone.matches.values()):
            return None
        seasonal = with_season(alone.reading, context)
        if seasonal is None:
            return None
        found = self._search.run(seasonal, space)
        return found if _follows(found) and found.best and not found.best.coverage.left else None

    def _carried(self, alone: Candidates, space: SearchSpace, context: Context, *, another: bool) -> Candidates | None:
        """Search for the question with the terms and kinds of the last question."""
        reading = alone.reading
        replacing = bare(reading, alone.matches) or (another and empty(reading))
        if not (context.terms or context.kinds) or not (replacing or elliptic(reading)):
            return None
        found = self._search.run(carried(reading, context, replacing=replacing), space)
        if replacing:
            return found if found.best is not None else None
        return found if _explains(found, reading) and _is_better(found, alone) else None


def _explains(found: Candidates, reading: Reading) -> bool:
    """Return whether the best fact explains every word of a follow-up. It doesn't for a remark such as "nice"."""
    own = {item.term for item in reading.items if item.weight > LIGHT}
    return found.best is not None and not own.intersection(found.best.coverage.left)


def _is_better(found: Candidates, alone: Candidates) -> bool:
    """Return whether a question finds more with the terms of the last question, or narrows it down."""
    if found.best is None:
        return False
    if narrowing(alone.reading) and _follows(found):
        return True
    return alone.best is None or found.best.score > alone.best.score


def _follows(found: Candidates) -> bool:
    """Return whether a question makes sense as a follow-up."""
    return found.best is not None and found.best.score >= MIN_FOLLOW_UP_SCORE


def bare(reading: Reading, matches: Matches) -> bool:
    """Return whether a question only names a production ("what about part two?") and asks nothing about it."""
    if any(kind != "which" for _, kind in reading.kinds) or not matches:
        return False
    named = max(matches.values(), key=lambda match: (match.strength, len(match.positions)))
    return bool(named.positions) and all(
        item.weight <= LIGHT or all(at in named.positions for at in range(item.start, item.end))
        for item in reading.items
    )


def empty(reading: Reading) -> bool:
    """Return whether a question asks nothing by itself ("and the first one?")."""
    asks = any(kind != "which" for _, kind in reading.kinds)
    return not asks and all(item.weight <= LIGHT for item in reading.items)


def elliptic(reading: Reading) -> bool:
    """Return whether a question may leave out what it asks: it has no question word and few terms."""
    said = [item for item in reading.items if item.weight > LIGHT]
    return not any(kind != "which" for _, kind in reading.kinds) and 0 < len(said) <= 3 and not reading.yesno


_SEASONAL = ("@s", "@e", "@p")


def narrowing(reading: Reading) -> bool:
    """Return whether a question only has seasons, numbers, places or dates ("and season 2?", "in Poland?")."""
    said = [item for item in reading.items if item.weight > LIGHT]
    return bool(said) and elliptic(reading) and all(_narrows(item.term) for item in said)


def _narrows(term: str) -> bool:
    return term.startswith(("@", "#", "~place-", "~month-"))


def carried(reading: Reading, context: Context, *, replacing: bool) -> Reading:
    """Return the question with the terms and kinds of the last one; ``replacing`` if it asks nothing itself.

    Its own season, episode, place or month replaces that of the last question.
    """
    end = len(reading.words)
    items = [Item(term, CONTENT, end, end + 1) for term in _missing_terms(reading, context)]
    kinds = [(end, kind) for kind in context.kinds] if replacing or not reading.kinds else []
    return replace(reading, items=[*reading.items, *items], kinds=[*reading.kinds, *kinds])


def _missing_terms(reading: Reading, context: Context) -> list[str]:
    """Return the terms of the last question that this one neither has nor replaces."""
    known = {item.term for item in reading.items}
    replaced = {_group(term) for term in known} - {""}
    return [term for term in context.terms if term and term not in known and _group(term) not in replaced]


def _group(term: str) -> str:
    """Return the group of a narrowing term, such as season or place; empty for any other term."""
    if term[:1] == "@":
        return term[:2]
    return term.partition("-")[0] if _narrows(term) and term.startswith("~") else ""


def with_season(reading: Reading, context: Context) -> Reading | None:
    """Return the question with the season or episode of the conversation, unless it has its own."""
    marks = [term for term in context.terms if term[:2] in _SEASONAL]
    if not marks or any(item.term[:2] in _SEASONAL for item in reading.items):
        return None
    end = len(reading.words)
    return replace(reading, items=[*reading.items, *(Item(mark, MARK, end, end + 1) for mark in marks)])


def turned_to(context: Context | None, production: str | None) -> Context | None:
    """Return the conversation, now about a production. The last fact is dropped if the production changes."""
    if context is None or context.production == production:
        return context
    return replace(context, production=production, topic=None, fact=None)


def next_context(answering: Candidate) -> Context:
    """Return the conversation after a candidate has answered, or was the first of those offered."""
    fact, query = answering.fact, answering.query
    return Context(
        production=fact.production,
        topic=fact.topic,
        fact=fact.id,
        kind=min(query.wanted.kinds, default=None),
        terms=tuple(query.terms.content_terms),
        kinds=tuple(sorted(query.wanted.kinds)),
    )
