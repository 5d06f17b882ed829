"""What a function said of words is remembered, and forgotten before it takes too much memory."""

from __future__ import annotations

from bot.answers.language.memoization import Memo
from bot.answers.language.terms import Guess


def test_a_function_is_asked_once_a_word() -> None:
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    remembered = Memo(length, 10)
    assert [remembered["tide"], remembered["tide"], remembered["mire"]] == [4, 4, 4]
    assert asked == ["tide", "mire"]


def test_no_more_words_are_remembered_than_may_be() -> None:
    remembered = Memo(str.upper, 3)
    for word in "abcdefgh":
        assert remembered[word] == word.upper()
        assert len(remembered) <= 3


def test_a_word_that_was_put_for_another_is_remembered_as_it_stands() -> None:
    remembered = Memo(str, 3)
    assert remembered[Guess("tide", ("tidy",))] == "tide"
    assert [type(word) for pair in remembered.items() for word in pair] == [str, str]
