"""Phrases mapped to meanings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.language.phrases import Phrase, Phrases, longest_by_first

PHRASES = st.lists(st.lists(st.sampled_from("abcd"), min_size=1, max_size=4).map(tuple), max_size=12)


def phrases(*added: tuple[str, str]) -> Phrases:
    held = Phrases()
    for phrase, meaning in added:
        held.add(tuple(phrase.split()), meaning)
    return held


HELD = phrases(("come", "arrive"), ("come out", "release"), ("come out on disc now", "disc"), ("film", "movie"))


@pytest.mark.parametrize(
    ("text", "start", "found"),
    [
        ("come", 0, (1, "arrive")),
        ("come out", 0, (2, "release")),
        ("come out on disc now", 0, (5, "disc")),
        ("come out on disc", 0, (2, "release")),
        ("come in", 0, (1, "arrive")),
        ("did it come out", 2, (2, "release")),
        ("did it come out", 3, None),
        ("out come", 0, None),
    ],
)
def test_the_longest_phrase_at_a_position_is_found(text: str, start: int, found: tuple[int, str] | None) -> None:
    assert HELD.at(text.split(), start) == found


def test_the_first_words_of_a_phrase_are_no_phrase() -> None:
    assert phrases(("come out", "release")).at(["come"], 0) is None


def test_a_phrase_keeps_its_first_meaning() -> None:
    assert phrases(("come", "arrive"), ("come", "go")).at(["come"], 0) == (1, "arrive")


def test_an_empty_phrase_is_not_added() -> None:
    held = phrases(("", "nothing"))
    assert (list(held), held.meanings, held.longest) == ([], {}, {})


def test_a_word_is_in_the_phrases_if_one_starts_with_it() -> None:
    assert "come" in HELD
    assert "out" not in HELD


def test_the_words_of_phrases_are_told_from_phrases_of_one_word() -> None:
    assert HELD.singles() == {"come", "film"}
    assert HELD.words() == {"come", "out", "on", "disc", "now", "film"}


@given(PHRASES)
def test_all_that_was_added_is_found_and_read_again(added: list[Phrase]) -> None:
    held = Phrases()
    for at, phrase in enumerate(added):
        held.add(phrase, str(at))
    assert set(held) == set(added)
    assert held.longest == longest_by_first(held.meanings)
    again = Phrases.of(dict(held.meanings), dict(held.longest))
    for phrase in added:
        assert again.at(list(phrase), 0) == held.at(list(phrase), 0) == (len(phrase), str(added.index(phrase)))


@pytest.mark.parametrize(
    ("listed", "longest"),
    [([], {}), (["a"], {"a": 1}), (["a b c", "a", "a b"], {"a": 3}), (["a", "b c"], {"a": 1, "b": 2})],
)
def test_the_longest_phrase_of_each_first_word_counts(listed: list[str], longest: dict[str, int]) -> None:
    assert longest_by_first(listed) == longest
