"""Declare what a custom id may contain. One that doesn't fit its verb's signature comes from another version."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from bot.desk.state.ids import HANDLE
from bot.facts.models import SLUG

FIELD_LIMIT = 4000
"""Maximum length of one field of a form, set by Discord."""


class Kind(StrEnum):
    """Kinds of controls, by the first letter of their custom id."""

    BUTTON = "b"
    MENU = "s"
    ENTITIES = "e"
    FORM = "f"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a custom id. ``read`` returns its value, or raises ``ValueError``."""

    name: str
    read: Callable[[str], Any]


def matching(name: str, pattern: str) -> Argument:
    """Accept text that fully matches a pattern."""
    wanted = re.compile(pattern)

    def read(raw: str) -> str:
        if wanted.fullmatch(raw) is None:
            raise ValueError(name)
        return raw

    return Argument(name, read)


def one_of(name: str, *values: str) -> Argument:
    """Accept one of a few words. Enum members are read back as such."""
    known = {str(value): value for value in values}

    def read(raw: str) -> str:
        if raw not in known:
            raise ValueError(name)
        return known[raw]

    return Argument(name, read)


def number(name: str, least: int, most: int) -> Argument:
    """Accept a whole number in plain digits, from ``least`` to ``most``. Its value is an int."""

    def read(raw: str) -> int:
        # int() also accepts signs, underscores, spaces and the digits of other scripts.
        if re.fullmatch(r"[0-9]{1,9}", raw) is None or not least <= int(raw) <= most:
            raise ValueError(name)
        return int(raw)

    return Argument(name, read)


def either(first: Argument, second: Argument) -> Argument:
    """Accept what either of two arguments accepts."""

    def read(raw: str) -> Any:
        try:
            return first.read(raw)
        except ValueError:
            return second.read(raw)

    return Argument(f"{first.name} or {second.name}", read)


_REFERENCE = rf"(?:(?=.{{1,120}}$){SLUG.strip('^$')}|{HANDLE}[0-9a-f]{{16}})"

KEY = matching("key", r"[A-Za-z0-9_-]{1,64}")
"""A random key of something that waits: a draft, a reply, a suggestion, a report."""

FACT = matching("fact", _REFERENCE)
"""Reference of a fact. The handler checks whether it exists."""

PRODUCTION = matching("production", f"(?:{_REFERENCE})?")
"""Reference of a production, or empty."""

TOPIC = matching("topic", r"[^:\x00-\x1f]{0,100}")
"""Reference or name of a topic, or empty. People type topics in any script."""

QUESTION = matching("question", r"q[0-9a-f]{24}")
"""A question in the queue of the server where it is used."""

QUEUED = matching("item of the queue", r"(?:q[0-9a-f]{24}|s[0-9a-f]{12})?")
"""A question or suggestion in the queue, or empty."""

LOGGED = matching("logged question", r"[0-9a-f]{24}")
DISCORD_ID = matching("Discord id", r"[0-9]{1,20}")
PERSON = matching("person", r"[^:\s]{1,40}")
"""Who asked: a Discord id, or the name that another front end uses."""

PAGE = number("page", 1, 1_000_000)
REVISION = number("revision", 1, 999_999_999)
KEPT_IN = one_of("where a revision is kept", "shared", "own")


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to use a verb: the kind of control, and what comes with it.

    ``rest`` accepts any number of further arguments. ``picked`` checks each value of a menu, ``least`` to ``most`` of
    them. ``fields`` are the names of a form's fields; Discord sends all of them, even empty ones.
    """

    kind: Kind
    arguments: tuple[Argument, ...] = ()
    rest: Argument | None = None
    picked: Argument | None = None
    least: int = 1
    most: int = 1
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RawInput:
    """What Discord sent, unchecked."""

    kind: Kind
    arguments: tuple[str, ...] = ()
    picked: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class CheckedInput:
    """What Discord sent, with the types that a signature declares."""

    arguments: tuple[Any, ...]
    picked: tuple[Any, ...]
    fields: Mapping[str, str]


def by_button(*arguments: Argument, rest: Argument | None = None) -> Signature:
    """Declare a button."""
    return Signature(Kind.BUTTON, arguments, rest)


def by_menu(picked: Argument, *arguments: Argument) -> Signature:
    """Declare a menu with one picked value."""
    return Signature(Kind.MENU, arguments, picked=picked)


def by_entities(*arguments: Argument, most: int = 25) -> Signature:
    """Declare a menu of roles or channels, with up to ``most`` picked."""
    return Signature(Kind.ENTITIES, arguments, picked=DISCORD_ID, least=0, most=most)


def by_form(*arguments: Argument, fields: tuple[str, ...]) -> Signature:
    """Declare a form with these fields."""
    return Signature(Kind.FORM, arguments, fields=frozenset(fields))


def read(signature: Signature, raw: RawInput) -> CheckedInput | None:
    """Check raw input against a signature. Return None if it doesn't fit."""
    if raw.kind is not signature.kind:
        return None
    try:
        return CheckedInput(
            _arguments(signature, raw.arguments), _picked(signature, raw.picked), _fields(signature, raw)
        )
    except ValueError:
        return None


def read_arguments(arguments: tuple[Argument, ...], raw: tuple[str, ...]) -> tuple[Any, ...]:
    """Read exactly these arguments. Raises ``ValueError`` if their number or one of them doesn't fit."""
    return tuple(each.read(value) for each, value in zip(arguments, raw, strict=True))


def _arguments(signature: Signature, raw: tuple[str, ...]) -> tuple[Any, ...]:
    declared = len(signature.arguments)
    if signature.rest is None:
        return read_arguments(signature.arguments, raw)
    rest = signature.rest
    return (*read_arguments(signature.arguments, raw[:declared]), *(rest.read(value) for value in raw[declared:]))


def _picked(signature: Signature, raw: tuple[str, ...]) -> tuple[Any, ...]:
    if signature.picked is None:
        return ()
    if not signature.least <= len(raw) <= signature.most:
        raise ValueError("how many were picked")
    return tuple(signature.picked.read(value) for value in raw)


def _fields(signature: Signature, raw: RawInput) -> Mapping[str, str]:
    if any(name not in raw.fields or len(raw.fields[name]) > FIELD_LIMIT for name in signature.fields):
        raise ValueError("fields")
    return MappingProxyType({name: raw.fields[name] for name in signature.fields})
