from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.editing.drafts.values import KINDS, read_day, read_value, reread_value, value_as_typed
from bot.facts.dates.edtf import parse_edtf
from bot.facts.models import DateValue, NumberValue, PersonValue, PlaceValue, Value
from bot.facts.places.gazetteer import Gazetteer
from bot.facts.typed_values import ValueKind
from tests.facts.strategies import VALUES

TODAY = date(2026, 11, 22)
GAZETTEER = Gazetteer()


def read(text: str, kind: str = "", usual: ValueKind | None = None) -> Value | None:
    value, _note, problems = read_value(text, kind, usual, TODAY, GAZETTEER)
    assert problems == []
    return value


def reread(before: Value, text: str, kind: str = "") -> tuple[Value | None, str]:
    value, note, problems = reread_value(before, text, kind, None, TODAY, GAZETTEER)
    assert problems == []
    return value, note


# -- the kind of a value


@pytest.mark.parametrize(
    ("text", "kind", "usual", "value"),
    [
        ("12 July 2027", "", "person", DateValue(edtf="2027-07-12")),
        ("3 hours", "", "person", NumberValue(amount=3, unit="hours")),
        ("Ada Marsh", "", "person", PersonValue(name="Ada Marsh")),
        ("May 2027", "person", "date", PersonValue(name="May 2027")),
        ("May 2027", " PERSON ", None, PersonValue(name="May 2027")),
        ("", "", "date", None),
    ],
)
def test_a_chosen_kind_counts_first_then_the_form_then_the_usual_kind(
    text: str, kind: str, usual: ValueKind | None, value: Value | None
) -> None:
    assert read(text, kind, usual) == value


def test_a_text_of_the_usual_kind_is_looked_up_as_a_place() -> None:
    value = read("Oslo, Norway", usual="place")
    assert isinstance(value, PlaceValue)
    assert (value.country, value.latitude is None) == ("NO", False)


def test_an_unknown_kind_is_refused_with_the_kinds_that_there_are() -> None:
    value, note, (problem,) = read_value("3 hours", "length", "number", TODAY, GAZETTEER)
    assert (value, note) == (None, "")
    assert (problem.field, problem.value) == ("kind", "“length”")
    assert all(kind in problem.remedy for kind in KINDS)


def test_an_unclear_date_is_asked_back_and_never_taken_for_the_usual_kind() -> None:
    value, _note, (problem,) = read_value("12/07/2027", "", "person", TODAY, GAZETTEER)
    assert value is None
    assert problem.field == "value"
    assert "12 July 2027 or 7 December 2027" in problem.wrong
    assert "2027-12-07" in problem.remedy


def test_an_unclear_number_is_asked_back_and_never_taken_for_the_usual_kind() -> None:
    value, _note, (problem,) = read_value("2.500 extras", "", "person", TODAY, GAZETTEER)
    assert value is None
    assert "2,500 extras" in problem.remedy


# -- a value that is typed again


DATE = DateValue(edtf="2025-05-23", region="US")
LENGTH = NumberValue(amount=163, unit="minutes")


def test_a_new_date_keeps_its_region_and_says_so() -> None:
    value, note = reread(DATE, "22 January 2027")
    assert value == DateValue(edtf="2027-01-22", region="US")
    assert note.endswith("keeps its region: US")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("22 January 2027 (UK)", DateValue(edtf="2027-01-22", region="UK")),
        ("23 May 2025", DateValue(edtf="2025-05-23")),
        ('{"kind": "date", "edtf": "2027-01-22"}', DateValue(edtf="2027-01-22")),
        ("3 hours", NumberValue(amount=3, unit="hours")),
    ],
)
def test_a_region_is_given_up_by_another_region_the_same_date_json_or_another_kind(text: str, value: Value) -> None:
    assert reread(DATE, text) == (value, "")


def test_a_bare_number_keeps_its_unit_and_says_so() -> None:
    assert reread(LENGTH, "about 170") == (
        NumberValue(amount=170, unit="minutes", approximate=True),
        "you typed only a number, so it keeps its unit: minutes",
    )


@pytest.mark.parametrize("text", ["at least 170", "over 170", "165 to 170", "165–170", "1.2 million", "2 ½", "~ 170"])
def test_bounds_ranges_and_scales_are_bare_numbers(text: str) -> None:
    value, _note = reread(LENGTH, text)
    assert isinstance(value, NumberValue)
    assert value.unit == "minutes"


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("3 hours", "", NumberValue(amount=3, unit="hours")),
        ("2027", "date", DateValue(edtf="2027")),
        ("2027-07-12", "", DateValue(edtf="2027-07-12")),
    ],
)
def test_a_unit_is_given_up_by_another_unit_or_a_date(text: str, kind: str, value: Value) -> None:
    assert reread(LENGTH, text, kind) == (value, "")


def test_a_bare_number_that_can_be_read_in_two_ways_is_asked_back() -> None:
    value, _note, (problem,) = reread_value(LENGTH, "2.500", "", None, TODAY, GAZETTEER)
    assert value is None
    assert (problem.field, "2,500 minutes" in problem.remedy) == ("value", True)


@settings(max_examples=80, deadline=None)
@given(VALUES)
def test_a_value_shown_in_a_form_is_read_back_unchanged(value: Value) -> None:
    assert reread(value, value_as_typed(value))[0] == value


# -- the day of a source or announcement


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("12 July 2026", "2026-07-12"),
        (" 2026-05 ", "2026-05"),
        ("2025-21", "2025-21"),
        ("2026?", "2026?"),
        ("May", None),
        ("yesterday", None),
        ("2024/2026", None),
        ("March to November 2024", None),
        ("12/07/2026", None),
        ("31 Feb 2026", None),
        ("3 days ago", None),
        ("12 July", None),
    ],
)
def test_a_day_is_one_full_date_with_a_number(text: str, edtf: str | None) -> None:
    assert read_day(text) == edtf


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("3 days ago", "2026-11-19"),
        ("2 months ago", "2026-09"),
        ("12 July", None),  # it would be next year's
        ("yesterday", None),  # a number is needed
        ("in 3 days", None),
        ("12 July 2030", "2030-07-12"),
    ],
)
def test_with_today_a_relative_day_is_read_unless_it_is_in_the_future(text: str, edtf: str | None) -> None:
    assert read_day(text, TODAY) == edtf


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("0123456789 -/.?~adeghijlnorsuy"), max_size=14), st.sampled_from([None, TODAY]))
def test_anything_typed_is_a_single_date_or_none(text: str, today: date | None) -> None:
    found = read_day(text, today)
    assert found is None or not parse_edtf(found).is_range
