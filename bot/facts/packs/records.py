"""Build productions and facts from records, for every file format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from pydantic import ValidationError

from bot.facts.models import Fact, Production, Spoiler
from bot.facts.packs.text import repeated_keys
from bot.facts.problems import Level, Problem, explain, shortened
from bot.messages import _

Kind = Literal["production", "fact"]


@dataclass(slots=True)
class Record:
    """One production or fact of a file before validation, with its place (``line 7``)."""

    kind: Kind
    where: str
    fields: dict[str, object]
    problems: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return the record's id for messages, or an empty text if it has no usable one."""
        given = self.fields.get("id")
        return given[:80] if isinstance(given, str) and given.isprintable() else ""

    @property
    def spoils(self) -> bool:
        """Return whether the record is a spoiler, or has a spoiler level that can't be read."""
        return self.kind == "fact" and self.fields.get("spoiler", Spoiler.NONE) != Spoiler.NONE

    def warn(self, name: str, value: object, wrong: str, remedy: str) -> None:
        """Note something that was corrected or left out."""
        self._note(name, value, wrong, remedy, Level.WARNING)

    def refuse(self, name: str, value: object, wrong: str, remedy: str) -> None:
        """Note something that makes the record unusable."""
        self._note(name, value, wrong, remedy, Level.ERROR)

    def _note(self, name: str, value: object, wrong: str, remedy: str, level: Level) -> None:
        quoted = "" if value is None else shortened(value)
        self.problems.append(
            Problem(
                wrong=wrong,
                remedy=remedy,
                field=name,
                value=quoted,
                where=self.where,
                record=self.name,
                level=level,
            )
        )


@dataclass(slots=True)
class Built:
    """The result of building a file's records. ``*_places`` run parallel to what they locate."""

    productions: list[Production] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    production_places: list[str] = field(default_factory=list)
    fact_places: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def build(records: Iterable[Record]) -> Built:
    """Validate every record. Those with errors are left out and reported."""
    built = Built()
    for record in records:
        _check_raw(record)
        made = None if any(problem.is_error for problem in record.problems) else _made(record)
        built.problems.extend(replace(problem, spoiler=record.spoils) for problem in record.problems)
        if isinstance(made, Production):
            built.productions.append(made)
            built.production_places.append(record.where)
        elif isinstance(made, Fact):
            built.facts.append(made)
            built.fact_places.append(record.where)
    return built


def _made(record: Record) -> Production | Fact | None:
    model = Production if record.kind == "production" else Fact
    try:
        return model.model_validate(record.fields)
    except ValidationError as fault:
        record.problems.extend(explain(fault, where=record.where, record=record.name))
        return None


def _check_raw(record: Record) -> None:
    """Check what pydantic accepts: repeated keys, control characters, a number as a date."""
    for key in repeated_keys(record.fields):
        record.refuse(key, None, _("is written twice in one object"), _("keep one of the two"))
    for name, value in record.fields.items():
        if _has_control(value):
            shown = value if isinstance(value, str) else None
            record.refuse(name, shown, _("contains a control character"), _("type the text again"))
    checked = record.fields.get("checked_on")
    if checked is not None and not isinstance(checked, str):
        record.refuse("checked_on", checked, _("isn't a full date"), _("write it in quotes, like 2026-03-31"))


def _has_control(value: object) -> bool:
    if isinstance(value, str):
        return _CONTROL.search(value) is not None
    if isinstance(value, Mapping):
        return any(_has_control(inner) for inner in value.values())
    return isinstance(value, list | tuple) and any(_has_control(inner) for inner in value)
