"""Read and write a JSON pack: one object with productions and facts, read strictly."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.facts import limits
from bot.facts.models import Fact, Model, Production
from bot.facts.packs.records import Kind, Record
from bot.facts.packs.text import (
    Object,
    PackError,
    check_depth,
    check_shape,
    element_lines,
    parsed_json,
    too_many_records,
)
from bot.facts.problems import Problem, shortened, split_remedy
from bot.messages import N_, _, translated

FORMAT = "callsheet-pack"
VERSION = 1

_CONTROL = re.compile("[\x7f-\x9f]")
_KNOWN = frozenset({"format", "version", "id", "title", "productions", "facts"})


_NOT_ONE: dict[Kind, str] = {"production": N_("isn't a production"), "fact": N_("isn't a fact")}
_PLACES: dict[Kind, str] = {"production": N_("production {number}"), "fact": N_("fact {number}")}
_PLACES_IN_LINE: dict[Kind, str] = {
    "production": N_("production {number} in line {line}"),
    "fact": N_("fact {number} in line {line}"),
}


@dataclass(frozen=True, slots=True)
class JsonPack:
    """The parts of a JSON pack before its records are validated."""

    id: str
    title: str
    records: list[Record]
    problems: list[Problem]


def read_json_pack(text: str) -> JsonPack:
    """Split a JSON pack into records.

    Raises:
        PackError: it isn't JSON, or isn't a pack of a known version.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    check_depth(text, "")
    try:
        whole = parsed_json(text)
    except ValueError as fault:
        raise PackError(_("the file isn't JSON: {problem}; correct it there").format(problem=fault)) from fault
    if not isinstance(whole, Object) or whole.get("format") != FORMAT:
        start = f'{{"format": "{FORMAT}", "version": {VERSION}, ...'
        raise PackError(_("the file is JSON but not a pack; a pack starts with {start}").format(start=start))
    if whole.get("version") != VERSION or isinstance(whole["version"], bool):
        raise PackError(
            _("the pack has version {version}; I can only read version {known}").format(
                version=shortened(whole.get("version")), known=VERSION
            )
        )
    problems = [
        Problem(_("isn't a known field"), _("remove it, or correct its spelling"), field=_printable(key))
        for key in whole
        if key not in _KNOWN
    ]
    problems.extend(
        Problem(_("is written twice"), _("keep one of the two"), field=_printable(key)) for key in whole.repeated
    )
    records = [*_records(text, whole, "production", problems), *_records(text, whole, "fact", problems)]
    return JsonPack(_name(whole, "id", problems), _name(whole, "title", problems), records, problems)


def _name(whole: Object, key: str, problems: list[Problem]) -> str:
    given = whole.get(key, "")
    if isinstance(given, str) and len(given) <= limits.PACK_TITLE:
        return given
    wrong = _("isn't a text of at most {most} characters").format(most=limits.PACK_TITLE)
    problems.append(Problem(wrong=wrong, remedy=_("shorten it"), field=key, value=shortened(given)))
    return ""


def _records(text: str, whole: Object, kind: Kind, problems: list[Problem]) -> Iterator[Record]:
    key = f"{kind}s"
    entries = whole.get(key, [])
    if not isinstance(entries, list):
        raise PackError(_("{field} isn't a list; put [ and ] around it").format(field=key))
    if len(entries) > limits.RECORDS:
        raise too_many_records()
    lines = iter(element_lines(text, key))
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, Object):
            wrong, remedy = translated(_NOT_ONE[kind]), _("write an object in braces")
            place, spoiler = translated(_PLACES[kind]).format(number=number), kind == "fact"
            # The quoted value may be a fact with an unknown spoiler level.
            problems.append(Problem(wrong, remedy, value=shortened(entry), where=place, spoiler=spoiler))
            continue
        where = translated(_PLACES_IN_LINE[kind]).format(number=number, line=next(lines, 0))
        try:
            check_shape(entry)
        except ValueError as fault:
            problems.append(Problem(*split_remedy(str(fault)), where=where))
        else:
            yield Record(kind, where, entry)


def _printable(key: str) -> str:
    return key if key.isprintable() and len(key) <= 60 else shortened(key)


def write_json_pack(pack: str, title: str, productions: Sequence[Production], facts: Sequence[Fact]) -> str:
    """Write a JSON pack with one field a line, so that it can be read and compared, ending in a line break."""
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "id": pack,
        "title": title,
        "productions": [plain_fields(production) for production in productions],
        "facts": [plain_fields(fact) for fact in facts],
    }
    return escaped_json(whole, indent=2) + "\n"


def escaped_json(whole: object, indent: int | None = None) -> str:
    """Write JSON with every control character escaped: a terminal would obey some of them."""
    # In JSON these can only be inside a string, so that an escape means the same.
    text = json.dumps(whole, ensure_ascii=False, indent=indent)
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def plain_fields(thing: Model) -> dict[str, Any]:
    """Return a model as JSON values, without the fields that have their default."""
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
