"""Explain an answer: how the question was understood, and the parts of each candidate's score."""

from __future__ import annotations

from bot.answers.answer import Evidence, Explanation, Outcome
from bot.answers.dialogue.resolved import Resolution
from bot.answers.ranking.decision import COUNTEREXAMPLE_LIKENESS
from bot.answers.ranking.scoring import Candidate
from bot.messages import N_, _, comma_list, translated

MAX_CANDIDATES = 8
"""Maximum number of candidates in an explanation."""

_OUTCOMES = {Outcome.ANSWER: N_("answer"), Outcome.CLARIFY: N_("clarify"), Outcome.UNKNOWN: N_("unknown")}


def explanation(resolution: Resolution) -> Explanation:
    """Explain the outcome of a question, for moderators who tune phrasings.

    For a question that asks two things, the candidates are those of each half that is answered. The names in it are
    marked for translation: front ends show them translated, programs get them as they are.
    """
    reading, matches = resolution.whole.reading, resolution.whole.candidates.found.matches
    named = [f"{key} ({match.strength:.2f})" for key, match in list(matches.items())[:4]]
    understood = (
        (N_("words"), " ".join(reading.words)),
        (N_("language"), reading.language),
        (N_("kind of answer"), ", ".join(kind for _term, kind in reading.kinds) or _("not given")),
        (N_("productions named"), ", ".join(named) or _("none")),
        (N_("terms"), ", ".join(f"{item.term} {item.weight:.2f}" for item in reading.items) or _("none")),
    )
    each = MAX_CANDIDATES // len(resolution.answering)
    candidates = tuple(_evidence(one) for half in resolution.answering for one in half.candidates.ranked[:each])
    return Explanation(understood, candidates, _verdict(resolution))


def _verdict(resolution: Resolution) -> str:
    why = "; ".join(filter(None, (resolution.why, _declined(resolution))))
    return _("{outcome}: {reason}").format(outcome=translated(_OUTCOMES[resolution.outcome]), reason=why)


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
    words = _("{fact} has the highest score, but also a counterexample much like this question")
    return words.format(fact=most.fact.id)


def _evidence(one: Candidate) -> Evidence:
    contributions = [
        (N_("production match"), round(one.query.title.strength, 3)),
        (N_("question explained"), round(one.coverage.share, 3)),
        (N_("similar phrasing"), round(one.likeness.whole, 3)),
        (N_("kind of answer"), round(one.kind, 3)),
        (N_("numbers match"), round(one.coverage.exact, 3)),
        (N_("likelihood"), round(one.likelihood, 3)),
    ]
    if one.indexed.counters is not None:
        contributions.append((N_("similar counterexample"), round(one.counter.whole, 3)))
    left = one.coverage.left
    terms = comma_list([term.lstrip("~") for term in left])
    note = _("not explained: {terms}").format(terms=terms) if left else ""
    return Evidence(one.fact, round(one.score, 4), tuple(contributions), note)
