"""Write and read custom ids: what a button, select or form does and about what, in at most 100 characters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.desk.state.ids import HANDLE, handle

LIMIT = 100
"""Discord's limit for a custom id."""

REFERENCE = 60
"""Identifiers up to this length stand in a custom id as they are."""

PRODUCTION_REFERENCE = 40
TOPIC_REFERENCE = 24
"""Characters of a production and a topic that fit beside a list's name and page number in a custom id."""

_VERB = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Target:
    """What a custom id says: the kind of control, a verb, and what it is about; all empty where it says nothing."""

    kind: str
    verb: str
    arguments: tuple[str, ...]


def reference(identifier: str, limit: int = REFERENCE) -> str:
    """Shorten an identifier for a custom id: return it, or its handle, which is never mistaken for an identifier."""
    return identifier if len(identifier) <= limit else handle(identifier)


def resolve(short: str, identifiers: Iterable[str]) -> str | None:
    """Return the identifier that ``reference`` shortened to ``short``; None where it is gone.

    Only a handle is looked up: whether any other identifier exists is left to who uses it. Facts, of which there are
    too many to look through, are found by `Catalogue.by_handle`.
    """
    if not is_handle(short):
        return short
    return next((one for one in identifiers if handle(one) == short), None)


def is_handle(short: str) -> bool:
    """Tell whether a reference has to be looked up, rather than being the identifier itself."""
    return short.startswith(HANDLE)


def compose(kind: str, verb: str, *arguments: str) -> str:
    """Compose a custom id; ``kind`` is ``b`` for buttons, ``s`` and ``e`` for menus, ``f`` for forms.

    Raises:
        ValueError: it would be too long, or an argument holds the separator: a mistake in this program.
    """
    if not _VERB.fullmatch(verb) or any(":" in argument for argument in arguments):
        raise ValueError(f"{verb!r} with {arguments!r} does not make a custom id")
    custom_id = ":".join((kind, verb, *arguments))
    if len(custom_id) > LIMIT:
        raise ValueError(f"the custom id {custom_id!r} is longer than {LIMIT} characters")
    return custom_id


def parse(custom_id: str) -> Target:
    """Parse a custom id. Takes any text, because custom ids come from outside."""
    kind, _, said = custom_id.partition(":")
    verb, *arguments = said.split(":")
    if len(custom_id) > LIMIT or not _VERB.fullmatch(verb):
        return Target("", "", ())
    return Target(kind, verb, tuple(arguments))
