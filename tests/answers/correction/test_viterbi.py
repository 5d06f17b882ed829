"""The likeliest reading of a question."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.correction.noisy_channel import Choice, NoisyChannel
from bot.answers.correction.viterbi import MAX_ALTERNATIVES, MAX_EXTRA_COST, Lattice
from bot.answers.language.terms import Guess
from bot.answers.spelling.bigrams import BEGIN, END
from tests.answers.correction.models import model
from tests.shipped import lexicon

MODEL = model()
CHANNEL = NoisyChannel(lexicon(), MODEL)


def typed(text: str) -> Lattice:
    return Lattice([CHANNEL.column(word) for word in text.split()], MODEL)


def choice(words: str, slip: float = 0.0, share: float = 1e-4) -> Choice:
    parts = tuple(words.split())
    return Choice(parts, slip, share, slip - log(share), parts[0], parts[-1])


def lattice(*columns: Sequence[Choice]) -> Lattice:
    return Lattice(columns, MODEL)


def cost(path: Sequence[Choice]) -> float:
    """Return the cost of a path, word by word."""
    total, before = 0.0, BEGIN
    for one in path:
        total += one.slip - log(MODEL.next_word(before).probability(one.first, one.share))
        before = one.last
    return total - log(MODEL.next_word(before).probability(END, 0.1))


WORD = st.sampled_from(["when", "did", "walking", "tide", "lantern", "choir", "salt choir", "zqxw"])
COLUMN = st.lists(st.builds(choice, WORD, st.sampled_from([0.0, 1.5, 4.4, 8.5])), min_size=1, max_size=3)


@given(st.lists(COLUMN, max_size=4))
def test_the_path_found_is_the_cheapest_of_all(columns: list[list[Choice]]) -> None:
    assert lattice(*columns).cost == pytest.approx(min(cost(path) for path in product(*columns)))


def test_a_question_without_words_has_no_words() -> None:
    assert lattice().words() == []
    assert lattice().other(lambda word: True, lambda word: False) is None


def test_the_neighbours_of_a_word_decide_what_it_means() -> None:
    tied = [choice("tide", 4.4), choice("choir", 4.4)]
    assert lattice([choice("walking")], tied).words() == ["walking", "tide"]
    assert lattice([choice("lantern")], tied).words() == ["lantern", "choir"]
    assert lattice(tied, [choice("scene")]).words() == ["choir", "scene"]


def test_a_choice_of_two_words_is_read_as_both() -> None:
    assert typed("saltchoir scene").words() == ["salt", "choir", "scene"]


def test_a_correction_carries_what_is_nearly_as_likely() -> None:
    near = [choice(word, 4.4 + extra) for word, extra in (("zqba", 0.0), ("zqbe", 0.5), ("zqbi", 2.4), ("zqbo", 2.6))]
    (word,) = lattice(near).words()
    assert isinstance(word, Guess)
    assert (word, word.others) == ("zqba", ("zqbe", "zqbi"))
    assert MAX_EXTRA_COST == 2.5


def test_a_correction_carries_the_three_likeliest_alternatives_of_one_word() -> None:
    near = [choice(word, 4.4 + at / 10) for at, word in enumerate(("zqba", "zqbe zu", "zqbi", "zqbo", "zqbu", "zqby"))]
    (word,) = lattice(near).words()
    assert isinstance(word, Guess)
    assert word.others == ("zqbi", "zqbo", "zqbu")
    assert len(word.others) == MAX_ALTERNATIVES


def test_a_word_that_was_typed_well_carries_nothing() -> None:
    (word,) = lattice([choice("ba"), choice("be", 0.1)]).words()
    assert type(word) is str


def other(*columns: Sequence[Choice], telling: str, says: str = "") -> list[str] | None:
    return lattice(*columns).other(lambda word: word in telling.split(), lambda word: word in says.split())


COLUMNS = ([choice("ba"), choice("be", 3.0)], [choice("bi"), choice("bo", 2.0), choice("bu", 1.0)])


@pytest.mark.parametrize(
    ("telling", "words"),
    [("be", ["be", "bi"]), ("be bo", ["ba", "bo"]), ("be bo bu", ["ba", "bu"]), ("", None), ("ba bi", None)],
)
def test_another_reading_has_the_likeliest_telling_word_instead_of_one(telling: str, words: list[str] | None) -> None:
    assert other(*COLUMNS, telling=telling) == words


def test_a_word_that_says_something_as_typed_stays() -> None:
    assert other(*COLUMNS, telling="be bo", says="bi") == ["be", "bi"]
    assert other(*COLUMNS, telling="be bo", says="ba bi") is None
    corrected = [choice("ba", 1.0), choice("be", 2.0)]
    assert other(corrected, telling="be", says="ba") == ["be"]


def test_only_a_correction_to_one_word_makes_another_reading() -> None:
    assert other([choice("ba"), choice("be zu", 1.0)], telling="be") is None
    assert other([choice("ba", 0.5), choice("be", 0.0, 1e-6)], telling="be") is None
