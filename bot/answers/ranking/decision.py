"""From scored candidates to an outcome: answer, ask back, or stay silent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.answers.answer import Choice, Outcome
from bot.answers.index.indexed_fact import IndexedFact
from bot.answers.ranking.reranking import RankedCandidates
from bot.answers.ranking.scoring import Candidate
from bot.facts.models import Fact
from bot.messages import _, comma_list

LIKELY = 0.65
"""Likelihood from which a fact that is asked for by phrasings answers."""
LIKELY_COUNTERED = 0.5
"""The same for one that tells what it does not answer: what only sounds like it has been doubted already."""
LIKELY_BARE = 0.36
"""The same for a fact without phrasings, of which less can be expected to be alike."""
WELL = 0.85
PLAIN = 1.0
LIKELY_WELL = 0.5
"""Score from which less likelihood will do for a question that asks one plain thing ("when does X come out"), the
weight of what such a question says, and how much that is: of several release dates none is likely alone."""
EXACT_ENOUGH = 0.5
"""Numbers, seasons and episodes that nothing explains leave less than this, and no answer."""
RIVAL = 0.97
"""Share of the best score from which a fact of another production answers as well."""
SERIES = 0.88
"""The same where a question names only the series of both."""
ALSO = 0.9
"""The same for a fact that shows that a topic alone is asked for."""
MEANT = 0.5
"""How surely a production has to be meant; beside the one that is spoken of, no other is."""
HALF_AS_LIKELY = 0.3
"""Share of the best likelihood from which a fact of another production may be offered beside it."""
AS_LIKELY = 0.6
"""The same for a fact of the same production."""
TWIN = 0.5
"""How much of the likelihood of the next fact counts for the best, where both are of one topic and explain all."""
SAME = 0.995
"""The same for facts that are asked for in just the same way."""
NEIGHBOUR = 0.985
"""The same for a fact of the same production, which is offered only where the question is no more exact."""
EXACT = 0.8
"""How alike a question has to be to a way of asking for a fact, for the fact to need no asking back."""
MOST_CHOICES = 5
DECLINED = 0.8
"""How alike a question has to be to one that a fact is known not to answer, for that to be told as the reason."""
NAMED = 0.7
"""What a production's name has to explain of a question, for the name alone to be taken as one."""
CLEARLY_MEANT, SURELY_MEANT = 0.8, 0.95
"""How surely a production has to be meant for its topics to be offered, and for that to hold with ``MANY_OUTSIDE``."""
FEW_OUTSIDE, MANY_OUTSIDE = 1, 3
"""Words outside a name, at most, where the name alone is taken as a question."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done with a question, and in one phrase why.

    ``chosen`` are the candidates that it rests on: the one that answers, or those on offer.
    """

    outcome: Outcome
    chosen: tuple[Candidate, ...] = ()
    choices: tuple[Choice, ...] = ()
    likelihood: float = 0.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Case:
    """What is decided on: the best candidate, those of other productions that fit as well (``rivals``), and those of
    its own (``neighbours``); both begin with the best."""

    candidates: RankedCandidates
    best: Candidate
    rivals: list[Candidate]
    neighbours: list[Candidate]
    likelihood: float
    title_of: Callable[[Fact], str]

    def unknown(self, why: str) -> Decision:
        """Say that nothing is known."""
        return Decision(Outcome.UNKNOWN, (self.best,), why=why)

    def offer(self, chosen: Sequence[Candidate], offered: Sequence[IndexedFact], why: str) -> Decision:
        """Ask back which of some facts is meant."""
        return Decision(Outcome.CLARIFY, tuple(chosen), _choices(offered, self.title_of), why=why)


def decide(candidates: RankedCandidates, title_of: Callable[[Fact], str]) -> Decision:
    """Answer with the likeliest candidate, offer the few that fit as well, or say that nothing is known."""
    best = candidates.best
    if best is None:
        return Decision(Outcome.UNKNOWN, why=_("no fact shares a word with the question"))
    rivals, neighbours = _rivals(candidates, best), _neighbours(candidates, best)
    alike = rivals if len(rivals) > 1 else neighbours
    likely = min(1.0, sum(one.likelihood for one in alike)) if len(alike) > 1 else _with_twin(best, candidates.ranked)
    case = _Case(candidates, neighbours[0] if len(neighbours) == 1 else best, rivals, neighbours, likely, title_of)
    decided = next(decision for rule in _RULES if (decision := rule(case)) is not None)
    return replace(decided, likelihood=likely)


def _with_twin(best: Candidate, ranked: Sequence[Candidate]) -> float:
    """The likelihood of the best fact; where another says almost the same, neither is as likely alone as both are."""
    if best.coverage.left or len(ranked) < 2:
        return best.likelihood
    twin = ranked[1]
    same = _sort(twin) == _sort(best) and not twin.coverage.left
    return min(1.0, best.likelihood + TWIN * twin.likelihood) if same else best.likelihood


def _sort(one: Candidate) -> tuple[str, str]:
    return one.fact.production, one.fact.topic


def _only_a_number(case: _Case) -> Decision | None:
    said, named = case.best.query.terms.said, case.best.query.title.mass >= NAMED
    if said and not named and all(term[0] == "#" for term in said):
        return case.unknown(_("the question is only a number"))  # "whats 2+2"
    return None


def _nothing_asked(case: _Case) -> Decision | None:
    query = case.best.query
    if query.terms.said or query.wanted.kinds - {"which", "how"}:
        return None
    if query.wanted.kinds <= {"which"} and query.title.mass >= NAMED:
        return _production_alone(case)
    return case.unknown(_("the question asks for nothing that a fact could answer"))


def _production_alone(case: _Case) -> Decision:
    """A production and nothing else: its first fact of each topic is offered."""
    title = case.best.query.title
    if title.strength < CLEARLY_MEANT or title.outside > (
        FEW_OUTSIDE if title.strength < SURELY_MEANT else MANY_OUTSIDE
    ):
        return case.unknown(_("it isn't clear which film or show is meant"))
    offered = case.candidates.found.offered(case.best.fact.production, MOST_CHOICES)
    if len(offered) == 1:
        return Decision(Outcome.ANSWER, (case.best,), why=_("there is only one fact about this film or show"))
    return case.offer((case.best,), offered, _("the question names a film or show, but asks nothing"))


def _topic_alone(case: _Case) -> Decision | None:
    """A production and a topic, and nothing else: the topic's facts are offered, where they are several."""
    topics = _topics_alone(case.best, case.candidates.ranked)
    if not topics:
        return None
    offered = case.candidates.found.offered(case.best.fact.production, MOST_CHOICES, topics)
    return case.offer((case.best,), offered, _("the question names only a topic")) if len(offered) > 1 else None


def _topics_alone(best: Candidate, ranked: Sequence[Candidate]) -> frozenset[str]:
    """The topics that are all a question names beside a production, where no fact is asked for in just this way."""
    query = best.query
    if query.wanted.kinds - {"which"} or query.wanted.yesno:
        return frozenset()
    if query.title.mass < NAMED or len(query.terms.said) != 1:
        return frozenset()
    if best.likeness.whole >= EXACT and not any(one.score >= best.score * ALSO for one in ranked[1:2]):
        return frozenset()
    return query.topics


def _not_enough(case: _Case) -> Decision | None:
    return None if _enough(case.best, case.likelihood) else case.unknown(_doubt(case.best))


def _enough(best: Candidate, likelihood: float) -> bool:
    """Whether the best candidate is likely enough to answer, alone or with those that fit as well."""
    if best.coverage.exact < EXACT_ENOUGH or best.query.title.strength < MEANT:
        return False
    if best.score >= WELL and best.query.terms.content <= PLAIN and not best.coverage.left:
        return likelihood >= LIKELY_WELL
    if best.indexed.counters:
        return likelihood >= LIKELY_COUNTERED
    return likelihood >= (LIKELY if best.indexed.phrasings.wordings else LIKELY_BARE)


def _doubt(best: Candidate) -> str:
    reasons = []
    if best.counter.whole >= DECLINED:
        reasons.append(_("it is much like a question that this fact is known not to answer"))
    if best.coverage.left:
        left = comma_list([term.lstrip("~@#") for term in best.coverage.left])
        reasons.append(_("nothing explains {terms}").format(terms=left))
    if best.kind < 0.8:
        reasons.append(_("the nearest fact gives another kind of answer"))
    if best.query.title.strength < 0.8:
        reasons.append(_("it isn't clear which film or show is meant"))
    return "; ".join(reasons) or _("no fact is usually asked for like this")


def _several_productions(case: _Case) -> Decision | None:
    if len(case.rivals) < 2:
        return None
    telling = any(term[0] not in "~@" for term in case.best.query.statistics.rare)
    if len(case.rivals) > MOST_CHOICES and not telling:
        return case.unknown(_("no film or show is named, and too many fit"))
    offered = [one.indexed for one in case.rivals[:MOST_CHOICES]]
    return case.offer(case.rivals, offered, _("several productions fit equally well"))


def _several_facts(case: _Case) -> Decision | None:
    if len(case.neighbours) < 2:
        return None
    return case.offer(case.neighbours, [one.indexed for one in case.neighbours], _("several facts fit equally well"))


def _answer(case: _Case) -> Decision:
    return Decision(Outcome.ANSWER, (case.best,), why=_("one fact fits best"))


_RULES: tuple[Callable[[_Case], Decision | None], ...] = (
    _only_a_number,
    _nothing_asked,
    _topic_alone,
    _not_enough,
    _several_productions,
    _several_facts,
    _answer,
)
"""The rules of a decision, in order: the first that has something to say decides."""


def _rivals(candidates: RankedCandidates, best: Candidate) -> list[Candidate]:
    """The best fact of each production that fits about as well as the best of all."""
    rivals = {best.fact.production: best}
    for one in candidates.ranked[1:]:
        share = SERIES if _same_name(candidates, best, one) else RIVAL
        fits = one.score >= best.score * share and one.likelihood >= best.likelihood * HALF_AS_LIKELY
        if fits and one.fact.production not in rivals:
            rivals[one.fact.production] = one
    return list(rivals.values())


def _same_name(candidates: RankedCandidates, best: Candidate, other: Candidate) -> bool:
    """Whether a question names two productions by the same words, and neither wholly: their series."""
    matches = candidates.found.matches
    mine, theirs = matches.get(best.fact.production), matches.get(other.fact.production)
    if mine is None or theirs is None or mine.whole or theirs.whole or mine.aged:
        return False
    return mine.positions == theirs.positions and bool(mine.positions)


def _neighbours(candidates: RankedCandidates, best: Candidate) -> list[Candidate]:
    """The facts of a production that fit as well, unless the question is exact, or one is the topic's first."""
    if best.likeness.whole >= EXACT or not best.indexed.phrasings.wordings:
        return [_fuller(candidates, best)]
    alike = _as_good(candidates, best)
    if len(alike) > 1 and len({one.fact.topic for one in alike}) == 1:
        first = candidates.found.offered(best.fact.production, 1, {best.fact.topic})[0]
        return [one for one in alike if one.indexed is first] or alike
    return alike


def _as_good(candidates: RankedCandidates, best: Candidate) -> list[Candidate]:
    """Return the facts whose score and likelihood come close to the best one's, which is among them."""
    near = [one for one in candidates.ranked[: MOST_CHOICES + 1] if one.score >= best.score * NEIGHBOUR]
    return [one for one in near if one.likelihood >= best.likelihood * AS_LIKELY][:MOST_CHOICES]


def _fuller(candidates: RankedCandidates, best: Candidate) -> Candidate:
    """Of facts that are asked for in just the same way, the one whose value says most: a place on the map, a date."""
    near = [one for one in candidates.ranked[:MOST_CHOICES] if one.score >= best.score * SAME]
    same = [one for one in near if _sort(one) == _sort(best)]
    return max(same, key=lambda one: (one.indexed.fullness, one.score)) if len(same) > 1 else best


def _choices(offered: Sequence[IndexedFact], title_of: Callable[[Fact], str]) -> tuple[Choice, ...]:
    """Choices labelled by what tells them apart: the production, the subject, or both."""
    facts = [indexed.fact for indexed in offered]
    titles = len({fact.production for fact in facts}) > 1
    subjects = len({_subject(fact) for fact in facts}) > 1

    def label(fact: Fact) -> str:
        if not titles:
            return _subject(fact)
        return f"{title_of(fact)}: {_subject(fact)}" if subjects else title_of(fact)

    return tuple(Choice(fact, label(fact)) for fact in facts)


def _subject(fact: Fact) -> str:
    return fact.subject or fact.topic
