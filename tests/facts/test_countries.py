from __future__ import annotations

import re

import pytest

from bot.facts.countries import (
    OTHER_NAMES,
    codes_by_name,
    country_codes,
    country_names,
    suggested_country,
    us_states,
)


def test_countries_have_names_by_codes_of_two_letters() -> None:
    assert country_names()["DE"] == "Germany"
    assert country_codes() == set(country_names())
    assert all(re.fullmatch("[A-Z]{2}", code) for code in country_codes())


def test_states_of_the_usa_have_names() -> None:
    assert us_states()["CA"] == "California"
    assert all(re.fullmatch("[A-Z]{2}", code) for code in us_states())


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("Norway", "NO"), ("norway", "NO"), ("NOR", "NO"), ("no", "NO"), ("UK", "GB"), ("England", "GB"),
        ("USA", "US"), ("Türkiye", "TR"), ("  Great  Britain ", "GB"), ("Atlantis", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_code_that_was_probably_meant(given: str, code: str) -> None:
    assert suggested_country(given) == code


def test_only_the_start_of_a_long_text_is_looked_at() -> None:
    assert suggested_country("Norway" + " " * 200 + "x") == "NO"


def test_every_name_leads_to_a_country() -> None:
    assert set(codes_by_name().values()) == country_codes()
    assert set(OTHER_NAMES.values()) <= country_codes()
    for code, name in country_names().items():
        assert suggested_country(name) == code
