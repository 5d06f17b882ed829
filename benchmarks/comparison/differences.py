"""Show where a peer finds a fact first that the engine doesn't: ``python -m benchmarks.comparison.differences``.

Asks the questions of the evaluation sets that a fact answers, clean and misspelt, and prints for each kind how often
only the engine and only the peer (tantivy's 3-grams with ``token_sort_ratio``) find it first. Then it prints at which
stage the engine loses facts: all of them, those that are among the peer's candidates, and those that the peer puts
first:

- ``production``: the fact's production isn't searched;
- ``behind``: it is, and the fact's score can't come near the best one (``NEAR_SHARE``), or the fact shares too little
  with the question to be compared;
- ``scoring``: the fact is scored, and too far behind to be reranked;
- ``reranking``: it is reranked, and another one is found likelier.

``--list`` prints the questions of the last group, except for those of held sets.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.comparison.cases import Cases, evaluation_sets
from benchmarks.comparison.measuring import Ours, ask_peer
from benchmarks.comparison.peers import RERANKED, Grams
from benchmarks.comparison.texts import Texts
from bot.answers.knowledge import Knowledge
from bot.answers.ranking.reranking import MAX_RERANKED, RankedCandidates
from bot.data import lexicon_folder
from bot.evaluation.sets import MeasuredStore, Question
from bot.evaluation.slips import slipped

STAGES = ("production", "behind", "scoring", "reranking")


@dataclass(frozen=True, slots=True)
class Difference:
    """A question that a fact answers, whether each finds it first, and where the engine loses it, else "".

    ``near`` tells whether the fact is among the peer's candidates, ``instead`` what the engine finds.
    """

    question: Question
    engine: bool
    peer: bool
    near: bool
    lost: str
    instead: str | None


def differences(store: MeasuredStore, knowledge: Knowledge, *, misspelt: bool = False) -> Iterator[Difference]:
    """Yield what the engine and the peer make of each answerable question of a store."""
    engine = Ours(store, knowledge)
    production_of = {fact.id: fact.production for fact in store.facts}
    peer = Grams(Texts.named(store.productions, store.facts), reranked=RERANKED)
    for question in store.questions:
        if question.answerable:
            typed = Question(slipped(question.text), question.gold, question.tag) if misspelt else question
            ours, theirs = engine.ask(typed), ask_peer(peer, typed)
            near = not peer.candidates(typed.text).isdisjoint(question.gold)
            lost = "" if ours.first else _lost_in(engine.ranked(typed.text), question.gold, production_of)
            yield Difference(typed, ours.first, theirs.first, near, lost, ours.found)


def _lost_in(ranked: RankedCandidates | None, gold: Sequence[str], production_of: Mapping[str, str]) -> str:
    """Return the stage at which the engine loses a fact."""
    places = [place for place, one in enumerate(ranked.ranked) if one.fact.id in gold] if ranked else []
    if places:
        return "reranking" if places[0] < MAX_RERANKED else "scoring"
    searched = ranked.found.groups if ranked else {}
    return "behind" if any(production_of[fact] in searched for fact in gold) else "production"


def lines(cases: Cases, knowledge: Knowledge, *, misspelt: bool, listed: bool) -> Iterator[str]:
    """Yield the table of a set by kind, and its questions if that is allowed."""
    found = [difference for store in cases.stores for difference in differences(store, knowledge, misspelt=misspelt)]
    yield f"\n{cases.name}, {'misspelt' if misspelt else 'clean'}: share found first, and who alone finds it first, %"
    ways = f"{'engine':>7} {'peer':>7} {'only engine':>12} {'only peer':>10}"
    yield f"{'kind':<10} {'asked':>6} {ways}  lost by the engine/near/first for the peer"
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
    shares = f"{engine:>7.1f} {peer:>7.1f} {only_engine:>12.1f} {only_peer:>10.1f}"
    return f"{tag:<10} {len(found):>6} {shares}  {_stages(found)}".rstrip()


def _stages(found: Sequence[Difference]) -> str:
    """Return at which stages the engine loses facts: all, those near for the peer, and those that it finds first."""
    lost = [it for it in found if it.lost]
    groups = [
        Counter(it.lost for it in some)
        for some in (lost, [it for it in lost if it.near], [it for it in lost if it.peer])
    ]
    return ", ".join(
        f"{stage} {'/'.join(str(group[stage]) for group in groups)}" for stage in STAGES if groups[0][stage]
    )


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
