"""``python -m benchmarks.comparison [made-up] [show] [films] [sets]``: one or more groups of questions, or all."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence

from benchmarks.comparison.cases import FACTS, Cases, evaluation_sets, made_up, one_large_show, real_films
from benchmarks.comparison.measuring import BUDGET, compare
from benchmarks.comparison.table import HEAD, LEGEND, rows
from benchmarks.machine import described
from bot.answers.knowledge import Knowledge
from bot.data import lexicon_folder

GROUPS = ("made-up", "show", "films", "sets")


def chosen(groups: Sequence[str], facts: int) -> Iterator[Cases]:
    """Yield the cases of some groups."""
    if "made-up" in groups:
        yield from made_up(facts)
    if "show" in groups:
        yield one_large_show(facts // 2)
    if "films" in groups:
        yield real_films(facts)
        yield real_films(facts, phrasings=True)
    if "sets" in groups:
        yield from evaluation_sets()


def tables(every: Iterable[Cases], knowledge: Knowledge, budget: float = BUDGET) -> Iterator[str]:
    """Yield the lines of the tables."""
    yield LEGEND
    for cases in every:
        questions = [question for store in cases.stores for question in store.questions]
        answerable = sum(question.answerable for question in questions)
        facts = sum(len(store.facts) for store in cases.stores)
        size = f"{facts:,} facts, {answerable} questions with an answer and {len(questions) - answerable} without"
        yield f"\n{cases.name}: {size} ({described()})\n{HEAD}"
        yield from map(str, rows(compare(cases, knowledge, budget)))


def main(groups: Sequence[str] = GROUPS, facts: int = FACTS) -> None:
    """Print the tables."""
    for line in tables(chosen(groups, facts), Knowledge.load(lexicon_folder())):
        print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or GROUPS)
