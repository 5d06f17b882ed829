"""The typed value of a draft: read by what it looks like, then by what its topic asks for."""

from __future__ import annotations

from datetime import date

from bot.facts.models import Value
from bot.facts.places import Gazetteer
from bot.facts.problems import Problem, shortened
from bot.facts.typed_dates import parse_typed_date
from bot.facts.typed_values import TypedValue, ValueKind, parse_value, value_as_typed

__all__ = ["KINDS", "read_day", "read_value", "value_as_typed"]

KINDS: dict[str, ValueKind] = {"date": "date", "place": "place", "number": "number", "person": "person"}

_OF_TOPIC: dict[str, ValueKind] = {
    "release": "date",
    "trailer": "date",
    "location": "place",
    "cast": "person",
    "crew": "person",
}
"""What an unmarked value of a topic is, where it looks like neither a date nor a number."""


def read_value(
    text: str, kind: str, topic: str, today: date, gazetteer: Gazetteer
) -> tuple[Value | None, str, list[Problem]]:
    """The value that was typed, a note on it for the moderator (or nothing), and what is wrong with it.

    Blocking where a place is looked up.
    """
    chosen = KINDS.get(kind.strip().casefold())
    if kind.strip() and chosen is None:
        problem = Problem("is no kind of value", f"choose {', '.join(KINDS)}, or none", "kind", shortened(kind))
        return None, "", [problem]
    try:
        typed = _typed(text, chosen, _OF_TOPIC.get(topic), today, gazetteer)
    except ValueError as fault:
        wrong, _, remedy = str(fault).rpartition("; ")
        return None, "", [Problem(wrong or remedy, remedy if wrong else "", "value")]
    return typed.value, typed.note, []


def _typed(text: str, kind: ValueKind | None, usual: ValueKind | None, today: date, gazetteer: Gazetteer) -> TypedValue:
    if kind is not None or usual is None:
        return parse_value(text, kind, today=today, gazetteer=gazetteer)
    try:
        return parse_value(text, today=today)
    except ValueError:
        return parse_value(text, usual, today=today, gazetteer=gazetteer)


def read_day(text: str) -> str | None:
    """A typed date that names a number at least (a year, a day) in EDTF, or None where it is no date."""
    if not any(sign.isdigit() for sign in text):
        return None
    try:
        return parse_typed_date(text, today=date(2000, 1, 1))
    except ValueError:
        return None
