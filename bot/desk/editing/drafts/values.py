"""Read the typed value of a draft, by its form or by the usual kind of its topic."""

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
from bot.messages import _, comma_list

__all__ = ["KINDS", "read_day", "read_value", "reread_value", "value_as_typed"]

KINDS: dict[str, ValueKind] = {"date": "date", "place": "place", "number": "number", "person": "person"}


def read_value(
    text: str, kind: str, usual: ValueKind | None, today: date, gazetteer: Gazetteer
) -> tuple[Value | None, str, list[Problem]]:
    """Return the typed value, a note for the moderator (or an empty text), and the problems with it.

    ``usual`` is the topic's kind, used if the text looks like neither a date nor a number. Blocks while it looks up a
    place.
    """
    chosen = KINDS.get(kind.strip().casefold())
    if kind.strip() and chosen is None:
        remedy = _("choose {kinds}, or none").format(kinds=comma_list(list(KINDS)))
        problem = Problem(_("is not a kind of value"), remedy, "kind", shortened(kind))
        return None, "", [problem]
    try:
        typed = _typed(text, chosen, usual, today, gazetteer)
    except ValueError as fault:
        return None, "", [_problem(fault)]
    return typed.value, typed.note, []


def _problem(fault: ValueError) -> Problem:
    wrong, _sign, remedy = str(fault).rpartition("; ")
    return Problem(wrong or remedy, remedy if wrong else "", "value")


def reread_value(
    before: Value, text: str, kind: str, usual: ValueKind | None, today: date, gazetteer: Gazetteer
) -> tuple[Value | None, str, list[Problem]]:
    """Read a value like `read_value`, and keep the region or unit of the previous value if it wasn't typed again.

    A new date keeps the previous region unless it names another. The same date without its region loses it. A number
    without a unit keeps the previous unit. The note says what was kept.
    """
    try:
        number = _bare_number(text, kind, before.unit) if isinstance(before, NumberValue) else None
    except UnclearNumber as fault:
        return None, "", [_problem(fault)]
    if number is not None:
        note = _("you typed only a number, so it keeps its unit: {unit}").format(unit=number.unit)
        return number, note, []
    value, note, problems = read_value(text, kind, usual, today, gazetteer)
    if not (isinstance(before, DateValue) and before.region and isinstance(value, DateValue)):
        return value, note, problems
    if value.region or value.edtf == before.edtf or text.lstrip().startswith("{"):
        return value, note, problems
    kept = _("you typed no region, so the date keeps its region: {region}").format(region=before.region)
    return value.model_copy(update={"region": before.region}), kept, problems


_BARE = re.compile(
    r"(?:(?:about|around|circa|ca\.?|~|over|under|at least|at most|up to|<|>)\s*)*"
    r"(?:[\d.,'’\s–—+½¼¾⅓⅔/-]|\bto\b)+(?:thousand|million|billion|mio|mn|bn)?",
    re.IGNORECASE,
)


def _bare_number(text: str, kind: str, unit: str) -> NumberValue | None:
    """Return a number that was typed without a unit, with this unit; None if the text is something else or a date.

    Raises:
        UnclearNumber: it has two possible readings, or contradicts itself.
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
    """Return the date when something was published or announced, in EDTF; None if it isn't a single date.

    It must contain a number, such as a year or day. Dates relative to ``today`` ("3 days ago", "12 July") are only read
    if ``today`` is given, and only if they aren't in the future. EDTF is accepted, because forms are filled in with
    it.
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
