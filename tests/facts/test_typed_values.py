"""Values in one field: typed, read, and filled in again."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.facts.models import DateValue, NumberValue, PersonValue, PlaceValue, Value
from bot.facts.places.gazetteer import Gazetteer
from bot.facts.typed_values import ValueKind, parse_value, value_as_typed
from tests.facts.strategies import VALUES

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12 July 2023", DateValue(edtf="2023-07-12")),
        ("12 July 2023 (US)", DateValue(edtf="2023-07-12", region="US")),
        ("date: Q3", DateValue(edtf="2027-35")),
        ("TBA", None),
        ("person: TBA", None),
        ("163 min", NumberValue(amount=163, unit="minutes")),
        ("2h 43m", NumberValue(amount=163, unit="minutes")),
        ("$290-291 million", NumberValue(amount=290e6, upper=291e6, unit="USD")),
        ("about €1.5bn", NumberValue(amount=1.5e9, unit="EUR", approximate=True)),
        ("8.5 million litres", NumberValue(amount=8.5e6, unit="litres")),
        ("500 m", NumberValue(amount=500, unit="metres")),
        ("$500 m", NumberValue(amount=500e6, unit="USD")),
        ("500 m tall", NumberValue(amount=500, unit="m tall")),
        ("5m views", NumberValue(amount=5e6, unit="views")),
        ("1,234 extras", NumberValue(amount=1234, unit="extras")),
        ("13,000 to 15,000 feet", NumberValue(amount=13000, upper=15000, unit="feet")),
        ("96 %", NumberValue(amount=96, unit="%")),
        ("Ada Lovelace as the narrator", PersonValue(name="Ada Lovelace", role="the narrator")),
        ("person: Ada Lovelace (narrator)", PersonValue(name="Ada Lovelace", role="narrator")),
        ("person: Ada as Bo (cameo)", PersonValue(name="Ada", role="Bo (cameo)")),
        ("person: Ada", PersonValue(name="Ada")),
        ("Oslo, Norway", PlaceValue(name="Oslo", country="NO", latitude=59.91273, longitude=10.74609)),
        ("place: The old mill, NO (about 62.1, 6.9)",
         PlaceValue(name="The old mill", country="NO", latitude=62.1, longitude=6.9, approximate=True)),
        ("The old mill (no coordinates)", PlaceValue(name="The old mill")),
        ('{"kind": "person", "name": "TBA"}', PersonValue(name="TBA")),
    ],
)  # fmt: skip
def test_a_value_as_it_is_typed(typed: str, value: Value | None, gazetteer: Gazetteer) -> None:
    assert parse_value(typed, today=TODAY, gazetteer=gazetteer).value == value


def test_the_kind_decides_what_looks_like_nothing(gazetteer: Gazetteer) -> None:
    assert parse_value("Ada", "person", today=TODAY).value == PersonValue(name="Ada")
    unknown = parse_value("Middle of Nowhere", "place", today=TODAY, gazetteer=gazetteer)
    assert unknown.value == PlaceValue(name="Middle of Nowhere")
    assert "a place I know" in unknown.note


def test_a_name_of_several_places_says_so(gazetteer: Gazetteer) -> None:
    typed = parse_value("place: London", today=TODAY, gazetteer=gazetteer)
    assert isinstance(typed.value, PlaceValue)
    assert typed.value.country == "GB"
    assert "London, CA" in typed.note


@pytest.mark.parametrize(
    ("typed", "kind", "said"),
    [
        ("hello", None, "place: and a town"),
        ("12/07/2023", None, "could be 12 July 2023 or 7 December 2023"),
        ("163", None, "has no unit"),
        ("163", "number", "has no unit"),
        ("5-3 jumps", "number", "the smaller number first"),
        ("soonish", "date", "isn't a date I can read"),
        ('{"kind": "person"}', None, "name: is missing"),
        ("{", None, "JSON"),
        ("place: A (95, 10)", None, "90 or less"),
        ("x" * 1001, None, "too long"),
        (f"person: {'x' * 400}", None, "(the limit is 300); shorten it"),
    ],
)
def test_what_cannot_be_read_is_told_what_would_do(typed: str, kind: ValueKind | None, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        parse_value(typed, kind, today=TODAY)


@settings(max_examples=200, deadline=None)
@given(value=st.one_of(st.none(), VALUES))
def test_a_prefilled_value_is_read_back(value: Value | None) -> None:
    text = value_as_typed(value)
    assert parse_value(text, today=TODAY).value == value
    assert parse_value(text, value.kind if value else None, today=TODAY).value == value


@settings(max_examples=200, deadline=None)
@given(typed=st.one_of(st.text(max_size=30), VALUES.map(value_as_typed).map(lambda text: text[1:])))
def test_anything_typed_is_a_value_or_refused(typed: str) -> None:
    try:
        value = parse_value(typed, today=TODAY).value
    except ValueError:
        return
    assert parse_value(value_as_typed(value), today=TODAY).value == value
