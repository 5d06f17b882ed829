"""Partial dates: what they cover, how they read, and what is refused."""

from __future__ import annotations

from datetime import date

import edtf
import pytest
from hypothesis import given, settings

from bot.facts.dates import Precision, in_words, parse_edtf, relation
from tests.facts.strategies import edtf_dates


@pytest.mark.parametrize(
    ("text", "precision", "earliest", "latest", "words"),
    [
        ("2023-07-12", Precision.DAY, date(2023, 7, 12), date(2023, 7, 12), "12 July 2023"),
        ("2024-02", Precision.MONTH, date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        ("2026", Precision.YEAR, date(2026, 1, 1), date(2026, 12, 31), "2026"),
        ("2025-21", Precision.SEASON, date(2025, 3, 1), date(2025, 5, 31), "spring 2025"),
        ("2026-22~", Precision.SEASON, date(2026, 6, 1), date(2026, 8, 31), "about summer 2026"),
        ("2026-24", Precision.SEASON, date(2026, 12, 1), date(2027, 2, 28), "winter 2026"),
        ("2027-24", Precision.SEASON, date(2027, 12, 1), date(2028, 2, 29), "winter 2027"),
        ("2026-35?", Precision.QUARTER, date(2026, 7, 1), date(2026, 9, 30), "the third quarter of 2026 (not certain)"),
        ("2026-33~", Precision.QUARTER, date(2026, 1, 1), date(2026, 3, 31), "early 2026"),
        ("2026-36%", Precision.QUARTER, date(2026, 10, 1), date(2026, 12, 31), "late 2026 (not certain)"),
        ("2026%", Precision.YEAR, date(2026, 1, 1), date(2026, 12, 31), "about 2026 (not certain)"),
    ],
)
def test_a_partial_date(text: str, precision: Precision, earliest: date, latest: date, words: str) -> None:
    partial = parse_edtf(text)
    assert (partial.edtf, partial.precision, partial.earliest, partial.latest) == (text, precision, earliest, latest)
    assert in_words(partial) == words


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "2026-13", "2026-02-30", "2026-00", "2026-20", "2026-25", "2026-37", "0000", "2026??"),
        *(
            "2026-7-1",
            "9999-24",
            "２０２６",
            "2026-01-01T10:00",
            "2026/2027/2028",
            "../..",
            "/",
            "?",
            "-2026",
            "2026-02-31?",
            "2026\n",
        ),
    ],
)
def test_anything_else_is_refused_and_told_what_would_do(text: str) -> None:
    with pytest.raises(ValueError, match="write 2023-07-12"):
        parse_edtf(text)


@settings(max_examples=150, deadline=None)
@given(text=edtf_dates())
def test_dates_agree_with_the_edtf_library(text: str) -> None:
    partial = parse_edtf(text)
    assert partial.earliest <= partial.latest
    plain = edtf.parse_edtf(text.rstrip("?~%"))
    assert partial.earliest == date(*plain.lower_strict()[:3])
    if "-24" not in text[4:]:
        assert partial.latest == date(*plain.upper_strict()[:3])
    assert (partial.uncertain, partial.approximate) == (text[-1] in "?%", text[-1] in "~%")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("2026-11-21", "past"),
        ("2026-11-22", "now"),
        ("2026-11", "now"),
        ("2026-12", "future"),
        ("2026-23", "now"),
        ("2026-24", "future"),
        ("2025-24", "past"),
    ],
)
def test_where_a_date_lies(text: str, where: str) -> None:
    assert relation(parse_edtf(text), date(2026, 11, 22)) == where


def test_no_date_lies_nowhere() -> None:
    assert relation(None, date(2026, 11, 22)) == "unknown"
