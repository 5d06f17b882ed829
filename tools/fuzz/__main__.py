"""Ask many questions on every kind of store, and print coverage and errors: ``python -m tools.fuzz``."""

from __future__ import annotations

import argparse
import sys
from random import SystemRandom

from bot.answers.knowledge import Knowledge
from bot.data import lexicon_folder
from tools.fuzz.asking import Asker, Told
from tools.fuzz.coverage import OUTCOMES, Coverage, row, run
from tools.fuzz.stores import FILMS, stores

QUESTIONS = 200_000


def main() -> int:
    """Run the command line; 1 where anything went wrong."""
    reader = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__)
    reader.add_argument("--questions", type=int, default=QUESTIONS, help=f"in all, {QUESTIONS:,} by default")
    reader.add_argument("--seed", help="of an earlier run, to repeat it")
    reader.add_argument("--store", choices=stores(), action="append", help="ask this store alone; may be given again")
    reader.add_argument("--films", type=int, default=FILMS, help=f"real films in a store, {FILMS:,} by default")
    reader.add_argument("--case", help="ask this one case again and show all of it; takes --store")
    given = reader.parse_args()
    seed = given.seed or str(SystemRandom().randrange(10**9))
    knowledge = Knowledge.load(lexicon_folder())
    made = {name: make for name, make in stores(given.films).items() if not given.store or name in given.store}
    if given.case:
        return _again(Asker(next(iter(made.values()))(), knowledge), given.case)
    _say(f"seed {seed}")
    _say(row("store", "kind", "asked", *OUTCOMES))
    total = wrong = 0
    for name, make in made.items():
        coverage = Coverage()
        run(Asker(make(), knowledge), given.questions // len(made), seed, coverage, _complain)
        _say("\n".join(coverage.rows(name)))
        total, wrong = total + coverage.asked, wrong + len(coverage.wrong)
    _say(f"{total:,} questions asked of {len(made)} stores, {wrong:,} answered wrongly or not at all (seed {seed})")
    return 1 if wrong else 0


def _complain(told: Told) -> None:
    """Say at once what went wrong: a run takes long."""
    _say(f"WRONG  --store {told.store} --case {told.case}: {told.wrong}\n       {told.turn.question[:300]!r}")


def _again(asker: Asker, case: str) -> int:
    wrong = 0
    for told in asker.case(case):
        _say(f"{told.turn}\n  {told.outcome or 'raised'} {told.wrong}")
        wrong += bool(told.wrong)
    return 1 if wrong else 0


def _say(text: str) -> None:
    sys.stdout.write(text.encode("utf-8", "replace").decode() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
