from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from bot.facts.dates.typed import UnclearDate
from bot.facts.packs.dates import dated, day_of
from tests.facts.strategies import edtf_dates, edtf_values

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("28/11/2026", "2026-11-28"),
        ("3 May 2024", "2024-05-03"),
        (" 2026-05 ", "2026-05"),
        ("2021-22", "2021-22"),  # typed by hand it could be two years
        ("3-9 May 2026", "2026-05-03/2026-05-09"),
        ("3 May 2030", "2030-05-03"),
        ("yesterday", "2026-11-21"),
        ("blue", None),
        ("", None),
        ("TBA", None),
    ],
)
def test_a_date_of_a_file(text: str, edtf: str | None) -> None:
    assert dated(text, TODAY) == edtf


@pytest.mark.parametrize("text", ["3 May", "May", "26 Dec", "next month"])
def test_a_coming_date_without_a_year_is_asked_back(text: str) -> None:
    with pytest.raises(UnclearDate, match=f"'{text}' has no year; add it"):
        dated(text, TODAY)


@pytest.mark.parametrize("text", ["12/07/2023", "Friday, 4 May 2027", "Jul 28", "31 Feb 2026"])
def test_a_date_that_is_unclear_when_typed_is_unclear_in_a_file(text: str) -> None:
    with pytest.raises(UnclearDate):
        dated(text, TODAY)
    with pytest.raises(UnclearDate):
        day_of(text, TODAY)


@pytest.mark.parametrize("text", ["2024-03/2024-11", "March to November 2024", "2019/..", "blue"])
def test_a_day_is_no_range(text: str) -> None:
    assert day_of(text, TODAY) is None


@settings(max_examples=80, deadline=None)
@given(edtf_values())
def test_edtf_is_kept_as_it_is(edtf: str) -> None:
    assert dated(edtf, TODAY) == edtf


@settings(max_examples=80, deadline=None)
@given(edtf_dates())
def test_a_single_date_in_edtf_is_a_day(edtf: str) -> None:
    assert day_of(edtf, TODAY) == edtf
