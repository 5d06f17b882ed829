"""Read dates relative to today: ``tomorrow``, ``in 2 weeks``, ``next month``, ``Friday``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from bot.facts.dates.edtf import PartialDate
from bot.facts.dates.names import FILLERS, SEASONS, units, weekdays
from bot.facts.dates.readings import Reading, exists

_DAYS: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(("today", "hoy", "aujourd'hui", "heute", "hoje", "oggi"), 0),
        **dict.fromkeys(("tomorrow", "manana", "demain", "morgen", "amanha", "domani"), 1),
        **dict.fromkeys(("yesterday", "ayer", "hier", "gestern", "ontem", "ieri"), -1),
        **dict.fromkeys(("day after tomorrow", "the day after tomorrow", "pasado manana", "apres-demain"), 2),
        **dict.fromkeys(("ubermorgen", "depois de amanha", "dopodomani"), 2),
        **dict.fromkeys(("day before yesterday", "the day before yesterday", "anteayer", "avant-hier"), -2),
        **dict.fromkeys(("vorgestern", "anteontem", "l'altro ieri", "altro ieri"), -2),
    }
)

_NEXT = (
    "next",
    "proximo",
    "proxima",
    "prochain",
    "prochaine",
    "nachster",
    "nachsten",
    "nachstes",
    "prossimo",
    "prossima",
)
_THIS = "this", "este", "esta", "ce", "cette", "dieser", "diesen", "dieses", "diesem", "questo", "questa", "quest"
_LAST = (
    *("last", "pasado", "pasada", "dernier", "derniere", "letzter", "letzten", "letztes", "passado", "passada"),
    *("scorso", "scorsa", "vergangenen"),
)
_WHICH = {**dict.fromkeys(_NEXT, 1), **dict.fromkeys(_THIS, 0), **dict.fromkeys(_LAST, -1)}
_COMING = re.compile(r"(.+) (?:que viene|que vem|a venir)")

_COUNTS = {
    **dict.fromkeys(("a", "an", "one", "un", "una", "une", "uno", "ein", "eine", "einem", "einer", "um", "uma"), 1),
    **dict.fromkeys(("two", "dos", "deux", "zwei", "dois", "duas", "due"), 2),
    **dict.fromkeys(("three", "tres", "trois", "drei", "tre"), 3),
    **dict.fromkeys(("four", "cuatro", "quatre", "vier", "quatro", "quattro"), 4),
    **dict.fromkeys(("five", "cinco", "cinq", "funf", "cinque"), 5),
    **dict.fromkeys(("six", "seis", "sechs", "sei"), 6),
}

_COUNT = r"(?P<count>\d{1,3}|[a-z]+) (?P<unit>[a-z]+)"
_LATER = _COUNT.replace("<", "<later_")
_AHEAD = re.compile(rf"(?:in|en|dans|em|tra|fra|dentro de|daqui a) {_COUNT}(?:'? time)?|{_LATER} from (?:now|today)")
_BACK = re.compile(rf"(?:hace|il y a|vor|ha) {_COUNT}|{_LATER} (?:ago|fa|atras)")


def relative(clean: str, today: date) -> list[Reading]:
    """Return all ways to read folded text relative to today; empty if it isn't such a date.

    An offset in days or weeks gives a day, one in months or years a month or year: "in 3 months" doesn't mean a day.
    """
    if clean in _DAYS:
        return [_day(today + timedelta(_DAYS[clean]))]
    for pattern, sign in ((_AHEAD, 1), (_BACK, -1)):
        if form := pattern.fullmatch(clean):
            return _off(form["count"] or form["later_count"], form["unit"] or form["later_unit"], sign, today)
    return _pointed_at(clean, today)


def _pointed_at(clean: str, today: date) -> list[Reading]:
    """Read one thing with a word that says which: "next Friday", "the coming summer"."""
    coming = _COMING.fullmatch(clean)
    words = [word for word in re.split(r"[ ']", coming[1] if coming else clean) if word not in FILLERS]
    which = [_WHICH[word] for word in words if word in _WHICH]
    things = [word for word in words if word not in _WHICH]
    if len(things) != 1 or len(which) > 1:
        return []
    alone = 1 if coming else None
    return _named(things[0], which[0] if which else alone, today)


def _named(thing: str, which: int | None, today: date) -> list[Reading]:
    if thing in weekdays() and len(thing) > 2:
        return _weekday(weekdays()[thing], which, today)
    if which is None:
        return []
    if thing in SEASONS:
        return _season(SEASONS[thing], which, today)
    unit = units().get(thing)
    if unit == "month":
        return _months_off(which, today)
    return [Reading(today.year + which)] if unit == "year" else []


def _day(day: date) -> Reading:
    return Reading(day.year, day.month, day.day)


def _off(count: str, unit: str, sign: int, today: date) -> list[Reading]:
    number = int(count) if count.isdigit() else _COUNTS.get(count)
    kind = units().get(unit)
    if number is None or kind is None:
        return []
    number *= sign
    if kind == "month":
        return _months_off(number, today)
    if kind == "year":
        return [Reading(today.year + number)]
    return [_day(today + timedelta(number * (7 if kind == "week" else 1)))]


def _months_off(number: int, today: date) -> list[Reading]:
    year, month = divmod(today.year * 12 + today.month - 1 + number, 12)
    return [Reading(year, month + 1)]


def _weekday(names: frozenset[int], which: int | None, today: date) -> list[Reading]:
    """Read a weekday. Alone, it is the coming one. ``next Friday`` may be that one or the one after it."""
    found = []
    for number in sorted(names):
        ahead = (number - today.weekday()) % 7
        if which is None and ahead == 0:
            found += [today, today + timedelta(7)]
        elif which in (None, 0):
            found.append(today + timedelta(ahead))
        elif which == 1:
            found += [today + timedelta(ahead or 7), today + timedelta((ahead or 7) + 7)]
        else:
            found += [today - timedelta(7 - ahead), today - timedelta(14 - ahead)]
    return [_day(day) for day in found]


def _season(code: int, which: int, today: date) -> list[Reading]:
    """Read ``this summer`` as the current one or this year's, ``next summer`` as this year's or next year's."""
    dated = _seasons_near(code, today)
    if which == 0:
        now = [reading for reading, each in dated if each.earliest <= today <= each.latest]
        return now or [Reading(today.year, code)]
    ahead, over = (
        [reading for reading, each in dated if each.earliest > today],
        [reading for reading, each in dated if each.latest < today],
    )
    nearest, offset = (ahead[0], 1) if which == 1 else (over[-1], -1)
    return list(dict.fromkeys((nearest, Reading(today.year + offset, code))))


def _seasons_near(code: int, today: date) -> list[tuple[Reading, PartialDate]]:
    """Return a season in the years around today, in order, each with its days."""
    near = [Reading(year, code) for year in range(today.year - 2, today.year + 3)]
    return [(reading, days) for reading in near if (days := exists(reading)) is not None]
