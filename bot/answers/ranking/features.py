"""Compute the features of candidates that the decision trees use.

Each feature is named where it is computed. A feature group is a function that returns features by name, with a table of
monotonic constraints: a feature that can only speak for a fact, or only against it, is constrained to that direction.
So a nearer phrasing never makes a fact less likely.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import log
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bot.answers.language.terms import LIGHT
from bot.answers.ranking.query import Query
from bot.answers.ranking.query_building import UNNAMED_MASS
from bot.answers.ranking.scoring import UNLIKE, Candidate, Likeness

Features = dict[str, float]
"""Feature values by name. All are bounded."""

FOR, EITHER, AGAINST = 1, 0, -1
"""Monotonic constraints: the likelihood may only rise with the feature, go either way, or only fall."""


class Rivalry(NamedTuple):
    """What a candidate is compared with: the best values of the other candidates, and how many score nearly as high.

    ``letters`` is the similarity in letters of the question to the candidate's own nearest phrasing, ``letters_beside``
    that to the nearest phrasing of another candidate. ``counter`` is the likeness to the nearest counterexample of any
    candidate of the same production, because it counts against all of them.
    """

    score: float
    wording: float
    covered: float
    told: float
    near: int
    letters: float
    letters_beside: float
    counter: Likeness


Compute = Callable[[Candidate, Rivalry], Features]


class FeatureGroup(NamedTuple):
    """Features that are computed together, with the constraint of each."""

    ways: dict[str, int]
    compute: Compute


def _group(ways: dict[str, int]) -> Callable[[Compute], FeatureGroup]:
    """Turn a function that computes features into a feature group."""
    return lambda compute: FeatureGroup(ways, compute)


@_group(
    {
        "score": FOR,
        "explained": FOR,
        "wording": FOR,
        "kind": FOR,
        "exact": FOR,
        "strength": FOR,
        "anchored": FOR,
        "told": FOR,
        "told share": FOR,
        "focus": FOR,
        "covered": FOR,
        "spare": AGAINST,
        "kin": EITHER,
        "kin share": EITHER,
        "typed": FOR,
    }
)
def _match(one: Candidate, rivalry: Rivalry) -> Features:
    """Compute how well the fact matches the query."""
    query, coverage, likeness = one.query, one.coverage, one.likeness
    return {
        "score": one.score,
        "explained": log(max(coverage.share, 0.05)),
        "wording": likeness.whole,
        "kind": log(max(one.kind, 0.1)),
        "exact": log(max(coverage.exact, 0.02)),
        "strength": log(max(query.title.strength, 0.1)),
        "anchored": min(coverage.anchored, 2.5),
        "told": min(coverage.told, 4.0),
        "told share": _share(coverage.told, query, nothing=1.0),
        "focus": coverage.focus,
        "covered": likeness.covered,
        "spare": min(likeness.spare, 4.0),
        "kin": min(coverage.kin, 3.0),
        "kin share": _share(coverage.kin, query, nothing=0.0),
        "typed": float(bool((query.wanted.kinds - {"which"}) & one.indexed.answers.typed)),
    }


@_group({"second": AGAINST, "wording ahead": FOR, "covered ahead": FOR, "told ahead": FOR, "near": AGAINST})
def _ahead(one: Candidate, rivalry: Rivalry) -> Features:
    """Compute how far the candidate is ahead of the others."""
    return {
        "second": min(rivalry.score / one.score, 2.0) if one.score else 2.0,
        "wording ahead": one.likeness.whole - rivalry.wording,
        "covered ahead": one.likeness.covered - rivalry.covered,
        "told ahead": max(-2.0, min(2.0, one.coverage.told - rivalry.told)),
        "near": float(rivalry.near),
    }


@_group(
    {
        "left": AGAINST,
        "left share": AGAINST,
        "left most": AGAINST,
        "left count": AGAINST,
        "left concepts": AGAINST,
        "left names": AGAINST,
        "left known": AGAINST,
        "left, unnamed": AGAINST,
        "left beside": AGAINST,
    }
)
def _left(one: Candidate, rivalry: Rivalry) -> Features:
    """Compute what the fact leaves unexplained."""
    query, left = one.query, one.coverage.left
    weights, names, known, beside = query.terms.weights, query.terms.names, query.statistics.idf, query.title.beside
    each = [weights[term] for term in left]
    total = sum(each)
    return {
        "left": min(total, 4.0),
        "left share": _share(total, query, nothing=0.0),
        "left most": max(each, default=0.0),
        "left count": float(min(len(left), 5)),
        "left concepts": max([weights[term] for term in left if term[0] == "~"], default=0.0),
        "left names": min(sum([weights[term] for term in left if term in names]), 3.0),
        "left known": min(sum([weights[term] for term in left if term in known]), 3.0),
        "left, unnamed": min(total, 4.0) if _unnamed(query) else 0.0,
        "left beside": min(sum([weights[term] for term in left if term in beside]), 2.0),
    }


@_group(
    {
        "named whole": EITHER,
        "unnamed": EITHER,
        "no phrasings": EITHER,
        "phrasings": EITHER,
        "content": EITHER,
        "terms": EITHER,
        "outside": EITHER,
        "yes or no": EITHER,
        "kind asked": EITHER,
        "which": EITHER,
        "focused": EITHER,
    }
)
def _setting(one: Candidate, rivalry: Rivalry) -> Features:
    """Compute what kind of question it is, and how many phrasings the fact has."""
    query, phrasings = one.query, len(one.indexed.phrasings.wordings)
    return {
        "named whole": float(query.title.whole),
        "unnamed": float(_unnamed(query)),
        "no phrasings": float(not phrasings),
        "phrasings": float(min(phrasings, 40)),
        "content": min(query.terms.content, 5.0),
        "terms": float(min(len(query.terms.content_terms), 8)),
        "outside": float(min(query.title.outside, 12)),
        "yes or no": float(query.wanted.yesno),
        "kind asked": float(bool(query.wanted.kinds - {"which"})),
        "which": float("which" in query.wanted.kinds),
        "focused": float(query.wanted.focus is not None),
    }


@_group({"asks for it": FOR, "attribute": FOR, "attributed": EITHER, "left asked": AGAINST})
def _focus(one: Candidate, rivalry: Rivalry) -> Features:
    """Compute how well the fact fits the focus of the question."""
    weights, asking = one.query.terms.weights, one.query.wanted.asking
    return {
        "asks for it": _asks_for_it(one),
        "attribute": _attribute(one),
        "attributed": float(one.query.wanted.attributed),
        "left asked": max([weights[term] for term in one.coverage.left if term in asking], default=0.0),
    }


@_group({"in text": FOR, "spelled alike": FOR, "spelled alike ahead": FOR})
def _text(one: Candidate, rivalry: Rivalry) -> Features:
    """Compute how much of the question is in the fact's text, and how similar its phrasings are in letters."""
    return {
        "in text": _share(one.coverage.in_text, one.query, nothing=0.0),
        "spelled alike": rivalry.letters,
        "spelled alike ahead": rivalry.letters - rivalry.letters_beside,
    }


@_group(
    {
        "countered": EITHER,
        "counter": AGAINST,
        "counter covered": AGAINST,
        "counter spare": FOR,
        "counter ahead": AGAINST,
        "counter covered ahead": AGAINST,
    }
)
def _counterexamples(one: Candidate, rivalry: Rivalry) -> Features:
    """Compute how alike the question and the counterexamples are."""
    counter = rivalry.counter
    return {
        "countered": float(counter is not UNLIKE),
        "counter": counter.whole,
        "counter covered": counter.covered,
        "counter spare": min(counter.spare, UNLIKE.spare),
        "counter ahead": counter.whole - one.likeness.whole,
        "counter covered ahead": counter.covered - one.likeness.covered,
    }


GROUPS = (_match, _ahead, _left, _setting, _focus, _text, _counterexamples)

FEATURES: dict[str, int] = {name: way for group in GROUPS for name, way in group.ways.items()}
"""The monotonic constraint of every feature."""


def features(ranked: Sequence[Candidate]) -> list[Features]:
    """Return the features of each of the best candidates of a question."""
    found: list[Features] = []
    for one, rivalry in zip(ranked, _rivalries(ranked), strict=True):
        own: Features = {}
        for group in GROUPS:
            own.update(group.compute(one, rivalry))
        found.append(own)
    return found


def _rivalries(ranked: Sequence[Candidate]) -> list[Rivalry]:
    """Return the rivalry of each candidate."""
    scores = [one.score for one in ranked]
    columns = zip(
        _highest_beside(scores),
        _highest_beside([one.likeness.whole for one in ranked]),
        _highest_beside([one.likeness.covered for one in ranked]),
        _highest_beside([one.coverage.told for one in ranked]),
        [sum([other > 0.9 * score for other in scores]) - (score > 0.9 * score) for score in scores],
        *_letters(ranked),
        _nearest_counters(ranked),
        strict=True,
    )
    return [Rivalry(*column) for column in columns]


def _highest_beside(values: Sequence[float]) -> list[float]:
    """Return for each value the highest of the others, or 0."""
    if len(values) < 2:
        return [0.0] * len(values)
    second, first = sorted(values)[-2:]
    at = values.index(first)
    return [second if place == at else first for place in range(len(values))]


def _letters(ranked: Sequence[Candidate]) -> tuple[list[float], list[float]]:
    """Return the similarity in letters of each query to its own candidate's phrasings, and to those of the others.

    Queries to different productions have different words, because each leaves out another name.
    """
    compared: dict[str, tuple[list[float], list[float]]] = {}
    for one in ranked:
        words = one.query.words
        if words not in compared:
            alike = [_spelled_alike(words, other) for other in ranked]
            compared[words] = alike, _highest_beside(alike)
    own = [compared[one.query.words][0][at] for at, one in enumerate(ranked)]
    return own, [compared[one.query.words][1][at] for at, one in enumerate(ranked)]


def _spelled_alike(words: str, one: Candidate) -> float:
    """Return the similarity in letters of words to the nearest phrasing, from 0 to 1."""
    found = process.extractOne(words, one.indexed.phrasings.texts, scorer=fuzz.ratio)
    return found[1] / 100 if found else 0.0


def _nearest_counters(ranked: Sequence[Candidate]) -> list[Likeness]:
    """Return for each candidate the likeness to the nearest counterexample of any candidate of its production."""
    nearest: dict[str, Likeness] = {}
    for one in ranked:
        known = nearest.get(one.fact.production)
        if known is None or one.counter.whole > known.whole:
            nearest[one.fact.production] = one.counter
    return [nearest[one.fact.production] for one in ranked]


def _unnamed(query: Query) -> bool:
    return query.title.mass <= UNNAMED_MASS


def _share(weight: float, query: Query, *, nothing: float) -> float:
    """Return a weight as a share of the query's content, or ``nothing`` without any content."""
    content = query.terms.content
    return weight / content if content > LIGHT else nothing


def _asks_for_it(one: Candidate) -> float:
    """Return 1 if a phrasing has the same question word and focus, 0 if none has, and 0.5 without a focus."""
    wanted, asked_with = one.query.wanted, one.indexed.answers.asked_with
    if wanted.focus is None:
        return 0.5
    terms = (wanted.focus, *one.query.terms.kin.get(wanted.focus, ()))
    return float(any((kind, term) in asked_with for kind in wanted.kinds for term in terms))


def _attribute(one: Candidate) -> float:
    """Return how clearly the fact is about the attribute asked for ("which camera"), or 1 without an attribute."""
    wanted, terms, asked_with = one.query.wanted, one.indexed.terms, one.indexed.answers.asked_with
    focus = wanted.focus
    if not wanted.attributed or focus is None:
        return 1.0
    kin = one.query.terms.kin.get(focus, ())
    if any((kind, focus) in asked_with for kind in wanted.kinds):
        return 1.0
    if focus in terms.body:
        return 0.9
    if any((kind, term) in asked_with for kind in wanted.kinds for term in kin):
        return 0.8
    return 0.5 if focus in terms.core else 0.4 if any(term in terms.kin for term in kin) else 0.0
