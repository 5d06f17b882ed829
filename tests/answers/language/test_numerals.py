"""Numbers of several words, in questions and in titles, and the names that are numbers."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import Outcome
from bot.answers.engine import Engine
from bot.answers.language.normalization import clean, words
from bot.answers.language.numerals import in_digits
from bot.facts.models import Fact, Production
from tests.answers.invented import fact
from tests.answers.series import TODAY, ids, loaded
from tests.shipped import knowledge, lexicon

NUMBERS = lexicon().english.numbers


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
    held = Engine(knowledge())
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


@pytest.mark.parametrize("weekend", ["37.8 million", "1.25 million", "0.75 million", "1.500th", "12.5 %", "٣٧.٨"])
def test_a_number_with_a_point_is_no_year(weekend: str) -> None:
    """The years of release facts are reckoned with for every question about their production."""
    text = f"Quillon took {weekend} dollars on its first weekend."
    engine = loaded(fact("quill-weekend", "quill", "release", "opening weekend", text, "quillon opening weekend"))
    assert ids(engine.ask("when does quillon come out", today=TODAY)) == ["quill-release"]
    assert engine.ask("who directs quillon", today=TODAY).outcome is Outcome.UNKNOWN
    assert ids(engine.ask("quillon opening weekend", today=TODAY)) == ["quill-weekend"]


@pytest.mark.parametrize("question", ["part 0.5", "movie 0.5 of glimmerfall", "what was the date of quillon in 37.8"])
def test_a_number_with_a_point_counts_no_parts_and_no_years(question: str) -> None:
    assert loaded().ask(question, today=TODAY).outcome in Outcome


DECIMALS = [chr(at) for at in range(sys.maxunicode + 1) if unicodedata.category(chr(at)) == "Nd"]
NUMERALS = [chr(at) for at in range(sys.maxunicode + 1) if unicodedata.category(chr(at)) in ("No", "Nl")]


def test_every_script_s_decimal_digits_are_read_as_ours() -> None:
    for digit in DECIMALS:
        assert words(clean(f"season {digit}{digit}")) == ["season", str(int(digit)) * 2]


def test_no_numeral_of_any_script_is_too_strange_to_answer() -> None:
    """Some that are no decimal digits are digits to ``str.isdigit`` and not to ``int``."""
    engine = loaded()
    for numeral in (*DECIMALS, *NUMERALS):
        for question in (f"{numeral} tg", f"tarnhollow season {numeral}", f"{numeral}th part", f"{numeral} s"):
            assert engine.ask(question, today=TODAY).outcome in Outcome


def test_a_season_may_be_said_in_the_digits_of_any_script() -> None:
    engine = loaded()
    for three in ("3", "３", "٣", "३", "³", "𝟛"):
        assert ids(engine.ask(f"when does tarnhollow season {three} come out", today=TODAY)) == ["tarn-s3"]
