"""Read dates as people and spreadsheets write them in files: ``28/11/2026``, ``3 May 2024``."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from bot.facts.dates.edtf import parse_edtf
from bot.facts.dates.typed import UnclearDate, parse_typed_date
from bot.messages import _

_OTHER_DAY = date(2000, 1, 1)


def dated(text: str, today: date) -> str | None:
    """Read the date or range of a cell into EDTF, or return None if there is none.

    Files are about the past, so a date without a year isn't taken for the next such day.

    Raises:
        UnclearDate: it can be read in several ways, contradicts itself or has no year.
    """
    edtf = _typed(text, today)
    if edtf is None:
        return None
    ahead = parse_edtf(edtf).earliest
    if ahead is not None and ahead > today and _typed(text, _OTHER_DAY) != edtf:
        raise UnclearDate(_("{typed!r} has no year; add it, like 2026-03-31").format(typed=text))
    return edtf


def day_of(text: str, today: date) -> str | None:
    """Read the single date of a cell into EDTF, or return None if there is none, or a range.

    Raises:
        UnclearDate: as in `dated`.
    """
    edtf = dated(text, today)
    return None if edtf is None or parse_edtf(edtf).is_range else edtf


def _typed(text: str, today: date) -> str | None:
    """Read a typed date. EDTF comes first, since exports contain it (``2021-22`` is a summer)."""
    with suppress(ValueError):
        return parse_edtf(text.strip()).edtf
    try:
        return parse_typed_date(text, today=today)
    except UnclearDate:
        raise
    except ValueError:
        return None
