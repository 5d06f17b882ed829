from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.numbers.readings import NUMBER, VULGAR, Convention, amount, plain_digits, says_thousands

POINT, COMMA = Convention.POINT, Convention.COMMA


@pytest.mark.parametrize(
    ("typed", "point", "comma"),
    [
        ("2500", 2500, 2500),
        ("2,500", 2500, "5/2"),
        ("2.500", "5/2", 2500),
        ("2.5", "5/2", None),
        ("2,5", None, "5/2"),
        ("1,234.56", "123456/100", None),
        ("1.234,56", None, "123456/100"),
        ("12,34,567", 1234567, None),  # as in India
        ("1.234.567", None, 1234567),
        ("2 500", 2500, 2500),
        ("2'500,5", "25005/10", "25005/10"),
        ("0.500", "1/2", None),  # no thousands after a zero
        ("0,500", None, "1/2"),
        ("-5", -5, -5),
        ("½", "1/2", "1/2"),
        ("2½", "5/2", "5/2"),
        ("2 ½", "5/2", "5/2"),
        ("2 1/2", "5/2", "5/2"),
        ("-2 1/2", "-5/2", "-5/2"),
        ("3/4", "3/4", "3/4"),
        ("2 and a half", "5/2", "5/2"),
        ("2 3/2", None, None),
        ("2.5 ½", None, None),
        ("1/0", None, None),
        ("2 50", None, None),
        ("", None, None),
        ("two", None, None),
    ],
)
def test_a_number_under_each_convention(typed: str, point: int | str | None, comma: int | str | None) -> None:
    for convention, value in ((POINT, point), (COMMA, comma)):
        assert amount(typed, convention) == (None if value is None else Fraction(value))


@given(st.integers(-(10**12), 10**12), st.integers(0, 999))
def test_a_displayed_number_is_read_exactly(whole: int, thousandths: int) -> None:
    value = Fraction(abs(whole) * 1000 + thousandths, 1000) * (-1 if whole < 0 else 1)
    typed = f"{whole:,}.{thousandths:03}"
    assert amount(typed, POINT) == value
    assert amount(typed.translate(str.maketrans(",.", ".,")), COMMA) == value
    assert amount(typed.replace(",", " "), POINT) == value


@given(st.from_regex(NUMBER, fullmatch=True))
def test_the_pattern_of_a_number_never_breaks_reading(typed: str) -> None:
    for convention in Convention:
        value = amount(typed, convention)
        assert value is None or isinstance(value, Fraction)


@pytest.mark.parametrize("sign", [sign for sign in VULGAR if sign != "↉"])
def test_every_fraction_in_one_character_lies_between_0_and_1(sign: str) -> None:
    value = amount(sign, POINT)
    assert value is not None
    assert 0 < value < 1
    assert re.fullmatch(NUMBER, sign)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("٢٥٠٠", "2500"),
        ("２５００", "2500"),
        ("40–50", "40-50"),
        ("−5", "-5"),
        ("2\u202f500\u00a0 extras", "2 500 extras"),
        ("2’500", "2'500"),
        ("1⁄2", "1/2"),
        ("12 m²", "12 m²"),
        ("⑫", "⑫"),
    ],
)
def test_digits_dashes_spaces_and_apostrophes_are_made_plain(text: str, plain: str) -> None:
    assert plain_digits(text) == plain


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("2,500", True),
        ("-1,234,567", True),
        ("12,34,567", False),
        ("0,500", False),
        ("2500", False),
        ("2,500.5", False),
    ],
)
def test_only_commas_before_every_three_digits_say_thousands(typed: str, says: bool) -> None:
    assert says_thousands(typed) is says
