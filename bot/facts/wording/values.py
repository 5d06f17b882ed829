"""Put values and announced dates into words, for cards and change reports."""

from __future__ import annotations

from bot.facts.countries import country_names
from bot.facts.dates.edtf import in_words, parse_edtf
from bot.facts.models import AnnouncedDate, DateValue, NumberValue, PersonValue, PlaceValue, Value
from bot.facts.numbers.typed import number_words
from bot.messages import _


def value_words(value: Value | None) -> str:
    """Put a value into words: ``12 July 2023 (US)``, ``Oslo, Norway (59.9127, 10.75)``, ``163 minutes``."""
    match value:
        case None:
            return ""
        case DateValue():
            words = edtf_words(value.edtf)
            return f"{words} ({value.region})" if value.region else words
        case NumberValue():
            return number_words(value)
        case PersonValue():
            return f"{value.name} ({value.role})" if value.role else value.name
        case PlaceValue():
            return _spot_words(value)


def edtf_words(edtf: str | None) -> str:
    """Put an EDTF date into words, as precisely as it is known; return an empty text for None."""
    return "" if edtf is None else in_words(parse_edtf(edtf))


def place_words(place: PlaceValue) -> str:
    """Name a place with its country, unless the name already contains it."""
    country = country_names().get(place.country, place.country) if place.country else ""
    return place.name if country.casefold() in place.name.casefold() else f"{place.name}, {country}"


def announcement_words(entry: AnnouncedDate) -> str:
    """Say when, by whom and why a date was announced: ``announced May 2021 by a studio; reason: a clash``, or empty."""
    when = edtf_words(entry.announced)
    if when and entry.by:
        announced = _("announced {date} by {name}").format(date=when, name=entry.by)
    elif entry.by:
        announced = _("announced by {name}").format(name=entry.by)
    else:
        announced = _("announced {date}").format(date=when) if when else ""
    reason = _("reason: {why}").format(why=entry.why) if entry.why else ""
    return "; ".join(part for part in (announced, reason) if part)


def announced_words(entry: AnnouncedDate) -> str:
    """Put an announced date into words: ``23 July 2021 (announced February 2019 by the studio; reason: a clash)``."""
    words, announcement = edtf_words(entry.date), announcement_words(entry)
    return f"{words} ({announcement})" if announcement else words


def _spot_words(place: PlaceValue) -> str:
    name = place_words(place)
    if place.latitude is None or place.longitude is None:
        return _("about {place}").format(place=name) if place.approximate else name
    spot = f"{_degrees(place.latitude)}, {_degrees(place.longitude)}"
    return f"{name} ({_('about {place}').format(place=spot) if place.approximate else spot})"


def _degrees(angle: float) -> str:
    return f"{angle:.4f}".rstrip("0").rstrip(".")
