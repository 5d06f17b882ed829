"""From the bytes of a file to its text, and strictly to JSON: what cannot be a pack is refused by name."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Mapping
from typing import NoReturn

from bot.facts import limits


class PackError(Exception):
    """A file that cannot be read as a pack at all; the message says why and what to do."""


_MAGIC = (
    (b"PK\x03\x04", "a zip archive (or a spreadsheet program's own file)", "unpack it, or save it as CSV"),
    (b"PK\x05\x06", "an empty zip archive", "attach the pack itself"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"BZh", "a bzip2 archive", "unpack it first"),
    (b"\xfd7zXZ\x00", "an xz archive", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it first"),
    (b"Rar!", "a rar archive", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "unpack it first"),
    (b"%PDF", "a PDF", "attach JSON, JSON lines or CSV"),
    (b"\x89PNG", "a picture", "attach JSON, JSON lines or CSV"),
    (b"\xff\xd8\xff", "a picture", "attach JSON, JSON lines or CSV"),
    (b"GIF8", "a picture", "attach JSON, JSON lines or CSV"),
    (b"\xd0\xcf\x11\xe0", "an old office file", "save it as CSV"),
)


def decoded(data: bytes, max_bytes: int = limits.FILE) -> str:
    """The text of a file in UTF-8, with or without a mark, or in UTF-16 with one.

    Raises:
        PackError: it is too large, empty, packed, no text, or in another encoding.
    """
    if len(data) > max_bytes:
        size = f"{len(data) / 1e6:.1f} MB"
        raise PackError(f"the file has {size} and {max_bytes / 1e6:g} MB is the most; split it")
    for magic, what, remedy in _MAGIC:
        if data.startswith(magic):
            raise PackError(f"the file is {what}, not a pack; {remedy}")
    text = _text(data)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise PackError(f"line {line} holds a NUL character, so this is no text file; export it again")
    if not text.strip():
        raise PackError("the file is empty; attach a pack in JSON, JSON lines or CSV")
    return text


def _text(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise PackError("the file is in UTF-32; save it as UTF-8")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as fault:
            raise PackError(f"the file begins as UTF-16 but byte {fault.start} is not; save it as UTF-8") from fault
    if data.count(0) * 3 > len(data):
        raise PackError("the file is in UTF-16 without the mark that says so; save it as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        byte = data[fault.start]
        raise PackError(
            f"the file is not UTF-8: byte 0x{byte:02x} in line {line}; save it as UTF-8 (in Excel choose 'CSV UTF-8', "
            "its plain 'CSV' writes the older Windows encoding)"
        ) from fault


class Object(dict[str, object]):
    """A JSON object that remembers which keys were written twice."""

    repeated: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, object]]) -> Object:
    made = Object(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        made.repeated = tuple(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
    return made


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number of JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_constant)
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\Z)|[\[\]{}]', re.DOTALL)


def check_depth(text: str, place: str) -> None:
    """Refuse JSON that is nested too deep, or has too many parts, before a parser meets it.

    Raises:
        PackError: it is or has.
    """
    depth = records = 0
    for count, token in enumerate(_TOKEN.finditer(text)):
        if count > limits.JSON_PARTS:
            raise PackError(f"{place or 'the file'} holds more than {limits.JSON_PARTS:,} texts and lists; split it")
        sign = token[0]
        if sign in "[{":
            depth += 1
            records += depth == 3
            if records > 2 * limits.RECORDS:
                raise PackError(f"{place or 'the file'} holds more than {limits.RECORDS:,} records; split it")
            if depth > limits.JSON_DEPTH:
                line = text.count("\n", 0, token.start()) + 1
                levels = f"deeper than {limits.JSON_DEPTH} levels"
                raise PackError(f"{place or f'line {line}'} is nested {levels}; a pack never is")
        elif sign in "]}":
            depth -= 1


def parsed_json(text: str) -> object:
    """One JSON value, strictly: no NaN, nothing after it; objects remember repeated keys.

    The caller has checked the depth.

    Raises:
        ValueError: it is no such value; the message says what and where.
    """
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as fault:
        raise ValueError(f"{fault.msg.lower()} at line {fault.lineno}, column {fault.colno}") from fault
    except ValueError as fault:
        if "digits" not in str(fault):
            raise
        raise ValueError("a number has thousands of digits") from fault


def check_shape(value: object) -> None:
    """Refuse a record with lists or objects longer than any that has a meaning, before somebody goes through them.

    Raises:
        ValueError: it has one.
    """
    if isinstance(value, Mapping):
        if wrong := limits.excess(len(value), limits.FIELDS, "fields"):
            raise ValueError(f"an object in it {wrong}; remove those that are not known")
        for inner in value.values():
            check_shape(inner)
    elif isinstance(value, list):
        if wrong := limits.excess(len(value), limits.ENTRIES, "entries"):
            raise ValueError(f"a list in it {wrong}; shorten it")
        for inner in value:
            check_shape(inner)


def element_lines(text: str, key: str) -> list[int]:
    """In which line each object of the array under a top-level ``key`` begins, in order."""
    lines, depth, name, counted, line = [], 0, "", 0, 1
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign in "]}":
            depth -= 1
        elif sign in "[{":
            depth += 1
            if depth == 3 and name == key and sign == "{":
                line += text.count("\n", counted, token.start())
                counted = token.start()
                lines.append(line)
        elif depth == 1:
            name = sign.strip('"')
    return lines


def repeated_keys(value: object) -> list[str]:
    """Every key that is written twice in one object, at any depth."""
    found: list[str] = []
    if isinstance(value, Object):
        found.extend(value.repeated)
    if isinstance(value, Mapping):
        for inner in value.values():
            found.extend(repeated_keys(inner))
    elif isinstance(value, list):
        for inner in value:
            found.extend(repeated_keys(inner))
    return found
