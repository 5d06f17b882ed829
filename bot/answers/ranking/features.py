"""How likely a candidate is the right answer: what the forest says of how its score came about and what is near it.

The trees are grown by ``python -m tools.fitting`` on the sets in ``evaluation/work`` alone, clean and misspelt; the
held sets and the shared ones took no part. Where a figure can only speak for a fact, or only against it, the trees are
held to that: a nearer phrasing never makes a fact less likely.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from rapidfuzz import fuzz, process

from bot.answers.language.terms import LIGHT
from bot.answers.ranking.decision_trees import Forest
from bot.answers.ranking.query import UNNAMED_MASS, Asked
from bot.answers.ranking.scoring import UNLIKE, Alike, Scored

MOST_WEIGHED = 6
"""Candidates whose likelihood is looked at: of those with the best scores."""

VERBATIM = 0.99
"""How alike a question has to be to a phrasing, and how surely its production meant, to be that phrasing."""

FOR, EITHER, AGAINST = 1, 0, -1

FIGURES: dict[str, int] = {
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
    "second": AGAINST,
    "wording ahead": FOR,
    "covered ahead": FOR,
    "told ahead": FOR,
    "near": AGAINST,
    "left": AGAINST,
    "left share": AGAINST,
    "left most": AGAINST,
    "left count": AGAINST,
    "left concepts": AGAINST,
    "left names": AGAINST,
    "left known": AGAINST,
    "left, unnamed": AGAINST,
    "left beside": AGAINST,
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
    "asks for it": FOR,
    "attribute": FOR,
    "attributed": EITHER,
    "left asked": AGAINST,
    "in text": FOR,
    "spelled alike": FOR,
    "spelled alike ahead": FOR,
    "countered": EITHER,
    "counter": AGAINST,
    "counter covered": AGAINST,
    "counter spare": FOR,
    "counter ahead": AGAINST,
    "counter covered ahead": AGAINST,
}
"""The figures the trees ask about, and which way each may count."""


def figures(one: Scored, ranked: Sequence[Scored], asked: Asked) -> list[float]:
    """The figures of one candidate among the best ``ranked`` ones, in the order of ``FIGURES``; each is bounded."""
    left = [asked.terms[term] for term in one.left]
    content = asked.content
    unnamed = asked.title_mass <= UNNAMED_MASS
    others = [other for other in ranked if other is not one]
    said = sum(1 for weight in asked.terms.values() if weight > LIGHT)
    spelled = [_spelled(other, asked) for other in others]
    own = _spelled(one, asked)
    counter = _nearest_counter(one, ranked)
    best_score = max((other.score for other in others), default=0.0)
    return [
        one.score,
        log(max(one.explained, 0.05)),
        one.wording,
        log(max(one.kind, 0.1)),
        log(max(one.exact, 0.02)),
        log(max(one.strength, 0.1)),
        min(one.anchored, 2.5),
        min(one.told, 4.0),
        one.told / content if content > LIGHT else 1.0,
        one.focus,
        one.covered,
        min(one.spare, 4.0),
        min(one.kin, 3.0),
        one.kin / content if content > LIGHT else 0.0,
        float(bool((asked.kinds - {"which"}) & one.entry.typed)),
        min(best_score / one.score, 2.0) if one.score else 2.0,
        one.wording - max((other.wording for other in others), default=0.0),
        one.covered - max((other.covered for other in others), default=0.0),
        max(-2.0, min(2.0, one.told - max((other.told for other in others), default=0.0))),
        float(sum(other.score > 0.9 * one.score for other in others)),
        min(sum(left), 4.0),
        sum(left) / content if content > LIGHT else 0.0,
        max(left, default=0.0),
        float(min(len(left), 5)),
        max((asked.terms[term] for term in one.left if term[0] == "~"), default=0.0),
        min(sum(asked.terms[term] for term in one.left if term in asked.names), 3.0),
        min(sum(asked.terms[term] for term in one.left if term in asked.tells), 3.0),
        min(sum(left), 4.0) if unnamed else 0.0,
        min(sum(asked.terms[term] for term in one.left if term in asked.beside), 2.0),
        float(asked.whole),
        float(unnamed),
        float(not one.entry.wordings),
        float(min(len(one.entry.wordings), 40)),
        min(content, 5.0),
        float(min(said, 8)),
        float(min(asked.outside, 12)),
        float(asked.yesno),
        float(bool(asked.kinds - {"which"})),
        float("which" in asked.kinds),
        float(asked.focus is not None),
        _asks(one, asked),
        _attribute(one, asked),
        float(asked.attributed),
        max((asked.terms[term] for term in one.left if term in asked.asking), default=0.0),
        one.in_text / content if content > LIGHT else 0.0,
        own,
        own - max(spelled, default=0.0),
        float(counter is not UNLIKE),
        counter.whole,
        counter.covered,
        min(counter.spare, UNLIKE.spare),
        counter.whole - one.wording,
        counter.covered - one.covered,
    ]


def _declined(one: Scored, asked: Asked) -> bool:
    """Whether a question is in the very words of one that the fact is known not to answer, or says just the same."""
    counters = one.entry.counters
    if counters is not None and asked.words in counters.said:
        return asked.words not in one.entry.said
    return one.counter.whole >= VERBATIM and one.counter.whole > one.wording


def _verbatim(one: Scored) -> bool:
    """Whether a fact is asked for in the very words of one of its phrasings, which goes before any likelihood."""
    return one.wording >= VERBATIM and not one.left and one.strength >= VERBATIM and bool(one.entry.wordings)


def _nearest_counter(one: Scored, ranked: Sequence[Scored]) -> Alike:
    """How alike the question is to the nearest one that any near fact of the production is known not to answer.

    Such a question is told of the fact that it sounds most like, and seldom answered by the next.
    """
    production = one.entry.fact.production
    counters = [other.counter for other in ranked if other.entry.fact.production == production]
    return max(counters, key=lambda counter: counter.whole, default=UNLIKE)


def _asks(one: Scored, asked: Asked) -> float:
    """Whether the fact is asked for with the same question word and the same thing behind it; a half where none is."""
    if asked.focus is None:
        return 0.5
    terms = (asked.focus, *asked.kin.get(asked.focus, ()))
    return float(any((kind, term) in one.entry.asks for kind in asked.kinds for term in terms))


def _attribute(one: Scored, asked: Asked) -> float:
    """How plainly the fact speaks of what stands right behind the question word; 1 where nothing does."""
    if not asked.attributed or asked.focus is None:
        return 1.0
    kin = asked.kin.get(asked.focus, ())
    if any((kind, asked.focus) in one.entry.asks for kind in asked.kinds):
        return 1.0
    if asked.focus in one.entry.body:
        return 0.9
    if any((kind, term) in one.entry.asks for kind in asked.kinds for term in kin):
        return 0.8
    return 0.5 if asked.focus in one.entry.core else 0.4 if any(term in one.entry.kin for term in kin) else 0.0


def _spelled(one: Scored, asked: Asked) -> float:
    """How alike the question's letters are to those of the phrasing that is most like it, from 0 to 1."""
    if one.spelled is None or one.spelled[0] != asked.words:
        found = process.extractOne(asked.words, one.entry.said, scorer=fuzz.ratio)
        one.spelled = asked.words, found[1] / 100 if found else 0.0
    return one.spelled[1]


def weigh(scored: list[Scored], forest: Forest) -> None:
    """Say of the best candidates how likely each is right; the likeliest goes first, or what is asked for verbatim."""
    ranked = scored[:MOST_WEIGHED]
    for one in ranked:
        one.declined = _declined(one, one.asked)
        one.likely = 0.0 if one.declined else forest.likelihood(figures(one, ranked, one.asked))
    scored[:MOST_WEIGHED] = sorted(ranked, key=lambda one: (not _verbatim(one), -round(one.likely, 3)))
