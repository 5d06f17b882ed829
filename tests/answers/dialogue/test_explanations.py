"""Why a question was answered, asked back or left: what a moderator is shown."""

from __future__ import annotations

import pytest

from bot.answers.answer import Explanation, Outcome
from bot.answers.dialogue.explanations import MAX_CANDIDATES
from bot.answers.engine import Engine
from tests.answers.series import TODAY, loaded

FIELDS = (
    "production match",
    "question explained",
    "similar phrasing",
    "kind of answer",
    "numbers match",
    "likelihood",
)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return loaded()


def explained(engine: Engine, question: str) -> Explanation:
    """Return the explanation of a question that is asked with one."""
    answer = engine.ask(question, today=TODAY, explain=True)
    assert answer.explanation is not None
    assert answer.explanation.verdict.startswith(f"{answer.outcome}: ")
    return answer.explanation


def test_nothing_is_explained_unless_it_is_asked_for(engine: Engine) -> None:
    assert engine.ask("how long is glimmerfall", today=TODAY).explanation is None


def test_explaining_changes_no_answer(engine: Engine) -> None:
    for question in ("how long is glimmerfall", "who did the stunts", "quillon", "who composed it"):
        plain, told = (engine.ask(question, today=TODAY, explain=explain) for explain in (False, True))
        assert (told.outcome, told.parts, told.choices, told.score) == (
            plain.outcome,
            plain.parts,
            plain.choices,
            plain.score,
        )


def test_what_was_understood_is_told(engine: Engine) -> None:
    understood = dict(explained(engine, "hwo long is glimerfall 2").understood)
    assert understood["words"] == "how long is glimmerfall 2"
    assert understood["language"] == "en"
    assert understood["kind of answer"] == "how_long"
    assert understood["productions named"].startswith("glim-2 (")


def test_the_candidates_are_told_best_first_with_what_each_field_gave(engine: Engine) -> None:
    candidates = explained(engine, "how long is glimmerfall").candidates
    assert candidates[0].fact.id == "glim-1-runtime"
    assert 1 <= len(candidates) <= MAX_CANDIDATES
    scores = [candidate.score for candidate in candidates]
    assert scores == sorted(scores, reverse=True)
    for candidate in candidates:
        assert tuple(name for name, _ in candidate.contributions) == FIELDS
        assert all(value >= 0 for _, value in candidate.contributions)


def test_the_kind_of_answer_is_seen_to_tell_two_facts_apart(engine: Engine) -> None:
    candidates = explained(engine, "where is the quillon premiere").candidates
    kinds = {candidate.fact.id: dict(candidate.contributions)["kind of answer"] for candidate in candidates}
    assert kinds["quill-premiere-place"] == 1
    assert kinds.get("quill-premiere", 0) < 0.5


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("what is the budget of glimmerfall", "budget"),
        ("who plays the harpist in glimmerfall", "harpist"),
        ("where was the volcano of quillon built", "volcano"),
    ],
)
def test_silence_names_the_word_that_nothing_explains(engine: Engine, question: str, word: str) -> None:
    told = explained(engine, question)
    assert told.verdict.startswith("unknown: ")
    assert f"no fact explains {word}" in told.verdict or f", {word}" in told.verdict
    assert any(word in candidate.note for candidate in told.candidates)


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("how long is glimmerfall", "answer: one fact fits best"),
        ("release date and runtime of glimmerfall", "answer: it asks two things, and each has its fact"),
        ("who did the stunts", "clarify: several productions fit equally well"),
        ("quillon", "clarify: the question names a film or show, but asks nothing"),
        ("quillon stunts", "clarify: the question names only a topic"),
        ("thanks", "unknown: no fact shares a word with the question"),
    ],
)
def test_the_verdict_tells_why(engine: Engine, question: str, why: str) -> None:
    assert explained(engine, question).verdict == why


def test_a_question_that_shares_nothing_with_the_store_is_told_so(engine: Engine) -> None:
    answer = engine.ask("zzyzx grommetry", today=TODAY, explain=True)
    assert answer.outcome is Outcome.UNKNOWN
    assert answer.explanation is not None
    assert answer.explanation.candidates == ()
    assert answer.explanation.verdict == "unknown: no fact shares a word with the question"
