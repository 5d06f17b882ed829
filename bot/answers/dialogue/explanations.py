"""Explain an answer: how the question was understood, and the parts of each candidate's score."""

from __future__ import annotations

from bot.answers.answer import Evidence, Explanation, Outcome
from bot.answers.dialogue.resolved import Resolution
from bot.answers.ranking.decision import COUNTEREXAMPLE_LIKENESS
from bot.answers.ranking.scoring import Candidate

MAX_CANDIDATES = 8
"""Maximum number of candidates in an explanation."""


def explanation(resolution: Resolution) -> Explanation:
    """Explain the outcome of a question, for moderators who tune phrasings.

    For a question that asks two things, the candidates are those of each half that is answered.
    """
    reading, matches = resolution.whole.reading, resolution.whole.candidates.found.matches
    named = [f"{key} ({match.strength:.2f})" for key, match in list(matches.items())[:4]]
    understood = (
        ("words", " ".join(reading.words)),
        ("language", reading.language),
        ("kind of answer", ", ".join(kind for _, kind in reading.kinds) or "not said"),
        ("productions named", ", ".join(named) or "none"),
        ("terms", ", ".join(f"{item.term} {item.weight:.2f}" for item in reading.items) or "none"),
    )
    each = MAX_CANDIDATES // len(resolution.answering)
    candidates = tuple(_evidence(one) for half in resolution.answering for one in half.candidates.ranked[:each])
    return Explanation(understood, candidates, f"{resolution.outcome}: {resolution.why}{_declined(resolution)}")


def _declined(resolution: Resolution) -> str:
    """Return a note if the fact with the highest score was ruled out by a counterexample.

    For the best candidate, the decision already gives this reason.
    """
    candidates = resolution.whole.candidates
    most = max(candidates.ranked, key=lambda one: one.score, default=None)
    if resolution.outcome is not Outcome.UNKNOWN or most is None or most is candidates.best:
        return ""
    if most.counter.whole < COUNTEREXAMPLE_LIKENESS:
        return ""
    return f"; {most.fact.id}, which scores most, is known not to answer a question much like it"


def _evidence(one: Candidate) -> Evidence:
    contributions = [
        ("production meant", round(one.query.title.strength, 3)),
        ("question explained", round(one.coverage.share, 3)),
        ("asked for like this", round(one.likeness.whole, 3)),
        ("kind of answer", round(one.kind, 3)),
        ("numbers exact", round(one.coverage.exact, 3)),
        ("likely", round(one.likelihood, 3)),
    ]
    if one.indexed.counters is not None:
        contributions.append(("sounds like a counterexample", round(one.counter.whole, 3)))
    left = one.coverage.left
    note = "not explained: " + ", ".join(term.lstrip("~") for term in left) if left else ""
    return Evidence(one.fact, round(one.score, 4), tuple(contributions), note)
