from __future__ import annotations

from datetime import date

import pytest

from bot.desk.cards.wording import (
    checked_words,
    moved_words,
    number_of_moves,
    number_words,
    status_words,
    value_words,
)
from bot.facts.models import AnnouncedDate, DateValue, NumberValue, PersonValue, PlaceValue, Status
from tests.desk.samples import moved


def test_a_date_that_did_not_move_has_no_words() -> None:
    for announced in ((), moved("2026-07"), moved("2026-07", "2026-07")):
        assert number_of_moves(announced) == 0
        assert moved_words(announced) == ""


def test_a_moved_date_mentions_the_previous_date_and_the_announcement() -> None:
    announced = (
        AnnouncedDate(date="2022-05"),
        AnnouncedDate(date="2023-07-14"),
        AnnouncedDate(date="2023-07-12", announced="2023-04-27", by="the studio", why="a clash"),
    )
    assert number_of_moves(announced) == 2
    assert moved_words(announced) == "moved from 14 July 2023 (announced 27 April 2023 by the studio; reason: a clash)"


def test_repeating_a_date_is_not_a_move() -> None:
    announced = moved("2026-21", "2026-22", "2026-22")
    assert number_of_moves(announced) == 1
    assert moved_words(announced) == "moved from spring 2026"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (NumberValue(amount=163, unit="minutes"), "163 minutes (2 h 43 min)"),
        (NumberValue(amount=120, unit="minutes"), "120 minutes (2 h)"),
        (NumberValue(amount=290_000_000, unit="USD", approximate=True), "about $290 million"),
        (NumberValue(amount=5, upper=7, unit="jumps"), "5–7 jumps"),
        (NumberValue(amount=1, unit="weeks"), "1 week"),
        (NumberValue(amount=1, unit="jumps"), "1 jump"),
        (NumberValue(amount=1, unit="glass"), "1 glass"),
        (NumberValue(amount=2.5, unit="km"), "2.5 km"),
    ],
)
def test_numbers_are_shown_with_units(value: NumberValue, words: str) -> None:
    assert number_words(value) == words


def test_dates_and_places_have_no_value_words() -> None:
    assert value_words(PersonValue(name="A. Person", role="stunts")) == "A. Person (stunts)"
    assert value_words(DateValue(edtf="2026")) == value_words(PlaceValue(name="Bergen")) == value_words(None) == ""


def test_labels_of_statuses_and_checks() -> None:
    assert [status_words(status) for status in Status] == ["Confirmed", "Reported", "Rumour", "Denied"]
    assert checked_words(date(2026, 1, 2)) == "last checked 2 January 2026"
    assert checked_words(None) == ""


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("2026-05-03/2026-05-09", "2026-05-10/2026-05-16", "moved from 3 to 9 May 2026 (7 days later)"),
        ("2026-05-03/2026-05-09", "2026-05-03/2026-05-10",
         "moved from 3 to 9 May 2026 (starts on the same day, ends 1 day later)"),
        ("2026-05-03/2026-05-09", "2026-05-01/2026-05-10",
         "moved from 3 to 9 May 2026 (starts 2 days earlier, ends 1 day later)"),
        ("2026-05/2026-06", "2026-06/2026-07", "moved from May to June 2026"),
        ("2026-05-03/2026-05-09", "2026-05-10/..", "moved from 3 to 9 May 2026"),
        ("2026-05-03", "2026-06-03/2026-06-09", "moved from 3 May 2026"),
        ("2026-05/2026-06", "2026-05-03/2026-06-09", ""),
        ("2026-05-03/", "2026-05-03/2026-06-09", ""),
    ],
)  # fmt: skip
def test_a_moved_range_says_by_how_much(before: str, after: str, words: str) -> None:
    assert moved_words(moved(before, after)) == words
