"""The gazetteer: towns by any of their names, told apart by country and state."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.facts.folding import folded_name
from bot.facts.models import PlaceValue
from bot.facts.places.gazetteer import Gazetteer, country_names
from bot.facts.places.villages import find_villages


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


@pytest.mark.parametrize(
    ("typed", "name", "country"),
    [
        ("Oslo", "Oslo", "NO"),
        ("oslo, NORWAY", "Oslo", "NO"),
        ("alesund", "Ålesund", "NO"),
        ("Ålesund, NO", "Ålesund", "NO"),
        ("København", "Copenhagen", "DK"),
        ("Москва", "Moscow", "RU"),
        ("venezia", "Venice", "IT"),
        ("Rome", "Rome", "IT"),
        ("Rome, Georgia", "Rome", "US"),
        ("Paris, Texas", "Paris", "US"),
        ("London, Ontario, Canada", "London", "CA"),
        ("Lauterbrunnen", "Lauterbrunnen", "CH"),
        ("st. moritz, switzerland", "St. Moritz", "CH"),
        ("Norway", "Norway", "NO"),
        ("UK", "United Kingdom", "GB"),
    ],
)
def test_the_place_most_people_mean_comes_first(gazetteer: Gazetteer, typed: str, name: str, country: str) -> None:
    best = gazetteer.find(typed)[0]
    assert (best.name, best.country) == (name, country)


def test_places_of_one_name_come_by_size(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("Portland")
    assert len(found) > 1
    assert found[0].latitude == pytest.approx(45.5, abs=0.1)
    assert gazetteer.find("Portland, Maine")[0].latitude == pytest.approx(43.7, abs=0.1)


def test_a_country_has_no_coordinates(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("norway") == [PlaceValue(name="Norway", country="NO")]


@pytest.mark.parametrize("typed", ["", ",", "Nowhereville", "Oslo, Atlantis", "x" * 300, '"name"', "geonameid", "\\"])
def test_what_is_unknown_finds_nothing(gazetteer: Gazetteer, typed: str) -> None:
    assert gazetteer.find(typed) == []


@settings(max_examples=15, deadline=None)
@given(name=st.text(min_size=2, max_size=10))
def test_any_name_may_be_looked_for_on_disk(name: str) -> None:
    assert all("latitude" in entry for entry in find_villages(name))


def test_names_are_compared_without_accents_or_points() -> None:
    assert folded_name("  São-Tomé ") == folded_name("sao tome")
    assert folded_name("Tromsø") == "tromso"


def test_countries_have_english_names() -> None:
    assert country_names()["DE"] == "Germany"
