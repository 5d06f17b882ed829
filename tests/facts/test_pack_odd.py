"""Odd files: as spreadsheets save them, as people mistype them, as nobody should hand them in."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.facts import limits
from bot.facts.models import DateValue, Fact, Production
from bot.facts.packs.check import check_pack
from bot.facts.packs.reading import PackError, PackForm, PackReading, read_pack, write_pack

TODAY = date(2026, 11, 22)
ROWS = (
    ("kind", "id", "production", "topic", "text", "value", "phrasings"),
    ("production", "a", "", "", "The Fjord", "", "Fjord"),
    ("fact", "a-b", "a", "crew", "Zoë built it; Ann, too.", "12 July 2023", "who built it"),
)


def sheet(sign: str = ",", end: str = "\r\n") -> str:
    return "".join(sign.join(f'"{cell}"' if sign in cell else cell for cell in row) + end for row in ROWS)


def read(data: bytes, name: str = "a.csv") -> PackReading:
    return read_pack(data, name, today=TODAY)


def refused(data: bytes, name: str = "a.csv", **more: Any) -> str:
    with pytest.raises(PackError) as caught:
        read_pack(data, name, today=TODAY, **more)
    return str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        sheet().encode(),
        sheet().encode("utf-8-sig"),
        sheet(";").encode("utf-8-sig"),
        sheet("\t").encode("utf-16"),  # Excel: "Unicode text"
        b"sep=;\r\n" + sheet(";").encode(),
        b"\xef\xbb\xbfsep=;\r\n" + sheet(";").encode(),
        b"sep=,\n" + sheet().encode(),
        b"SEP=\t\r\n" + sheet("\t").encode(),
        b'"sep=;"\r\n' + sheet(";").encode(),
        b"sep=|\r\n" + sheet("|").encode(),
        sheet(end="\r").encode(),  # an old Mac
        sheet(";", end="\n").encode(),
        b"\r\n\r\n" + sheet().encode(),
        sheet().replace("who built it", '"who built\r\nit"').replace("built\r\n", "built ").encode(),
    ],
)
def test_a_sheet_as_spreadsheets_save_it(data: bytes) -> None:
    reading = read(data)
    assert reading.errors == ()
    assert reading.productions == (Production(id="a", title="The Fjord", aliases=("Fjord",)),)
    (fact,) = reading.facts
    assert (fact.text, fact.value) == ("Zoë built it; Ann, too.", DateValue(edtf="2023-07-12"))


def test_rows_count_as_the_spreadsheet_counts_them() -> None:
    reading = read(b"sep=;\r\n" + sheet(";").replace("12 July 2023", "sprung 2026").encode())
    (problem,) = reading.errors
    assert str(problem).startswith("row 3, a-b, column “value”: ")
    assert "sprung 2026" in str(problem)


def test_a_column_is_named_as_the_sheet_writes_it() -> None:
    text = "ID;Production;Topic;Fact;Source URL;Phrasings\r\na-b;a;crew;It is.;ftp://x;who\r\n"
    reading = read(text.encode())
    assert str(reading.problems[0]).startswith("row 2, a-b, column “Source URL”, line 1: “ftp://x” isn't a web address")
    line = {"kind": "fact", "id": "a-b", "production": "a", "topic": "crew", "text": "x", "phrasings": [" "]}
    (problem,) = read(json.dumps(line).encode(), "a.jsonl").errors
    assert str(problem).startswith("line 1, a-b, phrasing 1: is empty")


@pytest.mark.parametrize(
    "data",
    [
        b"fact,a-b,a,crew,It is.\r\nfact,a-c,a,crew,It was.\r\n",
        b"fact;a-b;a;production;It is.\r\n",
        b"production,a,,,The Film\r\n",
        b"a-b,a,crew,It is.\r\n",
        b"sep=;\r\nfact;a-b;a;crew;It is.\r\n",
    ],
)
def test_a_sheet_without_a_header_is_refused(data: bytes) -> None:
    told = refused(data)
    assert "row 1 doesn't name the columns" in told
    assert "kind,id,production,topic" in told


def test_the_older_windows_encoding_is_named() -> None:
    told = refused(sheet(";").encode("cp1252"))
    assert "isn't UTF-8: byte 0xeb in line 3" in told
    assert "“CSV UTF-8”" in told
    assert "UTF-16 without a byte order mark" in refused(sheet("\t").encode("utf-16-le"))


def test_what_is_no_sheet_is_refused_in_words() -> None:
    assert "never closed" in refused(sheet().encode() + b'fact,"open')
    assert "isn't doubled" in refused(sheet().encode() + b'fact,"a "quoted" word",b\r\n')
    assert "10,000 columns (the limit is 200)" in refused(b"text," + b",".join(b"c%d" % n for n in range(9999)) + b"\n")
    assert "line 4 contains a NUL" in refused(sheet().encode() + b"fact,a\x00b\r\n")
    assert "characters; shorten it" in refused(sheet().encode() + b"fact," + b"x" * 200_000)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"country": "ZZ"}, "country: “ZZ” isn't a country code; write the two letters of ISO 3166"),
        ({"country": "UK"}, "country: “UK” isn't a country code; write GB"),
        ({"country": "no"}, "country: “no” isn't a country code; write NO"),
        ({"country": "Norway"}, "country: “Norway” isn't a country code; write NO"),
        ({"country": "England"}, "write GB"),
        ({"country": ""}, "isn't a country code"),
        ({"country": 47}, "country: 47 isn't text"),
        ({"latitude": True, "longitude": 1}, "latitude: true isn't a number"),
        ({"latitude": "12.5", "longitude": 1}, "latitude: “12.5” isn't a number"),
        ({"latitude": 91, "longitude": 1}, "latitude: 91 is too large; write 90 or less"),
        ({"latitude": 1, "longitude": -181}, "longitude: -181 is too small; write -180 or more"),
        ({"latitude": 1}, "has only one of latitude and longitude; give both, or neither"),
        ({"latitude": None, "longitude": [1]}, "longitude: [1 item] isn't a number"),
        ({"approximate": "yes"}, "approximate: “yes” isn't true or false"),
    ],
)
def test_a_place_is_on_earth(place: dict[str, Any], said: str) -> None:
    told = problems_of(value={"kind": "place", "name": "Oslo", **place})
    assert said in told
    assert "Input should" not in told


def problems_of(**fields: Any) -> str:
    fact = {"kind": "fact", "id": "a-b", "production": "a", "topic": "crew", "text": "It is.", **fields}
    reading = read(json.dumps(fact).encode(), "a.jsonl")
    assert reading.facts == ()
    return "\n".join(map(str, reading.errors))


@pytest.mark.parametrize("written", ["NaN", "Infinity", "-Infinity"])
def test_no_number_is_endless(written: str) -> None:
    fact = {"kind": "fact", "id": "a-b", "production": "a", "topic": "crew", "text": "It is."}
    value = '{"kind": "place", "name": "Oslo", "longitude": 1, "latitude": %s}'
    for number, said in ((written, "isn't a JSON number"), ("1e999", "latitude: inf isn't a finite number")):
        line = json.dumps({**fact, "value": 0}).replace('"value": 0', f'"value": {value % number}')
        assert said in str(read(line.encode(), "a.jsonl").errors[0])
    assert "thousands of digits" in str(read(b'{"kind": "fact", "id": ' + b"9" * 5000 + b"}", "a.jsonl").errors[0])


def test_fields_that_nobody_chose_reach_no_terminal() -> None:
    escape = "\x1b]0;owned\x07\x9b31m"
    whole = {
        "format": "callsheet-pack",
        "version": 1,
        escape: 1,
        "facts": [{escape: escape, "id": escape, "topic": escape, "value": {"kind": escape}, "status": escape}],
    }
    header = f"kind,id,production,topic,text,{escape}\r\nfact,{escape},{escape},{escape},{escape},{escape}\r\n"
    for data, name in (
        (json.dumps(whole).encode(), "a.json"),
        (json.dumps({"kind": "fact", escape: escape, "text": escape}).encode(), "a.jsonl"),
        (json.dumps({"kind": escape}).encode(), "a.jsonl"),
        (header.encode(), "a.csv"),
        (header.replace("topic", escape).encode(), "a.csv"),
    ):
        assert told_of(data, name).isprintable()


@pytest.mark.parametrize("form", PackForm)
def test_a_tampered_store_is_written_without_control_characters(form: PackForm) -> None:
    fact = Fact.stored({"id": "a-b", "production": "a", "topic": "crew", "text": "x\x1b]0;owned\x07\x9b31my"})
    written = write_pack([Production.stored({"id": "a", "title": "\x1b[31mA"})], [fact], form).decode()
    assert not any(sign in written for sign in "\x1b\x07\x9b")


# -- large files


def test_a_million_small_items_are_refused_before_they_are_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = b'{"format": "callsheet-pack", "version": 1, "facts": [%s]}'
    assert "more than 50,000 records" in refused(whole % (b"{}," * 999_999 + b"{}"), "a.json")
    assert "more than 50,000 records" in refused(whole % (b"1," * 999_999 + b"1"), "a.json")
    assert "more than 50,000 records" in refused(b"{}\n" * 1_000_000, "a.jsonl")
    assert "more than 50,000 records" in refused(b"text\n" + b"x\n" * 1_000_000, "a.csv")
    assert "the limit is" in refused(b" " * (limits.HOST_FILE + 1), "a.json", max_bytes=limits.HOST_FILE)
    monkeypatch.setattr(limits, "JSON_PARTS", 1000)
    assert "more than 1,000 texts and lists" in refused(b'{"a": [' + b'"x",' * 1000 + b'"x"]}', "a.json")


def test_a_record_with_thousands_of_fields_or_entries_is_refused_whole() -> None:
    many = {f"field-{number}": 1 for number in range(50_000)}
    assert "has 50,005 fields (the limit is 100)" in problems_of(**many)
    assert "has 90,000 entries (the limit is 2,000)" in problems_of(phrasings=["x"] * 90_000)
    assert "has 90,000 entries" in problems_of(sources=[{"title": "x"}] * 90_000)


def test_a_list_over_its_limit_is_one_problem() -> None:
    assert problems_of(phrasings=[" "] * 1000).count("\n") == 0


PIECES = (
    *(b'{"kind":"fact",', b'"text":', b"[", b"]", b"}", b'"', b",", b";", b"\t", b"\r", b"\n", b"sep=;\n"),
    *(b"kind,id,production,topic,text\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\x00", b"fact", b'{"format":'),
    *(b'"callsheet-pack","version":1,"facts":[', "\u200b".encode(), b"\x1b[31m", b"1e999", b"NaN", b"null"),
)


@settings(max_examples=200, deadline=None)
@given(
    data=st.one_of(st.binary(max_size=400), st.lists(st.sampled_from(PIECES), max_size=30).map(b"".join)),
    name=st.sampled_from(["a.json", "a.jsonl", "a.csv", "a.tsv", "a", "", "\x1b.csv", "x/" * 50]),
)
def test_whatever_the_bytes_nothing_but_a_pack_error_is_raised(data: bytes, name: str) -> None:
    assert told_of(data, name).isprintable()


def told_of(data: bytes, name: str) -> str:
    try:
        return " ".join(map(str, check_pack(read(data, name), today=TODAY)))
    except PackError as fault:
        return str(fault)


# -- the files that others work with

CASES = sorted((Path(__file__).parents[3] / "shared" / "cases").glob("*.json"))


@pytest.mark.skipif(not CASES, reason="the shared cases are not beside this checkout")
def test_the_shared_cases_are_sound() -> None:
    for path in CASES:
        reading = read_pack(path.read_bytes(), path.name)
        assert [str(problem) for problem in check_pack(reading, today=TODAY) if problem.is_error] == []
        assert reading.facts


@pytest.mark.parametrize(
    "written", ["28/11/2025", "28.11.2025", "28-Nov-2025", "2025-11-28", "28 de noviembre de 2025"]
)
def test_every_date_of_a_sheet_may_stand_as_a_spreadsheet_shows_it(written: str) -> None:
    """Excel saves ``2025-11-28`` as its country writes dates, in every column."""
    text = (
        "id,production,topic,subject,text,source_title,source_date,announced_dates,checked_on\r\n"
        f"a-b,a,crew,s,It opens.,Paper,{written},{written} | announced {written.replace('28', '27', 1)},{written}\r\n"
    )
    if "2025-11-28" in written:
        text = text.replace("announced 2025-11-28", "announced 2025-11-27")
    reading = read(text.encode())
    assert reading.problems == ()
    (fact,) = reading.facts
    assert fact.sources[0].date == "2025-11-28"
    assert fact.announced_dates[0].date == "2025-11-28"
    assert fact.checked_on == date(2025, 11, 28)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("03/11/2025", "3 November 2025 or 11 March 2025"),
        ("Nov-25", "25 November 2026 or November 2025"),  # 2025-11, as Excel saves it
        ("28-Jul", "has no year; add it"),
    ],
)
@pytest.mark.parametrize("column", ["source_date", "checked_on", "announced_dates"])
def test_a_date_of_a_sheet_that_can_mean_two_is_asked_back_and_never_dropped(
    column: str, written: str, said: str
) -> None:
    text = f"id,production,topic,subject,text,source_title,{column}\r\na-b,a,crew,s,It opens.,Paper,{written}\r\n"
    reading = read(text.encode())
    assert reading.facts == ()
    (problem,) = reading.errors
    assert said in problem.sentence()
    assert column in problem.sentence()


def test_a_day_of_the_last_check_is_a_day() -> None:
    text = "id,production,topic,subject,text,checked_on\r\na-b,a,crew,s,It opens.,November 2025\r\n"
    (problem,) = read(text.encode()).errors
    assert "isn't a full date" in problem.sentence()
