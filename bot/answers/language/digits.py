"""Read whole numbers, years and months from words and terms. Nothing here raises, whatever the input."""

from __future__ import annotations

MAX_DIGITS = 18
"""Maximum number of digits. Anything longer is no season, year or day."""


def whole(text: str) -> int | None:
    """Return the integer for a text of ASCII digits; None for any other text, or a longer number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else None


def year_in(term: str) -> int | None:
    """Return the year of a four-digit number term (``#2024``); None for any other term."""
    return (whole(term[1:]) or None) if len(term) == 5 and term[0] == "#" else None


def month_in(term: str) -> int | None:
    """Return the month (1 to 12) of a month term (``~month-5``); None for any other term."""
    month = whole(term.removeprefix("~month-")) if term.startswith("~month-") else None
    return month if month is not None and 1 <= month <= 12 else None


def counted(mark: str) -> int | None:
    """Return the number of a season, episode or part term (``@s3``); None if it has none (``@s:new``)."""
    return whole(mark[2:]) if mark[:1] == "@" else None
