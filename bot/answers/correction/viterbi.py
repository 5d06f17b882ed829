"""Find the most likely reading of a question with the Viterbi algorithm (A. Viterbi, 1967)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import log

from bot.answers.correction.language_model import LanguageModel
from bot.answers.correction.noisy_channel import Choice
from bot.answers.language.terms import Guess
from bot.answers.spelling.bigrams import BEGIN, END

MAX_EXTRA_COST = 2.5
"""Maximum extra cost (nats) of an alternative that is kept beside the likeliest word."""
MAX_ALTERNATIVES = 3
"""Maximum number of alternatives of one word."""
_ENDING = 0.1
"""Probability that any word is the last."""


class Lattice:
    """The choices for each typed word (a column each), and the path through them with the lowest cost (nats)."""

    def __init__(self, columns: Sequence[Sequence[Choice]], model: LanguageModel) -> None:
        self._columns, self._model = columns, model
        self._path, self.cost = self._likeliest()

    def _step(self, before: str, choice: Choice) -> float:
        return choice.slip - log(self._model.next_word(before).probability(choice.first, choice.share))

    def _end(self, last: str) -> float:
        return -log(self._model.next_word(last).probability(END, _ENDING))

    def _likeliest(self) -> tuple[list[Choice], float]:
        costs: list[float] = [0.0]
        lasts: list[str] = [BEGIN]
        back: list[list[int]] = []
        for column in self._columns:
            come: list[int] = []
            reached: list[float] = []
            before = [(cost, self._model.next_word(last).probability) for cost, last in zip(costs, lasts, strict=True)]
            for choice in column:
                slip, first, share = choice.slip, choice.first, choice.share
                ways = [cost + (slip - log(probability(first, share))) for cost, probability in before]
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

    def _alternatives(self, at: int) -> list[tuple[float, Choice]]:
        """Return the extra cost of each other choice for a word, with its neighbours unchanged."""
        if len(self._columns[at]) < 2:
            return []
        before = self._path[at - 1].last if at else BEGIN
        next_word = self._path[at + 1] if at + 1 < len(self._path) else None

        def cost(choice: Choice) -> float:
            return self._step(before, choice) + (
                self._step(choice.last, next_word) if next_word else self._end(choice.last)
            )

        chosen = self._path[at]
        least = cost(chosen)
        others = [(cost(one) - least, one) for one in self._columns[at] if one is not chosen]
        return sorted(others, key=lambda pair: (pair[0], pair[1].words))

    def words(self) -> list[str]:
        """Return the words of the likeliest path. A corrected word carries its alternatives."""
        found: list[str] = []
        for at, choice in enumerate(self._path):
            if not choice.slip or len(choice.words) > 1:
                found.extend(choice.words)
                continue
            others = [
                one.words[0] for more, one in self._alternatives(at) if more <= MAX_EXTRA_COST and len(one.words) == 1
            ]
            found.append(Guess(choice.words[0], tuple(others[:MAX_ALTERNATIVES])))
        return found

    def other(self, telling: Callable[[str], bool], says: Callable[[str], bool]) -> list[str] | None:
        """Return the words of the likeliest path with one word replaced by an alternative.

        Only alternatives that ``telling`` accepts count, and words that ``says`` accepts as they are stay.
        """
        best: tuple[float, int, Choice] | None = None
        for at, taken in enumerate(self._path):
            if _says(taken, says):
                continue  # "uk" is no typo for "um" in a title
            for more, choice in self._alternatives(at):
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
    """Return whether a choice is a correction to a single word."""
    return bool(choice.slip) and len(choice.words) == 1
