"""``python -m tools.fuzz``: ask many questions of every kind of store, and say what was covered and what went wrong."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from random import SystemRandom

from bot.answers.lexicon import Lexicon
from bot.data import lexicon_folder
from tools.fuzz.asking import Asker, Told
from tools.fuzz.questions import KINDS
from tools.fuzz.stores import FILMS, stores

QUESTIONS = 200_000
_SHOWN = 20
_OUTCOMES = ("answer", "clarify", "unknown", "wrong")


class Coverage:
    """What was asked of one store, by kind of question and outcome."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self.wrong: list[Told] = []

    def add(self, told: Told) -> None:
        """Count a question."""
        self._counts[told.turn.kind, "wrong" if told.wrong else told.outcome] += 1
        if told.wrong:
            self.wrong.append(told)

    @property
    def asked(self) -> int:
        """How many questions were asked."""
        return self._counts.total()

    def rows(self, store: str) -> list[str]:
        """The counts as lines of a table: one for each kind of question, and one for all."""
        rows = []
        for kind in (*KINDS, "all"):
            of = [
                sum(n for (k, o), n in self._counts.items() if kind in (k, "all") and o == name) for name in _OUTCOMES
            ]
            rows.append(f"{store:<9} {kind:<10}" + "".join(f"{count:>9,}" for count in (sum(of), *of)))
        return rows


def run(asker: Asker, questions: int, seed: str, coverage: Coverage) -> None:
    """Ask a store so many questions."""
    number = 0
    while coverage.asked < questions:
        for told in asker.case(f"{seed}.{number}"):
            coverage.add(told)
        number += 1


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
    lexicon = Lexicon.load(lexicon_folder())
    made = {name: make for name, make in stores(given.films).items() if not given.store or name in given.store}
    if given.case:
        return _again(Asker(next(iter(made.values()))(), lexicon), given.case)
    _say(f"seed {seed}")
    _say(f"{'store':<9} {'kind':<10}" + "".join(f"{name:>9}" for name in ("asked", *_OUTCOMES)))
    total, wrong = 0, list[Told]()
    for name, make in made.items():
        coverage = Coverage()
        run(Asker(make(), lexicon), given.questions // len(made), seed, coverage)
        _say("\n".join(coverage.rows(name)))
        total, wrong = total + coverage.asked, wrong + coverage.wrong
    for told in wrong[:_SHOWN]:
        _say(f"WRONG  --store {told.store} --case {told.case}: {told.wrong}\n       {told.turn.question[:300]!r}")
    _say(
        f"{total:,} questions asked of {len(made)} stores, {len(wrong):,} answered wrongly or not at all (seed {seed})"
    )
    return 1 if wrong else 0


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
