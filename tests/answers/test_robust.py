"""Any text, any order, any store: an answer, the same each time, from bounded work."""

from __future__ import annotations

import sys
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.answer import Answer, Context, Outcome
from bot.answers.engine import Engine
from bot.answers.language.normalization import MAX_WORDS, clean, words
from bot.facts.models import Fact, Production
from tests.answers.invented import FACTS, PRODUCTIONS, fact
from tests.shipped import knowledge

TODAY = date(2026, 11, 22)
QUESTIONS = (
    "when did cobalt wake 7 come out",
    "cw7 polish release date",
    "where was the ravine jump of cw7 filmed",
    "when does orrery season 3 come out",
    "how many skydives for pellwick row",
    "wehn did the weaver of vantrry come uot",
    "who plays gorvane in cobalt wake 8",
    "when does orrery season 9 come out",
)


def loaded(productions: tuple[Production, ...] = PRODUCTIONS, facts: tuple[Fact, ...] = FACTS) -> Engine:
    engine = Engine(knowledge())
    engine.load(productions, facts)
    return engine


ENGINE = loaded()
WORDS = tuple(dict.fromkeys(word for one in FACTS for text in (one.text, *one.phrasings) for word in text.split()))
FRAGMENTS = st.one_of(
    st.text(st.characters(), max_size=12),
    st.sampled_from(WORDS),
    st.sampled_from(
        (
            "<@1234567890>", "<#42>", "<:ravine:77>", "**when**", "||spoiler||", "`cw7`", "~~no~~", "\x00", "\ud800",
            "\u200b", "\u202e", "\u2066", "👩‍👩‍👧", "🎬", "ﷺ", "İ", "ß", "①", "Ⅶ", "½", "٣", "s3e4", "3x04",
            "season", "0th", "99999999999999999999", "https://example.org/?q=1", "it's", "C.W.7", "’s", "-", "part",
        )
    ),
)  # fmt: skip
TEXTS = st.lists(FRAGMENTS, max_size=12).map(" ".join)


def check(answer: Answer) -> None:
    """What holds for every answer."""
    assert 0 <= answer.score <= 1
    assert len(answer.choices) <= 5
    assert bool(answer.parts) == (answer.outcome is Outcome.ANSWER)
    assert bool(answer.choices) == (answer.outcome is Outcome.CLARIFY)


@given(TEXTS)
@settings(max_examples=400)
def test_any_text_gets_an_answer_and_the_same_one_again(text: str) -> None:
    answer = ENGINE.ask(text, today=TODAY)
    check(answer)
    assert answer.question == text
    assert ENGINE.ask(text, today=TODAY) == answer


@given(TEXTS, TEXTS)
@settings(max_examples=150)
def test_any_conversation_gets_answers(one: str, two: str) -> None:
    before = ENGINE.ask(one, today=TODAY)
    check(ENGINE.ask(two, today=TODAY, context=before.context))
    check(ENGINE.ask(two, today=TODAY, context=Context("gone", "gone", "gone", "gone"), production="gone"))


@given(st.text(st.characters(), max_size=300))
@settings(max_examples=150)
def test_explaining_and_comparing_take_any_text(text: str) -> None:
    check(ENGINE.ask(text, today=TODAY, explain=True))
    assert all(0 <= alike <= 1 for _, alike in ENGINE.similar(text, production=None))


@given(TEXTS)
def test_surrounding_space_and_invisible_signs_change_nothing(text: str) -> None:
    bare, dressed = (ENGINE.ask(typed, today=TODAY) for typed in (text, f"  \u200b{text}\n\u2060 "))
    assert [one.id for one in dressed.facts] == [one.id for one in bare.facts]
    assert dressed.outcome is bare.outcome


LONG = (
    "when " * 2_500,
    "x" * 10_000,
    "the of and is was a an " * 500,
    "cobalt wake 7 " * 800,
    " and ".join(["when does cw7 come out"] * 200),
    "\ufdfa" * 5_000,
    "e\u0301" * 5_000,
    "9" * 10_000,
    "c.w." * 2_500,
    "<" * 5_000 + ">" * 5_000,
    "season 3 episode 4 " * 500,
    "\U0001f3ac" * 10_000,
)


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_a_long_text_is_read_up_to_a_bound(text: str) -> None:
    """Counts the Python calls made rather than the time, which depends on the machine."""
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    ENGINE.ask(text, today=TODAY)
    sys.setprofile(count)
    try:
        answer = ENGINE.ask(text, today=TODAY)
    finally:
        sys.setprofile(None)
    check(answer)
    assert len(words(clean(text))) <= MAX_WORDS
    assert calls < 600_000


@given(st.randoms(use_true_random=False))
@settings(max_examples=12)
def test_the_order_of_loading_changes_no_answer(random: Random) -> None:
    productions, facts = list(PRODUCTIONS), list(FACTS)
    random.shuffle(productions)
    random.shuffle(facts)
    other = loaded(tuple(productions), tuple(facts))
    for question in QUESTIONS:
        assert other.ask(question, today=TODAY) == ENGINE.ask(question, today=TODAY)


def test_putting_one_by_one_with_detours_is_the_same_as_loading() -> None:
    engine = Engine(knowledge())
    for one in FACTS[::2]:
        engine.put_fact(one)
    for production in PRODUCTIONS:
        engine.put_production(production.model_copy(update={"title": "Something Else", "aliases": ("Quite Other",)}))
    for production in PRODUCTIONS:
        engine.put_production(production)
    for one in FACTS:
        engine.put_fact(one.model_copy(update={"subject": "mistaken", "phrasings": ("mistaken",)}))
        engine.put_fact(one)
    for question in QUESTIONS:
        assert engine.ask(question, today=TODAY) == ENGINE.ask(question, today=TODAY)


STRANGE = st.text("kqxzvj", min_size=9, max_size=14)


@given(
    STRANGE,
    STRANGE,
    st.lists(STRANGE, min_size=1, max_size=4, unique=True),
    st.sampled_from(("stunt", "cast", "story")),
)
@settings(max_examples=25)
def test_an_unrelated_production_changes_no_answer(one: str, two: str, things: list[str], topic: str) -> None:
    engine = loaded()
    engine.put_production(Production(id="unrelated", title=f"{one} {two}".title(), aliases=(two,)))
    for number, thing in enumerate(things):
        engine.put_fact(
            fact(f"unrelated-{number}", "unrelated", topic, thing, f"The {thing} of {one}.", f"what is {thing}")
        )
    for question in QUESTIONS:
        assert engine.ask(question, today=TODAY) == ENGINE.ask(question, today=TODAY)


@pytest.mark.parametrize("question", ["whats 2+2", "what is 7", "2 and 2", "7 8"])
def test_a_number_alone_asks_for_no_fact_that_has_it(question: str) -> None:
    text = "The story was split into 2 films, 7 reels and 8 acts."
    split = fact("cw7-split", "cw7", "production", "", text, "why 2 films", "are there 2", "what are the 7 and the 8")
    assert loaded(facts=(*FACTS, split)).ask(question, today=TODAY).outcome is not Outcome.ANSWER
