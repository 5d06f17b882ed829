from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.cards.relative_dates import Relation, when

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("edtf", "relation", "distance"),
    [
        ("2026-11-22", Relation.CURRENT, "today"),
        ("2026-11-23", Relation.FUTURE, "tomorrow"),
        ("2026-11-21", Relation.PAST, "yesterday"),
        ("2026-12-04", Relation.FUTURE, "in 12 days"),
        ("2026-12-06", Relation.FUTURE, "in 2 weeks"),
        ("2026-12-15", Relation.FUTURE, "in about 3 weeks"),
        ("2027-02-22", Relation.FUTURE, "in 3 months"),
        ("2027-03-01", Relation.FUTURE, "in about 3 months"),
        ("2023-07-12", Relation.PAST, "about 3 years and 4 months ago"),
        ("2024-11-22", Relation.PAST, "2 years ago"),
        ("2026-11", Relation.CURRENT, "this month"),
        ("2026-12", Relation.FUTURE, "next month"),
        ("2026-10", Relation.PAST, "last month"),
        ("2027-05", Relation.FUTURE, "in 6 months"),
        ("2026", Relation.CURRENT, "this year"),
        ("2027", Relation.FUTURE, "next year"),
        ("2020", Relation.PAST, "6 years ago"),
        ("2026-23", Relation.CURRENT, "this season"),
        ("2027-22", Relation.FUTURE, "in 7 months"),
        ("2026-36", Relation.CURRENT, "this quarter"),
        ("2030-21", Relation.FUTURE, "in about 4 years"),
        ("2027?", Relation.FUTURE, ""),
        ("2027-05-23~", Relation.FUTURE, ""),
    ],
)
def test_distance_of_a_date(edtf: str, relation: Relation, distance: str) -> None:
    shown = when(edtf, TODAY)
    assert (shown.relation, shown.distance) == (relation, distance)


def test_only_a_certain_day_has_a_timestamp() -> None:
    assert when("2023-07-12", TODAY).timestamp == int(datetime(2023, 7, 12, 10, 30, tzinfo=UTC).timestamp())
    for vague in ("2023-07", "2023", "2025-21", "2023-07-12?", "2023-07-12~"):
        assert when(vague, TODAY).timestamp is None


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-630, 809))
def test_a_timestamp_is_the_same_day_from_hawaii_to_new_zealand_in_summer(day: date, minutes: int) -> None:
    stamp = when(day.isoformat(), TODAY).timestamp
    assert stamp is not None
    there = datetime.fromtimestamp(stamp, UTC).astimezone(timezone(timedelta(minutes=minutes)))
    assert there.date() == day


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from(["%Y-%m-%d", "%Y-%m", "%Y"]))
def test_words_never_contradict_the_calendar(day: date, form: str) -> None:
    shown = when(day.strftime(form), TODAY)
    past = shown.distance.endswith("ago") or shown.distance.startswith(("last", "yesterday"))
    future = shown.distance.startswith(("in ", "next", "tomorrow"))
    assert past == (shown.relation is Relation.PAST)
    assert future == (shown.relation is Relation.FUTURE)
    assert shown.distance


@given(st.integers(1, 20_000))
def test_past_and_future_distances_are_symmetric(days: int) -> None:
    ahead = when((TODAY + timedelta(days)).isoformat(), TODAY).distance
    behind = when(TODAY.isoformat(), TODAY + timedelta(days)).distance
    swapped = {"tomorrow": "yesterday"}
    assert behind == swapped.get(ahead, ahead.removeprefix("in ") + " ago")


@pytest.mark.parametrize(
    ("edtf", "relation", "distance"),
    [
        ("2026-12-06/2027-01-03", Relation.FUTURE, "starts in 2 weeks"),
        ("2026-11-22/2027-01-03", Relation.CURRENT, "starts today"),
        ("2026-11-01/2026-12-06", Relation.CURRENT, "ends in 2 weeks"),
        ("2026-11-01/2026-11-22", Relation.CURRENT, "ends today"),
        ("2026-11-01/2026-11-21", Relation.PAST, "ended yesterday"),
        ("2026-03/2026-10", Relation.PAST, "ended last month"),
        ("2026-03/2026-11", Relation.CURRENT, "ends this month"),
        ("2026-11/2026-12", Relation.CURRENT, "starts this month"),
        ("2026-12/2027-03", Relation.FUTURE, "starts next month"),
        ("2026-11-08/..", Relation.CURRENT, "started 2 weeks ago"),
        ("2026-11-08/", Relation.CURRENT, "started 2 weeks ago"),
        ("../2026-12-06", Relation.CURRENT, "ends in 2 weeks"),
        ("/2026-11-08", Relation.PAST, "ended 2 weeks ago"),
        ("2026-12-06~/2027-01-03", Relation.FUTURE, ""),
    ],
)
def test_a_range_describes_its_next_change(edtf: str, relation: Relation, distance: str) -> None:
    shown = when(edtf, TODAY)
    assert (shown.relation, shown.distance) == (relation, distance)


def test_only_a_range_between_certain_days_has_timestamps() -> None:
    shown = when("2026-11-21/2027-01-03", TODAY)
    assert (shown.timestamp, shown.until) == (when("2026-11-21", TODAY).timestamp, when("2027-01-03", TODAY).timestamp)
    assert shown.turn == date(2027, 1, 3)
    for vague in ("2026-11-21/2027-01", "2026-11-21/..", "/2027-01-03", "2026-11-21/2027-01-03?", "2026/2027"):
        assert (when(vague, TODAY).timestamp, when(vague, TODAY).until) == (None, None)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_words_of_a_range_never_contradict_the_calendar(first: date, days: int) -> None:
    last = first + timedelta(days)
    shown = when(f"{first.isoformat()}/{last.isoformat()}", TODAY)
    assert shown.distance.startswith("ended") == (last < TODAY) == (shown.relation is Relation.PAST)
    assert shown.distance.startswith("starts") == (first >= TODAY)
    assert shown.distance.startswith("ends") == (first < TODAY <= last)
