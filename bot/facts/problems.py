"""What is wrong with an input, where, and what to do about it: pydantic's errors in a moderator's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

SHOWN = 60
"""How many characters of a wrong value a message quotes."""


class Level(StrEnum):
    """``error``: the record cannot be taken; ``warning``: it can, but somebody should look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong. ``where`` is the place in a file, empty where there is none (a modal).

    ``spoiler``: the record gives the story away, and so may what is quoted of it.
    """

    wrong: str
    remedy: str
    field: str = ""
    value: str = ""
    where: str = ""
    record: str = ""
    level: Level = Level.ERROR
    spoiler: bool = False

    @property
    def is_error(self) -> bool:
        """Whether the record cannot be taken as it stands."""
        return self.level is Level.ERROR

    def sentence(self) -> str:
        """The problem without its place: field, value, what is wrong, remedy."""
        quoted = f" {self.value}" if self.value else ""
        subject = f"{self.field}{quoted}: " if self.field else ""
        return f"{subject}{self.wrong}; {self.remedy}" if self.remedy else f"{subject}{self.wrong}"

    @property
    def place(self) -> str:
        """Where it is wrong: the place in the file and the record, as far as they are known."""
        return ", ".join(part for part in (self.where, self.record) if part)

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence()}" if self.place else self.sentence()


def shortened(value: object) -> str:
    """A value quoted for a message: one line, printable, at most ``SHOWN`` characters."""
    if isinstance(value, Mapping):
        return f"{{{len(value)} fields}}"
    if isinstance(value, list | tuple):
        return f"[{len(value)} items]"
    text = repr(value[: SHOWN + 1]) if isinstance(value, str) else repr(value)
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def explain(fault: ValidationError, *, where: str = "", record: str = "") -> list[Problem]:
    """Each error of a failed validation as a ``Problem`` that names field, value and remedy."""
    return [_explained(dict(error), where, record) for error in fault.errors(include_url=False)]


def split_remedy(message: str) -> tuple[str, str]:
    """What is wrong and the remedy, of a message that has them before and after its last semicolon."""
    wrong, sign, remedy = message.rpartition("; ")
    return (wrong, remedy) if sign else (message, "correct it")


def errors_of(problems: Iterable[Problem]) -> list[Problem]:
    """Those problems that stand in the way."""
    return [problem for problem in problems if problem.is_error]


_KINDS = frozenset({"date", "place", "number", "person"})

_EXPECTED = {
    "string_type": "text",
    "tuple_type": "a list",
    "list_type": "a list",
    "float_type": "a number",
    "float_parsing": "a number",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "model_type": "an object",
    "model_attributes_type": "an object",
    "dict_type": "an object",
}

_SENTENCES = {
    "missing": ("is missing", "add it"),
    "extra_forbidden": ("is no field that is known here", "remove it, or correct its spelling"),
    "string_too_short": ("is empty", "write something, or leave the field out"),
    "string_too_long": ("is too long", "shorten it to {max_length} characters"),
    "too_long": ("has too many entries", "keep at most {max_length}"),
    "enum": ("is not one of the choices", "write {expected}"),
    "literal_error": ("is not one of the choices", "write {expected}"),
    "union_tag_invalid": ("is of no known kind", "make its kind date, place, number or person"),
    "union_tag_not_found": ("has no kind", "make its kind date, place, number or person"),
    "greater_than_equal": ("is too small", "write {ge:g} or more"),
    "less_than_equal": ("is too large", "write {le:g} or less"),
    "finite_number": ("is not a finite number", "write an ordinary number"),
    "string_unicode": ("holds half a character (a lone surrogate)", "write the text again"),
}

_PATTERNS = {
    "url": ("is not a web address", "write one that begins with https:// and has no spaces"),
    "country": ("is not a country code", "write the two capital letters of ISO 3166, like NO or GB"),
    "scope": ("is not a scope", "write shared, or server: and the server's number"),
}
_SLUG = ("is not an id", "use small letters a-z, digits and single hyphens, like final-trailer-date")


def _explained(error: Mapping[str, Any], where: str, record: str) -> Problem:
    parts = list(error["loc"])
    if len(parts) > 1 and parts[0] == "value" and parts[1] in _KINDS:
        del parts[1]  # the union's tag is no field of the file
    field = _path(parts)
    kind = str(error["type"])
    wrong, remedy = _words(kind, str(parts[-1]) if parts else "", error)
    absent = kind == "missing" or not parts
    value = "" if absent else shortened(error.get("input"))
    if value and wrong.startswith(value):
        value = ""  # the message quotes it itself
    return Problem(wrong=wrong, remedy=remedy, field=field, value=value, where=where, record=record)


def _path(parts: Iterable[str | int]) -> str:
    path = ""
    for part in parts:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path


def _words(kind: str, name: str, error: Mapping[str, Any]) -> tuple[str, str]:
    context = error.get("ctx", {})
    if kind in _SENTENCES:
        wrong, remedy = _SENTENCES[kind]
        return wrong, remedy.format(**context).replace("'", "")
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(name, _SLUG)
    if kind == "value_error":
        return split_remedy(str(context["error"]))
    if kind.startswith("date"):
        return "is not a full date", "write year, month and day, like 2026-03-31"
    if kind in _EXPECTED:
        return f"should be {_EXPECTED[kind]}", f"write {_EXPECTED[kind]}"
    return str(error["msg"]).lower(), "correct it"
