"""Ids for new facts and productions, slugs that nobody has yet; and what stands for an id where it is too long."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b

from bot.facts.models import SHARED, slug

_LONGEST = 100


HANDLE = "~"
"""What a handle begins with; slugs hold none."""


def handle(name: str) -> str:
    """17 characters that stand for an id where there is no room for it; the same in every process."""
    return HANDLE + blake2b(name.encode(), digest_size=8).hexdigest()


def free_id(name: str, scope: str, taken: Callable[[str], bool]) -> str:
    """A slug from a name, counted on where it is taken.

    A server's own ids carry a mark of the server, so that they never meet a shared one that comes later, which
    would then be hidden there.
    """
    wanted = slug(name)[:_LONGEST].strip("-") or "new"
    if scope != SHARED:
        wanted += f"-{blake2b(scope.encode(), digest_size=3).hexdigest()}"
    found, number = wanted, 1
    while taken(found):
        number += 1
        found = f"{wanted}-{number}"
    return found
