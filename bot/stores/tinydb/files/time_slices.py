"""Do long work in a thread in slices. Between them, the event loop's thread gets the GIL.

By itself, Python passes the GIL on only every few milliseconds, and never within one call into C.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

T = TypeVar("T")


def release_gil() -> None:
    """Let the event loop's thread run now."""
    time.sleep(0.0001)


def in_slices(items: Iterable[T], size: int) -> Iterator[T]:
    """Iterate over ``items``, and release the GIL after every ``size`` of them."""
    for number, item in enumerate(items, start=1):
        yield item
        if number % size == 0:
            release_gil()


def clear_in_slices(*mappings: dict[Any, Any]) -> None:
    """Empty large dictionaries in slices. Freeing a hundred thousand objects at once would hold the GIL too long."""
    for mapping in mappings:
        for _ in in_slices(range(len(mapping)), 200):
            mapping.popitem()
