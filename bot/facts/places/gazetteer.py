"""The gazetteer: towns, states and countries by the names people give them, from GeoNames."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.data import places_folder
from bot.facts.countries import codes_by_name, country_names, us_states
from bot.facts.folding import folded_name
from bot.facts.models import PlaceValue
from bot.facts.places.archive import Archive, Section
from bot.facts.places.villages import PLACES, find_villages, numbers_in

__all__ = ["MOST", "TOWNS", "Gazetteer", "Town", "country_names", "town"]

MOST = 10
"""How many places of one name are told apart."""

TOWNS = "towns"
"""Section of the archive: numbers of places of 15,000 people and more, by their own name, folded."""


@dataclass(frozen=True, slots=True)
class Town:
    """A place of the gazetteer with what ranks it: its own name before others, then its people."""

    name: str
    country: str
    state: str
    latitude: float
    longitude: float
    population: int

    def value(self) -> PlaceValue:
        """The place as a fact's value; the coordinates are those of its middle."""
        return PlaceValue(name=self.name, country=self.country, latitude=self.latitude, longitude=self.longitude)


def town(line: str) -> Town:
    """Read a town from its line in the archive."""
    name, country, state, latitude, longitude, population = line.split("\t")
    return Town(name, country, state, float(latitude), float(longitude), int(population))


class Gazetteer:
    """Finds places by name; make one and hand it in. Nothing is read before the first use.

    Towns of 15,000 people and more are found by their own names without regard to case and accents; where there is
    none, smaller places and names in other languages are found by their usual spellings. A look-up reads a few
    compressed blocks from disk, which takes a millisecond or two, and the first one some tens, because it verifies the
    file: call ``find`` in a thread. Safe to call from several.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Prepare to read the places that ship with Callsheet, or those in another folder."""
        self._folder = folder
        self._lock = threading.Lock()
        self._read: Mapping[str, Section] | None = None
        self._states: dict[str, str] = {}

    def find(self, text: str) -> list[PlaceValue]:
        """Places called ``text``, best first: ``Oslo``, ``oslo, norway``, ``Norway``, ``Portland, Maine``.

        A country has no coordinates. An unknown name gives an empty list.

        Raises:
            DamagedData: The file of places is missing or damaged.
        """
        if not folded_name(text) or len(text) > 200:
            return []
        self._load()
        country = codes_by_name().get(folded_name(text))
        if country is not None:
            named = self._towns(text)
            return [PlaceValue(name=country_names()[country], country=country), *_values(named, text)][:MOST]
        found = self._towns(text) or self._villages(text)
        if not found and "," in text:
            name, region = text.partition(",")[0].strip(), text.rpartition(",")[2]
            found, text = self._inside(name, folded_name(region)), name
        return _values(found, text)[:MOST]

    def _inside(self, name: str, region: str) -> list[Town]:
        code, state = codes_by_name().get(region), self._states.get(region)
        if code is None and state is None:
            return []
        for candidates in (self._towns, self._villages):
            inside = [found for found in candidates(name) if _within(found, code, state)]
            if inside:
                return inside
        return []

    def _towns(self, name: str) -> list[Town]:
        sections = self._load()
        numbers = numbers_in(sections[TOWNS].find(folded_name(name)).values())
        return [town(line) for line in sections[PLACES].lines(numbers)]

    def _villages(self, name: str) -> list[Town]:
        return [town(line) for line in find_villages(self._load(), name)]

    def _load(self) -> Mapping[str, Section]:
        with self._lock:
            if self._read is None:
                archive = Archive(self._folder or places_folder())
                archive.verify()
                for code, state in us_states().items():
                    self._states[folded_name(state)] = self._states[code.lower()] = code
                self._read = archive.sections
            return self._read


def _values(towns: Iterable[Town], name: str) -> list[PlaceValue]:
    """By people; an own name counts as four times as many, because most people mean the large town."""
    wanted = folded_name(name)

    def rank(found: Town) -> tuple[float, str, str, float]:
        weight = 4 if folded_name(found.name) == wanted else 1
        return (-found.population * weight, found.name, found.country, found.latitude)

    return [found.value() for found in sorted(towns, key=rank)]


def _within(found: Town, code: str | None, state: str | None) -> bool:
    return found.country == code or (found.country == "US" and found.state == state)
