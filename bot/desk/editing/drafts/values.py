"""The typed value of a draft: read by what it looks like, then by what its topic asks for."""

from __future__ import annotations

import re
from datetime import date

from bot.facts.dates.edtf import parse_edtf
from bot.facts.dates.typed import UnclearDate, parse_typed_date
from bot.facts.models import DateValue, NumberValue, Value
from bot.facts.numbers.typed import UnclearNumber, parse_number
from bot.facts.places.gazetteer import Gazetteer
from bot.facts.problems import Problem, shortened
from bot.facts.typed_values import TypedValue, ValueKind, parse_value, value_as_typed

__all__ = ["KINDS", "read_day", "read_value", "read_value_anew", "value_as_typed"]

KINDS: dict[str, ValueKind] = {"date": "date", "place": "place", "number": "number", "person": "person"}


def read_value(
    text: str, kind: str, usual: ValueKind | None, today: date, gazetteer: Gazetteer
) -> tuple[Value | None, str, list[Problem]]:
    """The value that was typed, a note on it for the moderator (or nothing), and what is wrong with it.

    ``usual`` is the kind where the text looks like neither a date nor a number; a topic says which.
    Blocking where a place is looked up.
    """
    chosen = KINDS.get(kind.strip().casefold())
    if kind.strip() and chosen is None:
        problem = Problem("is no kind of value", f"choose {', '.join(KINDS)}, or none", "kind", shortened(kind))
        return None, "", [problem]
    try:
        typed = _typed(text, chosen, usual, today, gazetteer)
    except ValueError as fault:
        return None, "", [_problem(fault)]
    return typed.value, typed.note, []


def _problem(fault: ValueError) -> Problem:
    wrong, _, remedy = str(fault).rpartition("; ")
    return Problem(wrong or remedy, remedy if wrong else "", "value")


def read_value_anew(
    before: Value, text: str, kind: str, usual: ValueKind | None, today: date, gazetteer: Gazetteer
) -> tuple[Value | None, str, list[Problem]]:
    """As `read_value`, where a value stood before: what it held for, and nobody typed anew, is taken over.

    A new date keeps the region of the one before, unless it names another; the same date typed without its region
    loses it. A number alone keeps its unit. The note says what was taken over.
    """
    try:
        number = _bare_number(text, kind, before.unit) if isinstance(before, NumberValue) else None
    except UnclearNumber as fault:
        return None, "", [_problem(fault)]
    if number is not None:
        return number, f"a number alone was typed, so it keeps its unit, {number.unit}", []
    value, note, problems = read_value(text, kind, usual, today, gazetteer)
    if not (isinstance(before, DateValue) and before.region and isinstance(value, DateValue)):
        return value, note, problems
    if value.region or value.edtf == before.edtf or text.lstrip().startswith("{"):
        return value, note, problems
    kept = f"no region was typed, so the date keeps its own, {before.region}"
    return value.model_copy(update={"region": before.region}), kept, problems


_BARE = re.compile(
    r"(?:(?:about|around|circa|ca\.?|~|over|under|at least|at most|up to|<|>)\s*)*"
    r"(?:[\d.,'’\s–—+½¼¾⅓⅔/-]|\bto\b)+(?:thousand|million|billion|mio|mn|bn)?",
    re.IGNORECASE,
)


def _bare_number(text: str, kind: str, unit: str) -> NumberValue | None:
    """A number that was typed without a unit, in this one; None where it is no such number, or is meant as a date.

    Raises:
        UnclearNumber: it can be read in two ways, or contradicts itself.
    """
    if KINDS.get(kind.strip().casefold(), "number") != "number" or not _BARE.fullmatch(text.strip()):
        return None
    try:
        return parse_number(f"{text.strip()} {unit}")
    except UnclearNumber:
        raise
    except ValueError:
        return None


def _typed(text: str, kind: ValueKind | None, usual: ValueKind | None, today: date, gazetteer: Gazetteer) -> TypedValue:
    if kind is not None or usual is None:
        return parse_value(text, kind, today=today, gazetteer=gazetteer)
    try:
        return parse_value(text, today=today)
    except (UnclearDate, UnclearNumber):
        raise
    except ValueError:
        return parse_value(text, usual, today=today, gazetteer=gazetteer)


def read_day(text: str, today: date | None = None) -> str | None:
    """The one date on which something was published or announced, in EDTF, or None where it is no one date.

    It names a number at least (a year, a day). What depends on ``today`` ("3 days ago", "12 July") counts only where
    that is given, and not where it would lie ahead. What is EDTF already is read as that, since forms are filled in
    with it.
    """
    if not any(sign.isdigit() for sign in text):
        return None
    try:
        read = parse_edtf(text.strip())
    except ValueError:
        fixed, other = (_typed_date(text, day) for day in (date(2000, 1, 1), date(2001, 6, 5)))
        edtf = fixed if fixed == other else _typed_date(text, today) if today is not None else None
        if edtf is None or (fixed != other and today is not None and parse_edtf(edtf).earliest > today):
            return None
        read = parse_edtf(edtf)
    return None if read.is_range else read.edtf


def _typed_date(text: str, today: date) -> str | None:
    try:
        return parse_typed_date(text, today=today)
    except ValueError:
        return None
