"""The likeliest way through what each word of a question may mean (A. Viterbi, 1967)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import log

from bot.answers.correction.language_model import LanguageModel
from bot.answers.correction.noisy_channel import Choice
from bot.answers.language.terms import Guess
from bot.answers.spelling.bigrams import BEGIN, END

AS_LIKELY = 2.5
"""By how much (nats) another word may cost more than the likeliest, to be thought of as well."""
MOST_OTHERS = 3
"""Other words that one word is taken for."""
_ENDING = 0.1
"""How likely any word is the last."""


class Lattice:
    """What each typed word may mean (a column of choices), and the way through them that costs least (nats)."""

    def __init__(self, columns: Sequence[Sequence[Choice]], model: LanguageModel) -> None:
        self._columns, self._model = columns, model
        self._path, self.cost = self._likeliest()

    def _step(self, before: str, choice: Choice) -> float:
        return choice.slip - log(self._model.behind(before).likely(choice.first, choice.share))

    def _end(self, last: str) -> float:
        return -log(self._model.behind(last).likely(END, _ENDING))

    def _likeliest(self) -> tuple[list[Choice], float]:
        costs: list[float] = [0.0]
        lasts: list[str] = [BEGIN]
        back: list[list[int]] = []
        for column in self._columns:
            come: list[int] = []
            reached: list[float] = []
            before = [(cost, self._model.behind(last).likely) for cost, last in zip(costs, lasts, strict=True)]
            for choice in column:
                slip, first, share = choice.slip, choice.first, choice.share
                ways = [cost + (slip - log(likely(first, share))) for cost, likely in before]
                least = min(ways)
                reached.append(least)
                come.append(ways.index(least))
            costs, lasts = reached, [choice.last for choice in column]
            back.append(come)
        ends = [cost + self._end(last) for cost, last in zip(costs, lasts, strict=True)]
        cost = min(ends)
        at = ends.index(cost)
        path: list[Choice] = []
        for column, come in zip(reversed(self._columns), reversed(back), strict=True):
            path.append(column[at])
            at = come[at]
        return path[::-1], cost

    def _instead(self, at: int) -> list[tuple[float, Choice]]:
        """By how much each other choice for a word costs more than the one on the path, its neighbours unchanged."""
        if len(self._columns[at]) < 2:
            return []
        before = self._path[at - 1].last if at else BEGIN
        behind = self._path[at + 1] if at + 1 < len(self._path) else None

        def cost(choice: Choice) -> float:
            return self._step(before, choice) + (self._step(choice.last, behind) if behind else self._end(choice.last))

        chosen = self._path[at]
        least = cost(chosen)
        others = [(cost(one) - least, one) for one in self._columns[at] if one is not chosen]
        return sorted(others, key=lambda pair: (pair[0], pair[1].words))

    def words(self) -> list[str]:
        """The words of the likeliest way; one that stands for another carries what else was nearly as likely."""
        found: list[str] = []
        for at, choice in enumerate(self._path):
            if not choice.slip or len(choice.words) > 1:
                found.extend(choice.words)
                continue
            others = [one.words[0] for more, one in self._instead(at) if more <= AS_LIKELY and len(one.words) == 1]
            found.append(Guess(choice.words[0], tuple(others[:MOST_OTHERS])))
        return found

    def other(self, telling: Callable[[str], bool], says: Callable[[str], bool]) -> list[str] | None:
        """The likeliest way on which one word is another: one that ``telling`` accepts, for none that ``says`` much."""
        best: tuple[float, int, Choice] | None = None
        for at, taken in enumerate(self._path):
            if _says(taken, says):
                continue  # "uk" is no slip for a title's "um"
            for more, choice in self._instead(at):
                if (best is None or more < best[0]) and _is_one_slip(choice) and telling(choice.words[0]):
                    best = (more, at, choice)
        if best is None:
            return None
        _, where, instead = best
        path = [*self._path[:where], instead, *self._path[where + 1 :]]
        return [word for choice in path for word in choice.words]


def _says(taken: Choice, says: Callable[[str], bool]) -> bool:
    return not taken.slip and len(taken.words) == 1 and says(taken.words[0])


def _is_one_slip(choice: Choice) -> bool:
    """Whether a choice is one word, and another than was typed."""
    return bool(choice.slip) and len(choice.words) == 1
