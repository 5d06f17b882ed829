"""Whole numbers, years and months read from words and terms. Nothing here raises, whatever it is given."""

from __future__ import annotations

MOST_DIGITS = 18
"""Digits of the longest number that counts anything; what is longer is no season, year or day."""


def whole(text: str) -> int | None:
    """Return the whole number that ASCII digits alone say; None for any other text, and for a number too long."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def year_in(term: str) -> int | None:
    """Return the year that a term of a number with four digits says (``#2024``); None for any other term."""
    return (whole(term[1:]) or None) if len(term) == 5 and term[0] == "#" else None


def month_in(term: str) -> int | None:
    """Return the month, from 1 to 12, that a term says (``~month-5``); None for any other term."""
    month = whole(term.removeprefix("~month-")) if term.startswith("~month-") else None
    return month if month is not None and 1 <= month <= 12 else None


def counted(mark: str) -> int | None:
    """Return the number of a season, episode or part (``@s3``); None for a mark without one (``@s:new``)."""
    return whole(mark[2:]) if mark[:1] == "@" else None
