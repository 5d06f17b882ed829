"""Put what the ways found into a table, each next to the engine on the questions that both were asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from benchmarks.comparison.measuring import Asked, Way

HEAD = f"{'way':<21} {'ms':>8} {'x engine':>9} {'first':>7} {'silent':>7} {'right':>7} {'asked':>6}"
LEGEND = (
    "ms: CPU time of a question. x engine: CPU time as a multiple of the engine's, for the same questions.\n"
    "first: of the questions that a fact answers, the share for which it is found first, whether or not it is said.\n"
    "silent: of the questions that nothing answers, the share that gets no answer. Peers always answer if anything is\n"
    "like the question. right: the share of right answers if a peer, too, says nothing below the score from which it\n"
    "answers as few of these questions as the engine does. Slow peers are asked fewer questions."
)


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of a way; shares are from 0 to 1, and None if there was no such question."""

    name: str
    milliseconds: float
    ratio: float
    first: float | None
    silent: float | None
    right: float | None
    asked: int

    def __str__(self) -> str:
        shares = " ".join(
            f"{'-' if it is None else f'{100 * it:.1f}':>7}" for it in (self.first, self.silent, self.right)
        )
        return f"{self.name:<21} {self.milliseconds:>8.3f} {self.ratio:>9.3f} {shares} {self.asked:>6}"


def rows(ways: Sequence[Way]) -> Iterator[Row]:
    """Yield the row of each way; the engine is the first of them."""
    engine = ways[0].asked
    for way in ways:
        if way.asked:
            yield _row(way, _same(engine, way.asked))


def _same(engine: Sequence[Asked], asked: Sequence[Asked]) -> list[Asked]:
    """Return what the engine was asked that another way was asked, too."""
    known = {id(it.question) for it in asked}
    return [it for it in engine if id(it.question) in known]


def _row(way: Way, engine: Sequence[Asked]) -> Row:
    seconds = sum(it.seconds for it in way.asked)
    answerable = [it for it in way.asked if it.question.answerable]
    unanswerable = [it for it in way.asked if not it.question.answerable]
    spoken = sum(it.answers for it in engine if not it.question.answerable)
    least = -inf if engine is way.asked else threshold(unanswerable, spoken)
    right = sum(it.first and it.answers and it.score >= least for it in answerable)
    return Row(
        way.name,
        1000 * seconds / len(way.asked),
        seconds / sum(it.seconds for it in engine),
        sum(it.first for it in answerable) / len(answerable) if answerable else None,
        sum(not it.answers for it in unanswerable) / len(unanswerable) if unanswerable else None,
        right / len(answerable) if answerable and unanswerable else None,
        len(way.asked),
    )


def threshold(unanswerable: Sequence[Asked], spoken: int) -> float:
    """Return the lowest score from which at most ``spoken`` of the unanswerable questions are answered."""
    scores = sorted((it.score for it in unanswerable if it.answers), reverse=True)
    return next_above(scores[spoken]) if spoken < len(scores) else -inf


def next_above(score: float) -> float:
    """Return a score that only higher ones reach."""
    return score + 1e-9 * max(1.0, abs(score))
