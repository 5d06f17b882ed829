"""Numbers of several words, in questions and in titles, and the names that are numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import Outcome
from bot.answers.engine import Engine
from bot.answers.lexicon import Lexicon
from bot.answers.numerals import in_digits
from bot.data import lexicon_folder
from bot.facts.models import Fact, Production
from tests.answers.series import TODAY

NUMBERS = Lexicon.load(lexicon_folder()).english.numbers


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("one hundred and one terriers", "101 terriers"),
        ("one hundred one", "101"),
        ("two hundred", "200"),
        ("twenty eight days later", "28 days later"),
        ("nineteen eighty four", "1984"),
        ("twenty twelve", "2012"),
        ("one hundred and", "100 and"),
        ("one two three", "one two three"),
        ("twenty and one", "twenty and one"),
        ("season one", "season one"),
        ("hundred days", "hundred days"),
    ],
)
def test_numbers_of_several_words_are_put_into_digits(said: str, written: str) -> None:
    assert in_digits(said.split(), NUMBERS) == written.split()


@given(st.integers(1, 999), st.booleans())
def test_every_number_below_a_thousand_is_read_as_it_is_said(number: int, joined: bool) -> None:
    words = {value: word for word, value in NUMBERS.items()}
    hundreds, rest = divmod(number, 100)
    said = [words[hundreds], "hundred"] if hundreds else []
    if said and rest and joined:
        said.append("and")
    if rest in words:
        said += [words[rest]] if rest else []
    elif rest:
        said += [words[rest - rest % 10], words[rest % 10]]
    read = in_digits(said, NUMBERS)
    assert read == ([str(number)] if len(said) > 1 else said)


@given(st.lists(st.text("abcdefg", min_size=1, max_size=6), max_size=8))
def test_other_words_stay_as_they_are(words: list[str]) -> None:
    assert in_digits(words, NUMBERS) == words


@pytest.fixture(scope="module")
def engine() -> Engine:
    held = Engine(Lexicon.load(lexicon_folder()))
    for key, title in (
        ("terriers", "One Hundred and One Terriers"),
        ("hills", "Marlow Hills, 70214"),
        ("clash", "C*L*A*N*G"),
        ("moon", "Opposite Under Tides"),
        ("alarm", "4-1-7"),
        ("pact-3", "The Quiet Pact 3: Last Orders"),
        ("vow-2", "Marsh Vow II"),
        ("dog", "D.O.G. the Underwater Years"),
    ):
        held.put_production(Production(id=key, title=title))
        text = f"{title}: released May 4, 2012."
        held.put_fact(Fact(id=f"{key}-release", production=key, topic="release", text=text))
    return held


@pytest.mark.parametrize(
    ("question", "production"),
    [
        ("when did 101 terriers come out", "terriers"),
        ("one hundred one terriers release date", "terriers"),
        ("when did 70214 come out", "hills"),
        ("when did clang come out", "clash"),
        ("when did c*l*a*n*g come out", "clash"),
        ("when did 417 come out", "alarm"),
        ("when did 4-1-7 come out", "alarm"),
        ("when did the third quiet pact come out", "pact-3"),
        ("when did tqp3 come out", "pact-3"),
        ("release date of the second marsh vow movie", "vow-2"),
        ("when did d.o.g. come out", "dog"),
    ],
)
def test_a_title_is_found_however_its_number_or_initials_are_written(
    engine: Engine, question: str, production: str
) -> None:
    answer = engine.ask(question, today=TODAY)
    assert (answer.outcome, [fact.production for fact in answer.facts]) == (Outcome.ANSWER, [production])


def test_a_word_of_the_question_is_not_taken_for_initials(engine: Engine) -> None:
    found = engine.search("when did it come out")
    assert found is not None
    assert "moon" not in found.matches
