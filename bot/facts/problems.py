"""Explain what is wrong with an input, where, and what to do: pydantic's errors in a moderator's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from bot.facts import limits
from bot.facts.field_words import FieldWords, field_words
from bot.messages import N_, _, ngettext, translated
from bot.plain import escaped_unseen

SHOWN = 60
"""The most characters of a wrong value that a message quotes."""


class Level(StrEnum):
    """How bad a problem is. ``error``: the record can't be used. ``warning``: it can, but someone should check."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem with an input.

    ``where`` is the place in a file; it is empty for a form. ``field`` is the path of the field, ``label`` its name as
    the moderator sees it, such as a spreadsheet's column. ``spoiler``: the record is a spoiler, so a quoted value may
    be one too.
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
        """Return whether the record can't be used as it is."""
        return self.level is Level.ERROR

    def sentence(self) -> str:
        """Return the problem without its place: field, value, what is wrong, what to do."""
        named = self.label or (field_words(self.field) if self.field else "")
        problem = " ".join(part for part in (self.value, self.wrong) if part)
        subject = f"{named}: " if named else ""
        return f"{subject}{problem}; {self.remedy}" if self.remedy else f"{subject}{problem}"

    @property
    def place(self) -> str:
        """Return the place in the file and the record, as far as they are known."""
        return ", ".join(part for part in (self.where, self.record) if part)

    def __str__(self) -> str:
        if not self.place:
            return self.sentence()
        return f"{self.place}, {self.sentence()}" if self.field or self.label else f"{self.place}: {self.sentence()}"

    def labelled(self, words: FieldWords) -> Problem:
        """Return the problem with its field named by ``words``."""
        return replace(self, label=words(self.field)) if self.field else self


def shortened(value: object) -> str:
    """Quote a value for a message: one line, printable, at most ``SHOWN`` characters."""
    if isinstance(value, Mapping):
        return ngettext("{{{count} field}}", "{{{count} fields}}", len(value)).format(count=len(value))
    if isinstance(value, list | tuple):
        return ngettext("[{count} item]", "[{count} items]", len(value)).format(count=len(value))
    if isinstance(value, str):
        text = escaped_unseen(value[:SHOWN])
        return f"“{text}”" if len(text) + 2 <= SHOWN and len(value) <= SHOWN else f"“{text[: SHOWN - 3]}…”"
    if isinstance(value, bool | None):
        return "null" if value is None else str(value).lower()
    text = escaped_unseen(repr(value))
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def explain(fault: ValidationError, *, where: str = "", record: str = "") -> list[Problem]:
    """Turn each error of a failed validation into a ``Problem`` with field, value and remedy."""
    return [_explained(dict(error), where, record) for error in fault.errors(include_url=False)]


def split_remedy(message: str) -> tuple[str, str]:
    """Split a message at its last semicolon into what is wrong and what to do. Translations keep that semicolon."""
    wrong, sign, remedy = message.rpartition("; ")
    return (wrong, remedy) if sign else (message, _("correct it"))


def errors_of(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that are errors."""
    return [problem for problem in problems if problem.is_error]


_KINDS = frozenset({"date", "place", "number", "person"})

_EXPECTED = {
    "string_type": (N_("isn't text"), N_("write text")),
    "tuple_type": (N_("isn't a list"), N_("write a list")),
    "list_type": (N_("isn't a list"), N_("write a list")),
    "float_type": (N_("isn't a number"), N_("write a number")),
    "float_parsing": (N_("isn't a number"), N_("write a number")),
    "int_type": (N_("isn't a whole number"), N_("write a whole number")),
    "int_parsing": (N_("isn't a whole number"), N_("write a whole number")),
    "int_from_float": (N_("isn't a whole number"), N_("write a whole number")),
    "bool_type": (N_("isn't true or false"), N_("write true or false")),
    "bool_parsing": (N_("isn't true or false"), N_("write true or false")),
    "model_type": (N_("isn't an object"), N_("write an object")),
    "model_attributes_type": (N_("isn't an object"), N_("write an object")),
    "dict_type": (N_("isn't an object"), N_("write an object")),
}

_SENTENCES = {
    "missing": (N_("is missing"), N_("add it")),
    "extra_forbidden": (N_("isn't a known field"), N_("remove it, or correct its spelling")),
    "string_too_short": (N_("is empty"), N_("write something, or leave the field out")),
    "enum": (N_("isn't one of the choices"), N_("write {expected}")),
    "literal_error": (N_("isn't one of the choices"), N_("write {expected}")),
    "union_tag_invalid": (N_("isn't a known kind of value"), N_("set its kind to date, place, number or person")),
    "union_tag_not_found": (N_("has no kind"), N_("set its kind to date, place, number or person")),
    "greater_than_equal": (N_("is too small"), N_("write {ge:g} or more")),
    "less_than_equal": (N_("is too large"), N_("write {le:g} or less")),
    "finite_number": (N_("isn't a finite number"), N_("write an ordinary number")),
    "json_invalid": (N_("isn't valid JSON"), N_("correct it, or write the value in words")),
    "string_unicode": (N_("contains half a character (a lone surrogate)"), N_("type the text again")),
}

_PATTERNS = {
    "url": (N_("isn't a web address"), N_("write one that starts with https:// and has no spaces")),
    "scope": (N_("isn't a scope"), N_("write shared, or server: and the server's number")),
}
_SLUG = (N_("isn't an id"), N_("use lower-case letters a-z, digits and single hyphens, like final-trailer-date"))


def _explained(error: Mapping[str, Any], where: str, record: str) -> Problem:
    parts = list(error["loc"])
    if len(parts) > 1 and parts[0] == "value" and parts[1] in _KINDS:
        del parts[1]  # the union's tag isn't a field of the file
    field = _path(parts)
    kind = str(error["type"])
    wrong, remedy = _words(kind, str(parts[-1]) if parts else "", error)
    value = _quoted(error, kind, wrong)
    return Problem(wrong=wrong, remedy=remedy, field=field, value=value, where=where, record=record)


def _quoted(error: Mapping[str, Any], kind: str, wrong: str) -> str:
    """Quote the wrong value, or return an empty text if quoting it would add nothing."""
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
        wrong, remedy = map(translated, _SENTENCES[kind])
        return wrong, remedy.format(**context).replace("'", "")
    if kind == "string_pattern_mismatch":
        wrong, remedy = map(translated, _PATTERNS.get(name, _SLUG))
        return wrong, remedy
    if kind == "string_too_long":
        found, most = len(str(error["input"]).strip()), context["max_length"]
        return limits.excess(found, most, "characters"), _("shorten it")
    if kind == "value_error":
        return split_remedy(str(context["error"]))
    if kind.startswith("date"):
        return _("isn't a full date"), _("write year, month and day, like 2026-03-31")
    if kind in _EXPECTED:
        wrong, remedy = map(translated, _EXPECTED[kind])
        return wrong, remedy
    return _("can't be used here"), _("correct it")
