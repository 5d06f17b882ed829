"""The shipped names of months, weekdays and units are what the tool makes from dateparser's."""

from __future__ import annotations

import orjson

from bot.data import lexicon_folder
from bot.facts.dates.names import DATE_NAMES, months, units, weekdays
from tools.date_names import date_names


def test_the_shipped_names_are_those_of_the_source() -> None:
    assert orjson.loads((lexicon_folder() / DATE_NAMES).read_bytes()) == date_names(), "run tools.date_names"


def test_names_are_read_from_the_shipped_file() -> None:
    assert months()["marz"] == months()["march"] == months()["maerz"] == 3
    assert weekdays()["mon"] == {0}
    assert units()["semanas"] == "week"
