"""Test the evaluation itself: typing errors, verdicts, rates, the repository's sets, and the comparison with the
record."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.answers.answer import Answer, Choice, Context, Outcome, Part
from bot.evaluation import run
from bot.evaluation.recorded import load, save, worse
from bot.evaluation.report import Report
from bot.evaluation.scoring import Rates, Result, Variant, Verdict, by_tag, judge, measure, rates, worst
from bot.evaluation.sets import (
    EvaluationError,
    EvaluationSet,
    MeasuredStore,
    Question,
    evaluation_folder,
    given_set,
    read_conversations,
    read_questions,
    read_set,
)
from bot.evaluation.slips import slipped
from bot.facts.models import Fact, Production

DAY = date(2026, 11, 22)
FACTS = {
    key: Fact(id=key, production="film", topic="release", text=f"The film: {key}.") for key in ("date", "place", "cost")
}
PRODUCTION = Production(id="film", title="The Film")


class Script:
    """A scripted engine that remembers the contexts it was asked in."""

    def __init__(self, replies: dict[str, Answer]) -> None:
        self._replies = replies
        self.contexts: list[Context | None] = []

    def ask(
        self,
        question: str,
        *,
        scope: str = "shared",
        production: str | None = None,
        context: Context | None = None,
        today: date,
        explain: bool = False,
    ) -> Answer:
        self.contexts.append(context)
        return self._replies.get(question, Answer(question, Outcome.UNKNOWN))


def answered(question: str, *keys: str, score: float = 0.9) -> Answer:
    parts = tuple(Part(FACTS[key], FACTS[key].text) for key in keys)
    return Answer(question, Outcome.ANSWER, parts=parts, score=score, context=Context(production="film", fact=keys[0]))


def asked_back(question: str, *keys: str) -> Answer:
    return Answer(question, Outcome.CLARIFY, choices=tuple(Choice(FACTS[key], key) for key in keys), score=0.5)


# Misspellings


@given(st.text(max_size=200), st.integers(0, 5))
def test_misspellings_are_deterministic_and_keep_digits(text: str, seed: int) -> None:
    once = slipped(text, seed)
    assert once == slipped(text, seed)
    assert [sign for sign in once if sign.isdigit()] == [sign for sign in text if sign.isdigit()]


def test_misspellings_of_a_sample_do_not_change() -> None:
    assert slipped("when does season 12 come out on blu-ray") == "when does sason 12 coem out on blu-ry"


def test_about_one_letter_in_ten_is_misspelt() -> None:
    line = "where was the second season of that long running harbour drama filmed"
    hit = [seed for seed in range(50) if slipped(line, seed) != line]
    assert len(hit) == 50
    assert all(abs(len(slipped(line, seed)) - len(line)) <= 6 for seed in hit)


def test_text_without_letters_stays_unchanged() -> None:
    assert slipped("2049: 12 / 7?") == "2049: 12 / 7?"


# Verdicts and rates


@pytest.mark.parametrize(
    ("gold", "tag", "answer", "verdict"),
    [
        (("date",), "plain", answered("q", "date"), Verdict.RIGHT),
        (("date", "place"), "plain", answered("q", "place"), Verdict.RIGHT),
        (("date",), "plain", answered("q", "place", "date"), Verdict.WRONG),
        (("date",), "plain", asked_back("q", "place", "date"), Verdict.OFFERED),
        (("date",), "plain", asked_back("q", "place"), Verdict.SILENT),
        (("date",), "plain", Answer("q", Outcome.UNKNOWN), Verdict.SILENT),
        (("date", "place"), "compound", answered("q", "place", "date"), Verdict.RIGHT),
        (("date", "place"), "compound", answered("q", "date"), Verdict.SILENT),
        (("date", "place"), "compound", answered("q", "cost", "date", "place"), Verdict.WRONG),
        ((), "near", answered("q", "date"), Verdict.SPOKE),
        ((), "near", asked_back("q", "date"), Verdict.ASKED),
        ((), "far", Answer("q", Outcome.UNKNOWN), Verdict.QUIET),
    ],
)
def test_verdicts(gold: tuple[str, ...], tag: str, answer: Answer, verdict: Verdict) -> None:
    assert judge(Question("q", gold, tag), answer) is verdict


def small_run() -> list[Result]:
    questions = (
        Question("when", ("date",), "plain"),
        Question("where", ("place",), "plain"),
        Question("how much", ("cost",), "para"),
        Question("out?", ("date",), "para"),
        Question("who", (), "near"),
        Question("hello", (), "far"),
    )
    script = Script(
        {
            "when": answered("when", "date"),
            "where": answered("where", "date", score=0.8),
            "how much": asked_back("how much", "cost", "date"),
            "who": answered("who", "place", score=0.4),
        }
    )
    store = MeasuredStore("small", (PRODUCTION,), tuple(FACTS.values()), questions)
    return measure(script, store, Variant.CLEAN, DAY)


def test_rates_are_shares_of_answerable_and_unanswerable_questions() -> None:
    assert rates(small_run()) == Rates(
        answerable=4, unanswerable=2, right=25, offered=25, wrong=25, silent=25, spoke=50, asked=0
    )
    assert by_tag(small_run())["plain"] == Rates(
        answerable=2, unanswerable=0, right=50, offered=0, wrong=50, silent=0, spoke=0, asked=0
    )


def test_rates_without_questions_are_zero() -> None:
    assert rates([]) == Rates(answerable=0, unanswerable=0, right=0, offered=0, wrong=0, silent=0, spoke=0, asked=0)


def test_the_worst_misses_are_wrong_answers_then_missing_ones() -> None:
    assert [miss.typed for miss in worst(small_run(), 3)] == ["where", "who", "out?"]


def test_misspelt_questions_reach_the_engine_misspelt() -> None:
    store = MeasuredStore("small", (PRODUCTION,), (), (Question("a question of some letters", (), "far"),))
    (result,) = measure(Script({}), store, Variant.MISSPELT, DAY)
    assert result.typed == slipped("a question of some letters") != result.question.text


def test_a_conversation_starts_without_context_and_passes_it_on() -> None:
    first, second = Question("when", ("date",), "plain"), Question("and where", ("place",), "followup")
    script = Script({"when": answered("when", "date"), "and where": answered("and where", "place")})
    store = MeasuredStore("talk", (PRODUCTION,), (), (), ((first, second), (first,)))
    assert rates(measure(script, store, Variant.CONVERSATION, DAY)).right == 100
    assert script.contexts == [Context(), Context(production="film", fact="date"), Context()]


# Files


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("when\tdate\n", "line 1: found 2 columns"),
        ("when\tdate\tplain\n\nwhere\t\tplain\n", "line 3: a question, ids"),
    ],
)
def test_a_malformed_question_file_is_refused_with_the_line_number(tmp_path: Path, text: str, complaint: str) -> None:
    table = tmp_path / "questions.tsv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(EvaluationError, match=complaint):
        read_questions(table)


def test_turns_of_a_conversation_must_be_consecutive(tmp_path: Path) -> None:
    table = tmp_path / "conversation.tsv"
    table.write_text("a\t1\twhen\tdate\tplain\na\t3\twhere\tplace\tfollowup\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match="line 2: turn '3'"):
        read_conversations(table)


def test_given_files_must_contain_the_facts_of_their_questions(tmp_path: Path) -> None:
    pack, table = tmp_path / "facts.jsonl", tmp_path / "mine.tsv"
    lines = (
        {"kind": "production", "id": "film", "title": "The Film", "aliases": []},
        {"kind": "fact", "id": "date", "production": "film", "topic": "release", "fact": "The film came out."},
    )
    pack.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    table.write_text("when\tdate\tplain\nhow\tNONE\tnear\n", encoding="utf-8")
    (store,) = given_set([pack, table]).stores
    assert [question.gold for question in store.questions] == [("date",), ()]
    table.write_text("when\tother\tplain\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match="doesn't contain: other"):
        given_set([pack, table])


def test_a_folder_may_name_a_shipped_pack_instead_of_containing_facts(tmp_path: Path) -> None:
    (tmp_path / "pack").write_text("mission-impossible\n", encoding="utf-8")
    (tmp_path / "questions.tsv").write_text("how\tNONE\tnear\n", encoding="utf-8")
    (store,) = given_set([tmp_path]).stores
    assert {one.id for one in store.productions} >= {"mi7", "mi8"}
    (tmp_path / "pack").write_text("no-such-pack", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"no shipped pack 'no-such-pack'; there are: .*mission-impossible"):
        given_set([tmp_path])


# The sets of the repository

SPLITS = ("work", "held")
SHIPPED = ("shipped", "fans", "near")
"""Stores of either split with questions about the shipped pack, which wasn't written for these sets."""


@pytest.fixture(scope="module")
def splits() -> dict[str, EvaluationSet]:
    return {name: read_set(evaluation_folder() / name) for name in SPLITS}


def everything(found: EvaluationSet) -> list[Question]:
    return [question for store in found.stores for question in store.questions]


def test_the_sets_are_large_and_have_no_duplicate_question(splits: dict[str, EvaluationSet]) -> None:
    asked = [question for found in splits.values() for question in everything(found)]
    assert len(asked) >= 1000
    assert sum(len(store.productions) for found in splits.values() for store in found.stores) >= 140
    for found in splits.values():
        for store in found.stores:
            texts = [question.text.casefold() for question in store.questions]
            assert len(set(texts)) == len(texts)


def test_every_gold_fact_is_in_its_store(splits: dict[str, EvaluationSet]) -> None:
    for found in splits.values():
        for store in found.stores:
            known = {fact.id for fact in store.facts}
            turns = [turn for conversation in store.conversations for turn in conversation]
            assert {gold for question in (*store.questions, *turns) for gold in question.gold} <= known


def test_the_splits_share_no_production_and_no_question(splits: dict[str, EvaluationSet]) -> None:
    def shared(names: Callable[[EvaluationSet], set[str]]) -> set[str]:
        return names(splits["work"]) & names(splits["held"])

    def written(found: EvaluationSet) -> list[Production]:
        return [one for store in found.stores if store.name not in SHIPPED for one in store.productions]

    assert not shared(lambda found: {one.id for one in written(found)})
    assert not shared(lambda found: {one.title.casefold() for one in written(found)})
    answerable = shared(lambda found: {one.text.casefold() for one in everything(found) if one.answerable})
    assert all(len(text.split()) <= 5 for text in answerable), "only questions that name no production may recur"


@pytest.mark.parametrize("name", SPLITS)
def test_each_split_has_every_kind_of_question(splits: dict[str, EvaluationSet], name: str) -> None:
    tags = {question.tag for question in everything(splits[name])}
    kinds = "plain keyword slang typo para vague lang number title time yesno compound near far"
    assert tags == set(kinds.split())
    silent = sum(not question.answerable for question in everything(splits[name]))
    assert 0.2 < silent / len(everything(splits[name])) < 0.4
    assert all(question.answerable != (question.tag in {"near", "far"}) for question in everything(splits[name]))


@pytest.mark.parametrize("name", SPLITS)
def test_no_phrasing_is_a_question(splits: dict[str, EvaluationSet], name: str) -> None:
    for store in splits[name].stores:
        phrasings = {phrasing.casefold().rstrip("?") for fact in store.facts for phrasing in fact.phrasings}
        assert not {question.text.casefold().rstrip("?") for question in store.questions} & phrasings


@pytest.mark.parametrize("name", SPLITS)
def test_a_split_has_curated_packs_and_bare_facts(splits: dict[str, EvaluationSet], name: str) -> None:
    stores = [store for store in splits[name].stores if store.name not in SHIPPED]
    bare = [store for store in stores if not any(fact.phrasings for fact in store.facts)]
    curated = [store for store in stores if store not in bare]
    assert {"bare", "search"} <= {store.name for store in bare}
    assert curated
    assert all(4 <= len(fact.phrasings) <= 10 for store in curated for fact in store.facts)


# The record


def figures(**changed: float) -> Rates:
    base = {"right": 96.0, "offered": 1.0, "wrong": 2.0, "silent": 1.0, "spoke": 3.0, "asked": 2.0}
    return Rates(answerable=100, unanswerable=100, **(base | changed))


@pytest.mark.parametrize(
    ("now", "fallen"),
    [
        (figures(), 0),
        (figures(right=95.96), 0),
        (figures(right=95.8), 1),
        (figures(right=97, wrong=1, spoke=2, asked=0), 0),
        (figures(wrong=2.2, spoke=3.4), 2),
        (figures(asked=2.1), 1),
        (figures(silent=0, offered=2), 0),
    ],
)
def test_a_worse_figure_is_named(tmp_path: Path, now: Rates, fallen: int) -> None:
    path = tmp_path / "recorded.json"
    save(path, {"work": {"clean": figures()}})
    assert len(worse(load(path), {"work": {"clean": now}, "new": {"clean": now}})) == fallen


def test_recording_one_set_keeps_the_others(tmp_path: Path) -> None:
    path = tmp_path / "recorded.json"
    save(path, {"work": {"clean": figures()}, "held": {"clean": figures()}})
    save(path, {"work": {"clean": figures(right=99)}})
    assert load(path)["held"]["clean"]["right"] == 96.0
    assert load(path)["work"]["clean"]["right"] == 99.0


def test_a_damaged_record_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "recorded.json"
    path.write_text('{"work": 3}', encoding="utf-8")
    with pytest.raises(EvaluationError, match="--record"):
        load(path)


# The report


def test_a_run_over_given_files_prints_figures_and_misses(tmp_path: Path) -> None:
    facts = [
        {"kind": "production", "id": "quay", "title": "The Quiet Quay", "aliases": []},
        {
            "kind": "fact",
            "id": "quay-date",
            "production": "quay",
            "topic": "release",
            "fact": "The Quiet Quay opened on 4 May 2024.",
            "phrasings": ["when does the quiet quay come out"],
        },
    ]
    (tmp_path / "facts.jsonl").write_text("".join(json.dumps(fact) + "\n" for fact in facts), encoding="utf-8")
    (tmp_path / "questions.tsv").write_text(
        "when does the quiet quay come out\tquay-date\tplain\nzzqx\tNONE\tfar\n", encoding="utf-8"
    )
    out = StringIO()
    assert run([tmp_path], misses=3, report=Report(Console(file=out, highlight=False))) == 0
    assert re.search(r"given, clean +1 +100\.0 +0\.0 +0\.0 +0\.0 +1 +0\.0", out.getvalue())


def test_no_figure_of_the_short_evaluation_got_worse() -> None:
    """Run the short evaluation (``callsheet eval --short``) without recording it."""
    out, notes = StringIO(), StringIO()
    report = Report(Console(file=out, highlight=False), Console(file=notes, highlight=False))
    assert run(short=True, misses=0, report=report) == 0, notes.getvalue()
    assert re.search(r"shipped, misspelt +\d+", out.getvalue())
    assert "nothing recorded yet" not in notes.getvalue()


def test_a_run_reports_unreadable_files(tmp_path: Path) -> None:
    out = StringIO()
    report = Report(Console(file=out, highlight=False))
    with pytest.raises(EvaluationError, match=r"none\.tsv"):
        run([tmp_path / "none.tsv"], report=report)
    with pytest.raises(EvaluationError, match="leave the files out"):
        run([tmp_path], record=True, report=report)
    with pytest.raises(EvaluationError, match="leave the files out"):
        run([tmp_path], short=True, report=report)
    assert out.getvalue() == ""


def test_a_run_without_sets_says_how_to_name_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "data" / "packs").mkdir(parents=True)
    monkeypatch.setattr("bot.evaluation.sets.data_folder", lambda: tmp_path / "data")
    out, notes = StringIO(), StringIO()
    report = Report(Console(file=out, highlight=False), Console(file=notes, highlight=False))
    with pytest.raises(EvaluationError, match=r"callsheet eval QUESTIONS\.tsv"):
        run(report=report)
    assert out.getvalue() == notes.getvalue() == ""


def test_a_piped_report_is_plain_and_shows_misses_literally() -> None:
    out = StringIO()
    report = Report(Console(file=out, width=80, highlight=False))
    asked = Question("is [bold]it out", ("date",), "plain")
    result = Result(asked, asked.text, answered(asked.text, "place"), Verdict.WRONG)
    report.misses("work", [result], 5)
    report.tags("work", [result])
    report.figures({"work": {"clean": rates([result])}})
    report.splits({"clean": figures()}, {"clean": figures(right=90)})
    shown = out.getvalue()
    assert shown.isascii()
    assert "is [bold]it out" in shown
    assert "right 96.0 - 90.0 = +6.0" in shown
