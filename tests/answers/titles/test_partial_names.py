"""Names that a question says in part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.language.terms import Reading
from bot.answers.parsing.parser import Reader
from bot.answers.titles.partial_names import TOLD, Name, Sayable, best_part, most_said, ranked
from tests.shipped import lexicon

READER = Reader(lexicon())
MARSH: Name = (("zander", 1.0), ("the", 0.1), ("marsh", 1.0), ("#7", 1.0))
LONG: Name = (("long", 0.4), ("furrow", 1.0))
ARTICLE: Name = (("the", 0.1), ("long", 0.4), ("tide", 0.4))


def sayable(*names: Name, key: str = "k") -> Sayable:
    return Sayable.of(("shared", key), names)


def read(text: str) -> Reading:
    said = text.split()
    return Reading(said, READER.norms(said), [False] * len(said), "en")


def part(text: str, *names: Name) -> tuple[float, frozenset[int]] | None:
    """Return what a question says of the names."""
    reading = read(text)
    norms = {norm for name in names for norm, _ in name}
    found = {norm: at for at, norm in enumerate(reading.norms) if norm in norms}
    best = best_part(sayable(*names), found, reading)
    return (round(best[0], 6), best[1]) if best else None


def strength(text: str, *names: Name) -> float:
    found = part(text, *names)
    assert found is not None
    return found[0]


def test_the_more_of_a_name_is_said_the_surer_it_is_meant() -> None:
    plain: Name = (("zander", 1.0), ("marsh", 1.0), ("tide", 1.0))
    assert strength("zander", plain) < strength("zander marsh", plain) < strength("zander marsh tide", plain) <= 1
    assert strength("zander marsh tide", plain) == pytest.approx(0.96)
    assert strength("marsh", plain) == pytest.approx(0.5 + 0.38 / 3)


def test_a_name_that_is_said_from_its_beginning_is_surer() -> None:
    assert strength("zander tide", MARSH) == pytest.approx(strength("marsh tide", MARSH) + 0.08 * 0.8)


def test_the_words_that_say_a_name_are_given() -> None:
    assert part("in the zander marsh 7", MARSH) == (0.96, frozenset((1, 2, 3, 4)))
    assert part("tide marsh", MARSH) == (round(0.8 * (0.5 + 0.38 / 3.1), 6), frozenset((1,)))


def test_everyday_words_alone_name_nothing() -> None:
    assert TOLD == 0.9
    assert part("long", LONG) is None
    assert part("the long", ARTICLE) is None
    assert part("the long tide", ARTICLE) is not None
    assert part("furrow", LONG) is not None


def test_a_number_that_is_left_out_costs_a_fifth() -> None:
    without: Name = (("zander", 1.0), ("marsh", 1.0), ("furrow", 1.0))
    numbered: Name = (("zander", 1.0), ("marsh", 1.0), ("#7", 1.0))
    assert strength("zander marsh", numbered) == pytest.approx(0.8 * strength("zander marsh", without))


@pytest.mark.parametrize("number", ["7", "101", "2019"])
def test_a_number_alone_names_nothing(number: str) -> None:
    assert part(number, ((f"#{number}", 1.0), ("marsh", 1.0))) is None


@pytest.mark.parametrize("number", ["9021", "90210"])
def test_a_long_number_that_is_no_year_names_as_a_word_does(number: str) -> None:
    assert part(number, ((f"#{number}", 1.0), ("marsh", 1.0))) is not None


def test_a_number_counts_only_where_it_stands_in_the_name() -> None:
    behind, apart = strength("zander marsh 7", MARSH), strength("zander marsh is 7", MARSH)
    assert behind > apart
    assert part("zander marsh is 7", MARSH) == (apart, frozenset((0, 1)))
    assert part("7 zander marsh", MARSH) == (apart, frozenset((1, 2)))


def test_a_number_may_follow_either_of_the_two_words_before_it() -> None:
    marsh: Name = (("zander", 1.0), ("marsh", 1.0), ("tide", 1.0), ("#7", 1.0))
    assert part("marsh 7", marsh) == (round(0.5 + 0.38 / 2, 6), frozenset((0, 1)))
    assert part("zander 7", marsh) == (round(0.5 + 0.38 / 4 + 0.08, 6), frozenset((0,)))


def test_a_number_that_begins_a_name_counts_anywhere() -> None:
    terriers: Name = (("#101", 1.0), ("terrier", 1.0))
    assert part("terriers is 101", terriers) == (0.96, frozenset((0, 2)))


def test_of_several_names_the_one_with_most_words_is_meant() -> None:
    short: Name = (("marsh", 1.0),)
    assert part("zander marsh", short, (("zander", 1.0), ("marsh", 1.0), ("furrow", 1.0))) == (
        round(0.5 + 0.38 * 2 / 3 + 0.08, 6),
        frozenset((0, 1)),
    )
    assert part("marsh", (("zander", 1.0), ("marsh", 1.0)), short) == (0.96, frozenset((0,)))


def test_a_word_that_a_name_has_twice_tells_twice() -> None:
    twice: Name = (("long", 0.45), ("tide", 0.1), ("long", 0.45))
    assert part("long", twice) is not None
    assert part("long", twice[:2]) is None
    assert sayable(twice).telling == ({"long": 0.9, "tide": 0.1},)


NORMS = st.sampled_from(["zander", "marsh", "tide", "#7", "#101", "#90210", "#2019", "the"])
NAMES = st.lists(
    st.lists(st.tuples(NORMS, st.sampled_from([0.1, 0.25, 0.4, 1.0])), min_size=1, max_size=5).map(tuple),
    min_size=1,
    max_size=4,
)


@given(NAMES, st.lists(NORMS, min_size=1, max_size=6))
def test_a_part_is_as_sure_as_a_probability_and_lies_in_the_question(names: list[Name], said: list[str]) -> None:
    found = part(" ".join(norm.removeprefix("#") for norm in said), *names)
    if found is not None:
        assert 0.4 < found[0] <= 0.96 + 1e-9
        assert found[1] <= set(range(len(said)))
        assert found[1]


@given(NAMES, NORMS)
def test_a_single_word_is_judged_alone_as_it_is_beside_others(names: list[Name], said: str) -> None:
    """The strength of a single word is computed once, when the names are made ready."""
    held = sayable(*names)
    if said not in held.alone:
        return
    word = said.removeprefix("#")
    single = best_part(held, {said: 0}, read(word))
    several = best_part(held, {said: 0, "nowhere": 1}, read(f"{word} nowhere"))
    assert (single is None) == (several is None)
    assert single is None or several is None or single[0] >= several[0] - 1e-9


def keys(found: list[Sayable]) -> list[str]:
    return [one.key[1] for one in found]


A, B, C, D = (sayable(LONG, key=key) for key in "abcd")


def test_the_productions_with_most_words_of_a_question_come_first() -> None:
    assert keys(most_said([[A, B, C], [B, C], [C, D]], 9)) == ["c", "b", "a", "d"]


def test_no_more_productions_are_given_than_are_wanted() -> None:
    assert keys(most_said([[A, B, C]], 2)) == ["a", "b"]
    assert keys(most_said([[A, B, C], [C, D]], 2)) == ["c", "a"]
    assert keys(most_said([[A, B, C, D], [A, B, C, D]], 2)) == ["a", "b"]
    assert most_said([], 2) == []


@given(st.lists(st.sets(st.integers(0, 9)), max_size=5), st.integers(1, 12))
def test_the_productions_are_those_that_sorting_all_of_them_gives(held: list[set[int]], limit: int) -> None:
    ones = [sayable(LONG, key=str(at)) for at in range(10)]
    found = most_said([[ones[at] for at in sorted(each)] for each in held], limit)
    counts = {at: sum(at in each for each in held) for at in range(10)}
    expected = sorted((at for at in range(10) if counts[at]), key=lambda at: (-counts[at], at))
    assert keys(found) == [str(at) for at in expected[:limit]]


def test_a_match_of_more_words_goes_before_a_surer_one_of_fewer() -> None:
    assert ranked(0.8, 3) > ranked(0.9, 2) > ranked(0.9, 1) == pytest.approx(0.9 * 1.25)
