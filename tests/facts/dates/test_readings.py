from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.dates.readings import Reading, exists, full_year, readings, whole

TODAY = date(2026, 11, 22)


def read(clean: str) -> set[tuple[int | None, int | None, int | None]]:
    return {(each.year, each.part, each.day) for each in readings(clean, TODAY)}


@pytest.mark.parametrize("this_year", [1999, 2000, 2026, 2080, 2099])
def test_two_digits_are_a_year_of_the_last_80_or_the_next_19(this_year: int) -> None:
    years = {full_year(short, date(this_year, 6, 1)) for short in range(100)}
    assert years == set(range(this_year - 80, this_year + 20))


@pytest.mark.parametrize(
    ("clean", "found"),
    [
        ("2027", {(2027, None, None)}),
        ("2023-07-12", {(2023, 7, 12)}),
        ("2023/7", {(2023, 7, None)}),
        ("2023.7", set()),  # a decimal number
        ("12.7.2023", {(2023, 7, 12)}),
        ("12/7/2023", {(2023, 7, 12), (2023, 12, 7)}),
        ("12-07-23", {(2023, 7, 12), (2023, 12, 7), (2012, 7, 23)}),
        ("12/7-2023", set()),
        ("07/2023", {(2023, 7, None)}),
        ("10/11", {(None, 11, 10), (None, 10, 11), (2011, 10, None)}),
        ("5.11.", {(None, 11, 5)}),
        ("5", {(None, None, 5)}),
        ("5 2026", {(2026, None, 5)}),
        ("1 2 3 4", set()),
    ],
)
def test_digits_have_every_order_that_their_sign_allows(
    clean: str, found: set[tuple[int | None, int | None, int | None]]
) -> None:
    assert read(clean) == found


def test_with_dots_the_month_comes_first_only_if_there_is_no_such_month() -> None:
    assert [each.edtf for each in readings("7.13.2023", TODAY) if exists(each)] == ["2023-07-13"]


@pytest.mark.parametrize("clean", ["33/2026", "2026-21", "21/2026", "5.24.2026"])
def test_codes_of_seasons_and_quarters_are_no_typed_months(clean: str) -> None:
    assert not any(exists(each) and (each.part or 0) > 12 for each in readings(clean, TODAY))


@pytest.mark.parametrize(
    ("clean", "found"),
    [
        ("12 july 2023", {(2023, 7, 12)}),
        ("july 12, 2023", {(2023, 7, 12)}),
        ("2023 july 12th", {(2023, 7, 12)}),
        ("12-jul-23", {(2023, 7, 12)}),
        ("jul 12-23", set()),  # a range
        ("jul '28", {(2028, 7, None)}),
        ("jul 28", {(None, 7, 28), (2028, 7, None)}),
        ("jul 5", {(None, 7, 5)}),
        ("jul 45", {(2045, 7, None)}),
        ("feb 30", {(None, 2, 30)}),
        ("feb 00", {(None, 2, 0), (2000, 2, None)}),
        ("summer 2026", {(2026, 22, None)}),
        ("winter 2026/27", {(2026, 24, None)}),
        ("winter 2026/28", set()),
        ("summer 2026/27", set()),
        ("q3 2026", {(2026, 35, None)}),
        ("third quarter of 2026", {(2026, 35, None)}),
        ("early july 2026", {(2026, 7, None)}),
        ("early 2027", {(2027, 33, None)}),
        ("12 blue 2023", set()),
        ("12345 july", set()),
        ("july july", set()),
        ("", set()),
    ],
)
def test_words_are_read_by_their_sequence(clean: str, found: set[tuple[int | None, int | None, int | None]]) -> None:
    assert read(clean) == found


def test_a_part_of_a_year_is_approximate_and_that_of_a_month_is_not() -> None:
    assert [each.edtf for each in readings("mid 2027", TODAY)] == ["2027-22~"]
    assert [each.edtf for each in readings("mid july 2027", TODAY)] == ["2027-07"]


@given(st.dates(date(1000, 1, 1), date(9998, 12, 31)))
def test_a_day_in_iso_form_is_read_in_one_way(day: date) -> None:
    (reading,) = readings(day.isoformat(), TODAY)
    assert reading.edtf == day.isoformat()
    assert whole(reading)
    days = exists(reading)
    assert days is not None
    assert days.earliest == days.latest == day


@given(st.text(st.sampled_from("0123456789 ./-'thjulyqsumer,"), max_size=16))
def test_anything_is_read_in_distinct_ways_or_none(clean: str) -> None:
    found = readings(clean, TODAY)
    assert all(isinstance(each, Reading) for each in found)


@pytest.mark.parametrize(
    ("reading", "complete"),
    [
        (Reading(2026), True),
        (Reading(None, 7), True),
        (Reading(None, 7, 12), True),
        (Reading(2026, None, 12), False),
        (Reading(None, None, 12), False),
        (Reading(), False),
    ],
)
def test_a_day_needs_its_month_but_a_date_may_lack_its_year(reading: Reading, complete: bool) -> None:
    assert whole(reading) is complete


def test_a_date_that_the_calendar_lacks_does_not_exist() -> None:
    leap = Reading(2028, 2, 29)
    assert exists(leap) is not None
    assert exists(leap.in_year(2027)) is None
    assert leap.in_year(2027).edtf == "2027-02-29"
