"""Turn a reading into the query that it puts to one production."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from math import log
from typing import NamedTuple

from bot.answers.index.scope_index import Group
from bot.answers.language.lexicon import Lexicon
from bot.answers.language.terms import LIGHT, Item, Reading, attribute_of, focus_of
from bot.answers.parsing.parser import default_term
from bot.answers.ranking.query import Query, QueryTerms, TermStatistics, TitleEvidence, WantedAnswer
from bot.answers.ranking.title_context import Mention, TitleContext, beside, outside, qualifying
from bot.facts.topics import RELEASE

TITLE_MASS = 1.2
"""What a named production adds to what of a question is explained, at most."""
UNNAMED_MASS = 0.4
"""The same for a production that is not named."""
UNNAMED = 0.9
"""How surely a question that names no production is about any one."""
FEW = 3
"""Facts of a production that may share a word which still tells which of them is meant."""

_WAYS_TO_WATCH = frozenset(("~watch", "~stream", "~digital", "~disc", "~home"))


class _Weighted(NamedTuple):
    """The weight of each term, its synonym sets, and the term behind the question word."""

    weights: dict[str, float]
    kin: dict[str, tuple[str, ...]]
    focus: str | None


class QueryBuilder:
    """Builds queries from readings."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._context = TitleContext(lexicon)
        self._release = lexicon.topics[RELEASE].leading if RELEASE in lexicon.topics else frozenset[str]()
        self._topics: dict[str, list[str]] = {}
        for name, topic in lexicon.topics.items():
            for signal in topic.signals:
                self._topics.setdefault(signal, []).append(name)

    def build(self, reading: Reading, mention: Mention, doubt: float = 1.0) -> Query:
        """What a question asks of a production, whether it names it or not.

        ``doubt`` (0 to 1) is what is left of the strength of one that isn't named.
        """
        match, taken = mention.match, mention.taken
        items = outside(reading, taken)
        weighed = self._context.weighed(items, mention, reading)
        of_title = qualifying(weighed, mention)
        first = focus_of(reading, taken)
        weighted = _weighted([item for item in weighed if item.term not in of_title], mention.groups, first)
        kinds = _kinds([kind for at, kind in reading.kinds if at not in taken], weighted.weights)
        weights = self._filled_in(weighted.weights, kinds, reading, mention)
        return Query(
            words=_words_outside(reading, taken),
            terms=QueryTerms(
                weights=weights,
                content=sum(weights.values()),
                others=_others(items),
                kin=weighted.kin,
                names=frozenset(item.term for item in weighed if self._context.is_name(item, reading)),
                excluded=_excluded(items),
            ),
            topics=self._topics_of(weights),
            wanted=self._wanted(reading, weights, kinds, weighted.focus, first),
            title=TitleEvidence(
                strength=self._context.strength(reading, match, mention) if match else UNNAMED * doubt,
                mass=_title_mass(taken, of_title),
                whole=match is not None and match.whole,
                beside=beside(weighed, taken, reading),
                outside=len(reading.words) - len(taken),
            ),
            statistics=self._statistics(weights, weighted.kin, mention.groups),
        )

    def _topics_of(self, weights: Mapping[str, float]) -> frozenset[str]:
        return frozenset(name for term in self._topics.keys() & weights for name in self._topics[term])

    def again(self, query: Query, groups: Sequence[Group]) -> Query:
        """The query for a production that isn't named, put to another one: ``groups`` are its facts."""
        return replace(query, statistics=self._statistics(query.terms.weights, query.terms.kin, groups))

    def _wanted(
        self, reading: Reading, weights: Mapping[str, float], kinds: list[str], focus: str | None, first: Item | None
    ) -> WantedAnswer:
        wanted = self._lexicon.kinds_wanted(kinds, weights)
        return WantedAnswer(
            kinds=wanted,
            asking=frozenset(term for term in weights if self._lexicon.kind_of.get(term) in wanted),
            focus=focus,
            attributed=attribute_of(reading, first) is not None,
            yesno=reading.yesno,
            starts=_starts(reading, weights),
        )

    def _filled_in(
        self, said: Mapping[str, float], kinds: Sequence[str], reading: Reading, mention: Mention
    ) -> dict[str, float]:
        """The weights of terms, with what a question leaves unsaid."""
        weights = dict(said)
        if "when" in kinds and "~play" in weights:
            weights["~play"] = LIGHT  # a film plays at a festival, too
        if "~countdown" in weights and len(weights) == 1:
            weights["~release"] = self._lexicon.weight_of["~release"]
        if not any(weight > LIGHT for weight in weights.values()):
            weights.update(self._default(kinds, reading))
        if mention.match and self._about_release(weights, kinds):
            seasons = (group.season_meant(reading.recency) for group in mention.groups)
            weights.update({season: 0.5 for season in seasons if season is not None})
        return weights

    def _default(self, kinds: Sequence[str], reading: Reading) -> dict[str, float]:
        """What a question is about that names nothing: "when?" is the release, "is it on netflix yet" streaming."""
        if not kinds and not self._lexicon.services.isdisjoint(reading.words):
            return {"~stream": self._lexicon.weight_of.get("~stream", LIGHT)}
        term = default_term(kinds)
        return {term: self._lexicon.weight_of[term]} if term else {}

    def _about_release(self, weights: Mapping[str, float], kinds: Sequence[str]) -> bool:
        """Whether a question asks for a release and nothing else."""
        if "when" not in kinds and not weights.keys() & self._release:
            return False
        return all(weight <= LIGHT or term in self._release for term, weight in weights.items())

    def _statistics(
        self, terms: Iterable[str], kin: Mapping[str, tuple[str, ...]], groups: Sequence[Group]
    ) -> TermStatistics:
        held = _held(terms, kin, groups)
        return TermStatistics(
            rare=frozenset(term for term in terms if 0 < held.get(term, 0) <= FEW and self._is_thing(term)),
            idf=_idf(held, sum(len(group.facts) for group in groups)),
            announced=frozenset[str]().union(*(group.summary.announced_years for group in groups)),
        )

    def _is_thing(self, term: str) -> bool:
        """Whether a term is a concept or a plain English word, not a name or number."""
        return term[0] == "~" or (term.isalpha() and self._lexicon.is_ordinary(term))


def _weighted(items: Sequence[Item], groups: Sequence[Group], first: Item | None) -> _Weighted:
    """The terms of items; that of ``first``, the item behind the question word, is the focus."""
    said = {item.term for item in items}
    weights: dict[str, float] = {}
    kin: dict[str, tuple[str, ...]] = {}
    focus: str | None = None
    for item in items:
        term = item.term
        for group in groups:
            term = group.resolved(term, said)
        weights[term] = max(item.weight, weights.get(term, 0.0))
        if item.kin:
            kin[term] = item.kin
        if first is not None and item.start == first.start:
            focus = term
    return _Weighted(weights, kin, focus)


def _title_mass(taken: Collection[int], of_title: Collection[str]) -> float:
    """What a name explains of a question, with the terms that tell it from others like it."""
    return min(TITLE_MASS, 0.8 * len(taken)) + 0.5 * len(of_title) if taken else UNNAMED_MASS


def _starts(reading: Reading, terms: Mapping[str, float]) -> bool:
    """Whether a question asks when something was for the first time."""
    return reading.recency == "first" and "~finish" not in terms and any(kind == "when" for _, kind in reading.kinds)


def _held(terms: Iterable[str], kin: Mapping[str, tuple[str, ...]], groups: Sequence[Group]) -> dict[str, int]:
    """How many facts of a production have each term, and each synonym set that it is in."""
    wanted = frozenset(terms).union(*kin.values())
    if len(groups) == 1:
        held = groups[0].held
        return {term: held[term] for term in wanted if term in held}
    return {term: count for term in wanted if (count := sum(group.held.get(term, 0) for group in groups))}


def _idf(held: Mapping[str, int], size: int) -> dict[str, float]:
    """How far each term tells ``size`` facts apart: its inverse document frequency (Sparck Jones, 1972), up to 1."""
    return {term: log((size + 1) / count) / log(size + 1) for term, count in held.items()}


def _kinds(kinds: list[str], terms: Mapping[str, float]) -> list[str]:
    """The kinds of answer that a question asks for outside a name."""
    if "~countdown" in terms:
        return ["when"]
    if _WAYS_TO_WATCH & terms.keys():  # "where can I watch it" asks no place
        return [kind for kind in kinds if kind != "where"]
    return kinds


def _excluded(items: Sequence[Item]) -> frozenset[str]:
    """Return the terms that the fact must not be about."""
    return frozenset(item.term for item in items if item.negated)


def _others(items: Sequence[Item]) -> dict[str, tuple[str, ...]]:
    """Map each term to what it may be a misspelling of."""
    return {item.term: item.others for item in items if item.others}


def _words_outside(reading: Reading, taken: frozenset[int]) -> str:
    """Return the words that aren't part of the production's name."""
    return " ".join(word for at, word in enumerate(reading.words) if at not in taken)
