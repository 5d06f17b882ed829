"""Build and parse custom ids: what a button, select menu or modal does and to what, in at most 100 characters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.desk.state.ids import HANDLE, handle

LIMIT = 100
"""Discord's limit for a custom id."""

REFERENCE = 60
"""Identifiers up to this length are written into a custom id unchanged."""

PRODUCTION_REFERENCE = 40
TOPIC_REFERENCE = 24
"""Maximum length of a production and a topic beside a list's name and page number in a custom id."""

_VERB = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Target:
    """A parsed custom id: the kind of control, a verb and its arguments. All are empty if it can't be parsed."""

    kind: str
    verb: str
    arguments: tuple[str, ...]


def reference(identifier: str, limit: int = REFERENCE) -> str:
    """Shorten an identifier for a custom id. A long one becomes its handle, which never looks like an identifier."""
    return identifier if len(identifier) <= limit else handle(identifier)


def resolve(short: str, identifiers: Iterable[str]) -> str | None:
    """Return the identifier that ``reference`` shortened to ``short``, or None if it is gone.

    Only handles are looked up. Whether any other identifier exists is for the caller to check. Facts are too many to
    search through; `Catalogue.by_handle` finds them.
    """
    if not is_handle(short):
        return short
    return next((one for one in identifiers if handle(one) == short), None)


def is_handle(short: str) -> bool:
    """Return whether a reference is a handle that has to be looked up."""
    return short.startswith(HANDLE)


def compose(kind: str, verb: str, *arguments: str) -> str:
    """Build a custom id. ``kind`` is ``b`` for buttons, ``s`` and ``e`` for menus, ``f`` for forms.

    Raises:
        ValueError: it would be too long, or an argument contains the separator: a bug of ours.
    """
    if not _VERB.fullmatch(verb) or any(":" in argument for argument in arguments):
        raise ValueError(f"{verb!r} with {arguments!r} does not make a custom id")
    custom_id = ":".join((kind, verb, *arguments))
    if len(custom_id) > LIMIT:
        raise ValueError(f"the custom id {custom_id!r} is longer than {LIMIT} characters")
    return custom_id


def parse(custom_id: str) -> Target:
    """Parse a custom id. Accepts any text, because custom ids come from outside."""
    kind, _, said = custom_id.partition(":")
    verb, *arguments = said.split(":")
    if len(custom_id) > LIMIT or not _VERB.fullmatch(verb):
        return Target("", "", ())
    return Target(kind, verb, tuple(arguments))
