"""Rerank the best candidates of a search by the likelihood that each is right.

The likelihood comes from decision trees. ``python -m tools.fitting`` trains them on the sets in ``evaluation/work``,
clean and misspelt. The held and shared sets are never used for training.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answers.ranking.decision_trees import Forest
from bot.answers.ranking.features import features
from bot.answers.ranking.retrieval import Candidates
from bot.answers.ranking.scoring import Candidate

MAX_RERANKED = 6
"""Maximum number of candidates whose likelihood is computed, best scores first."""

VERBATIM = 0.99
"""Minimum likeness to a phrasing, and minimum strength of the production, for a question to count as verbatim."""


@dataclass(frozen=True, slots=True)
class RankedCandidates:
    """The candidates of a search, ordered by likelihood.

    ``ranked`` holds the candidates of ``found``: the best ``MAX_RERANKED`` by likelihood, then the others by score.
    """

    found: Candidates
    ranked: tuple[Candidate, ...]

    @property
    def best(self) -> Candidate | None:
        """Return the likeliest candidate, or None."""
        return self.ranked[0] if self.ranked else None

    @property
    def declines(self) -> bool:
        """Return whether one of the best candidates is known not to answer the question."""
        return any(one.declined for one in self.ranked)


def rerank(found: Candidates, forest: Forest) -> RankedCandidates:
    """Order candidates: one that is asked for verbatim first, then by likelihood."""
    best, rest = found.scored[:MAX_RERANKED], found.scored[MAX_RERANKED:]
    return RankedCandidates(found, (*reranked(best, forest), *rest))


def reranked(best: Sequence[Candidate], forest: Forest) -> list[Candidate]:
    """Return the candidates with their likelihood, likeliest first. Declined candidates keep 0."""
    weighed = [
        replace(one, declined=True) if _declined(one) else replace(one, likelihood=forest.likelihood(own))
        for one, own in zip(best, features(best), strict=True)
    ]
    return sorted(weighed, key=lambda one: (not _verbatim(one), -round(one.likelihood, 3)))


def _declined(one: Candidate) -> bool:
    """Return whether a question equals a counterexample of the fact, in its words or its terms."""
    counters, words = one.indexed.counters, one.query.words
    if counters is not None and words in counters.texts:
        return words not in one.indexed.phrasings.texts
    return one.counter.whole >= VERBATIM and one.counter.whole > one.likeness.whole


def _verbatim(one: Candidate) -> bool:
    """Return whether a question has the same terms as one of the fact's phrasings."""
    alike = one.likeness.whole >= VERBATIM and bool(one.indexed.phrasings.wordings)
    return alike and not one.coverage.left and one.query.title.strength >= VERBATIM
