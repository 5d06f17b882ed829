"""Numbers, years and months read from words and terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.language.digits import MAX_DIGITS, counted, month_in, whole, year_in


@given(st.text(max_size=30))
def test_no_text_is_too_strange_for_a_number(text: str) -> None:
    for read in (whole, year_in, month_in, counted):
        for term in (text, f"#{text}", f"@s{text}", f"~month-{text}"):
            number = read(term)
            assert number is None or 0 <= number < 10**MAX_DIGITS


@given(st.integers(0, 10**MAX_DIGITS - 1))
def test_a_whole_number_is_read_as_it_is_written(number: int) -> None:
    assert whole(str(number)) == number


@pytest.mark.parametrize("text", ["", "-1", "+1", "1.5", " 1", "1_000", "\u00b2", "\u0663", "seven"])
def test_what_is_not_only_digits_is_no_whole_number(text: str) -> None:
    assert whole(text) is None


def test_a_number_with_too_many_digits_is_not_read() -> None:
    assert whole("9" * MAX_DIGITS) is not None
    assert whole("9" * (MAX_DIGITS + 1)) is None


@pytest.mark.parametrize(
    ("term", "year"),
    [
        ("#2024", 2024),
        ("#0999", 999),
        ("#0000", None),
        ("#204", None),
        ("#20245", None),
        ("2024", None),
        ("@2024", None),
    ],
)
def test_a_year_is_a_number_term_of_four_digits(term: str, year: int | None) -> None:
    assert year_in(term) == year


@pytest.mark.parametrize(
    ("term", "month"),
    [
        ("~month-1", 1),
        ("~month-12", 12),
        ("~month-0", None),
        ("~month-13", None),
        ("~month-", None),
        ("~month-may", None),
        ("5", None),
        ("month-5", None),
    ],
)
def test_a_month_is_a_month_term_from_1_to_12(term: str, month: int | None) -> None:
    assert month_in(term) == month


@pytest.mark.parametrize(
    ("mark", "number"),
    [("@s3", 3), ("@e12", 12), ("@p0", 0), ("@s:new", None), ("@s", None), ("", None), ("#s3", None)],
)
def test_only_a_mark_with_a_number_counts(mark: str, number: int | None) -> None:
    assert counted(mark) == number
