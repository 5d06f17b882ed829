"""Decide on an outcome from the ranked candidates: answer, ask back, or stay silent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.answers.answer import Choice, Outcome
from bot.answers.index.indexed_fact import IndexedFact
from bot.answers.ranking.reranking import RankedCandidates
from bot.answers.ranking.scoring import Candidate
from bot.facts.models import Fact
from bot.messages import _, comma_list

MIN_LIKELIHOOD = 0.65
"""Minimum likelihood for a fact that has phrasings."""
MIN_LIKELIHOOD_COUNTERED = 0.5
"""Minimum likelihood for a fact that has counterexamples. Lower, because near misses have already been ruled out."""
MIN_LIKELIHOOD_BARE = 0.36
"""Minimum likelihood for a fact without phrasings. Lower, because a question can hardly be like its other text."""
SIMPLE_MIN_SCORE = 0.85
"""Minimum score of the best fact for a question to count as simple."""
SIMPLE_MAX_CONTENT = 1.0
"""Maximum weight of all terms of a simple question ("when does X come out")."""
MIN_LIKELIHOOD_SIMPLE = 0.5
"""Minimum likelihood for a simple question. Lower, because several release dates share the likelihood."""
MIN_EXACT = 0.5
"""Minimum exactness for an answer. Unexplained numbers, seasons and episodes lower the exactness below it."""
RIVAL_SHARE = 0.97
"""Share of the best score that a fact of another production needs to be a rival."""
SERIES_RIVAL_SHARE = 0.88
"""The same share where the question names only the series of both productions."""
TOPIC_RIVAL_SHARE = 0.9
"""Share of the best score from which the second fact shows that only a topic is asked for."""
MIN_STRENGTH = 0.5
"""Minimum strength of a production for its facts to answer. A production beside the one in context stays below it."""
RIVAL_LIKELIHOOD_SHARE = 0.3
"""Share of the best likelihood that a fact of another production needs to be a rival."""
NEIGHBOUR_LIKELIHOOD_SHARE = 0.6
"""Share of the best likelihood that a fact of the same production needs to be a neighbour."""
TWIN_LIKELIHOOD_SHARE = 0.5
"""Share of the second fact's likelihood added to the best one's, if both have the same topic and explain everything."""
EQUAL_SHARE = 0.995
"""Share of the best score from which facts count as asked for in the same way."""
NEIGHBOUR_SHARE = 0.985
"""Share of the best score that a fact of the same production needs to be a neighbour."""
EXACT_LIKENESS = 0.8
"""Likeness to a phrasing from which the bot never asks back about facts of one production."""
MAX_CHOICES = 5
"""Maximum number of facts offered when asking back."""
COUNTEREXAMPLE_LIKENESS = 0.8
"""Likeness to a counterexample from which it is given as the reason for silence."""
MIN_NAME_MASS = 0.7
"""Minimum weight of a production's name for the name alone to count as a question."""
CLEAR_STRENGTH = 0.8
"""Minimum strength of a production for the bot to offer its topics."""
CERTAIN_STRENGTH = 0.95
"""Strength from which more words outside the name are allowed (``MAX_OUTSIDE_CERTAIN``)."""
MAX_OUTSIDE, MAX_OUTSIDE_CERTAIN = 1, 3
"""Maximum number of words outside a name for the name alone to count as a question."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with a question, and a short reason.

    ``chosen`` are the candidates it is based on: the one that answers, or those offered.
    """

    outcome: Outcome
    chosen: tuple[Candidate, ...] = ()
    choices: tuple[Choice, ...] = ()
    likelihood: float = 0.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Case:
    """The input of the rules.

    ``rivals`` are candidates of other productions that fit about as well as the best one, ``neighbours`` those of the
    same production. Both lists start with the best.
    """

    candidates: RankedCandidates
    best: Candidate
    rivals: list[Candidate]
    neighbours: list[Candidate]
    likelihood: float
    title_of: Callable[[Fact], str]

    def unknown(self, why: str) -> Decision:
        """Stay silent."""
        return Decision(Outcome.UNKNOWN, (self.best,), why=why)

    def offer(self, chosen: Sequence[Candidate], offered: Sequence[IndexedFact], why: str) -> Decision:
        """Ask back which of the offered facts is meant."""
        return Decision(Outcome.CLARIFY, tuple(chosen), _choices(offered, self.title_of), why=why)


def decide(candidates: RankedCandidates, title_of: Callable[[Fact], str]) -> Decision:
    """Answer with the likeliest candidate, offer the few that fit as well, or stay silent."""
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
    """Return the likelihood of the best fact, raised if the second one says almost the same.

    Two such facts share the likelihood, so each alone looks less likely than it is.
    """
    if best.coverage.left or len(ranked) < 2:
        return best.likelihood
    twin = ranked[1]
    same = _group(twin) == _group(best) and not twin.coverage.left
    return min(1.0, best.likelihood + TWIN_LIKELIHOOD_SHARE * twin.likelihood) if same else best.likelihood


def _group(one: Candidate) -> tuple[str, str]:
    return one.fact.production, one.fact.topic


def _only_a_number(case: _Case) -> Decision | None:
    terms, named = case.best.query.terms.content_terms, case.best.query.title.mass >= MIN_NAME_MASS
    if terms and not named and all(term[0] == "#" for term in terms):
        return case.unknown(_("the question is only a number"))  # "whats 2+2"
    return None


def _nothing_asked(case: _Case) -> Decision | None:
    query = case.best.query
    if query.terms.content_terms or query.wanted.kinds - {"which", "how"}:
        return None
    if query.wanted.kinds <= {"which"} and query.title.mass >= MIN_NAME_MASS:
        return _production_alone(case)
    return case.unknown(_("the question asks nothing that a fact could answer"))


def _production_alone(case: _Case) -> Decision:
    """Offer the first fact of each topic, because the question only names a production."""
    title = case.best.query.title
    if title.strength < CLEAR_STRENGTH or title.outside > (
        MAX_OUTSIDE if title.strength < CERTAIN_STRENGTH else MAX_OUTSIDE_CERTAIN
    ):
        return case.unknown(_("it isn't clear which film or show is meant"))
    offered = case.candidates.found.offered(case.best.fact.production, MAX_CHOICES)
    if len(offered) == 1:
        return Decision(Outcome.ANSWER, (case.best,), why=_("there is only one fact about this film or show"))
    return case.offer((case.best,), offered, _("the question names a film or show, but asks nothing"))


def _topic_alone(case: _Case) -> Decision | None:
    """Offer the facts of a topic, if the question only names a production and a topic and there are several."""
    topics = _topics_alone(case.best, case.candidates.ranked)
    if not topics:
        return None
    offered = case.candidates.found.offered(case.best.fact.production, MAX_CHOICES, topics)
    return case.offer((case.best,), offered, _("the question names only a topic")) if len(offered) > 1 else None


def _topics_alone(best: Candidate, ranked: Sequence[Candidate]) -> frozenset[str]:
    """Return the topics of a question that names nothing else but a production.

    Empty if one fact alone is asked for in this way.
    """
    query = best.query
    if query.wanted.kinds - {"which"} or query.wanted.yesno:
        return frozenset()
    if query.title.mass < MIN_NAME_MASS or len(query.terms.content_terms) != 1:
        return frozenset()
    if best.likeness.whole >= EXACT_LIKENESS and not any(
        one.score >= best.score * TOPIC_RIVAL_SHARE for one in ranked[1:2]
    ):
        return frozenset()
    return query.topics


def _not_enough(case: _Case) -> Decision | None:
    return None if _enough(case.best, case.likelihood) else case.unknown(_doubt(case.best))


def _enough(best: Candidate, likelihood: float) -> bool:
    """Return whether the best candidate is likely enough, alone or together with those that fit as well."""
    if best.coverage.exact < MIN_EXACT or best.query.title.strength < MIN_STRENGTH:
        return False
    if best.score >= SIMPLE_MIN_SCORE and best.query.terms.content <= SIMPLE_MAX_CONTENT and not best.coverage.left:
        return likelihood >= MIN_LIKELIHOOD_SIMPLE
    if best.indexed.counters:
        return likelihood >= MIN_LIKELIHOOD_COUNTERED
    return likelihood >= (MIN_LIKELIHOOD if best.indexed.phrasings.wordings else MIN_LIKELIHOOD_BARE)


def _doubt(best: Candidate) -> str:
    reasons = []
    if best.counter.whole >= COUNTEREXAMPLE_LIKENESS:
        reasons.append(_("it is very similar to a counterexample of this fact"))
    if best.coverage.left:
        left = comma_list([term.lstrip("~@#") for term in best.coverage.left])
        reasons.append(_("no fact explains {terms}").format(terms=left))
    if best.kind < 0.8:
        reasons.append(_("the nearest fact gives another kind of answer"))
    if best.query.title.strength < 0.8:
        reasons.append(_("it isn't clear which film or show is meant"))
    return "; ".join(reasons) or _("no phrasing is similar enough")


def _several_productions(case: _Case) -> Decision | None:
    if len(case.rivals) < 2:
        return None
    distinctive = any(term[0] not in "~@" for term in case.best.query.statistics.rare)
    if len(case.rivals) > MAX_CHOICES and not distinctive:
        return case.unknown(_("no film or show is named, and too many fit"))
    offered = [one.indexed for one in case.rivals[:MAX_CHOICES]]
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
"""The rules in order. The first that returns a decision wins."""


def _rivals(candidates: RankedCandidates, best: Candidate) -> list[Candidate]:
    """Return the best fact of each production whose best fact fits about as well as the best of all."""
    rivals = {best.fact.production: best}
    for one in candidates.ranked[1:]:
        share = SERIES_RIVAL_SHARE if _same_name(candidates, best, one) else RIVAL_SHARE
        fits = one.score >= best.score * share and one.likelihood >= best.likelihood * RIVAL_LIKELIHOOD_SHARE
        if fits and one.fact.production not in rivals:
            rivals[one.fact.production] = one
    return list(rivals.values())


def _same_name(candidates: RankedCandidates, best: Candidate, other: Candidate) -> bool:
    """Return whether the same words name two productions in part, so that they name the series."""
    matches = candidates.found.matches
    mine, theirs = matches.get(best.fact.production), matches.get(other.fact.production)
    if mine is None or theirs is None or mine.whole or theirs.whole or mine.aged:
        return False
    return mine.positions == theirs.positions and bool(mine.positions)


def _neighbours(candidates: RankedCandidates, best: Candidate) -> list[Candidate]:
    """Return the facts of the production that fit about as well as the best.

    Only one fact if the question is close to a phrasing, or if one of them is the topic's most asked.
    """
    if best.likeness.whole >= EXACT_LIKENESS or not best.indexed.phrasings.wordings:
        return [_fuller(candidates, best)]
    alike = _as_good(candidates, best)
    if len(alike) > 1 and len({one.fact.topic for one in alike}) == 1:
        first = candidates.found.offered(best.fact.production, 1, {best.fact.topic})[0]
        return [one for one in alike if one.indexed is first] or alike
    return alike


def _as_good(candidates: RankedCandidates, best: Candidate) -> list[Candidate]:
    """Return the facts whose score and likelihood are close to the best one's, including the best itself."""
    near = [one for one in candidates.ranked[: MAX_CHOICES + 1] if one.score >= best.score * NEIGHBOUR_SHARE]
    return [one for one in near if one.likelihood >= best.likelihood * NEIGHBOUR_LIKELIHOOD_SHARE][:MAX_CHOICES]


def _fuller(candidates: RankedCandidates, best: Candidate) -> Candidate:
    """Return the fact with the fullest value (coordinates, a date) among facts that are asked for in the same way."""
    near = [one for one in candidates.ranked[:MAX_CHOICES] if one.score >= best.score * EQUAL_SHARE]
    same = [one for one in near if _group(one) == _group(best)]
    return max(same, key=lambda one: (one.indexed.fullness, one.score)) if len(same) > 1 else best


def _choices(offered: Sequence[IndexedFact], title_of: Callable[[Fact], str]) -> tuple[Choice, ...]:
    """Label the offered facts by what distinguishes them: production, subject or both."""
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
