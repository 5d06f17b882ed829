"""Dates in the cells of a file, as people and spreadsheets write them: ``28/11/2026``, ``3 May 2024``."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from bot.facts.dates.edtf import parse_edtf
from bot.facts.dates.typed import UnclearDate, parse_typed_date

_OTHER_DAY = date(2000, 1, 1)


def dated(text: str, today: date) -> str | None:
    """Return the date or range that a cell says, in EDTF, or None where it says none.

    Files tell of what is past, so a date whose year would have to be guessed is not taken for the next such day.

    Raises:
        UnclearDate: it can be read in several ways, contradicts itself or says no year.
    """
    edtf = _typed(text, today)
    if edtf is None:
        return None
    ahead = parse_edtf(edtf).earliest
    if ahead is not None and ahead > today and _typed(text, _OTHER_DAY) != edtf:
        raise UnclearDate(f"{text!r} says no year; write the year, too, like 2026-03-31")
    return edtf


def day_of(text: str, today: date) -> str | None:
    """Return the one date that a cell says, in EDTF, or None where it says none, or a range.

    Raises:
        UnclearDate: as `dated`.
    """
    edtf = dated(text, today)
    return None if edtf is None or parse_edtf(edtf).is_range else edtf


def _typed(text: str, today: date) -> str | None:
    """The date that was typed; what is EDTF is read as that, since exports hold it (``2021-22`` is a summer)."""
    with suppress(ValueError):
        return parse_edtf(text.strip()).edtf
    try:
        return parse_typed_date(text, today=today)
    except UnclearDate:
        raise
    except ValueError:
        return None
