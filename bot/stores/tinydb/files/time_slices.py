"""Long work in a thread, in bites: between them the event loop's thread gets the interpreter lock.

Python hands the lock over only every few milliseconds by itself, and never within one call into C.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

T = TypeVar("T")


def breathe() -> None:
    """Let the event loop's thread run now."""
    time.sleep(0.0001)


def in_bites(things: Iterable[T], size: int) -> Iterator[T]:
    """The same things, with a breath after every ``size`` of them."""
    for number, thing in enumerate(things, start=1):
        yield thing
        if number % size == 0:
            breathe()


def dissolve(*held: dict[Any, Any]) -> None:
    """Empty large dictionaries in bites: freed in one go, a hundred thousand objects hold the lock for long."""
    for mapping in held:
        for _ in in_bites(range(len(mapping)), 200):
            mapping.popitem()
