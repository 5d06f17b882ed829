"""Dates as moderators type them: no finer than typed, and refused where they can be read in two ways."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.facts.dates import parse_edtf
from bot.facts.typed_dates import LANGUAGES, date_as_typed, parse_typed_date
from tests.facts.strategies import edtf_dates

TODAY = date(2026, 11, 22)  # a Sunday


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("12 July 2023", "2023-07-12"),
        ("July 12, 2023", "2023-07-12"),
        ("Jul 12th 2023", "2023-07-12"),
        ("12-Jul-23", "2023-07-12"),
        ("12.07.2023", "2023-07-12"),
        ("13/07/2023", "2023-07-13"),
        ("07/13/2023", "2023-07-13"),
        ("05/05/2023", "2023-05-05"),
        ("2023/07/12", "2023-07-12"),
        ("2023-07-12", "2023-07-12"),
        ("July 2026", "2026-07"),
        ("july", "2027-07"),
        ("2026", "2026"),
        ("summer 2026", "2026-22"),
        ("Fall of 2026", "2026-23"),
        ("winter", "2026-24"),
        ("autumn", "2026-23"),
        ("Q3 2026", "2026-35"),
        ("2026 Q3", "2026-35"),
        ("Q3", "2027-35"),
        ("q4", "2026-36"),
        ("third quarter of 2026", "2026-35"),
        ("early 2027", "2027-33~"),
        ("mid-2027", "2027-22~"),
        ("end of 2027", "2027-36~"),
        ("about July 2026", "2026-07~"),
        ("2026?", "2026?"),
        ("12 July 2023?", "2023-07-12?"),
        ("2026-22~", "2026-22~"),
        ("tomorrow", "2026-11-23"),
        ("next friday", "2026-11-27"),
        ("in 3 days", "2026-11-25"),
        ("next month", "2026-12"),
        ("next year", "2027"),
        ("12 July", "2027-07-12"),
    ],
)
def test_what_is_typed_is_kept_no_finer(typed: str, edtf: str) -> None:
    assert parse_typed_date(typed, today=TODAY) == edtf


@pytest.mark.parametrize("typed", ["", "  ", "TBA", "tbd", "unknown", "To be announced", "?", "-"])
def test_no_date_yet(typed: str) -> None:
    assert parse_typed_date(typed, today=TODAY) is None


@pytest.mark.parametrize(
    ("language", "typed", "edtf"),
    [
        ("fr", "12 juillet 2023", "2023-07-12"),
        ("fr", "été 2026", "2026-22"),
        ("es", "12 de julio de 2023", "2023-07-12"),
        ("es", "principios de 2027", "2027-33~"),
        ("de", "12. Juli 2023", "2023-07-12"),
        ("de", "Sommer 2026", "2026-22"),
        ("de", "Ende 2027", "2027-36~"),
        ("pt", "março de 2026", "2026-03"),
        ("it", "12 luglio 2023", "2023-07-12"),
        ("ru", "12 July 2023", "2023-07-12"),
    ],
)
def test_other_languages(language: str, typed: str, edtf: str) -> None:
    assert parse_typed_date(typed, today=TODAY, language=language) == edtf


@pytest.mark.parametrize(
    "typed",
    [
        *("blah", "12:30", "5", "31 Feb 2026", "30.02.2026", "32 July 2026", "July 15-20 2026", "last week"),
        *("in 2 weeks", "2026-13", "12 July 0000", "7 12", "x" * 101, "12 July 2023 13 August 2024"),
    ],
)
def test_what_is_no_one_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="type 12 July 2023"):
        parse_typed_date(typed, today=TODAY)


def test_day_and_month_that_could_be_swapped_are_asked_back() -> None:
    with pytest.raises(ValueError, match="12 July 2023 or 7 December 2023; type it as 2023-07-12 or 2023-12-07"):
        parse_typed_date("12/07/2023", today=TODAY)


@settings(max_examples=150, deadline=None)
@given(edtf=edtf_dates())
def test_words_are_read_back(edtf: str) -> None:
    assert parse_typed_date(date_as_typed(edtf), today=TODAY) == edtf


_PARTS = [
    "12",
    "July",
    "2026",
    "friday",
    "next",
    "in",
    "of",
    "/",
    ".",
    "-",
    "Q3",
    "?",
    "~",
    "about",
    "99999",
    "ago",
    "٣",
]


@settings(max_examples=150, deadline=None)
@given(
    typed=st.one_of(st.text(max_size=20), st.lists(st.sampled_from(_PARTS), max_size=5).map(" ".join)),
    language=st.sampled_from(LANGUAGES),
)
def test_anything_typed_is_a_date_or_refused(typed: str, language: str) -> None:
    try:
        edtf = parse_typed_date(typed, today=TODAY, language=language)
    except ValueError:
        return
    assert edtf is None or parse_edtf(edtf).edtf == edtf
