from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.numbers.durations import duration


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        *((each, (163, "minutes")) for each in ("2h 43m", "2h43", "2 h 43", "2 Stunden 43", "2 hours and 43 minutes")),
        *((each, (163, "minutes")) for each in ("2 horas y 43 minutos", "2 heures 43", "2 ore e 43 minuti", "2:43 h")),
        *((each, (6200, "seconds")) for each in ("1:43:20", "1h 43m 20s", "103m 20s", "103 minutes 20 seconds")),
        ("43:20 min", (2600, "seconds")),
        ("0:43:20", (2600, "seconds")),
        ("0h 90m", (90, "minutes")),
        ("2:00 h", (120, "minutes")),
    ],
)
def test_a_duration_is_counted_in_its_smallest_typed_unit(typed: str, read: tuple[int, str]) -> None:
    assert duration(typed) == read


@pytest.mark.parametrize("typed", ["", "163 minutes", "2 hours", "43", "12 July", "1:2", "2h 43 extras", "1:43:2"])
def test_anything_else_is_no_duration(typed: str) -> None:
    assert duration(typed) is None


@pytest.mark.parametrize("typed", ["2h 60m", "1h 43m 60s", "1:43:60", "1:60:20", "43m 60s", "2:60 h"])
def test_sixty_minutes_or_seconds_after_a_larger_unit_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="more than 59 minutes or seconds after a larger unit"):
        duration(typed)


def test_two_numbers_without_a_unit_are_asked_back() -> None:
    with pytest.raises(ValueError, match="could be hours or minutes; write 2h 43m, 43m 20s or 163 minutes"):
        duration("1:43")


@given(st.integers(0, 999), st.integers(0, 59), st.integers(0, 59))
def test_hours_minutes_and_seconds_add_up(hours: int, minutes: int, seconds: int) -> None:
    total = (hours * 60 + minutes) * 60 + seconds
    for typed in (f"{hours}h {minutes}m {seconds}s", f"{hours}:{minutes:02}:{seconds:02}"):
        assert duration(typed) == (total, "seconds")
    assert duration(f"{hours}h {minutes}m") == (total // 60, "minutes")
