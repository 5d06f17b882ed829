"""Writing behind: small documents that change often are written together, every few seconds."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from bot.desk.tasks import Tasks
from bot.stores.protocol import DocumentStore, StoreUnwritable

log = logging.getLogger(__name__)


class Batch:
    """Documents that wait to be written. A crash loses at most ``delay`` seconds of them."""

    def __init__(self, documents: DocumentStore, tasks: Tasks, delay: float = 3.0) -> None:
        self._documents = documents
        self._tasks = tasks
        self._delay = delay
        self._waiting: dict[tuple[str, str], dict[str, Any] | None] = {}
        self._wake = asyncio.Event()
        self._scheduled = False

    def put(self, collection: str, key: str, document: dict[str, Any] | None) -> None:
        """Have a document written soon (None: removed). A later one for the same key takes its place."""
        self._waiting[collection, key] = document
        if not self._scheduled:
            self._scheduled = True
            self._tasks.spawn(self._later(), "write behind")

    def discard(self, collection: str, key: str) -> None:
        """Do not write what waits for a key, because it was just written through."""
        self._waiting.pop((collection, key), None)

    async def flush(self) -> None:
        """Write what waits, now, all in one commit of the store where it groups them.

        Raises:
            StoreUnwritable: some could not be written; they go on waiting.
        """
        taken, self._waiting = self._waiting, {}
        outcomes = await asyncio.gather(
            *(self._write(*name, document) for name, document in taken.items()), return_exceptions=True
        )
        faults = []
        for (name, document), outcome in zip(taken.items(), outcomes, strict=True):
            if isinstance(outcome, BaseException):
                faults.append(outcome)
                self._waiting.setdefault(name, document)
        if faults:
            raise faults[0]

    async def close(self) -> None:
        """Stop waiting for the next round and write what is left. Raises ``StoreUnwritable``."""
        self._wake.set()
        await self.flush()

    async def _write(self, collection: str, key: str, document: dict[str, Any] | None) -> None:
        if document is None:
            await self._documents.delete(collection, key)
        else:
            await self._documents.put(collection, key, document)

    async def _later(self) -> None:
        """One round after ``delay`` seconds, and further ones while writes fail."""
        while not self._wake.is_set():
            try:
                await asyncio.wait_for(self._wake.wait(), self._delay)
            except TimeoutError:
                pass
            try:
                await self.flush()
            except StoreUnwritable as fault:
                log.warning("what people ask is kept in memory until it can be written: %s", fault)
                continue
            break
        self._scheduled = False
        if self._waiting and not self._wake.is_set():
            self.put(*_first(self._waiting))


def _first(waiting: dict[tuple[str, str], dict[str, Any] | None]) -> tuple[str, str, dict[str, Any] | None]:
    (collection, key), document = next(iter(waiting.items()))
    return collection, key, document
