from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.facts.models import Fact, Production
from bot.facts.packs.lines_form import as_edtf, coarser_date, looks_like_lines, read_json_lines, write_json_lines
from bot.facts.packs.records import Record, build
from tests.facts.strategies import PRODUCTIONS, edtf_values, facts

TODAY = date(2026, 11, 22)


def read(**fields: object) -> Record:
    (record,), problems = read_json_lines(json.dumps({"id": "a-b", "fact": "It is.", **fields}), TODAY)
    assert problems == []
    return record


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ('\n{"kind": "fact"}\n', True),
        ('{"kind": "production"}', True),
        ('{"kind": "song"}', False),
        ('{"id": "a"}', False),
        ('{\n"kind": "fact"}', False),
        ("[]", False),
        ("[" * 99, False),
    ],
)
def test_the_form_is_known_by_its_first_line(text: str, looks: bool) -> None:
    assert looks_like_lines(text) is looks


def test_each_line_is_a_record_or_a_problem_with_its_place() -> None:
    text = '{"title": "A"}\r\n\r\n{"fact": "x"}\r5\n{"kind": "song"}\n{"a": NaN}\n{"kind": "fact"'
    records, problems = read_json_lines(text, TODAY)
    assert [(each.kind, each.where) for each in records] == [("production", "line 1"), ("fact", "line 3")]
    assert [(each.where, each.spoiler) for each in problems] == [
        ("line 4", True),
        ("line 5", False),
        ("line 6", False),
        ("line 7", False),
    ]
    assert all(each.remedy for each in problems)


@pytest.mark.parametrize(
    ("written", "fields", "warned"),
    [
        ({"status": " Rumor "}, {"status": "rumour"}, []),
        ({"spoiler": "MAJOR"}, {"spoiler": "major"}, []),
        ({"topic": "Cast & Crew"}, {"topic": "cast-crew"}, ["topic"]),
        ({"subject": None, "phrasings": None}, {}, []),
        ({"mood": "good"}, {}, ["mood"]),
        ({"source": None}, {"sources": []}, []),
        ({"source": "Paper"}, {"sources": [{"title": "Paper"}]}, []),
        ({"source": "https://a.x"}, {"sources": [{"title": "https://a.x", "url": "https://a.x"}]}, []),
        ({"source": {"url": "a.x"}}, {"sources": []}, ["sources[0].url", "sources[0]"]),
        ({"value": "2025-05"}, {"value": {"kind": "date", "edtf": "2025-05"}}, []),
        ({"value": "3 May 2024"}, {"value": {"kind": "date", "edtf": "2024-05-03"}}, []),
        ({"value": "blue"}, {}, ["value"]),
        ({"checked_on": "3 May 2024"}, {"checked_on": "2024-05-03"}, []),
    ],
)
def test_notes_are_corrected_where_that_is_safe(
    written: dict[str, object], fields: dict[str, object], warned: list[str]
) -> None:
    record = read(**written)
    assert record.fields == {"id": "a-b", "text": "It is.", **fields}
    assert [problem.field for problem in record.problems] == warned
    assert not any(problem.is_error for problem in record.problems)


def test_an_ambiguous_date_is_refused() -> None:
    for fields in ({"value": "03/05/2024"}, {"checked_on": "03/05/2024"}, {"source": {"title": "x", "date": "3/5/24"}}):
        assert any(problem.is_error for problem in read(**fields).problems)


def test_a_missing_value_is_the_last_announced_date_and_null_is_none() -> None:
    dates = [{"date": "2024"}, {"date": "2025-05-23"}]
    assert read(announced_dates=dates).fields["value"] == {"kind": "date", "edtf": "2025-05-23"}
    assert read(announced_dates=dates, value=None).fields["value"] is None


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2025-05/06", "2025"),
        ("2025-05-01/2025-05-20", "2025-05"),
        ("2025-05/2025-06", "2025"),
        ("2025-05/2026-01", None),
        ("2025-05-01T10:00:00Z", "2025-05-01"),
        (" 2025-21 ", "2025-21"),
        ("2025-13", None),
        ("last week", None),
    ],
)
def test_a_date_is_widened_to_what_contains_it(text: str, edtf: str | None) -> None:
    assert coarser_date(text) == edtf


@given(edtf_values())
def test_edtf_stays_as_it_is(edtf: str) -> None:
    assert as_edtf(edtf) == edtf
    assert as_edtf(f"x{edtf}") is None


@settings(max_examples=40, deadline=None)
@given(st.lists(PRODUCTIONS, max_size=2), st.lists(facts(), max_size=2))
def test_written_lines_are_read_back(productions: list[Production], written: list[Fact]) -> None:
    text = write_json_lines(productions, written)
    assert text.count("\n") == len(productions) + len(written)
    records, problems = read_json_lines(text, TODAY)
    built = build(records)
    assert (problems, built.productions, built.facts) == ([], productions, written)
