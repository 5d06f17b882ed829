"""Sentences computed from dates: how far away one is, whether it moved, and which was planned before or at a time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.index.date_answers import COUNTDOWN, CREDITS, HISTORY, sentence
from bot.facts.models import AnnouncedDate, DateValue, Fact, PlaceValue
from tests.answers.invented import fact

TODAY = date(2026, 11, 22)
LATER = date(2028, 1, 1)
PLANNED = (
    AnnouncedDate(date="2024-06-14", announced="2021-05-03"),
    AnnouncedDate(date="2025-03-28", announced="2022-12-09"),
    AnnouncedDate(date="2027-02-12", announced="2024-02-20"),
)
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def release(edtf: str, *announced: AnnouncedDate) -> Fact:
    return fact("x", "p", "release", "release", "The text.", value=DateValue(edtf=edtf), announced=announced)


MOVED = release("2027-02-12", *PLANNED)


def said(held: Fact, *terms: str, kinds: tuple[str, ...] = (), yesno: bool = False, today: date = TODAY) -> str | None:
    return sentence(held, dict.fromkeys(terms, 1.0), kinds, yesno=yesno, today=today)


def test_a_fact_without_a_date_is_its_own_answer() -> None:
    for value in (None, PlaceValue(name="Ghent")):
        held = fact("x", "p", "location", "filming", "The text.", value=value)
        assert said(held, "~countdown", "~delay", kinds=("how_long",), yesno=True) is None


def test_a_question_for_the_date_itself_is_answered_with_the_text() -> None:
    assert said(MOVED, "~release", kinds=("when",)) is None


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2027, 2, 10), "The text. That is in 2 days."),
        (date(2027, 2, 11), "The text. That is in 1 day."),
        (date(2027, 2, 12), "The text. That is today."),
        (date(2027, 2, 13), "The text. That date has passed."),
    ],
)
def test_a_countdown_counts_to_the_day(today: date, told: str) -> None:
    held = release("2027-02-12")
    assert said(held, "~countdown", today=today) == told
    assert said(held, "~release", yesno=True, today=today) == told
    assert said(held, kinds=("how_long",), today=today) == told


def test_a_yes_or_no_about_something_else_counts_nothing() -> None:
    assert said(release("2027-02-12"), "~netflix", yesno=True) is None


@pytest.mark.parametrize(
    ("edtf", "told"),
    [
        ("2027-02", "The text. The exact day isn't known yet, only February 2027."),
        ("2027", "The text. The exact day isn't known yet, only 2027."),
        ("2027-02-12~", "The text. That day isn't certain."),
        ("2027-02-12?", "The text. That day isn't certain."),
        ("2026-11", "The text. The exact day isn't known yet, only November 2026."),
        ("2026-10", "The text. That date has passed."),
    ],
)
def test_only_a_certain_day_is_counted_to(edtf: str, told: str) -> None:
    assert said(release(edtf), "~countdown") == told


@given(DAYS, DAYS)
def test_the_countdown_is_exact_on_any_day(day: date, today: date) -> None:
    days = (day - today).days
    expected = {0: "That is today.", 1: "That is in 1 day."}.get(days, f"That is in {days} days.")
    assert said(release(f"{day}"), "~countdown", today=today) == (
        f"The text. {expected}" if days >= 0 else "The text. That date has passed."
    )


def test_a_range_is_answered_as_a_range() -> None:
    assert said(release("2026-11-20/2026-11-30"), "~finish") == "The text. It ends in 8 days, on 30 November 2026."


def test_before_tells_the_date_before_the_latest() -> None:
    assert said(MOVED, "~before") == (
        "Before 12 February 2027, the date was 28 March 2025 (announced 9 December 2022)."
    )


@pytest.mark.parametrize(("today", "last"), [(TODAY, "The current date is"), (LATER, "The final date was")])
def test_before_a_named_date_tells_the_one_before_it(today: date, last: str) -> None:
    for named in (("#28", "~month-3"), ("~month-3",), ("#28",)):
        assert said(MOVED, "~before", *named, today=today) == (
            f"Before 28 March 2025, the date was 14 June 2024 (announced 3 May 2021). {last} 12 February 2027."
        )


@pytest.mark.parametrize("term", ["~original", "~former"])
@pytest.mark.parametrize(("today", "last"), [(TODAY, "the current date is"), (LATER, "the final date was")])
def test_the_original_date_is_told_with_the_moves_since(term: str, today: date, last: str) -> None:
    assert said(MOVED, term, today=today) == (
        f"The original date was 14 June 2024 (announced 3 May 2021). It moved twice; {last} 12 February 2027."
    )


def test_a_date_given_more_exactly_has_not_moved() -> None:
    held = release("2027-02-12", AnnouncedDate(date="2027"), AnnouncedDate(date="2027-02-12"))
    assert said(held, "~delay") == "It never moved; the date is 12 February 2027."
    assert said(held, "~delay", today=LATER) == "It never moved; the date was 12 February 2027."
    assert said(held, "~original") == (
        "The original date was 2027. It never moved; the current date is 12 February 2027."
    )


def test_whether_it_moved_is_a_yes_and_how_often_a_count() -> None:
    dates = "twice: 14 June 2024, 28 March 2025, 12 February 2027. The last of these is the current date."
    for term in ("~delay", "~forward"):
        assert said(MOVED, term) == f"Yes, it moved {dates}"
        assert said(MOVED, term, kinds=("how_many",)) == f"The date moved {dates}"
        assert said(MOVED, term, "~times") == f"The date moved {dates}"
    assert (said(MOVED, "~delay", today=LATER) or "").endswith("The last of these was the final date.")


@pytest.mark.parametrize(("moves", "times"), [(1, "once"), (2, "twice"), (3, "3 times")])
def test_moves_are_counted(moves: int, times: str) -> None:
    history = [AnnouncedDate(date=f"{2020 + year}-05-01") for year in range(moves + 1)]
    assert f"moved {times}:" in (said(release(history[-1].date, *history), "~delay") or "")


def test_a_date_that_was_announced_only_once_has_no_history() -> None:
    for term in CREDITS:
        assert said(release("2027-02-12", AnnouncedDate(date="2027-02-12", announced="2025")), term) is None


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        (("#2021",), "In 2021, the date was 14 June 2024 (announced 3 May 2021)"),
        (("#2022",), "In 2022, the date was 28 March 2025 (announced 9 December 2022)"),
        (("#2022", "~month-11"), "In November 2022, the date was 14 June 2024 (announced 3 May 2021)"),
        (("#2022", "~month-12"), "In December 2022, the date was 28 March 2025"),
        (("#2026",), "In 2026, the date was 12 February 2027"),
    ],
)
def test_at_a_time_the_last_date_announced_by_then_held(terms: tuple[str, ...], told: str) -> None:
    text = said(MOVED, *terms)
    assert text is not None
    assert text.startswith(told)
    assert text.endswith("; the latest date is 12 February 2027.")


@pytest.mark.parametrize("terms", [("#2020",), ("#2021", "~month-4"), ("#2027",), ("#2027", "~month-2")])
def test_before_the_first_announcement_or_about_the_date_itself_no_plan_is_told(terms: tuple[str, ...]) -> None:
    assert said(MOVED, *terms) is None


def test_an_announcement_whose_time_is_not_known_leaves_the_plan_open() -> None:
    held = release("2027-02-12", PLANNED[0], AnnouncedDate(date="2025-03-28"), PLANNED[2])
    assert said(held, "#2022") is None
    assert (said(held, "#2024") or "").startswith("In 2024, the date was 12 February 2027")


def test_a_year_within_a_range_asks_for_the_range_itself() -> None:
    held = release(
        "2023-03/2026-02",
        AnnouncedDate(date="2020", announced="2019"),
        AnnouncedDate(date="2023-03/2026-02", announced="2021"),
    )
    assert said(held, "#2024") is None
    assert (said(held, "#2022") or "").startswith("In 2022, the date was")


@given(st.lists(DAYS, min_size=2, max_size=5, unique=True), DAYS)
def test_a_history_names_the_announced_dates_and_no_other(planned: list[date], today: date) -> None:
    announced = [AnnouncedDate(date=f"{day}") for day in planned]
    text = said(release(announced[-1].date, *announced), "~delay", today=today) or ""
    places = [text.index(f"{day.day} {day:%B} {day.year}") for day in planned]
    assert len(places) == len(planned)
    assert ("final date" in text) == (planned[-1] < today)


@given(DAYS, st.integers(1, 400))
def test_every_question_for_a_history_is_answered(day: date, later: int) -> None:
    moved = day + timedelta(later)
    held = release(f"{moved}", AnnouncedDate(date=f"{day}"), AnnouncedDate(date=f"{moved}"))
    assert all(said(held, *terms, today=day) for terms in HISTORY)
    assert all(said(release(f"{moved}"), *terms, today=day) for terms in COUNTDOWN)
