"""What is wrong with an input, where, and what to do about it: pydantic's errors in a moderator's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from bot.facts import limits
from bot.facts.field_words import FieldWords, field_words
from bot.plain import escaped_unseen

SHOWN = 60
"""How many characters of a wrong value a message quotes."""


class Level(StrEnum):
    """``error``: the record cannot be taken; ``warning``: it can, but somebody should look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong. ``where`` is the place in a file, empty where there is none (a modal).

    ``field`` is the path of the field. ``label`` names it as the moderator sees it: a column, where it is a sheet.
    ``spoiler``: the record gives the story away, and so may what is quoted of it.
    """

    wrong: str
    remedy: str
    field: str = ""
    value: str = ""
    where: str = ""
    record: str = ""
    level: Level = Level.ERROR
    label: str = ""
    spoiler: bool = False

    @property
    def is_error(self) -> bool:
        """Whether the record cannot be taken as it stands."""
        return self.level is Level.ERROR

    def sentence(self) -> str:
        """Return the problem without its place: field, value, what is wrong, remedy."""
        named = self.label or (field_words(self.field) if self.field else "")
        said = " ".join(part for part in (self.value, self.wrong) if part)
        subject = f"{named}: " if named else ""
        return f"{subject}{said}; {self.remedy}" if self.remedy else f"{subject}{said}"

    @property
    def place(self) -> str:
        """Where it is wrong: the place in the file and the record, as far as they are known."""
        return ", ".join(part for part in (self.where, self.record) if part)

    def __str__(self) -> str:
        if not self.place:
            return self.sentence()
        return f"{self.place}, {self.sentence()}" if self.field or self.label else f"{self.place}: {self.sentence()}"

    def labelled(self, words: FieldWords) -> Problem:
        """Return the problem with its field named by ``words``."""
        return replace(self, label=words(self.field)) if self.field else self


def shortened(value: object) -> str:
    """Return a value quoted for a message: one line, printable, at most ``SHOWN`` characters."""
    if isinstance(value, Mapping):
        return f"{{{len(value)} fields}}"
    if isinstance(value, list | tuple):
        return f"[{len(value)} items]"
    if isinstance(value, str):
        text = escaped_unseen(value[:SHOWN])
        return f"“{text}”" if len(text) + 2 <= SHOWN and len(value) <= SHOWN else f"“{text[: SHOWN - 3]}…”"
    if isinstance(value, bool | None):
        return "null" if value is None else str(value).lower()
    text = escaped_unseen(repr(value))
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
    "enum": ("is not one of the choices", "write {expected}"),
    "literal_error": ("is not one of the choices", "write {expected}"),
    "union_tag_invalid": ("is of no known kind", "make its kind date, place, number or person"),
    "union_tag_not_found": ("has no kind", "make its kind date, place, number or person"),
    "greater_than_equal": ("is too small", "write {ge:g} or more"),
    "less_than_equal": ("is too large", "write {le:g} or less"),
    "finite_number": ("is not a finite number", "write an ordinary number"),
    "json_invalid": ("is no valid JSON", "correct it, or write the value in words"),
    "string_unicode": ("holds half a character (a lone surrogate)", "write the text again"),
}

_PATTERNS = {
    "url": ("is not a web address", "write one that begins with https:// and has no spaces"),
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
    value = _quoted(error, kind, wrong)
    return Problem(wrong=wrong, remedy=remedy, field=field, value=value, where=where, record=record)


def _quoted(error: Mapping[str, Any], kind: str, wrong: str) -> str:
    """Return the wrong value as the message quotes it, or nothing where that would tell nothing more."""
    given = error.get("input")
    if kind in ("missing", "string_too_short") or not error["loc"] or repr(given) in wrong:
        return ""
    if isinstance(given, Mapping | list | tuple) and kind not in _EXPECTED:
        return ""
    return shortened(given)


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
    if kind == "string_too_long":
        found, most = len(str(error["input"]).strip()), context["max_length"]
        return limits.excess(found, most, "characters"), "shorten it"
    if kind == "value_error":
        return split_remedy(str(context["error"]))
    if kind.startswith("date"):
        return "is not a full date", "write year, month and day, like 2026-03-31"
    if kind in _EXPECTED:
        return f"should be {_EXPECTED[kind]}", f"write {_EXPECTED[kind]}"
    return "cannot be used here", "correct it"
