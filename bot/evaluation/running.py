"""One run: every set asked clean, misspelt and in conversation, printed and held against what is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.answers.engine import Engine
from bot.answers.language.lexicon import Lexicon
from bot.data import lexicon_folder
from bot.evaluation import recorded
from bot.evaluation.report import Report
from bot.evaluation.scoring import Rates, Result, Variant, measure, rates
from bot.evaluation.sets import (
    EvaluationError,
    EvaluationSet,
    MeasuredStore,
    Skipped,
    evaluation_folder,
    given_set,
    standard_sets,
)

TODAY = date(2026, 11, 22)
"""The day that questions are asked on, fixed so that figures can be compared."""

_Results = dict[Variant, list[Result]]


def run(
    files: Sequence[Path] | None = None,
    *,
    record: bool = False,
    short: bool = False,
    misses: int = 20,
    today: date = TODAY,
    report: Report | None = None,
) -> int:
    """Measure the standard sets, or the ``files`` given, and print what came of it.

    With ``short`` only the sets on the pack that ships and those beside the checkout are measured. With ``record`` the
    figures of the standard sets are written down instead of compared; ``misses`` is how many of the worst are shown
    for each set that may be looked at. Returns the exit status: 0, or 1 where a figure is worse than recorded.

    Raises:
        EvaluationError: a file cannot be used, or there is no set to measure; the message says what to do.
    """
    report = report or Report()
    if files and (record or short):
        raise EvaluationError("--record and --short are for the sets of the repository; leave the files out")
    lexicon = Lexicon.load(lexicon_folder())
    measured: dict[str, dict[str, Rates]] = {}
    for found in [given_set(files)] if files else _standard(short):
        if isinstance(found, Skipped):
            report.note(f"{found.name}: skipped, {found.why}")
            continue
        results = _ask_set(found, lexicon, today)
        measured[found.name] = {variant.value: rates(asked) for variant, asked in results.items() if asked}
        _print_set(report, found, results, misses)
    report.figures(measured)
    if "work" in measured and "held" in measured:
        report.splits(measured["work"], measured["held"])
    return 0 if files else _against_recorded(report, measured, record=record)


def _standard(short: bool) -> Sequence[EvaluationSet | Skipped]:
    found = standard_sets(short=short)
    if any(isinstance(each, EvaluationSet) for each in found):
        return found
    raise EvaluationError(
        "There is nothing to measure: the sets of questions come with a checkout, not with an installation. Name your "
        "own: callsheet eval QUESTIONS.tsv [PACK]. A line has a question, the ids of the facts that answer it (NONE "
        "where none does) and a tag, with tabs between."
    )


def _ask_set(found: EvaluationSet, lexicon: Lexicon, today: date) -> _Results:
    results: _Results = {variant: [] for variant in Variant}
    for store in found.stores:
        engine = _engine(store, lexicon)
        for variant in Variant:
            results[variant].extend(measure(engine, store, variant, today))
    return results


def _engine(store: MeasuredStore, lexicon: Lexicon) -> Engine:
    engine = Engine(lexicon)
    engine.load(store.productions, store.facts)
    return engine


def _print_set(report: Report, found: EvaluationSet, results: _Results, misses: int) -> None:
    for variant, asked in results.items():
        if asked and variant is not Variant.MISSPELT:
            report.tags(f"{found.name}, {variant}", asked)
        if asked and misses and not found.held:
            report.misses(f"{found.name}, {variant}", asked, misses)


def _against_recorded(report: Report, measured: dict[str, dict[str, Rates]], *, record: bool) -> int:
    path = evaluation_folder() / "recorded.json"
    if record:
        if not (path.parent / "work").is_dir():
            raise EvaluationError(f"{path.parent} holds no sets of the repository; record in a checkout")
        recorded.save(path, measured)
        report.line(f"recorded in {path}")
        return 0
    before = recorded.load(path)
    for name in measured:
        if name not in before:
            report.note(f"{name}: nothing recorded yet; write it down with --record")
    fallen = recorded.worse(before, measured)
    for sentence in fallen:
        report.note(f"WORSE  {sentence}")
    return 1 if fallen else 0
