"""Make ids for new facts and productions, and short handles for ids that are too long for a button."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b

from bot.facts.models import SHARED, slug

_LONGEST = 100


HANDLE = "~"
"""The first character of a handle; no slug contains it."""


def handle(name: str) -> str:
    """Return 17 characters that stand for an id; the same in every process."""
    return HANDLE + blake2b(name.encode(), digest_size=8).hexdigest()


def free_id(name: str, scope: str, taken: Callable[[str], bool]) -> str:
    """Make an unused slug from a name, with a number at its end if the name is taken.

    A server's ids end with a hash of its scope, so that they never equal a shared id that is added later: the server
    would then not see that shared fact.
    """
    wanted = slug(name)[:_LONGEST].strip("-") or "new"
    if scope != SHARED:
        wanted += f"-{blake2b(scope.encode(), digest_size=3).hexdigest()}"
    found, number = wanted, 1
    while taken(found):
        number += 1
        found = f"{wanted}-{number}"
    return found
