"""Run an evaluation: ask every set clean, misspelt and in conversation, print the figures and compare them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.answers.engine import Engine
from bot.answers.knowledge import Knowledge
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
from bot.messages import _

TODAY = date(2026, 11, 22)
"""The date of all questions. It is fixed, so that figures can be compared."""

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
    """Measure the standard sets, or the ``files`` given, and print the figures.

    ``short`` measures only the sets on the shipped packs and those beside the checkout. ``record`` saves the figures of
    the standard sets instead of comparing them. ``misses`` is how many of the worst misses to show for each set whose
    misses may be shown. Returns the exit code: 0, or 1 if a figure is worse than recorded.

    Raises:
        EvaluationError: a file can't be used, or there is no set to measure; the message says what to do.
    """
    report = report or Report()
    if files and (record or short):
        raise EvaluationError(_("--record and --short are only for the sets of a checkout; leave the files out."))
    measured = _measure([given_set(files)] if files else _standard(short), today, report, misses)
    report.figures(measured)
    if "work" in measured and "held" in measured:
        report.splits(measured["work"], measured["held"])
    return 0 if files else _against_recorded(report, measured, record=record)


def _standard(short: bool) -> Sequence[EvaluationSet | Skipped]:
    found = standard_sets(short=short)
    if any(isinstance(each, EvaluationSet) for each in found):
        return found
    raise EvaluationError(
        _(
            "There is nothing to measure: the sets of questions come with a checkout, not with an installation. Name "
            "your own: callsheet eval QUESTIONS.tsv [PACK]. Each line has a question, the ids of the facts that answer "
            "it (NONE if none does) and a tag, separated by tabs."
        )
    )


def _measure(
    sets: Sequence[EvaluationSet | Skipped], today: date, report: Report, misses: int
) -> dict[str, dict[str, Rates]]:
    """Ask every set, print its results, and return the figures by name."""
    knowledge = Knowledge.load(lexicon_folder())
    measured: dict[str, dict[str, Rates]] = {}
    for found in sets:
        if isinstance(found, Skipped):
            report.note(_("{name}: skipped, {reason}").format(name=found.name, reason=found.why))
            continue
        results = _ask_set(found, knowledge, today)
        measured[found.name] = {variant.value: rates(asked) for variant, asked in results.items() if asked}
        _print_set(report, found, results, misses)
    return measured


def _ask_set(found: EvaluationSet, knowledge: Knowledge, today: date) -> _Results:
    results: _Results = {variant: [] for variant in Variant}
    for store in found.stores:
        engine = _engine(store, knowledge)
        for variant in Variant:
            results[variant].extend(measure(engine, store, variant, today))
    return results


def _engine(store: MeasuredStore, knowledge: Knowledge) -> Engine:
    engine = Engine(knowledge)
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
            wrong = _("{folder} has no sets of questions; record in a checkout.")
            raise EvaluationError(wrong.format(folder=path.parent))
        recorded.save(path, measured)
        report.line(_("recorded in {file}").format(file=path))
        return 0
    before = recorded.load(path)
    for name in measured:
        if name not in before:
            report.note(_("{name}: nothing recorded yet; record it with --record").format(name=name))
    fallen = recorded.worse(before, measured)
    for sentence in fallen:
        report.note(_("WORSE  {sentence}").format(sentence=sentence))
    return 1 if fallen else 0
