"""From scored candidates to an outcome: answer, ask back, or stay silent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from bot.answers.answer import Choice, Outcome
from bot.answers.index.indexed_fact import Entry
from bot.answers.language.terms import LIGHT
from bot.answers.ranking.decision_trees import Forest
from bot.answers.ranking.features import weigh
from bot.answers.ranking.query import Asked
from bot.answers.ranking.retrieval import Found
from bot.answers.ranking.scoring import Scored
from bot.facts.models import Fact

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


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done with a question, and in one phrase why."""

    outcome: Outcome
    scored: tuple[Scored, ...] = ()
    choices: tuple[Choice, ...] = ()
    likely: float = 0.0
    why: str = ""


def decide(found: Found, title_of: Callable[[Fact], str], forest: Forest) -> Decision:
    """Answer with the likeliest candidate, offer the few that fit as well, or say that nothing is known."""
    weigh(found.scored, forest)
    best = found.best
    if best is None:
        return Decision(Outcome.UNKNOWN, why="no fact shares a word with the question")
    asked = best.asked
    rivals, neighbours = _rivals(found, best), _neighbours(found, best)
    alike = rivals if len(rivals) > 1 else neighbours
    likely = min(1.0, sum(one.likely for one in alike)) if len(alike) > 1 else _with_twin(best, found.scored)
    best = neighbours[0] if len(neighbours) == 1 else best
    return replace(_decide(found, best, asked, rivals, neighbours, likely, title_of), likely=likely)


def _with_twin(best: Scored, scored: Sequence[Scored]) -> float:
    """The likelihood of the best fact; where another says almost the same, neither is as likely alone as both are."""
    if best.left or len(scored) < 2:
        return best.likely
    twin, fact = scored[1], best.entry.fact
    same = (twin.entry.fact.production, twin.entry.fact.topic) == (fact.production, fact.topic)
    return min(1.0, best.likely + TWIN * twin.likely) if same and not twin.left else best.likely


def _decide(
    found: Found,
    best: Scored,
    asked: Asked,
    rivals: list[Scored],
    neighbours: list[Scored],
    likely: float,
    title_of: Callable[[Fact], str],
) -> Decision:
    said = [term for term, weight in asked.terms.items() if weight > LIGHT]
    content = bool(said)
    if content and asked.title_mass < NAMED and all(term[0] == "#" for term in said):
        return Decision(Outcome.UNKNOWN, (best,), why="nothing but a number is said")  # "whats 2+2"
    if not content and not asked.kinds - {"which", "how"}:
        if asked.kinds <= {"which"} and asked.title_mass >= NAMED:
            return _by_topic(found, best, title_of)
        return Decision(Outcome.UNKNOWN, (best,), why="nothing is asked that a fact could answer")
    topic = _topic_alone(asked, best, found.scored)
    if topic and (offered := _of_topic(found, best, title_of, topic)) is not None:
        return offered
    if not _enough(best, asked, likely):
        return Decision(Outcome.UNKNOWN, (best,), why=_doubt(best))
    if len(rivals) > 1:
        if len(rivals) > MOST_CHOICES and not any(term[0] not in "~@" for term in asked.rare):
            return Decision(Outcome.UNKNOWN, (best,), why="no production is named, and too many fit")
        choices = _choices([one.entry for one in rivals[:MOST_CHOICES]], title_of)
        return Decision(Outcome.CLARIFY, tuple(rivals), choices, why="several productions fit alike")
    if len(neighbours) > 1:
        choices = _choices([one.entry for one in neighbours], title_of)
        return Decision(Outcome.CLARIFY, tuple(neighbours), choices, why="several facts fit alike")
    return Decision(Outcome.ANSWER, (best,), why="one fact fits best")


def _topic_alone(asked: Asked, best: Scored, scored: Sequence[Scored]) -> frozenset[str]:
    """The topic that is all a question names beside a production, where no fact is asked for in just this way."""
    said = {term for term, weight in asked.terms.items() if weight > LIGHT}
    if asked.kinds - {"which"} or asked.yesno or asked.title_mass < NAMED or len(said) != 1:
        return frozenset()
    if best.wording >= EXACT and not any(one.score >= best.score * ALSO for one in scored[1:2]):
        return frozenset()
    return asked.topics


def _enough(best: Scored, asked: Asked, likely: float) -> bool:
    if best.exact < EXACT_ENOUGH or best.strength < MEANT:
        return False
    if best.score >= WELL and asked.content <= PLAIN and not best.left:
        return likely >= LIKELY_WELL
    if best.entry.counters:
        return likely >= LIKELY_COUNTERED
    return likely >= (LIKELY if best.entry.wordings else LIKELY_BARE)


def _doubt(best: Scored) -> str:
    reasons = []
    if best.counter.whole >= DECLINED:
        reasons.append("it is much like a question that this fact is known not to answer")
    if best.left:
        reasons.append("nothing explains " + ", ".join(term.lstrip("~@#") for term in best.left))
    if best.kind < 0.8:
        reasons.append("the nearest fact is another kind of answer")
    if best.strength < 0.8:
        reasons.append("the production is not clearly meant")
    return "; ".join(reasons) or "no fact is asked for in a way like this"


def _rivals(found: Found, best: Scored) -> list[Scored]:
    """The best fact of each production that fits about as well as the best of all."""
    rivals = [best]
    seen = {best.entry.fact.production}
    for one in found.scored[1:]:
        production = one.entry.fact.production
        near = one.score >= best.score * (SERIES if _same_name(found, best, one) else RIVAL)
        if production in seen or not near or one.likely < best.likely * HALF_AS_LIKELY:
            continue
        seen.add(production)
        rivals.append(one)
    return rivals


def _same_name(found: Found, best: Scored, other: Scored) -> bool:
    """Whether a question names two productions by the same words, and neither wholly: their series."""
    mine, theirs = (found.matches.get(one.entry.fact.production) for one in (best, other))
    if mine is None or theirs is None or mine.whole or theirs.whole or mine.aged:
        return False
    return mine.positions == theirs.positions and bool(mine.positions)


def _neighbours(found: Found, best: Scored) -> list[Scored]:
    """The facts of a production that fit as well, unless the question is exact, or one is the topic's first."""
    if best.wording >= EXACT or not best.entry.wordings:
        return [_fuller(found, best)]
    alike = [
        one
        for one in found.scored[: MOST_CHOICES + 1]
        if one.score >= best.score * NEIGHBOUR and one.likely >= best.likely * AS_LIKELY
    ][:MOST_CHOICES]
    if len(alike) > 1 and len({one.entry.fact.topic for one in alike}) == 1:
        first = found.offered(best.entry.fact.production, {best.entry.fact.topic})[0]
        headline = [one for one in alike if one.entry is first]
        return headline or alike
    return alike


def _fuller(found: Found, best: Scored) -> Scored:
    """Of facts that are asked for in just the same way, the one whose value says most: a place on the map, a date."""
    fact = best.entry.fact
    same = [
        one
        for one in found.scored[:MOST_CHOICES]
        if one.score >= best.score * SAME
        and (one.entry.fact.production, one.entry.fact.topic) == (fact.production, fact.topic)
    ]
    return max(same, key=lambda one: (one.entry.fullness, one.score)) if len(same) > 1 else best


def _by_topic(found: Found, best: Scored, title_of: Callable[[Fact], str]) -> Decision:
    """A production and nothing else: its first fact of each topic is offered."""
    asked = best.asked
    if best.strength < 0.8 or asked.outside > (1 if best.strength < 0.95 else 3):
        return Decision(Outcome.UNKNOWN, (best,), why="the production is not clearly meant")
    offered = found.offered(best.entry.fact.production)[:MOST_CHOICES]
    if len(offered) == 1:
        return Decision(Outcome.ANSWER, (best,), why="the only fact on this production")
    choices = _choices(offered, title_of)
    return Decision(Outcome.CLARIFY, (best,), choices, why="nothing is asked of the production")


def _of_topic(found: Found, best: Scored, title_of: Callable[[Fact], str], topics: Collection[str]) -> Decision | None:
    """A production and a topic, and nothing else: the topic's facts are offered, where they are several."""
    offered = found.offered(best.entry.fact.production, topics)[:MOST_CHOICES]
    if len(offered) < 2:
        return None
    return Decision(Outcome.CLARIFY, (best,), _choices(offered, title_of), why="only a topic is asked for")


def _choices(offered: Sequence[Entry], title_of: Callable[[Fact], str]) -> tuple[Choice, ...]:
    """Choices labelled by what tells them apart: the production, the subject, or both."""
    facts = [entry.fact for entry in offered]
    several = len({fact.production for fact in facts}) > 1
    subjects = len({fact.subject or fact.topic for fact in facts}) > 1
    labels = []
    for fact in facts:
        what = fact.subject or fact.topic
        labels.append(f"{title_of(fact)}: {what}" if several and subjects else title_of(fact) if several else what)
    return tuple(Choice(fact, label) for fact, label in zip(facts, labels, strict=True))
