from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.dates.readings import exists
from bot.facts.dates.relative import relative

TODAY = date(2026, 11, 22)  # a Sunday
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def read(clean: str, today: date = TODAY) -> list[str]:
    return [reading.edtf for reading in relative(clean, today)]


@pytest.mark.parametrize(
    ("clean", "days"),
    [
        ("today", 0), ("tomorrow", 1), ("yesterday", -1), ("the day after tomorrow", 2), ("vorgestern", -2),
        ("in 3 days", 3), ("in 2 weeks", 14), ("in a week", 7), ("in two weeks' time", 14), ("3 days ago", -3),
        ("2 weeks from now", 14), ("hace seis dias", -6), ("vor einer woche", -7), ("il y a trois jours", -3),
        ("in 999 days", 999),
    ],
)  # fmt: skip
def test_days_and_weeks_give_a_day(clean: str, days: int) -> None:
    assert read(clean) == [(TODAY + timedelta(days)).isoformat()]


@pytest.mark.parametrize(
    ("clean", "edtf"),
    [
        ("in 1 month", "2026-12"), ("in 2 months", "2027-01"), ("11 months ago", "2025-12"), ("in 3 years", "2029"),
        ("this month", "2026-11"), ("next month", "2026-12"), ("last month", "2026-10"), ("next year", "2027"),
        ("el mes que viene", "2026-12"), ("the last year", "2025"), ("cette annee", "2026"),
    ],
)  # fmt: skip
def test_months_and_years_give_no_day(clean: str, edtf: str) -> None:
    assert read(clean) == [edtf]


@pytest.mark.parametrize(
    ("clean", "edtf"),
    [
        ("friday", ["2026-11-27"]),
        ("this friday", ["2026-11-27"]),
        ("sunday", ["2026-11-22", "2026-11-29"]),
        ("this sunday", ["2026-11-22"]),
        ("next friday", ["2026-11-27", "2026-12-04"]),
        ("next sunday", ["2026-11-29", "2026-12-06"]),
        ("last friday", ["2026-11-20", "2026-11-13"]),
        ("last sunday", ["2026-11-15", "2026-11-08"]),
    ],
)
def test_a_weekday_has_every_day_that_it_can_mean(clean: str, edtf: list[str]) -> None:
    assert read(clean) == edtf


@pytest.mark.parametrize(
    ("clean", "today", "edtf"),
    [
        ("this summer", TODAY, ["2026-22"]),
        ("next summer", TODAY, ["2027-22"]),
        ("last summer", TODAY, ["2026-22", "2025-22"]),
        ("next summer", date(2026, 3, 1), ["2026-22", "2027-22"]),
        ("this winter", date(2027, 1, 10), ["2026-24"]),
        ("last winter", date(2027, 1, 10), ["2025-24", "2026-24"]),
        ("next winter", date(2027, 1, 10), ["2027-24", "2028-24"]),
    ],
)
def test_a_season_is_the_nearest_or_the_one_of_that_year(clean: str, today: date, edtf: list[str]) -> None:
    assert read(clean, today) == edtf


@pytest.mark.parametrize(
    "clean",
    ["", "next", "next next friday", "summer", "month", "next week", "in 7777 days", "in some days", "in 3 fridays",
     "do", "fr", "mi", "sa", "friday saturday", "12 july 2023", "next blue"],
)  # fmt: skip
def test_what_is_not_relative_to_today_gives_nothing(clean: str) -> None:
    assert read(clean) == []


@given(DAYS, st.integers(0, 999), st.sampled_from(["days", "weeks", "months", "years"]))
def test_ahead_and_back_lie_on_their_side_of_today_and_exist(today: date, number: int, unit: str) -> None:
    for clean, sign in ((f"in {number} {unit}", 1), (f"{number} {unit} ago", -1)):
        (reading,) = relative(clean, today)
        if unit == "years":
            assert reading.year == today.year + sign * number
            continue
        days = exists(reading)
        assert days is not None
        assert days.latest >= today if sign == 1 else days.earliest <= today


@given(DAYS, st.sampled_from(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]))
def test_days_of_a_weekday_are_that_weekday(today: date, name: str) -> None:
    for which in ("", "this ", "next ", "last "):
        for edtf in read(which + name, today):
            assert f"{date.fromisoformat(edtf):%A}".lower() == name
            assert abs((date.fromisoformat(edtf) - today).days) <= 14
