from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.editing.drafts.date_moves import EDITORS, Announcement, announced_after
from bot.facts.models import AnnouncedDate, DateValue, Fact, NumberValue
from tests.desk.samples import fact, moved
from tests.facts.strategies import edtf_values

OLD, NEW = DateValue(edtf="2027-05-21"), DateValue(edtf="2027-10-08")
TOLD = Announcement("2026-11-22", "the studio", "a strike")


def release(*dates: str) -> Fact:
    return fact(value=OLD, announced_dates=moved(*dates))


def test_a_new_fact_has_no_announced_dates() -> None:
    assert announced_after(None, "release", NEW, TOLD) == ()


def test_the_first_move_keeps_the_previous_date_too() -> None:
    assert announced_after(release(), "release", NEW, TOLD) == (
        AnnouncedDate(date="2027-05-21"),
        AnnouncedDate(date="2027-10-08", announced="2026-11-22", by="the studio", why="a strike"),
    )


def test_a_later_move_is_added_at_the_end() -> None:
    before = release("2026-12-01", "2027-05-21")
    after = announced_after(before, "release", NEW, TOLD)
    assert after[:-1] == before.announced_dates
    assert after[-1].date == "2027-10-08"


def test_a_move_that_nobody_announced_names_the_moderators_and_no_reason() -> None:
    last = announced_after(release(), "release", NEW, Announcement(None))[-1]
    assert (last.announced, last.by, last.why) == (None, EDITORS, None)


@pytest.mark.parametrize("dates", [(), ("2026-12-01", "2027-05-21")])
@pytest.mark.parametrize("correction", [True, False])
def test_the_same_date_adds_nothing(dates: tuple[str, ...], correction: bool) -> None:
    before = release(*dates)
    told = Announcement("2026-11-22", correction=correction)
    assert announced_after(before, "release", OLD, told) == before.announced_dates


def test_a_correction_replaces_the_last_date_and_keeps_who_announced_it() -> None:
    told = AnnouncedDate(date="2027-05-21", announced="2025-01", by="the studio")
    before = fact(value=OLD, announced_dates=(*moved("2026-12-01"), told))
    after = announced_after(before, "release", NEW, Announcement("2026-11-22", "Ann", correction=True))
    assert after == (*moved("2026-12-01"), told.model_copy(update={"date": "2027-10-08"}))


def test_a_correction_of_a_date_that_never_moved_leaves_no_trace() -> None:
    assert announced_after(release(), "release", NEW, Announcement(None, correction=True)) == ()


def test_only_dates_of_releases_start_a_list() -> None:
    filmed = fact(topic="production", value=OLD)
    assert announced_after(filmed, "production", NEW, TOLD) == ()
    listed = fact(topic="production", value=OLD, announced_dates=moved("2027-05-21"))
    assert [each.date for each in announced_after(listed, "production", NEW, TOLD)] == ["2027-05-21", "2027-10-08"]


@pytest.mark.parametrize("value", [None, NumberValue(amount=3, unit="hours")])
def test_a_value_that_is_no_date_keeps_the_list(value: NumberValue | None) -> None:
    before = release("2026-12-01", "2027-05-21")
    assert announced_after(before, "release", value, TOLD) == before.announced_dates


def test_a_first_date_after_another_kind_of_value_is_the_only_one() -> None:
    before = fact(value=NumberValue(amount=3, unit="hours"))
    assert announced_after(before, "release", NEW, TOLD) == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(edtf_values(), min_size=2, max_size=5), st.booleans())
def test_the_last_announced_date_is_always_the_current_date(dates: list[str], correction: bool) -> None:
    current = fact(value=DateValue(edtf=dates[0]))
    for each in dates[1:]:
        value = DateValue(edtf=each)
        after = announced_after(current, "release", value, Announcement(None, correction=correction))
        current = Fact.model_validate(dict(current) | {"value": value, "announced_dates": after})
        assert not after or after[-1].date == each
