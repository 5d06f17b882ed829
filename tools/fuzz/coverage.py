"""Count what was asked in a run, and with what outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from tools.fuzz.asking import Asker, Told
from tools.fuzz.questions import KINDS

OUTCOMES = ("answer", "clarify", "unknown", "wrong")


class Coverage:
    """What was asked of one store, by kind of question and outcome; ``wrong`` is all that went wrong."""

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
        """Return how many questions were asked."""
        return self._counts.total()

    @property
    def kinds(self) -> set[str]:
        """Return the kinds of question that were asked."""
        return {kind for kind, _ in self._counts}

    @property
    def outcomes(self) -> set[str]:
        """Return the outcomes that there were."""
        return {outcome for _, outcome in self._counts}

    def rows(self, store: str) -> list[str]:
        """Return the counts as lines of a table: one for each kind of question, and one for all."""
        return [row(store, kind, *self._row(kind)) for kind in (*KINDS, "all")]

    def _row(self, kind: str) -> tuple[int, ...]:
        of = [sum(self._counts[each, name] for each in KINDS if kind in (each, "all")) for name in OUTCOMES]
        return sum(of), *of


def row(store: str, kind: str, *cells: object) -> str:
    """One line of the table."""
    return f"{store:<9} {kind:<10}" + "".join(
        f"{cell:>9,}" if isinstance(cell, int) else f"{cell:>9}" for cell in cells
    )


def run(
    asker: Asker, questions: int, seed: str, coverage: Coverage, complain: Callable[[Told], None] = lambda told: None
) -> None:
    """Ask a store so many questions, or one or two more: a conversation is asked to its end.

    ``complain`` is told of whatever goes wrong, as it does.
    """
    number = 0
    while coverage.asked < questions:
        for told in asker.case(f"{seed}.{number}"):
            coverage.add(told)
            if told.wrong:
                complain(told)
        number += 1
