"""Show where a peer finds a fact first that the engine doesn't: ``python -m benchmarks.comparison.differences``.

Asks the questions of the evaluation sets that a fact answers, clean and misspelt, and prints for each kind how often
only the engine and only the peer (tantivy's 3-grams with ``token_sort_ratio``) find it first. For those that only the
peer finds, it prints at which stage the engine loses them:

- ``retrieval``: the fact isn't among the candidates;
- ``scoring``: it is, and too far behind to be reranked;
- ``reranking``: it is reranked, and another one is found likelier.

``--list`` prints those questions, except for those of held sets.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.comparison.cases import Cases, evaluation_sets
from benchmarks.comparison.measuring import Ours, ask_peer
from benchmarks.comparison.peers import RERANKED, Grams
from benchmarks.comparison.texts import Texts
from bot.answers.knowledge import Knowledge
from bot.answers.ranking.reranking import MAX_RERANKED
from bot.answers.ranking.scoring import Candidate
from bot.data import lexicon_folder
from bot.evaluation.sets import MeasuredStore, Question
from bot.evaluation.slips import slipped

STAGES = ("retrieval", "scoring", "reranking")


@dataclass(frozen=True, slots=True)
class Difference:
    """A question that a fact answers, whether each finds it first, and where the engine loses it, else ""."""

    question: Question
    engine: bool
    peer: bool
    lost: str
    instead: str | None


def differences(store: MeasuredStore, knowledge: Knowledge, *, misspelt: bool = False) -> Iterator[Difference]:
    """Yield what the engine and the peer make of each answerable question of a store."""
    engine = Ours(store, knowledge)
    peer = Grams(Texts.named(store.productions, store.facts), reranked=RERANKED)
    for question in store.questions:
        if question.answerable:
            typed = Question(slipped(question.text), question.gold, question.tag) if misspelt else question
            ours, theirs = engine.ask(typed), ask_peer(peer, typed)
            lost = "" if ours.first else _lost_in(engine.ranked(typed.text), question.gold)
            yield Difference(typed, ours.first, theirs.first, lost, ours.found)


def _lost_in(ranked: Sequence[Candidate], gold: Sequence[str]) -> str:
    """Return the stage at which the engine loses a fact."""
    places = [place for place, one in enumerate(ranked) if one.fact.id in gold]
    if not places:
        return "retrieval"
    return "reranking" if places[0] < MAX_RERANKED else "scoring"


def lines(cases: Cases, knowledge: Knowledge, *, misspelt: bool, listed: bool) -> Iterator[str]:
    """Yield the table of a set by kind, and its questions if that is allowed."""
    found = [difference for store in cases.stores for difference in differences(store, knowledge, misspelt=misspelt)]
    yield f"\n{cases.name}, {'misspelt' if misspelt else 'clean'}: share found first, and who alone finds it first, %"
    yield f"{'kind':<10} {'asked':>6} {'engine':>7} {'peer':>7} {'only engine':>12} {'only peer':>10}  of these lost in"
    for tag in (*sorted({it.question.tag for it in found}), "all"):
        yield _row(tag, [it for it in found if tag in ("all", it.question.tag)])
    if listed and not cases.held:
        for it in found:
            if it.peer and not it.engine:
                yield f"{it.question.tag}\t{it.lost}\t{it.question.text}\t{it.question.gold[0]}\t{it.instead}"


def _row(tag: str, found: Sequence[Difference]) -> str:
    counts = (
        sum(it.engine for it in found),
        sum(it.peer for it in found),
        sum(it.engine and not it.peer for it in found),
        sum(it.peer and not it.engine for it in found),
    )
    engine, peer, only_engine, only_peer = (100 * count / len(found) for count in counts)
    stages = Counter(it.lost for it in found if it.peer and not it.engine)
    where = ", ".join(f"{stage} {stages[stage]}" for stage in STAGES if stages[stage])
    shares = f"{engine:>7.1f} {peer:>7.1f} {only_engine:>12.1f} {only_peer:>10.1f}"
    return f"{tag:<10} {len(found):>6} {shares}  {where}".rstrip()


def main(arguments: Sequence[str]) -> None:
    """Print the tables of all sets, or of those named."""
    knowledge = Knowledge.load(lexicon_folder())
    names = [name for name in arguments if name != "--list"]
    for cases in evaluation_sets():
        if not names or cases.name in names:
            for misspelt in (False, True):
                for line in lines(cases, knowledge, misspelt=misspelt, listed="--list" in arguments):
                    print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
