"""Follow-up questions: what they leave out is taken from what was spoken of, and nothing is made up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.answer import Answer, Context, Outcome
from bot.answers.engine import Engine
from tests.answers.series import TODAY, ids, loaded


@pytest.fixture(scope="module")
def engine() -> Engine:
    return loaded()


def talk(engine: Engine, *questions: str) -> list[Answer]:
    """Return the answers to questions asked one after the other."""
    answers: list[Answer] = []
    for question in questions:
        context = answers[-1].context if answers else None
        answers.append(engine.ask(question, context=context, today=TODAY))
    return answers


def told(engine: Engine, *questions: str) -> list[list[str]]:
    """Return the ids that answer questions asked one after the other."""
    return [ids(answer) for answer in talk(engine, *questions)]


def test_a_conversation_goes_from_fact_to_fact_and_from_film_to_film(engine: Engine) -> None:
    assert told(
        engine,
        "when does glimmerfall come out",
        "and where was it filmed?",
        "what about part two?",
        "who did the stunts?",
        "and how long is it?",
    ) == [["glim-1-release"], ["glim-1-filming"], ["glim-2-filming"], ["glim-2-stunts"], ["glim-2-runtime"]]


@pytest.mark.parametrize(
    ("followup", "meant"),
    [
        ("what about part two?", "glim-2-runtime"),
        ("and part 2", "glim-2-runtime"),
        ("and glimmerfall 2?", "glim-2-runtime"),
        ("gf2?", "glim-2-runtime"),
        ("what about the salt choir", "glim-2-runtime"),
        ("how long is the second one?", "glim-2-runtime"),
    ],
)
def test_a_name_alone_asks_the_same_of_another_film(engine: Engine, followup: str, meant: str) -> None:
    assert told(engine, "how long is glimmerfall", followup)[1] == [meant]


@pytest.mark.parametrize(
    ("first", "followup", "meant"),
    [
        ("when does glimmerfall come out", "in Poland?", "glim-1-poland"),
        ("when does glimmerfall come out", "and in poland", "glim-1-poland"),
        ("when did tarnhollow season 1 come out", "and season 2?", "tarn-s2"),
        ("when did tarnhollow season 1 come out", "season three?", "tarn-s3"),
        ("when did tarnhollow season 1 come out", "and s2?", "tarn-s2"),
        ("how many episodes does tarnhollow season 2 have", "and season 1?", "tarn-s1-episodes"),
        ("how many episodes does tarnhollow season 2 have", "and the first season?", "tarn-s1-episodes"),
    ],
)
def test_a_season_or_a_country_alone_narrows_what_was_asked(
    engine: Engine, first: str, followup: str, meant: str
) -> None:
    assert told(engine, first, followup)[1] == [meant]


def test_the_season_spoken_of_stays_until_another_is_named(engine: Engine) -> None:
    assert told(
        engine,
        "when did tarnhollow season 1 come out",
        "and season 2?",
        "how many episodes does it have?",
        "and season 3?",
        "when does it start?",
    ) == [["tarn-s1"], ["tarn-s2"], ["tarn-s2-episodes"], ["tarn-s3-episodes"], ["tarn-s3"]]


@pytest.mark.parametrize(
    ("before", "followup", "meant"),
    [
        ("who did the stunts in glimmerfall 2", "how long is the first one?", "glim-1-runtime"),
        ("who did the stunts in glimmerfall 2", "where was the first film filmed?", "glim-1-filming"),
        ("who did the stunts in glimmerfall", "how long is the new one?", "glim-2-runtime"),
        ("who did the stunts in glimmerfall", "where was the second one filmed?", "glim-2-filming"),
    ],
)
def test_the_first_one_and_the_new_one_are_of_the_family_spoken_of(
    engine: Engine, before: str, followup: str, meant: str
) -> None:
    assert told(engine, before, followup)[1] == [meant]


@pytest.mark.parametrize("followup", ["and the first one?", "what about the first film?"])
def test_a_sibling_alone_asks_the_same_of_it(engine: Engine, followup: str) -> None:
    assert told(engine, "who did the stunts in glimmerfall 2", followup)[1] == ["glim-1-stunts"]


def test_a_history_of_dates_is_talked_about(engine: Engine) -> None:
    answers = talk(
        engine,
        "when does glimmerfall 2 come out",
        "was it delayed?",
        "when was it originally supposed to come out?",
        "how long until then?",
    )
    assert [ids(answer) for answer in answers] == [["glim-2-release"]] * 4
    assert answers[1].parts[0].text.startswith("Yes, it moved 3 times")
    assert "14 June 2024" in answers[2].parts[0].text
    assert "in 82 days" in answers[3].parts[0].text


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("how long is the salt choir", "glim-2-runtime"),
        ("when does quillon come out", "quill-release"),
        ("how many episodes does tarnhollow season 2 have", "tarn-s2-episodes"),
    ],
)
def test_a_production_that_is_named_wins_over_the_one_spoken_of(engine: Engine, question: str, meant: str) -> None:
    assert told(engine, "where was glimmerfall filmed", question)[1] == [meant]


def test_a_production_that_is_chosen_wins_over_the_one_spoken_of(engine: Engine) -> None:
    before = engine.ask("when does glimmerfall come out", today=TODAY)
    chosen = engine.ask("how long is it", context=before.context, production="glim-2", today=TODAY)
    assert ids(chosen) == ["glim-2-runtime"]
    assert chosen.context.production == "glim-2"


@pytest.mark.parametrize(
    "question",
    [
        "when does zanderbrook come out",
        "who directed barrowmere",
        "what about zanderbrook?",
        "and harrowmere 2?",
        "when does glimmerfall 5 come out",
    ],
)
def test_a_production_that_is_not_held_is_not_answered_from_the_one_spoken_of(engine: Engine, question: str) -> None:
    assert told(engine, "when does glimmerfall come out", question)[1] == []


def test_what_is_not_held_of_the_other_film_is_not_answered_from_this_one(engine: Engine) -> None:
    assert told(engine, "how long is glimmerfall", "and quillon?")[1] == []
    assert told(engine, "where was glimmerfall 2 filmed", "what about tarnhollow?")[1] == []


@pytest.mark.parametrize("before", ["when does glimmerfall 2 come out", "when does quillon come out"])
def test_it_is_the_film_spoken_of_and_no_other(engine: Engine, before: str) -> None:
    assert told(engine, before, "who directed it?")[1] == []


@pytest.mark.parametrize(
    "remark",
    ["thanks!", "ok", "thank you so much", "lol", "haha", "hello", "no", "cheers", "bye", "wow", "cool", "nice"],
)
def test_a_remark_is_no_question_and_is_not_answered(engine: Engine, remark: str) -> None:
    answers = talk(engine, "how long is glimmerfall", remark, "where was it filmed?")
    assert answers[1].outcome is Outcome.UNKNOWN
    assert answers[1].context.production == "glim-1"
    assert ids(answers[2]) == ["glim-1-filming"]


def test_without_anything_spoken_of_a_follow_up_is_not_guessed_at(engine: Engine) -> None:
    assert ids(engine.ask("and where was it filmed?", today=TODAY)) == []
    assert ids(engine.ask("what about the first one?", today=TODAY)) == []


def test_a_conversation_begins_anew_with_an_empty_context(engine: Engine) -> None:
    for question in ("where was glimmerfall filmed", "who did the stunts", "thanks"):
        fresh = engine.ask(question, today=TODAY)
        again = engine.ask(question, context=Context(), today=TODAY)
        assert (again.outcome, ids(again), again.choices) == (fresh.outcome, ids(fresh), fresh.choices)


def test_asking_back_between_films_settles_on_none_of_them(engine: Engine) -> None:
    asked = engine.ask("where was it filmed", today=TODAY)
    assert asked.outcome is Outcome.CLARIFY
    assert asked.context.production is None
    assert ids(engine.ask("in glimmerfall 2", context=asked.context, today=TODAY)) in ([], ["glim-2-filming"])


def test_the_context_tells_what_was_asked(engine: Engine) -> None:
    context = engine.ask("how long is glimmerfall", today=TODAY).context
    assert (context.production, context.fact, context.topic) == ("glim-1", "glim-1-runtime", "production")
    assert context.kinds == ("how_long",)


@pytest.mark.parametrize("terms", [("~place-pl",), ("harpist",), ("~original", "#7"), ("@p2", "~month-5", "#2024")])
@pytest.mark.parametrize("kinds", [(), ("who",), ("when",), ("where",)])
@pytest.mark.parametrize(
    "question",
    ["glimmerfall", "glimmerfall with", "quillon by", "the tarnhollow post from", "by glimmerfall", "and quillon"],
)
def test_what_is_carried_over_stands_beside_no_word_of_the_question(
    engine: Engine, question: str, terms: tuple[str, ...], kinds: tuple[str, ...]
) -> None:
    """It has no place among the words, behind the last of which a name's own place or maker would be looked for."""
    for production in (None, "glim-1", "quill"):
        context = Context(production=production, terms=terms, kinds=kinds)
        answer = engine.ask(question, context=context, today=TODAY, explain=True)
        assert answer.outcome in Outcome


def test_a_conversation_turned_to_another_film_has_no_fact_of_the_film_before(engine: Engine) -> None:
    before = Context(production="glim-2", topic="release", fact="glim-2-release", terms=("~release",), kinds=("when",))
    after = engine.ask("harpists of the first one", context=before, today=TODAY).context
    assert (after.production, after.fact) in ((None, None), ("glim-2", "glim-2-release"), ("glim-1", None))


@given(
    st.builds(
        Context,
        production=st.none() | st.sampled_from(["glim-1", "quill", "gone"]),
        terms=st.lists(st.text(max_size=6) | st.sampled_from(["@s", "@p²", "~month-x", "#0000", "#37.8"])).map(tuple),
        kinds=st.lists(st.sampled_from(["when", "who", "nonsense", ""])).map(tuple),
    ),
    st.sampled_from(
        ["and quillon?", "in 2024", "glimmerfall 2", "and part two", "season 2", "the first one", "when", "by"]
    ),
)
@settings(max_examples=150)
def test_no_conversation_is_too_strange_to_go_on(engine: Engine, context: Context, question: str) -> None:
    """A context may come from a file that somebody has edited."""
    assert engine.ask(question, context=context, today=TODAY, explain=True).outcome in Outcome
