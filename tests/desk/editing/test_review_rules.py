"""Test which facts come due for a check, and which never do, because history can't change."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.editing.freshness import due
from bot.desk.editing.review_rules import (
    OLD_RUMOUR,
    OPEN,
    SETTLING,
    UNSETTLED,
    UPCOMING_DAY,
    UPCOMING_PART,
    released_on,
    review_interval,
)
from bot.desk.packs.seeding import read_packs
from bot.facts.models import AnnouncedDate, DateValue, Fact, NumberValue, PersonValue, PlaceValue, Status
from bot.facts.topics import shipped_topics
from tests.desk.samples import fact

DAYS = {topic.id: topic.check_days for topic in shipped_topics()}
TODAY = date(2026, 11, 28)
OUT = date(2025, 5, 23)
JUST_OUT = date(2026, 10, 1)
PACKS = Path(__file__).parents[3] / "data" / "packs"


def of(topic: str, text: str = "Said.", edtf: str = "", **update: object) -> Fact:
    value = DateValue(edtf=edtf) if edtf else None
    return fact("one").model_copy(update={"topic": topic, "text": text, "value": value, "subject": ""} | update)


REPORTED: dict[str, Any] = {"status": Status.REPORTED}
RUMOUR: dict[str, Any] = {"status": Status.RUMOUR}
DENIED: dict[str, Any] = {"status": Status.DENIED}
WHITBY = PlaceValue(name="Whitby", country="GB")
ADA = PersonValue(name="Ada Marsh", role="the keeper")

HISTORY = {
    "a release date of a film that is out": (of("release", "It opened in May 2025.", "2025-05-23"), OUT),
    "a date that was given up, of a film that is to come": (
        of("release", "At first it was dated for 2024.", "2024"),
        None,
    ),
    "a halt that only the press reported, five years ago": (of("production", "It halted.", "2021-06", **REPORTED), OUT),
    "an event without a date, of a film that is out": (of("production", "A fire damaged the set."), OUT),
    "a premiere that somebody denied": (of("release", "It did not open in Oslo.", "2025-05-01", **DENIED), None),
    "where it was filmed": (of("location", "The pier was filmed in Whitby.", value=WHITBY), OUT),
    "where it was filmed, before it is out": (of("location", "The pier was filmed in Whitby.", value=WHITBY), None),
    "a stunt that was done, before it is out": (of("stunt", "She turned the boat over six times."), None),
    "who plays in a film that is out": (of("cast", "Ada Marsh plays the keeper.", value=ADA), OUT),
    "who plays, worded as a plan, in a film that is out": (of("cast", "Ada Marsh will play the keeper."), OUT),
    "who made a film that is out": (of("crew", "Bo Lind directed.", value=ADA), OUT),
    "how long it is": (of("production", "It runs 170 minutes.", value=NumberValue(amount=170, unit="minutes")), OUT),
    "what it tells, in the future tense": (of("story", "The light will go out."), OUT),
    "a denial about a film that is out": (of("cast", "He does not appear.", **DENIED), OUT),
    "a report about a film that has long been out": (of("stunt", "He stayed out 22 minutes.", **REPORTED), OUT),
    "who was cast, before it is out": (of("cast", "Lin Daro was cast in March 2020."), None),
    "who left, before it is out": (of("crew", "The first director left in 2019."), None),
    "what it was called, before it is out": (of("title", "The working title was Cinder."), None),
    "what was said of its date, before it is out": (of("release", "It was first dated for 2 May 2024."), None),
    "a topic of its own, of a film that is out": (of("props", "The lamp weighs 90 kilograms."), OUT),
}

CHANGEABLE = {
    "a day to come": (of("release", "It opens.", "2027-05-21"), None, UPCOMING_DAY),
    "a day to come, of a film that is out elsewhere": (of("release", "It opens.", "2027-05-21"), OUT, UPCOMING_DAY),
    "part of a year to come": (of("release", "It opens.", "2027-22"), None, UPCOMING_PART),
    "the year that it is": (of("production", "It wraps.", "2026"), None, UPCOMING_PART),
    "a report of a day to come": (of("release", "It opens.", "2027-05-21", **REPORTED), None, UPCOMING_DAY),
    "a date that was denied": (of("release", "It does not open then.", "2027-05-21", **DENIED), None, DAYS["release"]),
    "a rumour": (of("cast", "He returns.", **RUMOUR), None, UNSETTLED),
    "a report": (of("cast", "He returns.", **REPORTED), None, UNSETTLED),
    "a report of where it was filmed, before it is out": (
        of("location", "It was filmed.", **REPORTED),
        None,
        UNSETTLED,
    ),
    "a report about a film that has just come out": (of("stunt", "He fell.", **REPORTED), JUST_OUT, UNSETTLED),
    "a rumour of last spring": (of("production", "It halted.", "2026-04", **RUMOUR), None, UNSETTLED),
    "a rumour about a film that has long been out": (of("cast", "She was asked.", **RUMOUR), OUT, OLD_RUMOUR),
    "who plays in a film that is to come": (of("cast", "Ada Marsh plays the keeper.", value=ADA), None, DAYS["cast"]),
    "how long a film is to be": (of("production", "It runs 170 minutes."), None, DAYS["production"]),
    "no date yet": (of("release", "No date has been given."), None, DAYS["release"]),
    "coming soon": (of("release", "Coming soon to cinemas."), OUT, OPEN),
    "where it can be streamed": (of("release", "It is streaming on Lantern+."), OUT, OPEN),
    "where it can be streamed, by its subject": (of("release", "Lantern+ has it.", subject="streaming"), OUT, OPEN),
    "a topic of what is available": (of("availability", "Lantern+ has it."), OUT, OPEN),
    "what it has made so far": (of("production", "It has made 290 million dollars so far."), OUT, OPEN),
    "a sequel": (of("production", "A sequel is planned for 2029."), OUT, OPEN),
    "a plan that names no time": (of("production", "Reshoots are planned."), None, DAYS["production"]),
    "what was moved to a year to come": (of("release", "It was moved to 2027."), None, DAYS["release"]),
    "who is said to have been cast": (of("cast", "Lin Daro was cast.", **REPORTED), None, UNSETTLED),
    "where it is to be filmed": (of("location", "The pier will be filmed in Whitby."), None, DAYS["location"]),
}


@pytest.mark.parametrize("case", HISTORY)
@pytest.mark.parametrize("checked", [None, TODAY - timedelta(days=30), TODAY - timedelta(days=330)])
def test_history_never_comes_due(case: str, checked: date | None) -> None:
    fact, out = HISTORY[case]
    checked_fact = fact.model_copy(update={"checked_on": checked})
    for years in range(12):
        assert due(checked_fact, TODAY + timedelta(days=365 * years), out) is None


@pytest.mark.parametrize("case", CHANGEABLE)
def test_facts_that_can_change_come_due(case: str) -> None:
    fact, out, days = CHANGEABLE[case]
    interval = review_interval(fact, TODAY, out)
    assert interval is not None
    assert interval.days == days
    late = due(fact.model_copy(update={"checked_on": TODAY - timedelta(days=days)}), TODAY, out)
    assert late is not None
    assert (late.since, late.days) == (TODAY, days)
    assert due(fact.model_copy(update={"checked_on": TODAY - timedelta(days=days - 1)}), TODAY, out) is None
    never = due(fact.model_copy(update={"checked_on": None}), TODAY, out)
    assert never is not None
    assert never.why == "was never checked"


@given(st.sampled_from(sorted(DAYS)), st.dates(date(1900, 1, 1), TODAY - timedelta(days=1)), st.integers(0, 9000))
def test_a_confirmed_fact_with_a_past_date_is_due_at_most_once(topic: str, when: date, days: int) -> None:
    fact = of(topic, "It will open.", when.isoformat())
    day = TODAY + timedelta(days=days)
    assert due(fact.model_copy(update={"checked_on": when - timedelta(days=1)}), day) is not None
    assert due(fact.model_copy(update={"checked_on": TODAY}), day) is None
    assert due(fact.model_copy(update={"checked_on": None}), day) is None


def announced(edtf: str, **update: Any) -> Fact:
    return of("release", edtf=edtf, announced_dates=(AnnouncedDate(date=edtf),), **update)


def moved(first: str, announced_on: str | None, then: str) -> Fact:
    """Return a fact whose date moved; ``announced_on`` is when that was announced, None if unknown."""
    return of(
        "release",
        edtf=then,
        announced_dates=(AnnouncedDate(date=first), AnnouncedDate(date=then, announced=announced_on)),
    )


@pytest.mark.parametrize(
    ("facts", "out"),
    [
        ([], None),
        ([of("production", edtf="2020-01-01")], None),
        ([of("release", edtf="2025-05-23")], OUT),
        ([of("release", edtf="2025-05")], date(2025, 5, 31)),
        ([of("release", edtf="2027-05-23")], None),
        ([of("release", "Soon.")], None),
        ([of("release", edtf="2025-05-23", **RUMOUR)], None),
        ([of("release", edtf="2025-05-23", **DENIED)], None),
        ([of("release", edtf="2025-05-23", subject="Japan"), of("release", edtf="2027-01-01")], None),
        ([of("release", edtf="2025-05-23", subject="first date"), of("release", edtf="2027", subject="date")], None),
        ([of("release", edtf="2024-01-01", subject="first date"), announced("2027-05-23")], None),
        ([of("release", edtf="2024-01-01", subject="first date"), announced("2025-05-23", subject="US")], OUT),
        ([moved("2026-05-23", "2026-03-01", "2027-01-22")], None),
        ([moved("2025-05-23", "2026-11-01", "2027-01-22")], OUT),
        ([moved("2025-05-23", None, "2027-01-22")], None),
        ([announced("2025-05-23", subject="US"), announced("2027-02-01", subject="Japan")], OUT),
    ],
)
def test_when_a_production_was_released(facts: list[Fact], out: date | None) -> None:
    assert released_on(facts, TODAY) == out


@pytest.mark.parametrize("day", [TODAY, date(2027, 8, 1), date(2031, 1, 1)])
def test_no_shipped_fact_is_due(day: date) -> None:
    facts = [each for _, _, held in read_packs(sorted(PACKS.glob("*.json"))) for each in held]
    assert len(facts) > 100
    for each in facts:
        out = released_on([other for other in facts if other.production == each.production], day)
        assert due(each, day, out) is None, each.text


def test_reports_are_no_longer_checked_a_year_after_the_event() -> None:
    fact = of("production", "It halted.", "2026-01-10", **REPORTED)
    last = date(2026, 1, 10) + SETTLING
    assert review_interval(fact, last - timedelta(days=1), None) is not None
    assert review_interval(fact, last, None) is None


@pytest.mark.parametrize(("status", "words"), [(Status.REPORTED, "a report"), (Status.RUMOUR, "a rumour")])
def test_reports_and_rumours_are_named(status: Status, words: str) -> None:
    found = review_interval(of("cast", "Ada is said to play the keeper.", status=status), TODAY, None)
    assert found is not None
    assert found.kind == words
