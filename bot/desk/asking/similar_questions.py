"""Cluster similar questions incrementally, with a fixed budget per question."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from bot.facts.folding import folded

MIN_SIMILARITY = 88.0
"""Minimum similarity (0 to 100) of two questions in one cluster."""

_MIN_WHOLE_SIMILARITY = 60.0
"""Minimum token-sort ratio, because the token-set ratio is 100 as soon as one text contains the other."""

_MAX_LENGTH = 300
"""Maximum length of a question to compare. The rest adds little and takes time."""

_MAX_POSTINGS = 48
"""Maximum number of clusters to look up for a word, so that adding a question always takes the same time."""

_MAX_CANDIDATES = 64
"""Maximum number of clusters to compare with a question."""

_DIGIT = re.compile(r"\d")


def comparable(text: str) -> str:
    """Normalise a question: without compatibility variants, accents, case and punctuation."""
    return folded(text[: 4 * _MAX_LENGTH])[:_MAX_LENGTH]


def similar(first: str, second: str) -> bool:
    """Return whether two normalised questions have similar words and exactly the same numbers."""
    return _numbers(first) == _numbers(second) and _same_words(first, second)


def _same_words(first: str, second: str) -> bool:
    return (
        fuzz.token_set_ratio(first, second, score_cutoff=MIN_SIMILARITY) >= MIN_SIMILARITY
        and fuzz.token_sort_ratio(first, second, score_cutoff=_MIN_WHOLE_SIMILARITY) >= _MIN_WHOLE_SIMILARITY
    )


def _numbers(text: str) -> tuple[str, ...]:
    return tuple(sorted(word for word in text.split() if _DIGIT.search(word)))


@dataclass(slots=True)
class Cluster:
    """A cluster of similar questions. ``leader`` is the normalised text of the first."""

    id: int
    leader: str
    numbers: tuple[str, ...] = ()
    members: set[str] = field(default_factory=set)


class Clusters:
    """The clusters of questions in one scope. Adding a question takes under a millisecond."""

    def __init__(self) -> None:
        self._clusters: dict[int, Cluster] = {}
        self._of: dict[str, int] = {}
        self._postings: defaultdict[str, list[int]] = defaultdict(list)
        self._exact: dict[str, int] = {}
        self._next = 0

    def __contains__(self, key: object) -> bool:
        return key in self._of

    def __len__(self) -> int:
        return len(self._clusters)

    def add(self, key: str, text: str) -> Cluster:
        """Add a question to the most similar cluster, or to a new one. A known key changes nothing."""
        if key in self._of:
            return self._clusters[self._of[key]]
        words = comparable(text)
        cluster = self.find(words) or self._new(words)
        cluster.members.add(key)
        self._of[key] = cluster.id
        return cluster

    def keys(self) -> frozenset[str]:
        """Return the keys of all questions."""
        return frozenset(self._of)

    def discard(self, key: str) -> None:
        """Remove a question, and its cluster if that becomes empty."""
        cluster_id = self._of.pop(key, None)
        if cluster_id is None:
            return
        cluster = self._clusters[cluster_id]
        cluster.members.discard(key)
        if not cluster.members:
            self._drop(cluster)

    def find(self, words: str) -> Cluster | None:
        """Return the cluster most similar to a normalised text, or None."""
        exact = self._exact.get(words)
        if exact is not None:
            return self._clusters[exact]
        numbers = _numbers(words)
        scored = [
            (fuzz.token_sort_ratio(words, cluster.leader), -cluster.id, cluster)
            for cluster in self._candidates(words)
            if cluster.numbers == numbers and _same_words(words, cluster.leader)
        ]
        return max(scored, key=lambda each: each[:2])[2] if scored else None

    def _candidates(self, words: str) -> list[Cluster]:
        found: dict[int, None] = {}
        rarest_first = sorted({*words.split()}, key=lambda word: (len(self._postings.get(word, ())), word))
        for word in rarest_first:
            for cluster_id in self._postings.get(word, ())[-_MAX_POSTINGS:]:
                found.setdefault(cluster_id)
            if len(found) >= _MAX_CANDIDATES:
                break
        return [self._clusters[cluster_id] for cluster_id in list(found)[:_MAX_CANDIDATES]]

    def _new(self, words: str) -> Cluster:
        cluster = Cluster(self._next, words, _numbers(words))
        self._next += 1
        self._clusters[cluster.id] = cluster
        self._exact[words] = cluster.id
        for word in {*words.split()}:
            self._postings[word].append(cluster.id)
        return cluster

    def _drop(self, cluster: Cluster) -> None:
        del self._clusters[cluster.id]
        self._exact.pop(cluster.leader, None)
        for word in {*cluster.leader.split()}:
            self._postings[word].remove(cluster.id)
            if not self._postings[word]:
                del self._postings[word]
