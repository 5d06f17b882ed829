"""Write ``data/lexicon/date_names.json``: ``python -m tools.date_names``.

The names of months, weekdays and units in six languages are those that dateparser has from the Unicode CLDR. Importing
it takes as long as reading all facts, so the bot reads this file instead.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from dateparser.languages.loader import default_loader  # type: ignore[import-untyped]

from bot.data import lexicon_folder
from bot.facts.dates.names import DATE_NAMES, LANGUAGES, folded

_MONTHS = tuple(name.lower() for name in calendar.month_name[1:])
_WEEKDAYS = tuple(name.lower() for name in calendar.day_name)
_UNITS = ("day", "week", "month", "year")
_MORE_MONTHS = {"maerz": 3}


def date_names() -> dict[str, Any]:
    """Return the numbers of months, the weekdays (Monday is 0) and the units that each folded name stands for.

    Some names of weekdays stand for two. Units of a single letter are left out.
    """
    languages = [default_loader.get_locale(language).info for language in LANGUAGES]
    weekdays: dict[str, set[int]] = {}
    for names in languages:
        for number, name in enumerate(_WEEKDAYS):
            for word in _folded_all(names[name]):
                weekdays.setdefault(word, set()).add(number)
    return {
        "months": _months(languages) | _MORE_MONTHS,
        "weekdays": {word: sorted(numbers) for word, numbers in weekdays.items()},
        "units": {
            word: unit for names in languages for unit in _UNITS for word in _folded_all(names[unit]) if len(word) > 1
        },
    }


def _months(languages: Iterable[Mapping[str, list[str]]]) -> dict[str, int]:
    return {
        word: number for names in languages for number, key in enumerate(_MONTHS, 1) for word in _folded_all(names[key])
    }


def _folded_all(names: Iterable[str]) -> list[str]:
    return [folded(name).rstrip(".") for name in names]


def main() -> None:
    """Write the file."""
    path = lexicon_folder() / DATE_NAMES
    path.write_bytes(orjson.dumps(date_names(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


if __name__ == "__main__":
    main()
