"""Packs in their three forms: what is written is read back, and no bytes whatever do more than be refused."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.facts.models import DateValue, Fact, Production, Source
from bot.facts.packs.reading import MAX_BYTES, PackError, PackForm, PackReading, read_pack, write_pack
from tests.facts.strategies import PRODUCTIONS, facts

SMALL = settings(max_examples=60, deadline=None)


@SMALL
@given(
    productions=st.lists(PRODUCTIONS, max_size=2),
    curated=st.lists(facts(), min_size=1, max_size=3),
    form=st.sampled_from(PackForm),
)
def test_what_is_written_is_read_back(productions: list[Production], curated: list[Fact], form: PackForm) -> None:
    reading = read_pack(write_pack(productions, curated, form), f"pack.{form.value}")
    assert reading.problems == ()
    assert reading.form is form
    assert reading.productions == tuple(productions)
    assert reading.facts == tuple(curated)


@SMALL
@given(data=st.binary(max_size=300), name=st.sampled_from(["a.json", "a.jsonl", "a.csv", "a", ""]))
def test_no_bytes_raise_anything_but_a_pack_error(data: bytes, name: str) -> None:
    assert_refused_or_read(data, name)


KEYS = [
    *("kind", "id", "title", "aliases", "fact", "text", "source", "sources", "url", "date", "announced", "value"),
    *("edtf", "announced_dates", "phrasings", "counterexamples", "production", "topic", "checked_on", "status"),
    "unheard-of",
]
_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=6,
        ),
    ),
    max_leaves=12,
)


@SMALL
@given(entry=_JSON, form=st.sampled_from(["json", "jsonl"]))
def test_json_of_any_shape_is_read_or_refused(entry: object, form: str) -> None:
    whole = {"format": "callsheet-pack", "version": 1, "facts": [entry], "productions": entry}
    assert_refused_or_read(json.dumps(whole if form == "json" else entry).encode(), f"a.{form}")


@SMALL
@given(rows=st.lists(st.lists(st.text(max_size=10), min_size=3, max_size=16), max_size=4))
def test_any_rows_are_read_or_refused(rows: list[list[str]]) -> None:
    sheet = io.StringIO()
    sheet.write(
        "kind,id,production,topic,text,value,value_kind,phrasings,counterexamples,source_title,announced_dates\n"
    )
    csv.writer(sheet).writerows(rows)
    assert_refused_or_read(sheet.getvalue().encode("utf-8", "replace"), "a.csv")


def assert_refused_or_read(data: bytes, name: str) -> None:
    try:
        reading = read_pack(data, name)
    except PackError:
        return
    assert all(problem.wrong for problem in reading.problems)
    assert len(reading.facts) == len(reading.fact_places)


def refused(data: bytes, name: str = "pack.json") -> str:
    with pytest.raises(PackError) as caught:
        read_pack(data, name)
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"PK\x03\x04rest", "zip archive"),
        (b"\x1f\x8b\x08rest", "gzip archive"),
        (b"x" * (MAX_BYTES + 1), "the limit is 5 MB"),
        (b'{"a": "caf\xe9"}', "isn't UTF-8: byte 0xe9 in line 1"),
        (b'{"a":\n "b\x00"}', "line 2 contains a NUL"),
        ("{}".encode("utf-32"), "UTF-32"),
        (b"\xff\xfea", "broken UTF-16"),
        (b'{"format": "other"}', "not a pack"),
        (b'{"format": "callsheet-pack", "version": 9}', "version 9"),
        (b'{"format": "callsheet-pack", "version": true}', "version true"),
        (b'{"format": "callsheet-pack", "version": 1, "facts": {}}', "facts isn't a list"),
        (b'{"a": 1,\n "b": }', "line 2, column 7"),
        (b"[" * 200_000, "nested more than"),
        (b'{"a":' * 200_000, "nested more than"),
        (b'{"a": "' + b'\\"' * 100_000, "isn't JSON"),
        (b'{"a": NaN}', "NaN"),
        (b"hello there", "isn't JSON, JSON lines or CSV"),
    ],
)
def test_what_cannot_be_a_pack_is_refused_by_name(data: bytes, said: str) -> None:
    assert said in refused(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_say_what_they_are(encoding: str) -> None:
    text = '{"kind": "production", "id": "a", "title": "Séance"}'
    assert read_pack(text.encode(encoding), "a.jsonl").productions[0].title == "Séance"


def fact_line(**fields: object) -> str:
    return json.dumps({"kind": "fact", "id": "a-b", "production": "a", "topic": "crew", "fact": "It is.", **fields})


def read_lines(*lines: str) -> PackReading:
    return read_pack("\n".join(lines).encode(), "notes.jsonl")


def test_every_problem_of_a_file_is_told_at_once_with_its_place() -> None:
    reading = read_lines(
        fact_line(id="A b", status="sure", checked_on="soon"),
        "not json",
        fact_line(),
        '{"kind": "song"}',
        fact_line(value={"kind": "number", "amount": "many", "unit": "x"}, production=None),
    )
    assert [(problem.where, problem.field) for problem in reading.problems] == [
        ("line 2", ""),
        ("line 4", ""),
        ("line 1", "id"),
        ("line 1", "status"),
        ("line 1", "checked_on"),
        ("line 5", "production"),
        ("line 5", "value.amount"),
    ]
    assert [fact.id for fact in reading.facts] == ["a-b"]
    assert reading.fact_places == ("line 3",)
    assert str(reading.problems[3]) == (
        "line 1, A b, status: “sure” isn't one of the choices; write confirmed, reported, rumour or denied"
    )


def test_notes_are_put_right_and_what_had_to_give_is_told() -> None:
    reading = read_lines(
        fact_line(
            subject=None,
            status="Rumor",
            topic="Cast & Crew",
            value=None,
            mood="good",
            source={"title": "Paper", "url": "www.example.org", "date": "2025-05/06", "page": 3},
        )
    )
    (fact,) = reading.facts
    assert (fact.subject, fact.status.value, fact.topic, fact.value) == ("", "rumour", "cast-crew", None)
    assert fact.sources == (Source(title="Paper", date="2025"),)
    assert {problem.field for problem in reading.problems} == {
        "topic", "mood", "sources[0].url", "sources[0].date", "sources[0].page"
    }  # fmt: skip
    assert reading.errors == ()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2025-05/06", "2025"),
        ("2025-05-01/2025-05-20", "2025-05"),
        ("2025-05/2026-01", None),
        ("2025-05-01T10:00:00Z", "2025-05-01"),
        ("last week", None),
        (20250501, None),
        ("2025-21", "2025-21"),
    ],
)
def test_dates_of_sources_are_kept_as_far_as_they_are_known(written: object, kept: str | None) -> None:
    (fact,) = read_lines(fact_line(source={"title": "Paper", "date": written})).facts
    assert fact.sources[0].date == kept


def test_the_last_announced_date_is_the_value_where_none_is_given() -> None:
    reading = read_lines(fact_line(announced_dates=[{"date": "2024"}, {"date": "2025-05-23", "announced": None}]))
    assert reading.facts[0].value == DateValue(edtf="2025-05-23")


def test_a_range_is_a_value_in_every_form() -> None:
    (fact,) = read_lines(fact_line(value="2026-11-21/2027-01-03")).facts
    assert fact.value == DateValue(edtf="2026-11-21/2027-01-03")
    (fact,) = read_lines(fact_line(announced_dates=[{"date": "2026-11-21/2027-01-03"}])).facts
    assert fact.value == DateValue(edtf="2026-11-21/2027-01-03")


def test_a_plain_date_in_words_is_a_value_and_asked_back_where_it_can_mean_two() -> None:
    (fact,) = read_lines(fact_line(value="3 May to 9 June 2024")).facts
    assert fact.value == DateValue(edtf="2024-05-03/2024-06-09")
    for value, said in (("03/05/2024", "3 May 2024 or 5 March 2024"), ("Friday, 4 May 2027", "is a Tuesday")):
        reading = read_lines(fact_line(value=value))
        assert reading.facts == ()
        assert said in reading.errors[0].sentence()


def test_a_plain_date_is_a_value() -> None:
    first, second = read_lines(fact_line(value="2025-05"), fact_line(id="c", value="blue")).facts
    assert first.value == DateValue(edtf="2025-05")
    assert second.value is None


@pytest.mark.parametrize(
    "line",
    [
        fact_line().replace('"topic"', '"id": "again", "topic"'),
        fact_line(text="a\u0007b"),
        fact_line(checked_on=1700000000),
        fact_line(phrasings=["half \ud800"]),
        fact_line(announced_dates=[{"date": "2024"}], value={"kind": "date", "edtf": "2025"}),
        fact_line(sources="x"),
        fact_line(value=[]),
    ],
)
def test_a_line_with_an_error_is_left_out_and_explained(line: str) -> None:
    reading = read_lines(line)
    assert reading.facts == ()
    assert all(problem.where == "line 1" and problem.remedy for problem in reading.errors)
    assert reading.errors


def test_a_json_pack_names_the_line_of_each_record() -> None:
    good = {"id": "a-b", "production": "a", "topic": "crew", "text": "It is."}
    whole = {
        "format": "callsheet-pack",
        "version": 1,
        "id": "My Pack",
        "title": "Mine",
        "mood": 1,
        "productions": [{"id": "a", "title": "A"}],
        "facts": [good, 5, {**good, "fact": "no such field here"}],
    }
    reading = read_pack(json.dumps(whole, indent=1).encode(), "x.json")
    assert (reading.id, reading.title) == ("my-pack", "Mine")
    assert reading.fact_places == ("fact 1 in line 14",)
    assert [(problem.where, problem.field) for problem in reading.problems] == [
        ("", "mood"),
        ("fact 2", ""),
        ("fact 3 in line 21", "fact"),
    ]


def test_a_sheet_made_by_hand_is_understood() -> None:
    sheet = (
        "Kind;ID;Production;Topic;Subject;Text;Value Kind;Value;Phrasings;Source title\r\n"
        "production;a;;;;The Film;;;Film | TF;\r\n"
        ";;a;release;US release;It opens.;;12 July 2027;when is it out|release date?;Paper\r\n"
        ";x;a;release;;It opens.;;12/07/2027;;\r\n"
    )
    reading = read_pack(sheet.encode(), "facts.csv")
    assert reading.productions == (Production(id="a", title="The Film", aliases=("Film", "TF")),)
    (fact,) = reading.facts
    assert fact.id == "a-release-us-release"
    assert fact.value == DateValue(edtf="2027-07-12")
    assert fact.phrasings == ("when is it out", "release date?")
    assert [(problem.where, problem.level.value) for problem in reading.problems] == [
        ("row 3", "warning"),
        ("row 4", "error"),
    ]
    assert "12 July 2027 or 7 December 2027" in reading.errors[0].wrong


def test_a_sheet_holds_ranges_and_is_asked_back_what_it_says_in_two_ways() -> None:
    sheet = (
        "id,production,topic,text,value,announced_dates\r\n"
        "a,p,production,It films.,21 Nov - 3 Jan 2027,\r\n"
        'b,p,production,It films.,2024-03/..,"2024-02/.. | announced 2023\n2024-03/.."\r\n'
        "c,p,production,It films.,Jul-28,\r\n"
        "d,p,stunt,It is large.,2.500 extras,\r\n"
        "e,p,production,It films.,3 Jan 2027 - 21 Nov 2026,\r\n"
    )
    reading = read_pack(sheet.encode(), "facts.csv")
    first, second = reading.facts
    assert first.value == DateValue(edtf="2026-11-21/2027-01-03")
    assert [each.date for each in second.announced_dates] == ["2024-02/..", "2024-03/.."]
    said = [problem.sentence() for problem in reading.errors]
    assert "28 July" in said[0]
    assert "July 2028" in said[0]
    assert "type 2.5 extras or 2,500 extras" in said[1]
    assert "put the earlier date first" in said[2]


def test_what_a_fact_does_not_answer_stands_in_a_column_of_its_own() -> None:
    sheet = (
        "id,production,topic,text,phrasings,counterexamples\r\n"
        'a-b,a,crew,"Ann built it.",who built it,"who designed it|what is it called\n=how much was it"\r\n'
    )
    (fact,) = read_pack(sheet.encode(), "facts.csv").facts
    assert fact.counterexamples == ("who designed it", "what is it called", "=how much was it")
    header, *_ = csv.reader(io.StringIO(write_pack([], [fact], PackForm.CSV).decode("utf-8-sig"), newline=""))
    assert header[header.index("phrasings") + 1] == "counterexamples"
    (told_nothing,) = read_lines(fact_line(counterexamples=None)).facts
    assert told_nothing.counterexamples == ()


def test_no_cell_of_an_export_is_a_formula() -> None:
    fact = Fact(
        id="a-b",
        production="a",
        topic="crew",
        text='=HYPERLINK("http://example.org")',
        subject="+1",
        phrasings=("@SUM(1)", "-2"),
        counterexamples=("=SUM(2)", "+3"),
        sources=(Source(title="\t=1"),),
    )
    data = write_pack([Production(id="a", title="-A")], [fact], PackForm.CSV)
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert read_pack(data, "a.csv").facts == (fact,)


def test_rows_that_are_no_table_are_refused() -> None:
    assert "names the column id twice" in refused(b"id,id,text\n1,2,3\n", "a.csv")
    assert "doesn't name the columns" in refused(b"a,b\n1,2\n", "a.csv")
    assert "isn't valid CSV" in refused(b'id,text\n1,"open\n', "a.csv")
    (problem,) = read_pack(b"id,text\n1,2,3\n", "a.csv").problems
    assert (problem.where, problem.wrong) == ("row 2", "has 3 cells, but there are only 2 columns")


def test_the_host_may_read_larger_files() -> None:
    line = fact_line().encode() + b"\n"
    data = line + b"\n" * MAX_BYTES
    assert "the limit is" in refused(data, "a.jsonl")
    assert len(read_pack(data, "a.jsonl", max_bytes=2 * MAX_BYTES).facts) == 1


def test_too_many_records_are_refused() -> None:
    assert "50,000" in refused(b"1\n" * 50_001, "a.jsonl")
