"""Define the query that a question puts to one production: what is left without the production's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.answers.language.terms import LIGHT


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """The terms that a fact has to explain.

    ``weights`` holds the weight of each term, and ``content`` is their sum. ``others`` maps a term to those that it may
    be a misspelling of, ``kin`` maps it to its synonym sets. ``names`` are terms that aren't ordinary English words,
    ``excluded`` are terms that the fact must not be about.
    """

    weights: Mapping[str, float]
    content: float
    others: Mapping[str, tuple[str, ...]]
    kin: Mapping[str, tuple[str, ...]]
    names: frozenset[str]
    excluded: frozenset[str]

    @property
    def content_terms(self) -> list[str]:
        """Return all terms but light ones, such as "movie"."""
        return [term for term, weight in self.weights.items() if weight > LIGHT]


@dataclass(frozen=True, slots=True)
class WantedAnswer:
    """The answer that a question asks for.

    ``kinds`` are the kinds of answer, and ``asking`` the terms that ask for them, such as "cost" after "how much".
    ``focus`` is the first term after the question word. It is ``attributed`` if it follows immediately ("which
    camera"). A ``yesno`` question has no question word. A question that ``starts`` asks when something happened for the
    first time; a fact about its end can't answer it.
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

    ``strength`` is how certain it is that this production is meant (0 to 1), ``mass`` the weight of its name in the
    question, and ``whole`` says whether the question has the whole name. ``beside`` are the terms next to the name,
    with at most function words between. ``outside`` is the number of words that aren't part of the name.
    """

    strength: float
    mass: float
    whole: bool
    beside: frozenset[str]
    outside: int


@dataclass(frozen=True, slots=True)
class TermStatistics:
    """How the terms are distributed over the facts of the production.

    ``rare`` are terms for things that few facts have. ``idf`` is the inverse document frequency of each term and
    synonym set, from 0 (all facts have it) to 1. ``announced`` are the years of all announced dates.
    """

    rare: frozenset[str]
    idf: Mapping[str, float]
    announced: frozenset[str]


@dataclass(frozen=True, slots=True)
class Query:
    """What a question asks about one production.

    ``words`` are those outside the production's name, ``topics`` the topics that the terms name.
    """

    words: str
    terms: QueryTerms
    topics: frozenset[str]
    wanted: WantedAnswer
    title: TitleEvidence
    statistics: TermStatistics
