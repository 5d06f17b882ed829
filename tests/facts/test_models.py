from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.facts import limits
from bot.facts.models import (
    SHARED,
    SLUG,
    Action,
    AnnouncedDate,
    DateValue,
    Fact,
    NumberValue,
    PlaceValue,
    Production,
    Revision,
    Source,
    changed,
    server_scope,
    slug,
)
from tests.facts.strategies import facts

FACT = {"id": "a-b", "production": "a", "topic": "crew", "text": "It is."}


def refused(said: str, **fields: object) -> None:
    with pytest.raises(ValidationError, match=said):
        Fact.model_validate({**FACT, **fields})


# -- facts


@pytest.mark.parametrize("field", ["id", "production", "topic"])
@pytest.mark.parametrize("wrong", ["", "A", "a--b", "-a", "a b", "é", "a" * (limits.ID + 1)])
def test_ids_and_topics_are_slugs(field: str, wrong: str) -> None:
    refused(field, **{field: wrong})
    assert Fact.model_validate({**FACT, field: "a" * limits.ID})


def test_a_merged_fact_names_another_one() -> None:
    refused("need each other", state="merged")
    refused("need each other", merged_into="c")
    refused("merged into itself", state="merged", merged_into="a-b")
    assert Fact.model_validate({**FACT, "state": "merged", "merged_into": "c"}).merged_into == "c"


def test_only_a_servers_version_can_be_withdrawn() -> None:
    refused("only a server's version can be withdrawn", state="withdrawn")
    assert Fact.model_validate({**FACT, "state": "withdrawn", "scope": "server:1"})


def test_the_last_announced_date_is_the_current_one() -> None:
    dates = [{"date": "2024"}, {"date": "2025"}]
    refused("isn't the current date", announced_dates=dates, value={"kind": "date", "edtf": "2024"})
    for value in ({"kind": "date", "edtf": "2025"}, None, {"kind": "person", "name": "Ann"}):
        assert Fact.model_validate({**FACT, "announced_dates": dates, "value": value})


@pytest.mark.parametrize(
    ("field", "most", "entry"),
    [
        ("phrasings", limits.PHRASINGS, "x"),
        ("counterexamples", limits.COUNTEREXAMPLES, "x"),
        ("sources", limits.SOURCES, {"title": "x"}),
        ("announced_dates", limits.ANNOUNCED_DATES, {"date": "2025"}),
    ],
)
def test_lists_have_limits_that_a_store_may_exceed(field: str, most: int, entry: object) -> None:
    assert Fact.model_validate({**FACT, field: [entry] * most})
    refused("the limit is", **{field: [entry] * (most + 1)})
    assert len(getattr(Fact.stored({**FACT, field: [entry] * (most + 1)}), field)) == most + 1


@pytest.mark.parametrize("revision", [0, -1, 1.5, "2", True])
def test_revisions_count_from_1(revision: object) -> None:
    refused("revision", revision=revision)


@pytest.mark.parametrize("scope", ["", "server:", "server:x", "server:" + "1" * 21, "Shared"])
def test_a_scope_is_shared_or_a_servers(scope: str) -> None:
    refused("scope", scope=scope)
    assert Fact.model_validate({**FACT, "scope": server_scope("1" * 20)}).key == (f"server:{'1' * 20}", "a-b")
    assert Fact.model_validate(FACT).key == (SHARED, "a-b")


def test_models_are_frozen_and_refuse_unknown_fields() -> None:
    refused("mood", mood="good")
    with pytest.raises(ValidationError, match="frozen"):
        Fact.model_validate(FACT).text = "x"  # type: ignore[misc]


@given(facts())
def test_a_fact_survives_its_document(fact: Fact) -> None:
    assert Fact.stored(fact.model_dump(mode="json")) == fact


# -- values, sources, revisions


@pytest.mark.parametrize("latitude", [-90.5, 90.5, True, "1", float("nan")])
def test_coordinates_are_numbers_on_earth(latitude: object) -> None:
    with pytest.raises(ValidationError, match="latitude"):
        PlaceValue.model_validate({"name": "x", "latitude": latitude, "longitude": 1.0})


def test_coordinates_come_in_pairs() -> None:
    with pytest.raises(ValidationError, match="only one of latitude and longitude"):
        PlaceValue(name="x", latitude=1.0)
    assert PlaceValue(name="x", latitude=-90.0, longitude=180.0)


def test_a_range_is_in_order_and_has_no_bound() -> None:
    assert NumberValue(amount=3.0, upper=3.0, unit="x")
    with pytest.raises(ValidationError, match="smaller than amount"):
        NumberValue(amount=3.0, upper=2.9, unit="x")
    with pytest.raises(ValidationError, match="can't both be set"):
        NumberValue(amount=3.0, upper=4.0, unit="x", bound="over")


@pytest.mark.parametrize("amount", [float("inf"), float("nan"), "3", True])
def test_an_amount_is_a_finite_number(amount: object) -> None:
    with pytest.raises(ValidationError, match="amount"):
        NumberValue.model_validate({"amount": amount, "unit": "x"})


def test_only_values_and_announced_dates_may_be_ranges() -> None:
    span = "2024-03/2024-11"
    assert DateValue(edtf=span).edtf == AnnouncedDate(date=span).date == span
    with pytest.raises(ValidationError, match="is a range; write a single date"):
        Source(title="x", date=span)
    with pytest.raises(ValidationError, match="is a range; write a single date"):
        AnnouncedDate(date="2024", announced=span)
    with pytest.raises(ValidationError, match="edtf"):
        DateValue(edtf="soon")


def test_the_time_of_a_revision_has_a_zone() -> None:
    fields = {"change": "c", "fact": FACT, "action": Action.ADD, "by": "cli:x"}
    assert Revision.model_validate({**fields, "at": datetime(2026, 1, 1, tzinfo=UTC)})
    with pytest.raises(ValidationError, match="has no time zone"):
        Revision.model_validate({**fields, "at": datetime(2026, 1, 1)})  # noqa: DTZ001


# -- slugs and changes


@pytest.mark.parametrize(
    ("text", "made"),
    [("Cast & Crew", "cast-crew"), (" The  Pier! ", "the-pier"), ("é", ""), ("", ""), ("Zoë 2", "zo-2")],
)
def test_a_slug_of_a_text(text: str, made: str) -> None:
    assert slug(text) == made


@given(st.text(max_size=300))
def test_a_slug_is_empty_or_an_id(text: str) -> None:
    made = slug(text * 2)
    assert len(made) <= limits.ID
    assert not made or re.fullmatch(SLUG, made)


def test_what_a_store_held_may_exceed_the_limits_but_what_is_entered_may_not() -> None:
    long = "x" * (limits.TITLE + 1)
    told = {"id": "a", "title": long, "aliases": ("b",)}
    assert changed(Production, told, {"title"}).title == long
    with pytest.raises(ValidationError, match="title"):
        changed(Production, told, {"aliases"})
    with pytest.raises(ValidationError, match="aliases"):
        changed(Production, {**told, "aliases": (long,)}, {"title"})
