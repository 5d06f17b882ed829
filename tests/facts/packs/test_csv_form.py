from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.facts import limits
from bot.facts.models import Fact, Production
from bot.facts.packs.csv_form import COLUMNS, looks_like_csv, read_csv, words_for_columns, write_csv
from bot.facts.packs.records import build
from bot.facts.packs.text import PackError
from tests.facts.strategies import PRODUCTIONS, facts

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("id,text", True),
        ("ID;Text", True),
        ("sep=;\nid;text", True),
        ("\n\nid\ttext", True),
        ("fact,production,topic", True),
        ("text", False),  # a single word
        ("fact,a-b,a,crew", False),
        ("id,value", False),
        ('{"id": 1}', False),
    ],
)
def test_a_spreadsheet_is_known_by_its_header(text: str, looks: bool) -> None:
    assert looks_like_csv(text) is looks


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_usual_delimiter_and_line_end_is_read(sign: str, end: str) -> None:
    text = end.join(sign.join(row) for row in (["Text", "ID"], ["It is.", "a-b"], ["", ""], ["It was.", "a-c"]))
    records, problems = read_csv(text, TODAY, None)
    assert problems == []
    assert [(each.where, each.fields["id"], each.fields["text"]) for each in records] == [
        ("row 2", "a-b", "It is."),
        ("row 4", "a-c", "It was."),
    ]


def test_a_missing_column_leaves_a_field_alone_and_an_empty_cell_empties_it() -> None:
    (without,), _ = read_csv("id,text\na-b,It is.\n", TODAY, None)
    (empty,), _ = read_csv("id,text,phrasings,value,source_url\na-b,It is.,,,\n", TODAY, None)
    assert without.fields == {"id": "a-b", "text": "It is."}
    assert empty.fields == {"id": "a-b", "text": "It is.", "phrasings": [], "value": None, "sources": []}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2", "row 1 doesn't name the columns"),
        ("id,ID,text\n", "names the column id twice"),
        ('id,text\n1,"open', "line 2 isn't valid CSV: .* never closed"),
        ('id,text\n1,"a "b" c"', "isn't doubled"),
        ("text," + ",".join(f"c{number}" for number in range(limits.COLUMNS)), "the limit is 200"),
    ],
)
def test_what_is_no_spreadsheet_is_refused(text: str, said: str) -> None:
    with pytest.raises(PackError, match=said):
        read_csv(text, TODAY, None)


def test_problems_of_columns_and_rows_have_their_place() -> None:
    records, problems = read_csv("id,text,mood\n1,2,3,4\na,b,c,\n", TODAY, None)
    assert [(each.where, each.is_error, each.value) for each in problems] == [
        ("row 1", False, "“mood”"),
        ("row 2", True, ""),
    ]
    assert [each.where for each in records] == ["row 3"]


@pytest.mark.parametrize(
    ("cells", "field"),
    [("song,x,,", "kind"), ("fact,x,length,3 hours", "value_kind"), ("fact,x,,12/07/2027", "value")],
)
def test_an_unknown_kind_or_an_unclear_value_is_refused(cells: str, field: str) -> None:
    (record,), _ = read_csv(f"kind,text,value_kind,value\n{cells}\n", TODAY, None)
    assert [problem.field for problem in record.problems if problem.is_error] == [field]


def test_a_row_without_an_id_gets_one_only_if_it_has_a_subject() -> None:
    sheet = "production,topic,subject,text\na,crew,The Pier,x\na,crew,,x\n"
    named, nameless = read_csv(sheet, TODAY, None)[0]
    assert named.fields["id"] == "a-crew-the-pier"
    assert [problem.is_error for problem in named.problems] == [False]
    assert "id" not in nameless.fields


def test_a_field_is_named_by_its_column() -> None:
    words = words_for_columns("ID;Fact;Production;Topic;Source URL\n")
    assert words("text") == "column “Fact”"
    assert words("sources[0].url") == "column “Source URL”, line 1"


@settings(max_examples=40, deadline=None)
@given(st.lists(PRODUCTIONS, max_size=2), st.lists(facts(), max_size=2))
def test_a_written_spreadsheet_is_read_back(productions: list[Production], written: list[Fact]) -> None:
    text = write_csv(productions, written)
    assert text.startswith(",".join(COLUMNS))
    records, problems = read_csv(text, TODAY, None)
    built = build(records)
    assert (problems, built.productions, built.facts) == ([], productions, written)
