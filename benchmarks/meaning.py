"""Measure whether static word vectors would pay as features of the likelihood: ``python -m benchmarks.meaning``.

The vectors are those in the ``wordllama`` wheel (version 0.4, MIT licence, 256 dimensions), read without a network.
This project doesn't require it. In a separate environment with the requirements, run ``pip install wordllama
scikit-learn``, and then the command in a checkout. It takes about ten minutes.

Each of the best ``MAX_RERANKED`` candidates gets four more features: the cosine of the question's words outside the
title to the nearest of its phrasings and its subject, the cosine to its text, and how far each is ahead of the other
candidates'. The trees are trained as in ``tools.fitting``, with these features and without, except for the questions
left out of packs, which would take most of the time. ``work`` is judged pack by pack, by trees trained on the other
packs. ``held`` is judged by trees trained on all of ``work``, and only its sums are ever printed.

Only the likelihood is judged: a question counts as answered if its likeliest candidate reaches the threshold. Compound
questions are left out. So the figures differ from those of ``make eval``. In each row, the trees without vectors answer
from 0.5 on. The threshold of the trees with vectors is set so that both answer about equally many unanswerable
questions. ``+-`` is the standard error of the gain.
"""

from __future__ import annotations

import importlib
import statistics
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from math import nextafter, sqrt
from pathlib import Path
from typing import Any

from benchmarks.memory import resident
from bot.answers.engine import Engine
from bot.answers.index.indexed_fact import IndexedFact
from bot.answers.knowledge import Knowledge
from bot.answers.ranking.features import FEATURES, FOR, features
from bot.answers.ranking.reranking import MAX_RERANKED
from bot.answers.ranking.scoring import Candidate
from bot.data import lexicon_folder, shipped_packs
from bot.evaluation.scoring import COMPOUND, Variant
from bot.evaluation.sets import MeasuredStore, Question, evaluation_folder, read_facts, read_set
from bot.evaluation.slips import slipped
from bot.facts.models import Fact

NEEDED = {"wordllama": "wordllama", "sklearn": "scikit-learn"}
"""Modules that the requirements do not bring, and the packages that do."""
THRESHOLD = 0.5
"""Likelihood from which the trees without vectors answer."""
WORTH = 2.0
"""Gain in right answers (points, over all held questions) that would justify the vectors."""

MEANING = {"said": FOR, "text": FOR, "said ahead": FOR, "text ahead": FOR}
"""The features that the vectors add, with their monotonic constraints."""
WITHOUT, WITH = tuple(FEATURES.values()), (*FEATURES.values(), *MEANING.values())

BARE, SHIPPED, CURATED = "bare facts", "the shipped pack", "other curated packs"
KINDS = (CURATED, SHIPPED, BARE)
_NO_WORDS = "."
"""Stands for a text without words, of which there is no vector."""

Likely = list[tuple[float, bool]]
"""Of each question, how likely its likeliest candidate is, and whether that is right."""


class Vectors:
    """Compares questions with candidates by meaning; a fact's vectors are computed once, as a store would keep them.

    ``times`` are the milliseconds that each question took, ``texts`` how many texts of facts have a vector, which took
    ``seconds``.
    """

    def __init__(self, model: Any) -> None:
        self._model = model
        self._known: dict[tuple[str, ...], Any] = {}
        self.times: list[float] = []
        self.texts = 0
        self.seconds = 0.0

    def features(self, ranked: Sequence[Candidate]) -> list[list[float]]:
        """Return the features ``MEANING`` of each candidate."""
        kept = [self._of(one.indexed) for one in ranked]
        start = time.perf_counter()
        queries = [one.query.words for one in ranked]
        typed = {words: self._embedded([words])[0] for words in queries}
        alike = [vectors @ typed[words] for vectors, words in zip(kept, queries, strict=True)]
        said, text = [float(cosines[:-1].max()) for cosines in alike], [float(cosines[-1]) for cosines in alike]
        found = [list(row) for row in zip(said, text, _ahead(said), _ahead(text), strict=True)]
        self.times.append((time.perf_counter() - start) * 1000)
        return found

    def _of(self, indexed: IndexedFact) -> Any:
        """Return the vectors of the fact's phrasings, its subject and, last, its text."""
        texts = (*indexed.phrasings.texts, indexed.fact.subject, indexed.fact.text)
        if texts not in self._known:
            start = time.perf_counter()
            self._known[texts] = self._embedded(texts)
            self.seconds += time.perf_counter() - start
            self.texts += len(texts)
        return self._known[texts]

    def _embedded(self, texts: Iterable[str]) -> Any:
        return self._model.embed([text or _NO_WORDS for text in texts], norm=True)


def _ahead(values: Sequence[float]) -> list[float]:
    """Return how far each value is above the highest of the others."""
    return [
        value - max((other for place, other in enumerate(values) if place != at), default=0.0)
        for at, value in enumerate(values)
    ]


@dataclass(slots=True)
class Case:
    """A question as it was typed once: the figures of its candidates, which are right, and how much it counts.

    Without a ``variant`` it is learned from and not judged.
    """

    kind: str
    variant: Variant | None
    answerable: bool
    weight: float
    rows: list[list[float]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sums:
    """Questions that were answered rightly, wrongly, and though nothing answers them."""

    right: int
    wrong: int
    spoke: int

    @classmethod
    def at(cls, threshold: float, cases: Sequence[Case], likely: Likely) -> Sums:
        """Return the sums of cases that are answered from a threshold on."""
        told = [
            (case.answerable, right) for case, (value, right) in zip(cases, likely, strict=True) if value >= threshold
        ]
        right = sum(right for _, right in told)
        answerable = sum(answerable for answerable, _ in told)
        return cls(right, answerable - right, len(told) - answerable)


def asked(store: MeasuredStore, kind: str, knowledge: Knowledge, vectors: Vectors) -> list[Case]:
    """Return the cases of a store: each question clean, misspelt, and misspelt once more to learn from."""
    engine = Engine(knowledge)
    engine.load(store.productions, store.facts)
    silent = _fitting().unanswerable_weight(store)
    cases = []
    for question in store.questions:
        if question.tag != COMPOUND:
            weight = 1.0 if question.answerable else silent
            for variant, text in _typed(question):
                case = Case(kind, variant, question.answerable, weight)
                _fill(case, engine, question, text, vectors)
                cases.append(case)
    return cases


def _typed(question: Question) -> list[tuple[Variant | None, str]]:
    first, *others = (slipped(question.text, seed) for seed in _fitting().SEEDS)
    judged: list[tuple[Variant | None, str]] = [(Variant.CLEAN, question.text), (Variant.MISSPELT, first)]
    return judged + [(None, text) for text in others]


def _fill(case: Case, engine: Engine, question: Question, text: str, vectors: Vectors) -> None:
    found = engine.search(text)
    best = found.scored[:MAX_RERANKED] if found else ()
    if not best:
        return
    for one, own, more in zip(best, features(best), vectors.features(best), strict=True):
        case.rows.append(_fitting().row(own) + more)
        case.right.append(one.fact.id in question.gold)


def _fitting() -> Any:
    """``tools.fitting``, which cannot be imported before it is known that scikit-learn is there."""
    return importlib.import_module("tools.fitting")


def grown(cases: Iterable[Case], ways: tuple[int, ...]) -> Any:
    """Return the trees for some cases, on as many figures as there are ``ways`` in which they may count."""
    given = _fitting().Examples()
    for case in cases:
        given.rows.extend(row[: len(ways)] for row in case.rows)
        given.right.extend(case.right)
        given.weights.extend(case.weight for _ in case.rows)
    return _fitting().model_of(given, ways)


def likelihoods(model: Any, cases: Sequence[Case], ways: tuple[int, ...]) -> Likely:
    """Return the likeliest candidate of each case."""
    rows = [row[: len(ways)] for case in cases for row in case.rows]
    values = iter(model.predict_proba(rows)[:, 1].tolist() if rows else [])
    found: Likely = []
    for case in cases:
        # Rounded as the engine does, so that of two that are as likely the one with the better score comes first.
        own = [(float(next(values)), right) for right in case.right]
        found.append(max(own, key=lambda one: round(one[0], 3), default=(0.0, False)))
    return found


def as_silent(spoke: int, cases: Sequence[Case], likely: Likely) -> float:
    """Return the threshold at which about as many unanswerable cases are answered as ``spoke``, nearest to 0.5."""
    values = [value for case, (value, _) in zip(cases, likely, strict=True) if not case.answerable]
    thresholds = {THRESHOLD, *values, *(nextafter(value, 1.0) for value in values)}
    return min(thresholds, key=lambda at: (abs(sum(value >= at for value in values) - spoke), abs(at - THRESHOLD)))


@dataclass(frozen=True, slots=True)
class Judged:
    """Cases and what the trees make of them, without the vectors and with them."""

    cases: list[Case]
    without: Likely
    meant: Likely

    def only(self, variant: Variant, kinds: Sequence[str]) -> Judged:
        """Return those that were typed in one way, to stores of some kinds."""
        kept = [at for at, case in enumerate(self.cases) if case.variant is variant and case.kind in kinds]
        without, meant = ([likely[at] for at in kept] for likely in (self.without, self.meant))
        return Judged([self.cases[at] for at in kept], without, meant)

    def gain(self) -> tuple[float, str]:
        """Return the points of right answers that the vectors bring, and the row of the table."""
        before = Sums.at(THRESHOLD, self.cases, self.without)
        threshold = as_silent(before.spoke, self.cases, self.meant)
        after = Sums.at(threshold, self.cases, self.meant)
        answerable = sum(case.answerable for case in self.cases)
        unanswerable = len(self.cases) - answerable
        points = 100 * (after.right - before.right) / answerable
        cells = [f"{answerable:>10}", f"{unanswerable:>12}"]
        for sums in (before, after):
            shares = (sums.right / answerable, sums.wrong / answerable, sums.spoke / unanswerable)
            cells.append(" ".join(f"{100 * share:5.1f}" for share in shares))
        return points, "  ".join([*cells, f"{threshold:5.2f}", f"{points:+5.1f}", f"{self._error(threshold):4.1f}"])

    def _error(self, threshold: float) -> float:
        """Return the standard error of the gain, in points. Only questions that one of the two answers right count."""
        changes = [
            int(after[1] and after[0] >= threshold) - int(before[1] and before[0] >= THRESHOLD)
            for case, before, after in zip(self.cases, self.without, self.meant, strict=True)
            if case.answerable
        ]
        return 100 * statistics.pstdev(changes) / sqrt(len(changes))


def apart(packs: Sequence[list[Case]]) -> Judged:
    """Return the cases of each pack, judged by trees grown on the others."""
    found = Judged([], [], [])
    for at, cases in enumerate(packs):
        others = [case for place, pack in enumerate(packs) if place != at for case in pack]
        found.cases.extend(cases)
        for likely, ways in ((found.without, WITHOUT), (found.meant, WITH)):
            likely.extend(likelihoods(grown(others, ways), cases, ways))
    return found


def across(learned: Sequence[Case], cases: list[Case]) -> Judged:
    """Cases judged by trees grown on others."""
    return Judged(cases, *(likelihoods(grown(learned, ways), cases, ways) for ways in (WITHOUT, WITH)))


def _split(name: str, knowledge: Knowledge, vectors: Vectors) -> list[list[Case]]:
    """Return the cases of a split, those of stores with the same facts together."""
    shipped = read_facts(shipped_packs())[1]
    packs: dict[tuple[Fact, ...], list[Case]] = {}
    for store in read_set(evaluation_folder() / name).stores:
        curated = SHIPPED if store.facts == shipped else CURATED
        kind = curated if any(fact.phrasings for fact in store.facts) else BARE
        packs.setdefault(store.facts, []).extend(asked(store, kind, knowledge, vectors))
    return list(packs.values())


def _print_table(name: str, judged: Judged) -> list[float]:
    """Print the table of a split; returns the points gained over all its questions, clean and misspelt."""
    print(f"\n{name + ', %':<34}  {'':24}  {'without vectors':^17}  {'with vectors':^17}")
    rates = f"{'right':>5} {'wrong':>5} {'spoke':>5}"
    print(f"{'':<34}  answerable  unanswerable  {rates}  {rates}  {'from':>5}  {'gain':>5}  {'+-':>4}")
    totals = []
    for variant in (Variant.CLEAN, Variant.MISSPELT):
        for kind, kinds in [*((kind, (kind,)) for kind in KINDS), ("all", KINDS)]:
            points, row = judged.only(variant, kinds).gain()
            print(f"{f'{variant}, {kind}':<34}  {row}")
        totals.append(points)
    return totals


def _load() -> Any:
    package = importlib.import_module("wordllama")
    # The wheel's own folder serves as the cache, for it looks for its tokenizer there and nowhere else of its own.
    return package.WordLlama.load(cache_dir=Path(package.__path__[0]), disable_download=True)


def main() -> int:
    """Print the figures; the exit status."""
    missing = [package for module, package in NEEDED.items() if find_spec(module) is None]
    if missing:
        print(f"Install what this needs beside the requirements: pip install {' '.join(missing)}")
        return 2
    # Before all else: nothing that is measured may have been there already, NumPy least of all.
    before, start = resident(), time.perf_counter()
    vectors = Vectors(_load())
    took, megabytes = (time.perf_counter() - start) * 1000, (resident() - before) / 1e6
    print(f"to load, with NumPy: {took:.0f} ms, {megabytes:.0f} MB of memory")
    knowledge = Knowledge.load(lexicon_folder())
    work, held = (_split(name, knowledge, vectors) for name in ("work", "held"))
    times = sorted(vectors.times)
    print(
        f"a question: {statistics.median(times):.2f} ms in the median, {times[len(times) * 99 // 100]:.2f} at the 99th"
    )
    print(f"a text of a fact, once: {vectors.seconds * 1000 / vectors.texts:.2f} ms, and 1 kB of memory")
    _print_table("work", apart(work))
    gains = _print_table("held", across([case for pack in work for case in pack], [c for pack in held for c in pack]))
    verdict = "reached" if min(gains) >= WORTH else "not reached"
    print(
        f"\nover all held questions {gains[0]:+.1f} clean, {gains[1]:+.1f} misspelt: {WORTH:.0f} points are {verdict}"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
