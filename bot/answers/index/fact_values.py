"""Derive from a fact's value and dates what it is asked by: kinds of answer, words, years and months."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answers.parsing.parser import Reader
from bot.facts.dates.edtf import parse_edtf
from bot.facts.models import DateValue, Fact, NumberValue, PersonValue, PlaceValue

_LENGTHS = frozenset(("minute", "minutes", "hour", "hours", "second", "seconds", "day", "days", "week", "weeks"))
_LENGTHS_LONG = frozenset(("month", "months", "year", "years", "min", "mins", "s", "h"))
_MONEY = frozenset(("usd", "eur", "gbp", "dollar", "dollars", "euro", "euros", "pounds sterling", "yen", "cad", "aud"))


def value_kinds(fact: Fact) -> set[str]:
    """Return the kinds of answer that a fact's value gives."""
    match fact.value:
        case DateValue(edtf=edtf):
            return {"when", "how_long"} if parse_edtf(edtf).is_range else {"when"}
        case PlaceValue():
            return {"where"}
        case PersonValue():
            return {"who"}
        case NumberValue(unit=unit):
            unit = unit.casefold()
            if unit in _LENGTHS | _LENGTHS_LONG:
                return {"how_long", "how_many"}
            return {"how_much"} if unit in _MONEY else {"how_many", "how_much"}
        case _:
            return set()


def value_texts(fact: Fact) -> tuple[str, ...]:
    """Return the words of a fact's value."""
    match fact.value:
        case PlaceValue(name=name):
            return (name,)
        case PersonValue(name=name, role=role):
            return (name, role or "")
        case DateValue(region=region):
            return (region or "",)
        case _:
            return ()


def years_of(fact: Fact) -> frozenset[str]:
    """Return the years of all dates of a fact, as terms."""
    dates = [fact.value.edtf] if isinstance(fact.value, DateValue) else []
    dates += [announced.date for announced in fact.announced_dates]
    return frozenset(f"#{year:04}" for text in dates for year in _years_within(text))


def _years_within(edtf: str) -> Iterable[int]:
    """Return all years of a date or range; only the first and last year of a very long range."""
    years = parse_edtf(edtf).years
    return years if len(years) <= _MAX_YEARS else (years[0], years[-1])


_MAX_YEARS = 20


def years_between(fact: Fact) -> dict[str, float]:
    """Return credits for the years between the announcements of a date: "what was the date in 2021?" """
    if len(fact.announced_dates) < 2:
        return {}
    first = next((entry.announced for entry in fact.announced_dates if entry.announced), fact.announced_dates[0].date)
    last = fact.announced_dates[-1].date
    return {f"#{year}": 0.8 for year in range(parse_edtf(first).year, parse_edtf(last).year + 1)}


def month_terms(fact: Fact, reader: Reader) -> frozenset[str]:
    """Return the months and days that a date, or both ends of a range, are asked by."""
    if not isinstance(fact.value, DateValue):
        return frozenset()
    terms: set[str] = set()
    for date in parse_edtf(fact.value.edtf).ends:
        if date.precision.value in ("day", "month"):
            terms.add(reader.norm(date.earliest.strftime("%B").lower()))
        if date.precision.value == "day":
            terms.add(f"#{date.earliest.day}")
    return frozenset(terms)
