"""pydantic's errors in a moderator's words."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from bot.facts.models import Fact
from bot.facts.problems import SHOWN, Level, Problem, errors_of, explain, shortened

GOOD = {"id": "a-b", "production": "a", "topic": "crew", "text": "It is."}


def explained(**fields: Any) -> list[Problem]:
    with pytest.raises(ValidationError) as caught:
        Fact.model_validate({**GOOD, **fields})
    return explain(caught.value, where="line 1", record="a-b")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"id": "A b"},
         "id: “A b” isn't an id; use lower-case letters a-z, digits and single hyphens, like final-trailer-date"),
        ({"text": " "}, "text: is empty; write something, or leave the field out"),
        ({"status": "sure"}, "status: “sure” isn't one of the choices; write confirmed, reported, rumour or denied"),
        ({"mood": 1}, "mood: 1 isn't a known field; remove it, or correct its spelling"),
        ({"checked_on": "May"},
         "date of the last check: “May” isn't a full date; write year, month and day, like 2026-03-31"),
        ({"value": {"kind": "song"}},
         "value: isn't a known kind of value; set its kind to date, place, number or person"),
        ({"value": {}}, "value: has no kind; set its kind to date, place, number or person"),
        ({"value": {"kind": "number", "amount": "x", "unit": "y"}},
         "number: “x” isn't a number; write a number"),
        ({"value": {"kind": "place", "name": "X", "country": "Norway"}},
         "country: “Norway” isn't a country code; write NO"),
        ({"value": {"kind": "place", "name": "X", "latitude": 95, "longitude": 0}},
         "latitude: 95 is too large; write 90 or less"),
        ({"value": {"kind": "place", "name": "X", "latitude": 5}},
         "value: has only one of latitude and longitude; give both, or neither"),
        ({"value": {"kind": "number", "amount": float("nan"), "unit": "y"}},
         "number: nan isn't a finite number; write an ordinary number"),
        ({"sources": [{"title": "T", "url": "ftp:x"}]},
         "link of source 1: “ftp:x” isn't a web address; write one that starts with https:// and has no spaces"),
        ({"sources": [{"title": "T"}] * 11}, "sources: there are 11 (the limit is 10); remove 1"),
        ({"phrasings": ["\ud800"]},
         "phrasing 1: “\\ud800” contains half a character (a lone surrogate); type the text again"),
        ({"phrasings": "one"}, "phrasings: “one” isn't a list; write a list"),
        ({"state": "merged"}, "merged_into and the state 'merged' need each other; set both, or neither"),
        ({"revision": 0}, "revision: 0 is too small; write 1 or more"),
    ],
)  # fmt: skip
def test_field_value_fault_and_remedy(fields: dict[str, Any], sentence: str) -> None:
    (problem,) = explained(**fields)
    assert problem.sentence() == sentence
    assert str(problem) == f"line 1, a-b{', ' if problem.field else ': '}{sentence}"


def test_dates_say_what_would_be_accepted() -> None:
    (problem,) = explained(value={"kind": "date", "edtf": "soon"})
    assert problem.field == "value.edtf"
    assert problem.sentence().startswith("date: 'soon' isn't a date I can store; write 2023-07-12")


def test_a_missing_field_has_no_value() -> None:
    with pytest.raises(ValidationError) as caught:
        Fact.model_validate({"id": "a-b", "production": "a", "topic": "crew"})
    assert [str(problem) for problem in explain(caught.value)] == ["text: is missing; add it"]


def test_values_are_quoted_short_and_printable() -> None:
    assert len(shortened("x" * 1000)) == SHOWN
    assert shortened("a\n\x1b[31m\ud800") == "“a\\n\\x1b[31m\\ud800”"
    assert shortened({"a": 1}) == "{1 field}"


def test_warnings_do_not_stand_in_the_way() -> None:
    error, warning = Problem("is wrong", ""), Problem("is odd", "", level=Level.WARNING)
    assert errors_of([warning, error]) == [error]
    assert str(error) == "is wrong"
