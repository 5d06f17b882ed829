"""Whether word vectors that re-rank the engine's candidates would pay: ``python -m benchmarks.meaning``.

The vectors are those inside the ``wordllama`` wheel (256 dimensions, 16 MB), read without a network. It is no
requirement of this project: install it into an environment of its own beside the project's requirements.
Strengths are chosen on the ``work`` split alone; of ``held`` only figures are printed, for the chosen ones.

Since the likelihood orders the best candidates itself, *order* changes little any more; the figures in the documents
are of the engine as it was before.

Two ways are tried. *order* lets the vectors put the candidates into another order and leaves the scores where they
stood, so that the engine is silent exactly as often. *score* lets them raise and lower scores too; the confidence
from which a fact answers is then moved until the engine speaks no more often than without them.
"""

from __future__ import annotations

import importlib
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.answers import decision
from bot.answers.engine import Engine
from bot.answers.items import Reading
from bot.answers.lexicon import Lexicon
from bot.answers.scoring import Scored
from bot.answers.search import Found, Search
from bot.answers.shelf import Shelf
from bot.data import lexicon_folder
from bot.evaluation.running import TODAY
from bot.evaluation.scoring import Rates, Variant, measure, rates
from bot.evaluation.sets import EvaluationSet, Skipped, standard_sets
from bot.facts.models import Fact

CANDIDATES = 12
"""Candidates that are compared by meaning."""
WEIGHTS = (0.05, 0.1, 0.2, 0.35, 0.5)


class Vectors:
    """Sentence vectors, each text's computed once."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._known: dict[str, Any] = {}
        self.times: list[float] = []

    def likeness(self, question: str, facts: Sequence[Fact]) -> list[float]:
        """For each fact, the cosine to the nearest of its phrasings, its subject and its text."""
        texts = [(fact.text, fact.subject or fact.text, *fact.phrasings) for fact in facts]
        for some in texts:
            missing = [text for text in some if text not in self._known]
            if missing:
                self._known.update(zip(missing, self._model.embed(missing, norm=True), strict=True))
        start = time.perf_counter()
        asked = self._model.embed([question], norm=True)[0]
        found = [max(float(self._known[text] @ asked) for text in some) for some in texts]
        self.times.append((time.perf_counter() - start) * 1000)
        return found


@dataclass
class Way:
    """How the vectors are used: ``weight`` 0 is the engine alone."""

    weight: float = 0.0
    moves_scores: bool = False


class MeaningSearch(Search):
    """The engine's search, whose best candidates are then weighed by meaning."""

    way = Way()
    vectors: Vectors

    def run(self, reading: Reading, shelves: Sequence[Shelf], **told: Any) -> Found:
        """Search, then re-rank."""
        found = super().run(reading, shelves, **told)
        top = found.scored[:CANDIDATES]
        if not top or not self.way.weight:
            return found
        alike = self.vectors.likeness(" ".join(reading.words), [one.entry.fact for one in top])
        return replace(found, scored=[*self._ranked(top, alike), *found.scored[CANDIDATES:]])

    def _ranked(self, top: list[Scored], alike: list[float]) -> list[Scored]:
        weight = self.way.weight
        if self.way.moves_scores:
            moved = [
                replace(one, score=one.score * (1 + weight * (near - 0.6)))
                for one, near in zip(top, alike, strict=True)
            ]
            return sorted(moved, key=lambda one: -one.score)
        order = sorted(range(len(top)), key=lambda at: -(top[at].score * (1 + weight * alike[at])))
        return [replace(top[at], score=place.score) for at, place in zip(order, top, strict=True)]


@contextmanager
def _threshold(value: float) -> Iterator[None]:
    before, decision.LIKELY = decision.LIKELY, value
    try:
        yield
    finally:
        decision.LIKELY = before


class Experiment:
    """The engines of one split, asked in different ways."""

    def __init__(self, found: EvaluationSet, lexicon: Lexicon, vectors: Vectors) -> None:
        self._found = found
        self._searches: list[MeaningSearch] = []
        self._engines: list[Engine] = []
        for store in found.stores:
            engine = Engine(lexicon)
            engine.load(store.productions, store.facts)
            search = MeaningSearch(lexicon, engine._entries)
            search.vectors = vectors
            engine._search = search
            self._searches.append(search)
            self._engines.append(engine)

    def rates(self, way: Way, variant: Variant, threshold: float) -> Rates:
        """The rates of the whole split."""
        for search in self._searches:
            search.way = way
        with _threshold(threshold):
            pairs = zip(self._engines, self._found.stores, strict=True)
            return rates([result for engine, store in pairs for result in measure(engine, store, variant, TODAY)])

    def as_silent(self, way: Way, spoke: float) -> float:
        """The lowest threshold at which the engine speaks no more often than ``spoke``."""
        values = [decision.LIKELY + step / 100 for step in range(-8, 9)]
        for value in values:
            if self.rates(way, Variant.CLEAN, value).spoke <= spoke:
                return value
        return values[-1]


def _load() -> Any | None:
    try:
        package = importlib.import_module("wordllama")
    except ImportError:
        return None
    # The wheel's own folder serves as the cache, for it looks for its tokenizer there and nowhere else of its own.
    folder = Path(package.__path__[0])
    return package.WordLlama.load(cache_dir=folder, disable_download=True)


def _row(name: str, clean: Rates, misspelt: Rates) -> str:
    told = "  ".join(
        f"{one.right:6.1f} {one.wrong:6.1f} {one.silent:6.1f} {one.spoke:6.1f}" for one in (clean, misspelt)
    )
    return f"{name:<34} {told}"


def main() -> int:
    """Print the figures; the exit status."""
    start = time.perf_counter()
    model = _load()
    if model is None:
        print(
            "wordllama is not installed here, so there is nothing to measure. Callsheet does not require it: install it"
        )
        print("beside the requirements in an environment of its own (pip install wordllama), and run this there.")
        return 2
    print(f"vectors loaded in {(time.perf_counter() - start) * 1000:.0f} ms")
    vectors = Vectors(model)
    lexicon = Lexicon.load(lexicon_folder())
    sets = {found.name: found for found in standard_sets() if not isinstance(found, Skipped)}
    work = Experiment(sets["work"], lexicon, vectors)
    ways = _tried(work)
    held = Experiment(sets["held"], lexicon, vectors)
    for name, (way, threshold) in ways.items():
        print(_row(f"held  {name}", *(held.rates(way, kind, threshold) for kind in (Variant.CLEAN, Variant.MISSPELT))))
    print(f"the vectors add {statistics.median(vectors.times):.2f} ms a question in the median")
    return 0


def _tried(work: Experiment) -> dict[str, tuple[Way, float]]:
    """Prints every way on the split to work on; returns the engine alone and the best of both ways."""
    print(f"{'':<34} {'clean: right, wrong, silent, spoke':^27}  {'misspelt':^27}")
    alone = (Way(), decision.LIKELY)
    base = work.rates(*(alone[0], Variant.CLEAN, alone[1]))
    print(_row("work  engine alone", base, work.rates(alone[0], Variant.MISSPELT, alone[1])))
    chosen = {"engine alone": alone}
    for name, moves in (("order", False), ("score", True)):
        best = -1.0
        for weight in WEIGHTS:
            way = Way(weight, moves)
            threshold = work.as_silent(way, base.spoke) if moves else alone[1]
            clean, misspelt = (work.rates(way, kind, threshold) for kind in (Variant.CLEAN, Variant.MISSPELT))
            print(_row(f"work  {name}, weight {weight}, from {threshold:.2f}", clean, misspelt))
            if clean.right + misspelt.right > best:
                best = clean.right + misspelt.right
                chosen = {key: kept for key, kept in chosen.items() if not key.startswith(name)}
                chosen[f"{name}, weight {weight}, from {threshold:.2f}"] = way, threshold
    return chosen


if __name__ == "__main__":
    raise SystemExit(main())
