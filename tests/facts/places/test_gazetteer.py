"""The gazetteer: towns by any of their names, told apart by country and state."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.facts.folding import folded_name
from bot.facts.models import PlaceValue
from bot.facts.places.gazetteer import MOST, Gazetteer


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


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec=None), max_size=20))
def test_any_text_may_be_looked_for(gazetteer: Gazetteer, text: str) -> None:
    assert len(gazetteer.find(text)) <= MOST


def test_threads_may_look_for_places_at_once() -> None:
    names = ["Oslo", "Lauterbrunnen", "Москва", "Paris, Texas", "Norway", "Nowhereville"] * 5
    alone = [Gazetteer().find(name) for name in names]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(Gazetteer().find, names)) == alone


def test_both_towns_and_states_count_where_they_share_a_name(gazetteer: Gazetteer) -> None:
    first, second = gazetteer.find("Georgia")[0], gazetteer.find("Savannah, Georgia")[0]
    assert (first.name, first.latitude) == ("Georgia", None)
    assert (second.country, round(second.latitude or 0)) == ("US", 32)


def test_names_are_compared_without_accents_or_points() -> None:
    assert folded_name("  São-Tomé ") == folded_name("sao tome")
    assert folded_name("Tromsø") == "tromso"
