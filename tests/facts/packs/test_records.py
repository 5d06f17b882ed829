from __future__ import annotations

from typing import Any

import pytest

from bot.facts.models import Production
from bot.facts.packs.records import Built, Record, build
from bot.facts.packs.text import parsed_json
from bot.facts.problems import Level

FACT = {"id": "a-b", "production": "a", "topic": "crew", "text": "It is."}


def record(where: str = "line 1", **fields: Any) -> Record:
    return Record("fact", where, {**FACT, **fields})


def refused(each: Record) -> Built:
    built = build([each])
    assert built.facts == []
    assert any(problem.is_error for problem in built.problems)
    return built


def test_records_are_built_in_order_with_their_places() -> None:
    built = build(
        [
            record("line 1"),
            Record("production", "line 2", {"id": "a", "title": "A"}),
            record("line 3", text=""),
            record("line 4", id="c"),
        ]
    )
    assert built.productions == [Production(id="a", title="A")]
    assert [fact.id for fact in built.facts] == ["a-b", "c"]
    assert (built.production_places, built.fact_places) == (["line 2"], ["line 1", "line 4"])
    assert [(problem.where, problem.record, problem.field) for problem in built.problems] == [("line 3", "a-b", "text")]


def test_a_warning_leaves_the_record_and_an_error_removes_it() -> None:
    good, bad = record("line 1"), record("line 2")
    good.warn("topic", "Crew", "was put right", "nothing to do")
    bad.refuse("topic", None, "is wrong", "correct it")
    built = build([good, bad])
    assert built.fact_places == ["line 1"]
    first, second = built.problems
    assert (first.level, first.value, first.where, first.record) == (Level.WARNING, "“Crew”", "line 1", "a-b")
    assert (second.level, second.value) == (Level.ERROR, "")


@pytest.mark.parametrize("field", ["text", "subject", "phrasings", "sources", "value"])
@pytest.mark.parametrize("sign", ["\x07", "\x1b", "\x7f", "\x9b"])
def test_control_characters_are_refused_at_any_depth(field: str, sign: str) -> None:
    written: dict[str, object] = {
        "phrasings": ["fine", f"a{sign}b"],
        "sources": [{"title": f"a{sign}b"}],
        "value": {"kind": "person", "name": "x", "role": f"a{sign}b"},
    }
    built = refused(Record("fact", "line 1", {**FACT, field: written.get(field, f"a{sign}b")}))
    assert built.problems[0].field == field
    assert built.problems[0].wrong == "contains a control character"


@pytest.mark.parametrize("sign", ["\n", "\t"])
def test_line_breaks_and_tabs_are_kept_in_a_text(sign: str) -> None:
    (fact,) = build([record(text=f"a{sign}b")]).facts
    assert fact.text == f"a{sign}b"


def test_a_key_that_is_written_twice_is_refused() -> None:
    fields = parsed_json('{"id": "a-b", "production": "a", "topic": "crew", "text": "x", "text": "y"}')
    assert isinstance(fields, dict)
    (problem,) = refused(Record("fact", "line 1", fields)).problems
    assert (problem.field, problem.wrong) == ("text", "is written twice in one object")


@pytest.mark.parametrize("written", [1700000000, 20260331.0, True, ["2026-03-31"]])
def test_the_date_of_the_last_check_is_written_as_text(written: object) -> None:
    assert refused(record(checked_on=written)).problems[0].field == "checked_on"
    assert len(build([record(checked_on="2026-03-31")]).facts) == 1
    assert len(build([record(checked_on=None)]).facts) == 1


@pytest.mark.parametrize(
    ("fields", "spoils"),
    [({}, False), ({"spoiler": "none"}, False), ({"spoiler": "minor"}, True), ({"spoiler": "what"}, True)],
)
def test_every_problem_of_a_spoiler_is_marked_even_if_its_level_is_unknown(
    fields: dict[str, object], spoils: bool
) -> None:
    each = Record("fact", "line 1", {**FACT, "text": "", **fields})
    each.warn("topic", "Crew", "was put right", "nothing to do")
    assert {problem.spoiler for problem in build([each]).problems} == {spoils}


def test_a_production_is_never_a_spoiler() -> None:
    assert not Record("production", "line 1", {"spoiler": "major"}).spoils


@pytest.mark.parametrize(("given", "name"), [("a-b", "a-b"), ("x" * 100, "x" * 80), ("a\nb", ""), (5, ""), (None, "")])
def test_a_record_is_named_by_a_printable_id_of_up_to_80_characters(given: object, name: str) -> None:
    assert record(id=given).name == name
