"""Read a fact's value from one text field, and write the text that fills the field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from bot.facts import limits
from bot.facts.dates.typed import UnclearDate, date_as_typed, parse_typed_date, says_none
from bot.facts.models import DateValue, NumberValue, PersonValue, PlaceValue, Value
from bot.facts.numbers.typed import UnclearNumber, is_surely_number, number_words, parse_number
from bot.facts.places.gazetteer import Gazetteer
from bot.facts.problems import explain
from bot.messages import N_, _, pgettext, speaking, translated, translations

ValueKind = Literal["date", "place", "number", "person"]

REMEDY = N_(
    "type a date (12 July 2023), a number with its unit (163 minutes), "
    "place: and a town (place: Oslo, Norway), or person: and a name (person: Ada Lovelace as narrator)"
)

_ANY: TypeAdapter[Value] = TypeAdapter(Value)
_PREFIX = re.compile(r"(date|place|number|person)\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_REGION = re.compile(r"(.+?)\s*\(([^()]+)\)", re.DOTALL)
_ROLE = re.compile(
    r"(?P<name>(?:(?!\sas\s)[^()])+?)\s*\((?P<role>[^()]+)\)|(?P<player>.+?)\s+as\s+(?P<part>.+)", re.DOTALL
)
_DEGREES = r"-?\d{1,3}(?:\.\d+)?(?:e-?\d+)?"
_PLACE = re.compile(
    rf"(?P<name>[^()]+?)(?:\s*,\s*(?P<country>[A-Z]{{2}}))?"
    rf"\s*\((?:(?P<about>about\s+)?(?P<latitude>{_DEGREES})\s*,\s*(?P<longitude>{_DEGREES})|"
    rf"(?P<roughly>roughly,\s*)?no coordinates)\)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class TypedValue:
    """The value that was typed, or None; ``note`` is a hint for the moderator."""

    value: Value | None
    note: str = ""


def parse_value(
    text: str,
    kind: ValueKind | None = None,
    *,
    today: date,
    gazetteer: Gazetteer | None = None,
) -> TypedValue:
    """Read a value: date, place, number or person. ``TBA`` or nothing is no value.

    A prefix such as ``place:`` decides the kind, else ``kind``, else what the text looks like. Looking up a place
    blocks: call it in a thread.

    Raises:
        ValueError: it can't be read; the message says what would be accepted.
    """
    text = text.strip()
    if len(text) > limits.VALUE:
        raise _unreadable(_("{typed!r} is too long for a value"), f"{text[:40]}…")
    if text.startswith("{"):
        return TypedValue(_exact(text))
    prefix = _PREFIX.fullmatch(text)
    chosen = prefix[1].lower() if prefix else kind
    body = prefix[2] if prefix else text
    if says_none(body):
        return TypedValue(None)
    try:
        return _of_kind(body, chosen, today, gazetteer)
    except ValidationError as fault:
        raise ValueError("; ".join(problem.sentence() for problem in explain(fault))) from fault


def _of_kind(body: str, kind: str | None, today: date, gazetteer: Gazetteer | None) -> TypedValue:
    match kind:
        case "date":
            return TypedValue(_date(body, today))
        case "number":
            return TypedValue(parse_number(body))
        case "person":
            return TypedValue(_person(body))
        case "place":
            return _place(body, gazetteer)
    return _guessed(body, today, gazetteer)


def _guessed(body: str, today: date, gazetteer: Gazetteer | None) -> TypedValue:
    """Recognize dates and numbers by themselves, places and persons only by a sign such as ``as``."""
    number, unclear = _maybe_number(body)
    if number is not None and is_surely_number(number):
        return TypedValue(number)
    try:
        return TypedValue(_date(body, today))
    except UnclearDate:
        raise
    except ValueError:
        pass  # not a date: perhaps something else
    if number is not None:
        return TypedValue(number)
    if unclear is not None:
        raise unclear
    if re.fullmatch(r"[\d.,\s-]+", body):
        return TypedValue(parse_number(body))  # raises, and says what is missing
    if re.search(r"\S\s+as\s+\S", body):
        return TypedValue(_person(body))
    if _PLACE.fullmatch(body) or (gazetteer is not None and gazetteer.find(body)):
        return _place(body, gazetteer)
    raise _unreadable(_("{typed!r} isn't a value I can read"), body[:60])


def _unreadable(wrong: str, typed: str) -> ValueError:
    return ValueError(_("{problem}; {remedy}").format(problem=wrong.format(typed=typed), remedy=translated(REMEDY)))


def _maybe_number(body: str) -> tuple[NumberValue | None, UnclearNumber | None]:
    """Return the number, or why it can't be stored; neither if it isn't a number."""
    try:
        return parse_number(body), None
    except UnclearNumber as fault:
        return None, fault
    except ValueError:
        return None, None


def _exact(text: str) -> Value:
    try:
        return _ANY.validate_json(text)
    except ValidationError as fault:
        raise ValueError("; ".join(problem.sentence() for problem in explain(fault)) or translated(REMEDY)) from fault


def _date(body: str, today: date) -> DateValue | None:
    try:
        edtf, region = parse_typed_date(body, today=today), None
    except ValueError:
        form = _REGION.fullmatch(body)
        if form is None:
            raise
        edtf, region = parse_typed_date(form[1], today=today), form[2]
    return None if edtf is None else DateValue(edtf=edtf, region=region)


def _person(body: str) -> PersonValue:
    form = _ROLE.fullmatch(body)
    if form is None:
        return PersonValue(name=body)
    return PersonValue(name=form["name"] or form["player"], role=form["role"] or form["part"])


def _place(body: str, gazetteer: Gazetteer | None) -> TypedValue:
    if form := _PLACE.fullmatch(body):
        latitude, longitude = form["latitude"], form["longitude"]
        return TypedValue(
            PlaceValue(
                name=form["name"],
                country=form["country"],
                latitude=None if latitude is None else float(latitude),
                longitude=None if longitude is None else float(longitude),
                approximate=bool(form["about"] or form["roughly"]),
            )
        )
    found = [] if gazetteer is None else gazetteer.find(body)
    if not found:
        note = _("{place!r} isn't a place I know, so it is stored without coordinates").format(place=body)
        return TypedValue(PlaceValue(name=body), note)
    others = pgettext("choices", ", ").join(
        place_name(place) for place in found[1:4] if place.country != found[0].country
    )
    note = _("there is also {places}; add the country if you meant that").format(places=others) if others else ""
    return TypedValue(found[0], note)


def place_name(place: PlaceValue) -> str:
    """Write a place as it is typed: ``Oslo, NO``."""
    return f"{place.name}, {place.country}" if place.country else place.name


def value_as_typed(value: Value | None) -> str:
    """Write a value as text that ``parse_value`` reads back to an equal value, without a gazetteer or a given kind.

    It is in English words if these express the whole value, else the value's JSON. Forms and files hold these words,
    so they are the same in every language.
    """
    if value is None:
        return ""
    with speaking(translations("en")):
        words = _words(value)
    try:
        same = parse_value(words, today=date(2000, 1, 1)).value == value
    except ValueError:
        same = False
    return words if same else value.model_dump_json()


def _words(value: Value) -> str:
    match value:
        case DateValue():
            typed = date_as_typed(value.edtf)
            return f"{typed} ({value.region})" if value.region else typed
        case NumberValue():
            return number_words(value)
        case PersonValue():
            return f"person: {value.name} ({value.role})" if value.role else f"person: {value.name}"
        case PlaceValue():
            return f"place: {place_name(value)} ({_coordinates(value)})"


def _coordinates(place: PlaceValue) -> str:
    if place.latitude is None:
        return "roughly, no coordinates" if place.approximate else "no coordinates"
    return f"{'about ' if place.approximate else ''}{place.latitude!r}, {place.longitude!r}"
