"""Explain an answer: what was understood, and what each candidate's score is made of."""

from __future__ import annotations

from bot.answers.answer import Evidence, Explanation, Outcome
from bot.answers.dialogue.resolved import Resolution
from bot.answers.ranking.decision import DECLINED
from bot.answers.ranking.scoring import Candidate
from bot.messages import N_, _, comma_list, translated

MOST_CANDIDATES = 8

_OUTCOMES = {Outcome.ANSWER: N_("answer"), Outcome.CLARIFY: N_("clarify"), Outcome.UNKNOWN: N_("unknown")}


def explanation(resolution: Resolution) -> Explanation:
    """Explain the answer to a question, for moderators who tune phrasings.

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
    each = MOST_CANDIDATES // len(resolution.answering)
    candidates = tuple(_evidence(one) for half in resolution.answering for one in half.candidates.ranked[:each])
    return Explanation(understood, candidates, _verdict(resolution))


def _verdict(resolution: Resolution) -> str:
    why = "; ".join(filter(None, (resolution.why, _declined(resolution))))
    return _("{outcome}: {reason}").format(outcome=translated(_OUTCOMES[resolution.outcome]), reason=why)


def _declined(resolution: Resolution) -> str:
    """Say that a counterexample kept out the fact with the highest score; of the best, the decision says it itself."""
    candidates = resolution.whole.candidates
    most = max(candidates.ranked, key=lambda one: one.score, default=None)
    if resolution.outcome is not Outcome.UNKNOWN or most is None or most is candidates.best:
        return ""
    if most.counter.whole < DECLINED:
        return ""
    words = _("{fact}, which scores most, is known not to answer a question much like it")
    return words.format(fact=most.fact.id)


def _evidence(one: Candidate) -> Evidence:
    contributions = [
        (N_("production meant"), round(one.query.title.strength, 3)),
        (N_("question explained"), round(one.coverage.share, 3)),
        (N_("asked for like this"), round(one.likeness.whole, 3)),
        (N_("kind of answer"), round(one.kind, 3)),
        (N_("numbers exact"), round(one.coverage.exact, 3)),
        (N_("likely"), round(one.likelihood, 3)),
    ]
    if one.indexed.counters is not None:
        contributions.append((N_("sounds like a counterexample"), round(one.counter.whole, 3)))
    left = one.coverage.left
    terms = comma_list([term.lstrip("~") for term in left])
    note = _("not explained: {terms}").format(terms=terms) if left else ""
    return Evidence(one.fact, round(one.score, 4), tuple(contributions), note)
