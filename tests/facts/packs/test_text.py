from __future__ import annotations

import codecs
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.facts import limits
from bot.facts.packs.text import (
    Object,
    PackError,
    check_depth,
    check_shape,
    decoded,
    element_lines,
    parsed_json,
    repeated_keys,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


# -- bytes


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1).map(lambda t: f"a{t}"))
def test_text_in_utf_8_and_marked_utf_16_is_decoded(text: str) -> None:
    for data in (text.encode(), codecs.BOM_UTF8 + text.encode(), text.encode("utf-16")):
        assert decoded(data) == text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b" \r\n\t", "is empty"),
        (codecs.BOM_UTF8, "is empty"),
        (b"PK\x03\x04rest", "a zip archive"),
        (b"PK\x05\x06rest", "an empty zip archive"),
        (b"\x1f\x8brest", "a gzip archive"),
        (b"BZhrest", "a bzip2 archive"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x89PNGrest", "a picture"),
        (b"\xd0\xcf\x11\xe0rest", "an old office file, not a pack; save it as CSV"),
        (codecs.BOM_UTF32_LE + "text".encode("utf-32-le"), "UTF-32"),
        ("text".encode("utf-16-le"), "UTF-16 without a byte order mark"),
        (codecs.BOM_UTF16_LE + b"a\0b", "broken UTF-16"),
        (b"one\ntwo\xe9", "byte 0xe9 in line 2"),
        (b"one\ntwo\nthree\0four", "line 3 contains a NUL"),
    ],
)
def test_what_is_no_text_is_refused_by_name(data: bytes, said: str) -> None:
    with pytest.raises(PackError, match=said):
        decoded(data)


def test_a_file_may_have_as_many_bytes_as_the_limit() -> None:
    assert decoded(b"a" * 20, max_bytes=20) == "a" * 20
    with pytest.raises(PackError, match="the limit is"):
        decoded(b"a" * 21, max_bytes=20)
    assert len(decoded(b"a" * limits.FILE)) == limits.FILE
    with pytest.raises(PackError, match=r"has 5\.0 MB \(the limit is 5 MB\); split it"):
        decoded(b"a" * (limits.FILE + 1))


# -- JSON


@settings(deadline=None)
@given(JSON)
def test_json_is_parsed_as_it_was_written(value: object) -> None:
    text = json.dumps(value, ensure_ascii=False)
    assert parsed_json(text) == value
    assert repeated_keys(parsed_json(text)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("NaN", "NaN isn't a JSON number"),
        ("[-Infinity]", "-Infinity isn't a JSON number"),
        ("{} {}", r"extra data \(line 1, column 4\)"),
        ('{\n"a": }', r"expecting value \(line 2, column 6\)"),
        ("9" * 5000, "a number has thousands of digits"),
        ("", "line 1, column 1"),
    ],
)
def test_what_is_not_strict_json_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parsed_json(text)


def test_keys_that_are_written_twice_are_found_at_any_depth() -> None:
    value = parsed_json('{"a": 1, "b": [{"c": 1, "c": 2, "c": 3}], "a": {"d": {"e": 1, "e": 1}}}')
    assert isinstance(value, Object)
    assert value.repeated == ("a",)
    assert sorted(repeated_keys(value)) == ["a", "c", "c", "e"]


def nested(depth: int) -> str:
    return "\n" + "[" * depth + "]" * depth


def test_json_may_be_nested_as_deep_as_the_limit() -> None:
    check_depth(nested(limits.JSON_DEPTH), "")
    check_depth("[]" * 50, "")
    with pytest.raises(PackError, match=f"line 2 is nested more than {limits.JSON_DEPTH} levels deep"):
        check_depth(nested(limits.JSON_DEPTH + 1), "")
    with pytest.raises(PackError, match="the record is nested"):
        check_depth(nested(limits.JSON_DEPTH + 1), "the record")


def test_brackets_inside_texts_are_not_nested() -> None:
    check_depth(json.dumps(["[" * 50, '"' + "{" * 50]), "")


def test_a_file_with_too_many_records_is_refused_before_it_is_parsed() -> None:
    check_depth('{"facts": [' + "{}," * 2 * limits.RECORDS, "")
    with pytest.raises(PackError, match=f"more than {limits.RECORDS:,} records; split it"):
        check_depth('{"facts": [' + "{}," * (2 * limits.RECORDS + 1), "")


def test_json_with_too_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "JSON_PARTS", 10)
    check_depth('"a",' * 11, "")
    with pytest.raises(PackError, match="the file has more than 10 texts and lists; split it"):
        check_depth('"a",' * 12, "")


@pytest.mark.parametrize("wrap", [lambda each: each, lambda each: {"a": [each]}, lambda each: [{"b": each}]])
def test_a_record_may_have_as_many_fields_and_entries_as_the_limits(wrap: object) -> None:
    assert callable(wrap)
    check_shape(wrap({str(number): 1 for number in range(limits.FIELDS)}))
    check_shape(wrap([1] * limits.ENTRIES))
    with pytest.raises(ValueError, match=f"has {limits.FIELDS + 1:,} fields"):
        check_shape(wrap({str(number): 1 for number in range(limits.FIELDS + 1)}))
    with pytest.raises(ValueError, match=f"has {limits.ENTRIES + 1:,} entries"):
        check_shape(wrap([1] * (limits.ENTRIES + 1)))


# -- lines


def test_each_object_of_an_array_has_the_line_that_it_starts_in() -> None:
    text = '{\n"facts": [\n{"id": "{"}, {"b":\n{}},\n5, [1],\n{}],\n"others": [{}]}'
    assert element_lines(text, "facts") == [3, 3, 6]
    assert element_lines(text, "others") == [7]
    assert element_lines(text, "productions") == []


@given(st.lists(st.dictionaries(st.text(max_size=3), JSON, max_size=2), max_size=4), st.sampled_from([None, 0, 2]))
def test_there_is_a_line_for_every_object(entries: list[dict[str, object]], indent: int | None) -> None:
    text = json.dumps({"title": "facts", "facts": entries}, indent=indent)
    lines = element_lines(text, "facts")
    assert len(lines) == len(entries)
    assert all("{" in text.splitlines()[line - 1] for line in lines)
