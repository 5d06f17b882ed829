"""Questions that ask two things: each part has its fact, or is honestly said not to be known."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer
from bot.answers.dialogue.explanations import MAX_CANDIDATES
from bot.answers.engine import Engine
from tests.answers.series import TODAY, ids, loaded


@pytest.fixture(scope="module")
def engine() -> Engine:
    return loaded()


def ask(engine: Engine, question: str) -> Answer:
    return engine.ask(question, today=TODAY)


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("when and where is the quillon premiere?", ["quill-premiere", "quill-premiere-place"]),
        ("where and when is the premiere of quillon", ["quill-premiere-place", "quill-premiere"]),
        ("when & where is the quillon premiere", ["quill-premiere", "quill-premiere-place"]),
        ("who directed glimmerfall and where was it filmed", ["glim-1-director", "glim-1-filming"]),
        ("where was glimmerfall filmed and who did the stunts?", ["glim-1-filming", "glim-1-stunts"]),
        ("when does glimmerfall 2 come out and how long is it", ["glim-2-release", "glim-2-runtime"]),
    ],
)
def test_two_kinds_of_answer_are_both_given_in_the_order_asked(engine: Engine, question: str, parts: list[str]) -> None:
    assert ids(ask(engine, question)) == parts


@pytest.mark.parametrize("joined", ["and", "&", "plus", "+"])
@pytest.mark.parametrize(("name", "key"), [("glimmerfall", "glim-1"), ("glimmerfall 2", "glim-2")])
def test_two_topics_are_joined_in_any_form(engine: Engine, joined: str, name: str, key: str) -> None:
    both = [f"{key}-release", f"{key}-runtime"]
    assert ids(ask(engine, f"release date {joined} runtime of {name}")) == both
    assert ids(ask(engine, f"{name} release date {joined} runtime")) == both


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("when did season 2 of tarnhollow start and how many episodes are there", ["tarn-s2", "tarn-s2-episodes"]),
        ("when does tarnhollow season 3 come out and how many episodes does it have", ["tarn-s3", "tarn-s3-episodes"]),
        ("release date and number of episodes of tarnhollow season 1", ["tarn-s1", "tarn-s1-episodes"]),
    ],
)
def test_a_season_that_is_said_once_counts_for_both_parts(engine: Engine, question: str, parts: list[str]) -> None:
    assert ids(ask(engine, question)) == parts


def test_a_part_may_be_computed_from_the_dates(engine: Engine) -> None:
    answer = ask(engine, "glimmerfall 2 original date and runtime")
    assert ids(answer) == ["glim-2-release", "glim-2-runtime"]
    assert "14 June 2024" in answer.parts[0].text
    assert answer.parts[1].text == answer.parts[1].fact.text


def test_both_parts_are_of_the_production_spoken_of(engine: Engine) -> None:
    before = ask(engine, "where was glimmerfall 2 filmed")
    answer = engine.ask("when does it come out and how long is it", context=before.context, today=TODAY)
    assert ids(answer) == ["glim-2-release", "glim-2-runtime"]


@pytest.mark.parametrize(
    "question",
    [
        "when does glimmerfall come out and who composed the music",
        "runtime and budget of glimmerfall",
        "release date & budget of glimmerfall 2",
        "who composed the music and what is the budget of quillon",
    ],
)
def test_a_part_that_nothing_answers_is_never_answered_by_something_else(engine: Engine, question: str) -> None:
    """One part alone may be told, but no second fact stands in for what is not known."""
    known = {"glim-1-release", "glim-2-release", "glim-1-runtime"}
    answered = ids(ask(engine, question))
    assert len(answered) <= 1
    assert set(answered) <= known


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("how long is glimmerfall", "glim-1-runtime"),
        ("when and how often was quillon delayed", "quill-release"),
        ("when did glimmerfall open and come out", "glim-1-release"),
    ],
)
def test_one_question_gets_one_fact_however_it_is_joined(engine: Engine, question: str, meant: str) -> None:
    assert ids(ask(engine, question)) == [meant]


def test_the_score_of_both_is_that_of_the_less_sure(engine: Engine) -> None:
    both = ask(engine, "release date and runtime of glimmerfall").score
    alone = [ask(engine, f"glimmerfall {asked}").score for asked in ("release date", "runtime")]
    assert 0 < both <= max(alone)


@pytest.mark.parametrize(
    ("question", "answered", "unanswered"),
    [
        ("when does glimmerfall come out and who composed the music", "glim-1-release", "who composed the music"),
        ("who composed the music and when does glimmerfall come out", "glim-1-release", "who composed the music"),
        ("how long is glimmerfall and who sang", "glim-1-runtime", "who sang"),
    ],
)
def test_where_one_part_is_known_it_is_told_and_the_other_named(
    engine: Engine, question: str, answered: str, unanswered: str
) -> None:
    answer = ask(engine, question)
    assert (ids(answer), answer.unanswered) == ([answered], unanswered)


def test_a_question_of_which_each_part_is_known_or_none_leaves_nothing_unsaid(engine: Engine) -> None:
    both = ask(engine, "release date and runtime of glimmerfall")
    none = ask(engine, "who composed the music and what is the budget of quillon")
    assert (both.unanswered, none.unanswered, ids(none)) == ("", "", [])


def test_the_halves_may_be_on_productions_that_the_whole_is_not_about(engine: Engine) -> None:
    """Each half is answered from what was found for that half."""
    names = ("glimmerfall", "glimmerfall 2", "quillon", "tarnhollow season 2")
    asked = (
        "when does {} come out",
        "who directed {}",
        "how long is {}",
        "where was {} filmed",
        "{} stunts",
        "is it {}",
    )
    alone = [each.format(name) for each in asked for name in names]
    for one in alone:
        for two in alone:
            answer = engine.ask(f"{one} and {two}", today=TODAY, explain=True)
            assert answer.explanation is not None
            assert answer.context.fact is None or answer.context.production is not None


def test_what_is_spoken_of_after_two_answers_is_the_second(engine: Engine) -> None:
    both = ask(engine, "who directed glimmerfall and where was it filmed")
    assert (both.context.fact, both.context.kinds) == ("glim-1-filming", ("where",))
    assert ids(engine.ask("and part two?", context=both.context, today=TODAY)) == ["glim-2-filming"]


def test_the_explanation_of_two_answers_shows_the_candidates_for_each(engine: Engine) -> None:
    told = engine.ask("who directed glimmerfall and where was it filmed", today=TODAY, explain=True).explanation
    assert told is not None
    shown = [candidate.fact.id for candidate in told.candidates]
    assert {"glim-1-director", "glim-1-filming"} <= set(shown)
    assert len(shown) <= MAX_CANDIDATES
