from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.dates.edtf import OPEN
from bot.facts.dates.ranges import Cut, cuts, joined
from bot.facts.dates.readings import Reading

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("clean", "first", "last"),
    [
        ("3 may to 9 may 2026", "3 may", "9 may 2026"),
        ("3-9 may", "3", "9 may"),
        ("2024/2026", "2024", "2026"),
        ("from 3 may until 9 may", "3 may", "9 may"),
        ("between march and november", "march", "november"),
        ("zwischen marz und november", "marz", "november"),
        ("del 3 al 9 de mayo", "3", "9 de mayo"),
        ("up to 9 may", OPEN, "9 may"),
        ("until 9 may", "", "9 may"),
        ("fino al 9 maggio", "", "9 maggio"),
        ("from may 2026", "may 2026", OPEN),
        ("since may 2026", "may 2026", OPEN),
        ("may 2026 onwards", "may 2026", OPEN),
        ("2019 to present", "2019", OPEN),
        ("2019 bis heute", "2019", OPEN),
        ("may 2026 to tba", "may 2026", ""),
    ],
)
def test_a_range_is_cut_into_its_ends(clean: str, first: str, last: str) -> None:
    assert Cut(first, last) in list(cuts(clean))


@pytest.mark.parametrize("clean", ["march and november", "3 may 2026", "", "to", "may to", "to may"])
def test_what_is_no_range_is_not_cut(clean: str) -> None:
    assert [each for each in cuts(clean) if each.first and each.last] == []


def ends(first: Reading, last: Reading) -> str | None:
    found = joined(first, last, TODAY)
    return None if found is None else f"{found[0].edtf}/{found[1].edtf}"


@pytest.mark.parametrize(
    ("first", "last", "edtf"),
    [
        # a day takes the month of the other end
        (Reading(None, None, 3), Reading(2026, 5, 9), "2026-05-03/2026-05-09"),
        (Reading(2026, 5, 3), Reading(None, None, 9), "2026-05-03/2026-05-09"),
        # an end without a year takes the one that keeps the order
        (Reading(None, 11, 21), Reading(2027, 1, 3), "2026-11-21/2027-01-03"),
        (Reading(2026, 11, 21), Reading(None, 1, 3), "2026-11-21/2027-01-03"),
        (Reading(None, 3), Reading(2024, 11), "2024-03/2024-11"),
        # two years
        (Reading(2024), Reading(None, None, 26), "2024/2026"),
        (Reading(2024), Reading(None, None, 24), None),
        (Reading(2024), Reading(None, None, 20), None),
        # without a year, the next range that isn't over
        (Reading(None, 11, 20), Reading(None, 11, 22), "2026-11-20/2026-11-22"),
        (Reading(None, 11, 20), Reading(None, 11, 21), "2027-11-20/2027-11-21"),
        (Reading(None, 12, 20), Reading(None, 1, 5), "2026-12-20/2027-01-05"),
        # an end that isn't a date
        (Reading(None, None, 3), Reading(None, None, 9), None),
        (Reading(None, None, 3), Reading(None, 5), None),
        # in full, in the wrong order: the caller refuses it
        (Reading(2026, 5, 9), Reading(2026, 5, 3), "2026-05-09/2026-05-03"),
        (Reading(None, 5, 9), Reading(2026, 5, 3), "2026-05-09/2026-05-03"),
    ],
)
def test_an_end_takes_from_the_other_what_it_lacks(first: Reading, last: Reading, edtf: str | None) -> None:
    assert ends(first, last) == edtf


@given(st.dates(date(2000, 1, 1), date(2050, 12, 31)), st.integers(1, 12), st.integers(1, 12))
def test_two_months_without_a_year_are_in_order_and_not_over(today: date, one: int, two: int) -> None:
    found = joined(Reading(None, one), Reading(None, two), today)
    assert found is not None
    (first, last) = found
    assert (first.part, last.part) == (one, two)
    assert first.edtf <= last.edtf
    assert last.edtf >= f"{today:%Y-%m}"
