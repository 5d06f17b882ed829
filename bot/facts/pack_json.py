"""The JSON pack: one object with productions and facts, strict in what it takes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.facts.models import Fact, Model, Production
from bot.facts.pack_records import Kind, Record
from bot.facts.pack_text import Object, PackError, check_depth, element_lines, parsed_json
from bot.facts.problems import Problem, shortened

FORMAT = "callsheet-pack"
VERSION = 1

_KNOWN = frozenset({"format", "version", "id", "title", "productions", "facts"})


@dataclass(frozen=True, slots=True)
class JsonPack:
    """The parts of a JSON pack before its records are validated."""

    id: str
    title: str
    records: list[Record]
    problems: list[Problem]


def read_json_pack(text: str) -> JsonPack:
    """Take a JSON pack apart.

    Raises:
        PackError: it is no JSON, or not a pack of a version that is known.
    """
    check_depth(text, "")
    try:
        whole = parsed_json(text)
    except ValueError as fault:
        raise PackError(f"the file is not JSON: {fault}; correct it there") from fault
    if not isinstance(whole, Object) or whole.get("format") != FORMAT:
        start = f'{{"format": "{FORMAT}", "version": {VERSION}, ...'
        raise PackError(f"the file is JSON but no pack; a pack begins with {start}")
    if whole.get("version") != VERSION or isinstance(whole["version"], bool):
        raise PackError(f"the pack has version {shortened(whole.get('version'))}; this program reads version {VERSION}")
    problems = [
        Problem(wrong="is no field of a pack", remedy="remove it, or correct its spelling", field=_printable(key))
        for key in whole
        if key not in _KNOWN
    ]
    problems.extend(
        Problem(wrong="is written twice", remedy="keep one of the two", field=_printable(key)) for key in whole.repeated
    )
    records = [*_records(text, whole, "production", problems), *_records(text, whole, "fact", problems)]
    return JsonPack(_name(whole, "id", problems), _name(whole, "title", problems), records, problems)


def _name(whole: Object, key: str, problems: list[Problem]) -> str:
    given = whole.get(key, "")
    if isinstance(given, str) and len(given) <= 200:
        return given
    wrong = "is no text of at most 200 characters"
    problems.append(Problem(wrong=wrong, remedy="shorten it", field=key, value=shortened(given)))
    return ""


def _records(text: str, whole: Object, kind: Kind, problems: list[Problem]) -> Iterator[Record]:
    key = f"{kind}s"
    entries = whole.get(key, [])
    if not isinstance(entries, list):
        raise PackError(f"{key} is not a list; write [ and ] around it")
    lines = iter(element_lines(text, key))
    for index, entry in enumerate(entries):
        if isinstance(entry, Object):
            yield Record(kind, f"{key}[{index}] in line {next(lines, 0)}", entry)
        else:
            problems.append(
                Problem(
                    wrong=f"is not a {kind}",
                    remedy="write an object in { }",
                    value=shortened(entry),
                    field=key,
                    where=f"{key}[{index}]",
                )
            )


def _printable(key: str) -> str:
    return key if key.isprintable() and len(key) <= 60 else shortened(key)


def write_json_pack(pack: str, title: str, productions: Sequence[Production], facts: Sequence[Fact]) -> str:
    """A JSON pack, one field a line so that it can be read and compared, ending in a line break."""
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "id": pack,
        "title": title,
        "productions": [plain_fields(production) for production in productions],
        "facts": [plain_fields(fact) for fact in facts],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def plain_fields(thing: Model) -> dict[str, Any]:
    """A model as JSON values, without the fields that say nothing beyond their default."""
    fields: dict[str, Any] = {}
    for name, info in type(thing).model_fields.items():
        value = getattr(thing, name)
        if name == "kind" or info.is_required() or value != info.default:
            fields[name] = _plain(value)
    return fields


def _plain(value: object) -> object:
    if isinstance(value, Model):
        return plain_fields(value)
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    return value if value is None or isinstance(value, bool | int | str) else str(value)
