"""A release that was to come is told as past once its day is over."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.models import DateValue, Fact
from bot.facts.wording.tense import told


def dated(text: str, edtf: str = "2027-03-12") -> Fact:
    given = {"id": "x", "production": "p", "topic": "release", "text": text, "value": DateValue(edtf=edtf)}
    return Fact.stored(given)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("It opens in UK cinemas on 12 March 2027.", "It opened in UK cinemas on 12 March 2027."),
        ("It will be released on 12 March 2027.", "It was released on 12 March 2027."),
        ("It comes out on 12 March 2027.", "It came out on 12 March 2027."),
        ("Season 3 premieres on 12 March 2027.", "Season 3 premiered on 12 March 2027."),
        ("It is due in March 2027, says the studio.", "It was due in March 2027, says the studio."),
        ("It reaches the service on 12 March 2027.", "It reached the service on 12 March 2027."),
    ],
)
def test_what_was_to_come_is_told_as_past_from_the_day_after(before: str, after: str) -> None:
    assert told(dated(before), date(2027, 3, 12)) == before
    assert told(dated(before), date(2027, 3, 13)) == after


def test_a_month_is_over_when_its_last_day_is() -> None:
    fact = dated("It opens in March 2027.", "2027-03")
    assert told(fact, date(2027, 3, 31)) == "It opens in March 2027."
    assert told(fact, date(2027, 4, 1)) == "It opened in March 2027."


def test_a_sentence_without_a_date_stays_as_it_was_written() -> None:
    fact = Fact(id="x", production="p", topic="story", text="It opens aboard a ship.")
    assert told(fact, date(2099, 1, 1)) == "It opens aboard a ship."


@given(st.text(min_size=1, max_size=80).filter(lambda text: text.strip() != ""))
def test_nothing_is_changed_before_its_date(text: str) -> None:
    fact = dated(text)
    assert told(fact, date(2027, 3, 12)) == fact.text


FILMING = "Filming begins on 21 November 2026 and ends on 3 January 2027."
BEGUN = "Filming began on 21 November 2026 and ends on 3 January 2027."
ENDED = "Filming began on 21 November 2026 and ended on 3 January 2027."
FESTIVAL = "The festival will run from 21 November 2026 to 3 January 2027."


@pytest.mark.parametrize(
    ("text", "edtf", "today", "told_as"),
    [
        (FILMING, "2026-11-21/2027-01-03", date(2026, 11, 20), FILMING),
        (FILMING, "2026-11-21/2027-01-03", date(2026, 11, 21), FILMING),
        (FILMING, "2026-11-21/2027-01-03", date(2026, 11, 22), BEGUN),
        (FILMING, "2026-11-21/2027-01-03", date(2027, 1, 3), BEGUN),
        (FILMING, "2026-11-21/2027-01-03", date(2027, 1, 4), ENDED),
        (FESTIVAL, "2026-11-21/2027-01-03", date(2026, 11, 1), FESTIVAL),
        (FESTIVAL, "2026-11-21/2027-01-03", date(2026, 12, 1), FESTIVAL.replace("will run", "runs")),
        (FESTIVAL, "2026-11-21/2027-01-03", date(2027, 2, 1), FESTIVAL.replace("will run", "ran")),
        ("It is filming in Malta.", "2026-11/2027-01", date(2027, 1, 31), "It is filming in Malta."),
        ("It is filming in Malta.", "2026-11/2027-01", date(2027, 2, 1), "It was filming in Malta."),
        ("It is filming in Malta.", "2026-11/..", date(2099, 1, 1), "It is filming in Malta."),
        ("It is filming in Malta.", "2026-11/", date(2099, 1, 1), "It is filming in Malta."),
        ("The films tour ends soon.", "/2026-11", date(2026, 12, 1), "The films tour ended soon."),
    ],
)  # fmt: skip
def test_a_range_is_past_when_its_end_is_and_present_while_it_goes_on(
    text: str, edtf: str, today: date, told_as: str
) -> None:
    assert told(dated(text, edtf), today) == told_as
