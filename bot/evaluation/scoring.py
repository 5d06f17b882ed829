"""Judge the answer to each question, and compute the rates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from bot.answers.answer import Answer, Context, Outcome
from bot.evaluation.sets import MeasuredStore, Question
from bot.evaluation.slips import slipped

COMPOUND = "compound"
"""The tag of questions that ask for several facts. All of them must be shown."""


class Verdict(StrEnum):
    """The verdict on an answer. The last three are for questions that no fact of the store answers."""

    RIGHT = "right"
    OFFERED = "offered"
    WRONG = "wrong"
    SILENT = "silent"
    SPOKE = "spoke"
    ASKED = "asked"
    QUIET = "quiet"


class Answers(Protocol):
    """Whatever answers questions: the engine, or a stand-in."""

    def ask(
        self,
        question: str,
        *,
        scope: str = ...,
        production: str | None = ...,
        context: Context | None = ...,
        today: date,
        explain: bool = ...,
    ) -> Answer:
        """Answer one question as of ``today``."""
        ...


@dataclass(frozen=True, slots=True)
class Result:
    """A question as it was typed, the answer, and the verdict on it."""

    question: Question
    typed: str
    answer: Answer
    verdict: Verdict


class Variant(StrEnum):
    """How the questions of a set were asked."""

    CLEAN = "clean"
    MISSPELT = "misspelt"
    CONVERSATION = "conversation"


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates in per cent: the first four of the answerable questions, the last two of the unanswerable ones."""

    answerable: int
    unanswerable: int
    right: float
    offered: float
    wrong: float
    silent: float
    spoke: float
    asked: float


def judge(question: Question, answer: Answer) -> Verdict:
    """Return the verdict on one answer.

    A compound question is right only if every gold fact is among the parts shown. If the first part is right and
    another is missing, it counts as silent, because nothing wrong was said.
    """
    if not question.answerable:
        return _UNANSWERABLE[answer.outcome]
    if answer.outcome is Outcome.ANSWER:
        return _judge_shown(question, [part.fact.id for part in answer.parts])
    offered = answer.outcome is Outcome.CLARIFY and any(choice.fact.id in question.gold for choice in answer.choices)
    return Verdict.OFFERED if offered else Verdict.SILENT


_UNANSWERABLE = {Outcome.ANSWER: Verdict.SPOKE, Outcome.CLARIFY: Verdict.ASKED, Outcome.UNKNOWN: Verdict.QUIET}


def _judge_shown(question: Question, shown: Sequence[str]) -> Verdict:
    if not shown or shown[0] not in question.gold:
        return Verdict.WRONG
    complete = question.tag != COMPOUND or set(question.gold) <= set(shown)
    return Verdict.RIGHT if complete else Verdict.SILENT


def measure(engine: Answers, store: MeasuredStore, variant: Variant, today: date) -> list[Result]:
    """Ask every question of a store in one variant, or play its conversations."""
    if variant is Variant.CONVERSATION:
        return [result for turns in store.conversations for result in _converse(engine, turns, today)]
    results = []
    for question in store.questions:
        typed = slipped(question.text) if variant is Variant.MISSPELT else question.text
        answer = engine.ask(typed, today=today)
        results.append(Result(question, typed, answer, judge(question, answer)))
    return results


def _converse(engine: Answers, turns: Sequence[Question], today: date) -> Iterable[Result]:
    context = Context()
    for turn in turns:
        answer = engine.ask(turn.text, context=context, today=today)
        context = answer.context
        yield Result(turn, turn.text, answer, judge(turn, answer))


def rates(results: Iterable[Result]) -> Rates:
    """Return the rates of some results; 0 per cent of no questions."""
    counts = Counter(result.verdict for result in results)
    answerable = sum(counts[verdict] for verdict in (Verdict.RIGHT, Verdict.OFFERED, Verdict.WRONG, Verdict.SILENT))
    unanswerable = sum(counts[verdict] for verdict in (Verdict.SPOKE, Verdict.ASKED, Verdict.QUIET))

    def per_cent(verdict: Verdict, of: int) -> float:
        return 100 * counts[verdict] / of if of else 0.0

    return Rates(
        answerable=answerable,
        unanswerable=unanswerable,
        right=per_cent(Verdict.RIGHT, answerable),
        offered=per_cent(Verdict.OFFERED, answerable),
        wrong=per_cent(Verdict.WRONG, answerable),
        silent=per_cent(Verdict.SILENT, answerable),
        spoke=per_cent(Verdict.SPOKE, unanswerable),
        asked=per_cent(Verdict.ASKED, unanswerable),
    )


def by_tag(results: Iterable[Result]) -> Mapping[str, Rates]:
    """Return the rates of each tag, in the order of the tags' names."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(result.question.tag, []).append(result)
    return {tag: rates(groups[tag]) for tag in sorted(groups)}


_BADNESS = {Verdict.WRONG: 0, Verdict.SPOKE: 1, Verdict.SILENT: 2, Verdict.OFFERED: 3, Verdict.ASKED: 4}


def worst(results: Iterable[Result], limit: int) -> list[Result]:
    """Return the misses that do most harm: false answers first, the surest of them before all; then silence."""
    misses = [result for result in results if result.verdict in _BADNESS]
    misses.sort(key=lambda result: (_BADNESS[result.verdict], -result.answer.score, result.typed))
    return misses[:limit]
