"""Ranges of dates: whether one is going on, when it begins and ends, and how long it lasts, as far as that is known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.index.range_answers import BEGINS, ENDS, credits_of, run_sentence, state
from bot.facts.dates.edtf import parse_edtf
from bot.facts.models import DateValue
from tests.answers.invented import fact

FIRST, LAST = date(2026, 5, 10), date(2026, 6, 20)
RUN = f"{FIRST}/{LAST}"
BEFORE, DURING, AFTER = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
DAYS = st.dates(date(2000, 1, 1), date(2050, 12, 31))


def tells(edtf: str, *terms: str, today: date, kinds: frozenset[str] = frozenset(), yesno: bool = False) -> str | None:
    """Return what a range adds to the fact's own text."""
    held = fact("x", "p", "production", "filming", "The text.", value=DateValue(edtf=edtf))
    said = run_sentence(held, parse_edtf(edtf), dict.fromkeys(terms, 1.0), kinds, yesno=yesno, today=today)
    assert said is None or said.startswith("The text. ")
    return said and said.removeprefix("The text. ")


LENGTH = frozenset(("how_long",))


def test_a_date_that_is_no_range_explains_no_range_concepts() -> None:
    assert credits_of(parse_edtf("2026-05-10"), {"~shoot"}) == {}


def test_only_filming_has_a_wrap_and_a_first_day_of_shooting() -> None:
    held = parse_edtf(RUN)
    plain, filming = credits_of(held, {"~festival"}), credits_of(held, {"~shoot"})
    assert {"~finish", "~start", "~countdown", "~runtime"} == plain.keys()
    assert filming.keys() - plain.keys() == {"~wrap", "~rolling"}
    assert all(0 < credit <= 1 for credit in filming.values())


@pytest.mark.parametrize("term", sorted(ENDS))
@pytest.mark.parametrize(
    ("today", "said"),
    [
        (BEFORE, "It ends in 50 days, on 20 June 2026."),
        (LAST, "It ends today."),
        (LAST - timedelta(1), "It ends in 1 day, on 20 June 2026."),
        (LAST + timedelta(1), "It's over: it ended on 20 June 2026."),
    ],
)
def test_a_question_for_the_end_gets_the_end(term: str, today: date, said: str) -> None:
    assert tells(RUN, term, today=today) == said


@pytest.mark.parametrize("term", sorted(BEGINS))
@pytest.mark.parametrize(
    ("today", "said"),
    [
        (BEFORE, "It begins in 9 days, on 10 May 2026."),
        (FIRST, "It begins today."),
        (FIRST + timedelta(1), "It began on 10 May 2026, 1 day ago."),
    ],
)
def test_a_question_for_the_start_gets_the_start(term: str, today: date, said: str) -> None:
    assert tells(RUN, term, today=today) == said
    assert tells(RUN, term, today=today, kinds=LENGTH, yesno=True) == said


def test_the_end_is_told_even_if_the_start_is_asked_too() -> None:
    assert tells(RUN, "~start", "~finish", today=LAST) == "It ends today."


def test_any_other_question_is_answered_with_the_text_alone() -> None:
    assert tells(RUN, "~shoot", today=DURING) is None
    assert tells(RUN, today=DURING, kinds=frozenset(("when",))) is None


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (BEFORE, "It hasn't begun yet. It begins in 9 days, on 10 May 2026."),
        (FIRST, "It begins today."),
        (DURING, "It's going on now. It ends in 19 days, on 20 June 2026."),
        (LAST, "It's going on now. It ends today."),
        (AFTER, "It's over: it ended on 20 June 2026."),
    ],
)
def test_yes_or_no_and_a_countdown_get_the_state(today: date, said: str) -> None:
    assert state(parse_edtf(RUN), today) == said
    assert tells(RUN, today=today, yesno=True) == said
    assert tells(RUN, "~countdown", today=today) == said


@pytest.mark.parametrize(
    ("edtf", "today", "said"),
    [
        ("../2026-06-20", DURING, "The start date isn't known. It ends in 19 days, on 20 June 2026."),
        ("../2026-06-20", AFTER, "It's over: it ended on 20 June 2026."),
        ("2026-05-10/..", DURING, "It's going on now. It has no end date."),
        ("2026-05-10/", DURING, "It began on 10 May 2026, 22 days ago. The end date isn't known."),
        ("2026-05/2026-06", date(2026, 5, 20), "It begins in May 2026; the exact day isn't known yet."),
        ("2026-04/2026-06", DURING, "It began in April 2026. It ends in June 2026; the exact day isn't known yet."),
        ("2026-05-10/2026-06-20~", date(2026, 6, 20), "It began on 10 May 2026, 41 days ago."),
    ],
)
def test_what_may_be_over_or_not_begun_is_not_said_to_go_on(edtf: str, today: date, said: str) -> None:
    assert state(parse_edtf(edtf), today).startswith(said)


@pytest.mark.parametrize(
    ("edtf", "today", "said"),
    [
        (RUN, DURING, "It lasts 42 days, from 10 May 2026 to 20 June 2026."),
        (RUN, AFTER, "It lasted 42 days, from 10 May 2026 to 20 June 2026."),
        ("2026-05-10/2026-05-10", DURING, "It lasted 1 day, from 10 May 2026 to 10 May 2026."),
        ("2026-05/2026-05-31", DURING, "It lasted at most 31 days, from May 2026 to 31 May 2026;"),
        ("2026-05/2026-08", DURING, "It lasts at most 4 months, from May 2026 to August 2026;"),
        ("2026-05-10~/2026-06-20", DURING, "It lasts from about 10 May 2026 to 20 June 2026."),
        ("2026-05-10~/2026-06-20", AFTER, "It lasted from about 10 May 2026 to 20 June 2026."),
        ("2026-05-10/..", DURING, "It has no end date. It has lasted 23 days so far."),
        ("2026-05-10/", BEFORE, "The end date isn't known."),
        ("2026-05/..", DURING, "It has no end date."),
        ("../2026-06-20", DURING, "The start date isn't known."),
    ],
)
def test_how_long_it_lasts_is_told_as_exactly_as_it_is_known(edtf: str, today: date, said: str) -> None:
    told = tells(edtf, today=today, kinds=LENGTH)
    assert told is not None
    assert told.startswith(said)
    assert ("so far" in told) == ("so far" in said)


@given(DAYS, st.integers(0, 3000), DAYS)
def test_every_count_of_days_is_exact(first: date, length: int, today: date) -> None:
    last = first + timedelta(length)
    edtf = f"{first}/{last}"
    start, end = tells(edtf, "~start", today=today) or "", tells(edtf, "~finish", today=today) or ""
    off, left = abs((first - today).days), (last - today).days
    days = f"{off} day{'' if off == 1 else 's'}"
    assert ("today" if not off else f" {days}") in start
    assert ("It's over" in end) == (left < 0)
    if left > 0:
        assert f"in {left} day{'' if left == 1 else 's'}," in end
    assert f" {length + 1} day{'s' if length else ''}, " in (tells(edtf, today=today, kinds=LENGTH) or "")


@given(st.dates(date(2000, 1, 1), date(2040, 12, 31)), st.integers(0, 40), DAYS)
def test_a_range_of_months_never_counts_to_a_day(first: date, months: int, today: date) -> None:
    index = first.year * 12 + first.month - 1 + months
    held = parse_edtf(f"{first:%Y-%m}/{index // 12:04}-{index % 12 + 1:02}")
    assert " day" not in state(held, today).replace("exact day", "")
