from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.facts import limits
from bot.facts.models import DateValue, Fact, NumberValue, Production
from bot.facts.packs.json_form import escaped_json, plain_fields, read_json_pack, write_json_pack
from bot.facts.packs.records import build
from bot.facts.packs.text import PackError
from tests.facts.strategies import PRODUCTIONS, facts

HEAD = {"format": "callsheet-pack", "version": 1, "id": "p", "title": "P"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "the file isn't JSON"),
        ("[]", "JSON but not a pack"),
        ('{"format": "another"}', "JSON but not a pack"),
        (json.dumps({**HEAD, "version": 2}), "has version 2; I can only read version 1"),
        (json.dumps({**HEAD, "version": True}), "has version true"),
        (json.dumps({"format": "callsheet-pack", "version": 1, "facts": {}}), "facts isn't a list"),
        (json.dumps({**HEAD, "facts": [0] * (limits.RECORDS + 1)}), "more than 50,000 records"),
    ],
)
def test_what_is_no_pack_of_this_version_is_refused(text: str, said: str) -> None:
    with pytest.raises(PackError, match=said):
        read_json_pack(text)


def test_records_have_their_number_and_line() -> None:
    text = '{"format": "callsheet-pack",\r\n"version": 1, "facts": [{},\r5,\n{}], "productions": [{}], "x": 1, "x": 1}'
    pack = read_json_pack(text)
    assert [(each.kind, each.where) for each in pack.records] == [
        ("production", "production 1 in line 4"),
        ("fact", "fact 1 in line 2"),
        ("fact", "fact 3 in line 4"),
    ]
    assert {(each.field, each.where, each.spoiler) for each in pack.problems} >= {
        ("x", "", False),
        ("", "fact 2", True),
    }


def test_control_characters_are_escaped_and_mean_the_same() -> None:
    text = escaped_json({"a": "\x07\x7f\x9bé"})
    assert not any(sign in text for sign in "\x07\x7f\x9b")
    assert "é" in text
    assert json.loads(text) == {"a": "\x07\x7f\x9bé"}


def test_fields_with_their_default_are_left_out_and_whole_numbers_have_no_point() -> None:
    fact = Fact(id="a", production="b", topic="c", text="d", value=NumberValue(amount=3.0, unit="x"))
    assert plain_fields(fact) == {
        "id": "a",
        "production": "b",
        "topic": "c",
        "text": "d",
        "value": {"kind": "number", "amount": 3, "unit": "x"},
    }
    assert plain_fields(DateValue(edtf="2026")) == {"kind": "date", "edtf": "2026"}


@settings(max_examples=40, deadline=None)
@given(st.lists(PRODUCTIONS, max_size=2), st.lists(facts(), max_size=2))
def test_a_written_pack_is_read_back(productions: list[Production], written: list[Fact]) -> None:
    text = write_json_pack("p", "P", productions, written)
    pack = read_json_pack(text)
    built = build(pack.records)
    assert text.endswith("}\n")
    assert (pack.id, pack.title, pack.problems) == ("p", "P", [])
    assert (built.productions, built.facts) == (productions, written)
