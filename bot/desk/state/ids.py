"""Make ids for new facts and productions, and short handles for ids that don't fit into a custom id."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b

from bot.facts.models import SHARED, slug

_MAX_LENGTH = 100

HANDLE = "~"
"""The first character of a handle; no slug contains it."""


def handle(name: str) -> str:
    """Return the handle of an id: 17 characters, the same in every process."""
    return HANDLE + blake2b(name.encode(), digest_size=8).hexdigest()


def free_id(name: str, scope: str, taken: Callable[[str], bool]) -> str:
    """Make an unused slug from a name; append a number if it is taken.

    A server's ids end with a hash of its scope. Otherwise they could equal a shared id that is added later, and hide
    that shared fact from the server.
    """
    wanted = slug(name)[:_MAX_LENGTH].strip("-") or "new"
    if scope != SHARED:
        wanted += f"-{blake2b(scope.encode(), digest_size=3).hexdigest()}"
    found, number = wanted, 1
    while taken(found):
        number += 1
        found = f"{wanted}-{number}"
    return found
