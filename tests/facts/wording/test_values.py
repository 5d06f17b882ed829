"""Values, places and announced dates as they are read."""

from __future__ import annotations

from bot.facts.models import AnnouncedDate, DateValue, NumberValue, PersonValue, PlaceValue
from bot.facts.wording.values import announced_words, edtf_words, place_words, value_words


def test_values_in_words() -> None:
    assert value_words(None) == ""
    assert value_words(DateValue(edtf="2027-07-12", region="US")) == "12 July 2027 (US)"
    assert value_words(DateValue(edtf="2027-07")) == "July 2027"
    assert value_words(NumberValue(amount=1, unit="weeks", approximate=True)) == "about 1 week"
    assert value_words(NumberValue(amount=290e6, upper=291e6, unit="USD")) == "$290–291 million"
    assert value_words(PersonValue(name="Ada", role="narrator")) == "Ada (narrator)"
    assert value_words(PlaceValue(name="Oslo", country="NO", latitude=59.91273, longitude=10.75)) == (
        "Oslo, Norway (59.9127, 10.75)"
    )
    assert value_words(PlaceValue(name="Norway", country="NO")) == "Norway"


def test_a_place_is_followed_by_its_country_once() -> None:
    assert place_words(PlaceValue(name="Bergen", country="NO")) == "Bergen, Norway"
    assert place_words(PlaceValue(name="Bergen, Norway", country="NO")) == "Bergen, Norway"
    assert place_words(PlaceValue(name="At sea")) == "At sea"
    assert place_words(PlaceValue.stored({"name": "Nowhere", "country": "ZZ"})) == "Nowhere, ZZ"


def test_an_announced_date_says_as_much_as_is_known() -> None:
    assert announced_words(AnnouncedDate(date="2022-05")) == "May 2022"
    assert announced_words(AnnouncedDate(date="2022", why="a strike")) == "2022 (reason: a strike)"
    assert announced_words(AnnouncedDate(date="2022", by="the studio")) == "2022 (announced by the studio)"
    assert edtf_words(None) == ""
