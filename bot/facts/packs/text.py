"""Decode a file to text and parse JSON strictly. Refuse what can't be a pack, and say what it is."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Mapping
from typing import NoReturn

from bot.facts import limits
from bot.messages import N_, _, translated


class PackError(Exception):
    """A file that can't be read as a pack at all. The message says why and what to do."""


def too_many_records() -> PackError:
    """Return the error for a file with more records than the limit."""
    return PackError(_("the file has more than {most:,} records; split it").format(most=limits.RECORDS))


_MAGIC = (
    (b"PK\x03\x04", N_("a zip archive (or a spreadsheet program's own file)"), N_("unpack it, or save it as CSV")),
    (b"PK\x05\x06", N_("an empty zip archive"), N_("attach the pack itself")),
    (b"\x1f\x8b", N_("a gzip archive"), N_("unpack it first")),
    (b"BZh", N_("a bzip2 archive"), N_("unpack it first")),
    (b"\xfd7zXZ\x00", N_("an xz archive"), N_("unpack it first")),
    (b"7z\xbc\xaf\x27\x1c", N_("a 7z archive"), N_("unpack it first")),
    (b"Rar!", N_("a rar archive"), N_("unpack it first")),
    (b"\x28\xb5\x2f\xfd", N_("a zstd archive"), N_("unpack it first")),
    (b"%PDF", N_("a PDF"), N_("attach JSON, JSON lines or CSV")),
    (b"\x89PNG", N_("a picture"), N_("attach JSON, JSON lines or CSV")),
    (b"\xff\xd8\xff", N_("a picture"), N_("attach JSON, JSON lines or CSV")),
    (b"GIF8", N_("a picture"), N_("attach JSON, JSON lines or CSV")),
    (b"\xd0\xcf\x11\xe0", N_("an old office file"), N_("save it as CSV")),
)


def decoded(data: bytes, max_bytes: int = limits.FILE) -> str:
    """Decode a file in UTF-8, with or without a byte order mark, or in UTF-16 with one.

    Raises:
        PackError: it is too large, empty, compressed, not text, or in another encoding.
    """
    if len(data) > max_bytes:
        raise PackError(
            _("the file has {size:.1f} MB (the limit is {most:g} MB); split it").format(
                size=len(data) / 1e6, most=max_bytes / 1e6
            )
        )
    for magic, what, remedy in _MAGIC:
        if data.startswith(magic):
            wrong = _("the file is {kind}, not a pack").format(kind=translated(what))
            raise PackError(_("{problem}; {remedy}").format(problem=wrong, remedy=translated(remedy)))
    text = _text(data)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise PackError(
            _("line {number} contains a NUL character, so this isn't a text file; export it again").format(number=line)
        )
    if not text.strip():
        raise PackError(_("the file is empty; attach a pack in JSON, JSON lines or CSV"))
    return text


def _text(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise PackError(_("the file is in UTF-32; save it as UTF-8"))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as fault:
            wrong = _("the file is broken UTF-16 at byte {number}; save it as UTF-8").format(number=fault.start)
            raise PackError(wrong) from fault
    if data.count(0) * 3 > len(data):
        raise PackError(_("the file is in UTF-16 without a byte order mark; save it as UTF-8"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        byte = data[fault.start]
        raise PackError(
            _(
                "the file isn't UTF-8: byte 0x{byte:02x} in line {number}; save it as UTF-8 "
                "(in Excel choose “CSV UTF-8”, not plain “CSV”)"
            ).format(byte=byte, number=line)
        ) from fault


class Object(dict[str, object]):
    """A JSON object that remembers which keys were written twice."""

    repeated: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, object]]) -> Object:
    made = Object(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        made.repeated = tuple(key for key, _value in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
    return made


def _no_constant(name: str) -> NoReturn:
    raise ValueError(_("{name} isn't a JSON number").format(name=name))


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_constant)
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\Z)|[\[\]{}]', re.DOTALL)


def check_depth(text: str, place: str) -> None:
    """Refuse JSON that is nested too deeply or has too many parts, before it is parsed.

    ``place`` names the text in messages; by default it is the file.

    Raises:
        PackError: it is too deep or too large.
    """
    depth = records = 0
    for count, token in enumerate(_TOKEN.finditer(text)):
        if count > limits.JSON_PARTS:
            raise PackError(
                _("{place} has more than {most:,} texts and lists; split it").format(
                    place=place or _("the file"), most=limits.JSON_PARTS
                )
            )
        sign = token[0]
        if sign in "[{":
            depth += 1
            records += depth == 3
            if records > 2 * limits.RECORDS:
                raise too_many_records()
            if depth > limits.JSON_DEPTH:
                line = _("line {number}").format(number=text.count("\n", 0, token.start()) + 1)
                raise PackError(
                    _("{place} is nested more than {most} levels deep; no pack is").format(
                        place=place or line, most=limits.JSON_DEPTH
                    )
                )
        elif sign in "]}":
            depth -= 1


def parsed_json(text: str) -> object:
    """Parse one JSON value strictly: no NaN, nothing after it. Objects remember repeated keys.

    The caller has checked the depth.

    Raises:
        ValueError: it isn't such a value; the message says what and where.
    """
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as fault:
        raise ValueError(
            _("{problem} (line {line}, column {column})").format(
                problem=fault.msg.lower(), line=fault.lineno, column=fault.colno
            )
        ) from fault
    except ValueError as fault:
        if "digits" not in str(fault):
            raise
        raise ValueError(_("a number has thousands of digits")) from fault


def check_shape(value: object) -> None:
    """Refuse a record with lists or objects over the limit, before anything walks through them.

    Raises:
        ValueError: it has one.
    """
    if isinstance(value, Mapping):
        if wrong := limits.excess(len(value), limits.FIELDS, "fields"):
            raise ValueError(_("an object in it {problem}; remove unknown fields").format(problem=wrong))
        for inner in value.values():
            check_shape(inner)
    elif isinstance(value, list):
        if wrong := limits.excess(len(value), limits.ENTRIES, "entries"):
            raise ValueError(_("a list in it {problem}; shorten it").format(problem=wrong))
        for inner in value:
            check_shape(inner)


def element_lines(text: str, key: str) -> list[int]:
    """Return the first line of each object in the array under a top-level ``key``, in order."""
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
    """Return every key that is written twice in one object, at any depth."""
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
