"""The query that a question puts to one production: what remains to be explained once its name is taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.answers.language.terms import LIGHT


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """The terms that a fact has to explain.

    ``weights`` says how much each counts, and ``content`` is their sum. ``others`` are the terms that a term may be a
    misspelling of, ``kin`` the synonym sets it is in. ``names`` are those that are no plain English, ``excluded`` the
    terms that the fact must not be about.
    """

    weights: Mapping[str, float]
    content: float
    others: Mapping[str, tuple[str, ...]]
    kin: Mapping[str, tuple[str, ...]]
    names: frozenset[str]
    excluded: frozenset[str]

    @property
    def said(self) -> list[str]:
        """The terms that say something: all but the light ones, such as "movie"."""
        return [term for term, weight in self.weights.items() if weight > LIGHT]


@dataclass(frozen=True, slots=True)
class WantedAnswer:
    """What is wanted as an answer.

    ``kinds`` are the kinds of answer, and ``asking`` the terms that ask for them, as "cost" does beside "how much".
    ``focus`` is the term right behind the question word; where it is ``attributed``, nothing stands between the two
    ("which camera"). A ``yesno`` question has no question word. One that ``starts`` asks when something was for the
    first time, which no fact about its end answers.
    """

    kinds: frozenset[str]
    asking: frozenset[str]
    focus: str | None
    attributed: bool
    yesno: bool
    starts: bool


@dataclass(frozen=True, slots=True)
class TitleEvidence:
    """How the question names the production.

    ``strength`` is how surely it is meant (0 to 1), ``mass`` what its name explains of the question. The name is said
    ``whole`` or in part; ``beside`` are the terms with nothing but function words between them and it, and ``outside``
    is the number of words that are not part of it.
    """

    strength: float
    mass: float
    whole: bool
    beside: frozenset[str]
    outside: int


@dataclass(frozen=True, slots=True)
class TermStatistics:
    """How the terms are spread over the facts of the production.

    ``rare`` are things that few facts are asked for by. ``idf`` says how far a term, or a synonym set, tells one fact
    from another, from 0 (all have it) to 1. ``announced`` are the years of every date that was announced anew.
    """

    rare: frozenset[str]
    idf: Mapping[str, float]
    announced: frozenset[str]


@dataclass(frozen=True, slots=True)
class Query:
    """What a question asks of one production.

    ``words`` are those outside its name, ``topics`` the topics that the terms name.
    """

    words: str
    terms: QueryTerms
    topics: frozenset[str]
    wanted: WantedAnswer
    title: TitleEvidence
    statistics: TermStatistics
