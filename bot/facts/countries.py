"""Find the ISO 3166 codes of countries by the names that people use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson

from bot.data import DamagedData, places_folder
from bot.facts.folding import folded_name

OTHER_NAMES: Mapping[str, str] = {
    "uk": "GB", "great britain": "GB", "britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "usa": "US", "us": "US", "america": "US", "united states of america": "US",
    "uae": "AE", "emirates": "AE", "holland": "NL", "czech republic": "CZ", "czechia": "CZ", "korea": "KR",
    "turkiye": "TR", "turkey": "TR", "ivory coast": "CI", "vatican city": "VA", "burma": "MM",
}  # fmt: skip
"""Country codes by other names, folded."""

_LONGEST = 100


REGIONS = "regions.json"
"""Holds each country's name and three-letter code, and the states of the USA. ``tools/gazetteer.py`` writes it."""


@lru_cache(maxsize=1)
def _regions() -> Mapping[str, Any]:
    path = places_folder() / REGIONS
    try:
        read = orjson.loads(path.read_bytes())
    except (OSError, ValueError) as fault:
        raise DamagedData(path) from fault
    if not isinstance(read, dict) or not {"countries", "states"} <= read.keys():
        raise DamagedData(path)
    return read


@lru_cache(maxsize=1)
def country_names() -> Mapping[str, str]:
    """Return the English names of countries by ISO 3166 code. Reads a small file once.

    Raises:
        DamagedData: That file is missing or damaged.
    """
    return {code: name for code, (name, _) in _regions()["countries"].items()}


def us_states() -> Mapping[str, str]:
    """Return the names of the states of the USA by their codes of two letters."""
    states: Mapping[str, str] = _regions()["states"]
    return states


@lru_cache(maxsize=1)
def country_codes() -> frozenset[str]:
    """Return the codes of all countries."""
    return frozenset(country_names())


@lru_cache(maxsize=1)
def codes_by_name() -> Mapping[str, str]:
    """Return country codes by every known name, folded, including the codes of two and three letters."""
    named: dict[str, str] = {}
    for code, names in _regions()["countries"].items():
        named.update({folded_name(name): code for name in (*names, code)})
    return {**named, **OTHER_NAMES}


def suggested_country(given: str) -> str:
    """Return the code that was probably meant (``GB`` for ``UK``, ``NO`` for ``Norway``), or an empty text."""
    return codes_by_name().get(folded_name(given[:_LONGEST]), "")
