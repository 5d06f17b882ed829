"""What happened, in order, and waiting for what has yet to happen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")

PATIENCE = 90.0
"""Seconds after which what was waited for is taken never to come; nothing is expected to take nearly as long."""


class Journal(Generic[T]):
    """Entries in the order in which they came."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._entries: list[T] = []
        self._news = asyncio.Event()

    def add(self, entry: T) -> None:
        """Write an entry, and wake those who wait."""
        self._entries.append(entry)
        self._news.set()
        self._news = asyncio.Event()

    def __iter__(self) -> Iterator[T]:
        return iter(list(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, index: int) -> T:
        return self._entries[index]

    async def first(self, wanted: Callable[[T], bool] = lambda _: True, *, after: int = 0) -> T:
        """The first entry like this from position ``after`` on, waiting until there is one.

        Raises:
            TimeoutError: it did not come; the message says what did.
        """
        position = after
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    while position < len(self._entries):
                        if wanted(self._entries[position]):
                            return self._entries[position]
                        position += 1
                    await self._news.wait()
        except TimeoutError:
            came = "\n".join(map(repr, self._entries[after:])) or "nothing"
            raise TimeoutError(f"waited in vain for {self._what}; there was {came}") from None
