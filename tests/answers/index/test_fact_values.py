"""What a fact's value and dates are asked by: kinds of answer, words, years and months."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.index.fact_values import month_terms, value_kinds, value_texts, years_between, years_of
from bot.facts.models import AnnouncedDate, DateValue, Fact, NumberValue, PersonValue, PlaceValue, Value
from tests.answers.invented import fact
from tests.answers.searching import READER, read


def valued(value: Value | None, *announced: AnnouncedDate) -> Fact:
    return fact("x", "p", "release", "release", "A.", value=value, announced=announced)


def number(unit: str) -> NumberValue:
    return NumberValue(amount=3, unit=unit)


@pytest.mark.parametrize(
    ("value", "kinds"),
    [
        (None, set()),
        (DateValue(edtf="2026-05-01"), {"when"}),
        (DateValue(edtf="2026-05"), {"when"}),
        (DateValue(edtf="2026-05-01/2026-06-01"), {"when", "how_long"}),
        (DateValue(edtf="2026-05-01/.."), {"when", "how_long"}),
        (PlaceValue(name="Ghent"), {"where"}),
        (PersonValue(name="Una Prewitt"), {"who"}),
        (number("minutes"), {"how_long", "how_many"}),
        (number("Months"), {"how_long", "how_many"}),
        (number("USD"), {"how_much"}),
        (number("euros"), {"how_much"}),
        (number("jumps"), {"how_many", "how_much"}),
    ],
)
def test_each_value_gives_its_kinds_of_answer(value: Value | None, kinds: set[str]) -> None:
    assert value_kinds(valued(value)) == kinds


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        (PlaceValue(name="Ghent"), ("Ghent",)),
        (PersonValue(name="Una Prewitt", role="director"), ("Una Prewitt", "director")),
        (PersonValue(name="Una Prewitt"), ("Una Prewitt", "")),
        (DateValue(edtf="2026", region="Poland"), ("Poland",)),
        (DateValue(edtf="2026"), ("",)),
        (number("jumps"), ()),
        (None, ()),
    ],
)
def test_the_words_of_a_value_are_its_names(value: Value | None, texts: tuple[str, ...]) -> None:
    assert value_texts(valued(value)) == texts


def test_the_years_are_those_of_the_value_and_of_every_announced_date() -> None:
    moved = (AnnouncedDate(date="2024-06-14", announced="2021"), AnnouncedDate(date="2026-07-17"))
    assert years_of(valued(DateValue(edtf="2026-07-17"), *moved)) == {"#2024", "#2026"}
    assert years_of(valued(PlaceValue(name="Ghent"))) == frozenset()


@pytest.mark.parametrize(
    ("edtf", "years"),
    [
        ("2024-12/2026-01", {"#2024", "#2025", "#2026"}),
        ("2001/2020", {f"#{year}" for year in range(2001, 2021)}),
        ("2001/2021", {"#2001", "#2021"}),
    ],
)
def test_a_range_is_asked_by_all_its_years_unless_it_is_very_long(edtf: str, years: set[str]) -> None:
    assert years_of(valued(DateValue(edtf=edtf))) == years


def test_the_years_from_the_first_announcement_to_the_last_date_earn_credit() -> None:
    held = valued(
        DateValue(edtf="2026-07-17"),
        AnnouncedDate(date="2024-06-14", announced="2021-05-03"),
        AnnouncedDate(date="2026-07-17"),
    )
    earned = years_between(held)
    assert list(earned) == [f"#{year}" for year in range(2021, 2027)]
    assert all(0 < credit < 1 for credit in earned.values())


def test_without_a_known_announcement_the_years_begin_with_the_first_date() -> None:
    held = valued(DateValue(edtf="2026"), AnnouncedDate(date="2025"), AnnouncedDate(date="2026"))
    assert list(years_between(held)) == ["#2025", "#2026"]


def test_a_date_that_never_moved_has_no_years_between() -> None:
    assert years_between(valued(DateValue(edtf="2026"), AnnouncedDate(date="2026", announced="2020"))) == {}
    assert years_between(valued(DateValue(edtf="2026"))) == {}


@pytest.mark.parametrize(
    ("edtf", "days", "months"),
    [
        ("2026-05-03", {"#3"}, 1),
        ("2026-05", set(), 1),
        ("2026", set(), 0),
        ("2026-23", set(), 0),
        ("2026-05-03/2026-07", {"#3"}, 2),
        ("2026-05-03/2026-05-09", {"#3", "#9"}, 1),
        ("2026-05-03/..", {"#3"}, 1),
    ],
)
def test_months_and_days_are_those_that_the_date_names(edtf: str, days: set[str], months: int) -> None:
    terms = month_terms(valued(DateValue(edtf=edtf)), READER)
    assert {term for term in terms if term[0] == "#"} == days
    assert len(terms) == len(days) + months


@pytest.mark.xfail(reason="months are indexed as words, but questions have them as concepts", strict=True)
def test_a_date_has_the_term_that_a_question_for_its_month_has() -> None:
    assert "~month-5" in read("is it out in may 2026").terms()
    assert "~month-5" in month_terms(valued(DateValue(edtf="2026-05-03")), READER)


def test_only_a_date_has_months() -> None:
    assert month_terms(valued(PlaceValue(name="May")), READER) == frozenset()


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_is_found_by_its_year_and_its_number(day: date) -> None:
    held = valued(DateValue(edtf=f"{day}"))
    assert years_of(held) == {f"#{day.year}"}
    assert f"#{day.day}" in month_terms(held, READER)
