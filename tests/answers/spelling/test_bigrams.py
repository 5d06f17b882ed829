"""Counts of words and of what follows them, against counting anew."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.answers.spelling.bigrams import BEGIN, DIGITS, END, Usage
from tests.shipped import knowledge

TEXT = st.lists(st.sampled_from(("when", "was", "it", "7", "2049", "out")), max_size=6)
TEXTS = st.lists(st.tuples(TEXT, st.booleans()), max_size=8)


def counted(texts: list[tuple[list[str], bool]]) -> Usage:
    usage = Usage()
    for text, asked in texts:
        usage.add(text, asked=asked)
    return usage


@given(TEXTS, TEXTS)
def test_a_removed_text_is_forgotten_and_nothing_else(
    kept: list[tuple[list[str], bool]], gone: list[tuple[list[str], bool]]
) -> None:
    usage, fresh = counted([*gone, *kept]), counted(kept)
    for text, asked in gone:
        usage.remove(text, asked=asked)
    assert vars(usage) == vars(fresh)


@given(TEXTS)
def test_shares_add_up(texts: list[tuple[list[str], bool]]) -> None:
    usage = counted(texts)
    words = {word for text, _ in texts for word in text}
    assert abs(sum(map(usage.share, words)) - bool(words)) < 1e-9
    assert usage.followed == {first: sum(after.values()) for first, after in usage.follow.items()}


def test_numbers_are_alike_and_questions_begin_and_end() -> None:
    usage = counted([(["part", "7"], True), (["part", "8"], False)])
    assert usage.follow == {BEGIN: {"part": 1}, "part": {DIGITS: 2}, DIGITS: {END: 1}}


def test_what_follows_in_a_language_is_shared_out() -> None:
    for language in knowledge().words.of.values():
        for after in language.follow.values():
            assert abs(sum(after.values()) - 1) < 1e-9
    english = knowledge().words.of["en"]
    assert english.follow["come"]["out"] > english.follow["come"]["from"]
    assert english.asked("when") > english.asked("wen")
    assert english.frequency("zanderbrook") == 0


def test_words_of_other_languages_are_told_with_a_slip_in_them() -> None:
    assert knowledge().words.abroad("estreno")["es"] == 0
    assert 0 < knowledge().words.abroad("esterno")["es"] < 9
    assert knowledge().words.abroad("zanderbrook") == {}
