"""Partial dates: what they cover, how they read, and what is refused."""

from __future__ import annotations

from datetime import date

import edtf
import pytest
from hypothesis import given, settings

from bot.facts.dates.edtf import Precision, in_words, parse_edtf, relation
from tests.facts.strategies import edtf_dates, edtf_values


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


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "words"),
    [
        ("2026-11-21/2027-01-03", date(2026, 11, 21), date(2027, 1, 3), "21 November 2026 to 3 January 2027"),
        ("2026-05-03/2026-05-09", date(2026, 5, 3), date(2026, 5, 9), "3 to 9 May 2026"),
        ("2026-05-03/2026-06-09", date(2026, 5, 3), date(2026, 6, 9), "3 May to 9 June 2026"),
        ("2024-03/2024-11", date(2024, 3, 1), date(2024, 11, 30), "March to November 2024"),
        ("2024-03~/2024-11~", date(2024, 3, 1), date(2024, 11, 30), "about March to November 2024"),
        ("2024-03~/2024-11", date(2024, 3, 1), date(2024, 11, 30), "about March 2024 to November 2024"),
        ("2024/2026?", date(2024, 1, 1), date(2026, 12, 31), "2024 to 2026 (not certain)"),
        ("2026-21/2026-23", date(2026, 3, 1), date(2026, 11, 30), "spring 2026 to autumn 2026"),
        ("2024/2024-11-03", date(2024, 1, 1), date(2024, 11, 3), "2024 to 3 November 2024"),
        ("2026-11-21/..", date(2026, 11, 21), date.max, "from 21 November 2026 onwards"),
        ("2026-11-21/", date(2026, 11, 21), date.max, "from 21 November 2026 to an unknown date"),
        ("../2027-01-03", date.min, date(2027, 1, 3), "up to 3 January 2027"),
        ("/2027-01-03", date.min, date(2027, 1, 3), "until 3 January 2027"),
    ],
)
def test_a_range_runs_from_its_first_to_its_last_day(text: str, earliest: date, latest: date, words: str) -> None:
    held = parse_edtf(text)
    assert (held.edtf, held.precision) == (text, Precision.INTERVAL)
    assert (held.earliest, held.latest) == (earliest, latest)
    assert in_words(held) == words


@pytest.mark.parametrize("text", ["2027-01-03/2026-11-21", "2027/2026", "2026-12/2026-11-30"])
def test_a_range_that_ends_before_it_begins_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="ends before it starts; put the earlier date first"):
        parse_edtf(text)


@settings(max_examples=150, deadline=None)
@given(text=edtf_values())
def test_ranges_agree_with_the_edtf_library(text: str) -> None:
    held = parse_edtf(text)
    assert held.earliest <= held.latest
    assert list(held.years) == sorted(held.years)
    for end in held.ends:
        assert held.earliest <= end.latest
        assert end.earliest <= held.latest
        assert parse_edtf(end.edtf) == end
    if held.is_range and not any(mark in text for mark in "?~%") and not any(end.part for end in held.ends):
        whole = edtf.parse_edtf(text)
        if held.start is not None:
            assert held.earliest == date(*whole.lower_strict()[:3])
        if held.end is not None:
            assert held.latest == date(*whole.upper_strict()[:3])
