"""Declare what a custom id may say. Whatever doesn't fit its verb's signature comes from another version."""

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
"""Characters that Discord lets into one field of a form."""


class Kind(StrEnum):
    """What was used, by the letter that its custom id begins with."""

    BUTTON = "b"
    MENU = "s"
    ENTITIES = "e"
    FORM = "f"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a custom id. ``read`` returns its value, and raises ``ValueError`` for anything else."""

    name: str
    read: Callable[[str], Any]


def like(name: str, pattern: str) -> Argument:
    """Take text that matches a pattern as a whole; its value is that text."""
    wanted = re.compile(pattern)

    def read(said: str) -> str:
        if wanted.fullmatch(said) is None:
            raise ValueError(name)
        return said

    return Argument(name, read)


def one_of(name: str, *values: str) -> Argument:
    """Take one of a few words. Members of an enumeration are read back as such."""
    known = {str(value): value for value in values}

    def read(said: str) -> str:
        if said not in known:
            raise ValueError(name)
        return known[said]

    return Argument(name, read)


def number(name: str, least: int, most: int) -> Argument:
    """Take a whole number in plain digits, from ``least`` to ``most``; its value is an int."""

    def read(said: str) -> int:
        # int() also takes signs, underscores, spaces and the digits of other scripts.
        if re.fullmatch(r"[0-9]{1,9}", said) is None or not least <= int(said) <= most:
            raise ValueError(name)
        return int(said)

    return Argument(name, read)


def either(first: Argument, second: Argument) -> Argument:
    """Take what either of two arguments takes."""

    def read(said: str) -> Any:
        try:
            return first.read(said)
        except ValueError:
            return second.read(said)

    return Argument(f"{first.name} or {second.name}", read)


_REFERENCE = rf"(?:(?=.{{1,120}}$){SLUG.strip('^$')}|{HANDLE}[0-9a-f]{{16}})"

KEY = like("key", r"[A-Za-z0-9_-]{1,64}")
"""What the bot drew itself to name something that waits: a draft, a reply, a suggestion, a report."""

FACT = like("fact", _REFERENCE)
"""A fact's reference; whether there is such a fact is the handler's question."""

PRODUCTION = like("production", f"(?:{_REFERENCE})?")
"""A production's reference, or nothing."""

TOPIC = like("topic", r"[^:\x00-\x1f]{0,100}")
"""A topic's reference or name, or nothing. People type topics in any script."""

QUESTION = like("question", r"q[0-9a-f]{24}")
"""A question of the queue where it is used."""

QUEUED = like("item of the queue", r"(?:q[0-9a-f]{24}|s[0-9a-f]{12})?")
"""A question or suggestion of the queue, or nothing."""

LOGGED = like("logged question", r"[0-9a-f]{24}")
DISCORD_ID = like("Discord id", r"[0-9]{1,20}")
PERSON = like("person", r"[^:\s]{1,40}")
"""Who asked: a Discord id, or the name that another front end gave."""

PAGE = number("page", 1, 1_000_000)
REVISION = number("revision", 1, 999_999_999)
KEPT_IN = one_of("where a revision is kept", "shared", "own")


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to use a verb: the kind of control, and what comes with it.

    ``rest`` takes any number of further arguments. ``picked`` is what each value of a menu must be, ``least`` to
    ``most`` of them. ``fields`` are the names of a form's fields, all of which Discord sends, also empty ones.
    """

    kind: Kind
    arguments: tuple[Argument, ...] = ()
    rest: Argument | None = None
    picked: Argument | None = None
    least: int = 1
    most: int = 1
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Said:
    """What Discord passed on, as it came: nothing of it can be relied on."""

    kind: Kind
    arguments: tuple[str, ...] = ()
    picked: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Read:
    """What was said, with the types that a signature declares."""

    arguments: tuple[Any, ...]
    picked: tuple[Any, ...]
    fields: Mapping[str, str]


def by_button(*arguments: Argument, rest: Argument | None = None) -> Signature:
    """Declare a button."""
    return Signature(Kind.BUTTON, arguments, rest)


def by_menu(picked: Argument, *arguments: Argument) -> Signature:
    """Declare a menu of which one value is picked."""
    return Signature(Kind.MENU, arguments, picked=picked)


def by_entities(*arguments: Argument, most: int = 25) -> Signature:
    """Declare a menu of roles or channels, of which none to ``most`` are picked."""
    return Signature(Kind.ENTITIES, arguments, picked=DISCORD_ID, least=0, most=most)


def by_form(*arguments: Argument, fields: tuple[str, ...]) -> Signature:
    """Declare a form with these fields."""
    return Signature(Kind.FORM, arguments, fields=frozenset(fields))


def read(signature: Signature, said: Said) -> Read | None:
    """Read what was said as a signature understands it; return None where it doesn't fit."""
    if said.kind is not signature.kind:
        return None
    try:
        return Read(_arguments(signature, said.arguments), _picked(signature, said.picked), _fields(signature, said))
    except ValueError:
        return None


def read_all(arguments: tuple[Argument, ...], said: tuple[str, ...]) -> tuple[Any, ...]:
    """Read just these arguments. Raises ``ValueError`` where their number or one of them doesn't fit."""
    return tuple(each.read(value) for each, value in zip(arguments, said, strict=True))


def _arguments(signature: Signature, said: tuple[str, ...]) -> tuple[Any, ...]:
    declared = len(signature.arguments)
    if signature.rest is None:
        return read_all(signature.arguments, said)
    rest = signature.rest
    return (*read_all(signature.arguments, said[:declared]), *(rest.read(value) for value in said[declared:]))


def _picked(signature: Signature, said: tuple[str, ...]) -> tuple[Any, ...]:
    if signature.picked is None:
        return ()
    if not signature.least <= len(said) <= signature.most:
        raise ValueError("how many were picked")
    return tuple(signature.picked.read(value) for value in said)


def _fields(signature: Signature, said: Said) -> Mapping[str, str]:
    if any(name not in said.fields or len(said.fields[name]) > FIELD_LIMIT for name in signature.fields):
        raise ValueError("fields")
    return MappingProxyType({name: said.fields[name] for name in signature.fields})
