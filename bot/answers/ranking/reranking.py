"""Rerank the best candidates of a search by the likelihood that each is right.

The likelihood comes from decision trees that ``python -m tools.fitting`` grows on the sets in ``evaluation/work``
alone, clean and misspelt; the held sets and the shared ones took no part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answers.ranking.decision_trees import Forest
from bot.answers.ranking.features import features
from bot.answers.ranking.retrieval import Candidates
from bot.answers.ranking.scoring import Candidate

MOST_RERANKED = 6
"""Candidates whose likelihood is computed: those with the best scores."""

VERBATIM = 0.99
"""How alike a question has to be to a phrasing, and how surely its production meant, to be that phrasing."""


@dataclass(frozen=True, slots=True)
class RankedCandidates:
    """What a search found, in the order of likelihood: ``ranked`` are the candidates of ``found``, the likeliest first.

    Behind the best ``MOST_RERANKED`` the others follow by score.
    """

    found: Candidates
    ranked: tuple[Candidate, ...]

    @property
    def best(self) -> Candidate | None:
        """The likeliest candidate; None where nothing was found."""
        return self.ranked[0] if self.ranked else None

    @property
    def declines(self) -> bool:
        """Whether the question is known not to be answered by one of the best candidates."""
        return any(one.declined for one in self.ranked)


def rerank(found: Candidates, forest: Forest) -> RankedCandidates:
    """Put the likeliest candidate first, or the one that is asked for verbatim."""
    best, rest = found.scored[:MOST_RERANKED], found.scored[MOST_RERANKED:]
    return RankedCandidates(found, (*reranked(best, forest), *rest))


def reranked(best: Sequence[Candidate], forest: Forest) -> list[Candidate]:
    """Candidates with their likelihood, the likeliest first; those that are declined have none."""
    weighed = [
        replace(one, declined=True) if _declined(one) else replace(one, likelihood=forest.likelihood(own))
        for one, own in zip(best, features(best), strict=True)
    ]
    return sorted(weighed, key=lambda one: (not _verbatim(one), -round(one.likelihood, 3)))


def _declined(one: Candidate) -> bool:
    """Whether a question is in the very words of one that the fact is known not to answer, or says just the same."""
    counters, words = one.indexed.counters, one.query.words
    if counters is not None and words in counters.texts:
        return words not in one.indexed.phrasings.texts
    return one.counter.whole >= VERBATIM and one.counter.whole > one.likeness.whole


def _verbatim(one: Candidate) -> bool:
    """Whether a fact is asked for in the very words of one of its phrasings, which goes before any likelihood."""
    alike = one.likeness.whole >= VERBATIM and bool(one.indexed.phrasings.wordings)
    return alike and not one.coverage.left and one.query.title.strength >= VERBATIM
