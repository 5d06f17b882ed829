"""Ask the engine and its peers the same questions in turn, and add up CPU time and what was found."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from benchmarks.comparison.cases import Cases
from benchmarks.comparison.peers import Found, LookUp, Peer, builders
from benchmarks.comparison.texts import Texts
from bot.answers.answer import Outcome
from bot.answers.engine import Engine
from bot.answers.knowledge import Knowledge
from bot.answers.ranking.reranking import RankedCandidates, rerank
from bot.evaluation.sets import MeasuredStore, Question

TODAY = date(2026, 11, 22)
BUDGET = 6.0
"""Seconds of CPU time for the questions of some cases; each store gets its share. A peer that takes longer is asked no
further question of that store."""
LEAST_SHARE = 0.1
"""Share of that time for a store with few of the questions."""
WARM_UP = 3
"""Questions that each way is asked before time counts."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one way found for one question.

    ``seconds`` is CPU time. ``answers`` tells whether it would have said so; a peer always would. ``score`` is how sure
    it is.
    """

    question: Question
    seconds: float
    found: str | None
    answers: bool
    score: float

    @property
    def first(self) -> bool:
        """Whether a fact that answers the question was found first."""
        return self.found in self.question.gold


@dataclass(slots=True)
class Way:
    """A way of finding facts, and what it found, in the order of the questions."""

    name: str
    asked: list[Asked] = field(default_factory=list)


class Ours:
    """The engine, loaded with a store."""

    name = "engine"

    def __init__(self, store: MeasuredStore, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._engine = Engine(knowledge)
        self._engine.load(store.productions, store.facts)

    def ask(self, question: Question) -> Asked:
        """Ask the engine. If it doesn't answer, note which fact it ranks first all the same."""
        start = time.process_time()
        answer = self._engine.ask(question.text, today=TODAY)
        seconds = time.process_time() - start
        answers = answer.outcome is Outcome.ANSWER
        found = answer.facts[0].id if answers else self._ranked_first(question.text)
        return Asked(question, seconds, found, answers, answer.score)

    def ranked(self, text: str) -> RankedCandidates | None:
        """Return the reranked candidates for a question, answered or not; None if it is empty."""
        candidates = self._engine.search(text)
        return rerank(candidates, self._knowledge.likelihood) if candidates else None

    def _ranked_first(self, text: str) -> str | None:
        ranked = self.ranked(text)
        return ranked.best.fact.id if ranked and ranked.best else None


def ask_peer(peer: Peer, question: Question) -> Asked:
    """Ask a peer."""
    start = time.process_time()
    found: Found | None = peer.find(question.text)
    seconds = time.process_time() - start
    return Asked(question, seconds, found.fact if found else None, found is not None, found.score if found else 0.0)


def compare(cases: Cases, knowledge: Knowledge, budget: float = BUDGET) -> list[Way]:
    """Ask all ways the questions of some cases in turn, and return what they found, the engine's first."""
    ways: dict[str, Way] = {}
    total = sum(len(store.questions) for store in cases.stores)
    for store in cases.stores:
        texts = Texts.named(store.productions, store.facts)
        peers: list[Peer] = [LookUp(texts), *(build() for build in builders(texts))]
        ours = Ours(store, knowledge)
        turns: list[tuple[str, Callable[[Question], Asked]]] = [(ours.name, ours.ask)]
        turns += [(peer.name, _asking(peer)) for peer in peers]
        gc.collect()
        gc.freeze()  # as the application does once it has loaded
        try:
            for name, ask in turns:
                ways.setdefault(name, Way(name))
                for question in store.questions[:WARM_UP]:
                    ask(question)
            # Shuffled, so that a slow peer is asked every kind.
            mixed = Random(1).sample(store.questions, len(store.questions))
            _rounds(mixed, turns, ways, budget * max(LEAST_SHARE, len(mixed) / total))
        finally:
            gc.unfreeze()
    return list(ways.values())


def _asking(peer: Peer) -> Callable[[Question], Asked]:
    return lambda question: ask_peer(peer, question)


def _rounds(
    questions: Iterable[Question],
    turns: Sequence[tuple[str, Callable[[Question], Asked]]],
    ways: dict[str, Way],
    budget: float,
) -> None:
    """Ask every way each question once, so that whatever else the machine does slows all of them down alike.

    The order changes with every question.
    """
    spent = dict.fromkeys(ways, 0.0)
    for number, question in enumerate(questions):
        at = number % len(turns)
        for name, ask in (*turns[at:], *turns[:at]):
            if spent[name] < budget or name == Ours.name:
                ways[name].asked.append(ask(question))
                spent[name] += ways[name].asked[-1].seconds
