"""Writing behind: small documents that change often are written together, every few seconds."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import Any

from bot.desk.runtime.tasks import Tasks
from bot.stores.protocol import DocumentStore, StoreUnwritable

log = logging.getLogger(__name__)


class Batch:
    """Documents that wait to be written. A crash loses at most ``delay`` seconds of them."""

    def __init__(self, documents: DocumentStore, tasks: Tasks, delay: float = 3.0) -> None:
        self._documents = documents
        self._tasks = tasks
        self._delay = delay
        self._waiting: dict[tuple[str, str], dict[str, Any] | None] = {}
        self._stopped = asyncio.Event()
        self._running = False

    def put(self, collection: str, key: str, document: dict[str, Any] | None) -> None:
        """Have a document written soon (None: removed). A later one for the same key takes its place."""
        self._waiting[collection, key] = document
        if not self._running and not self._stopped.is_set():
            self._running = True
            self._tasks.spawn(self._rounds(), "write behind")

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

    def stop(self) -> None:
        """Wait for no further round: what is put from now on is written by `flush` alone."""
        self._stopped.set()

    async def _write(self, collection: str, key: str, document: dict[str, Any] | None) -> None:
        if document is None:
            await self._documents.delete(collection, key)
        else:
            await self._documents.put(collection, key, document)

    async def _rounds(self) -> None:
        """A round every ``delay`` seconds while something waits; further ones while writes fail."""
        try:
            while self._waiting and not self._stopped.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopped.wait(), self._delay)
                try:
                    await self.flush()
                except StoreUnwritable as fault:
                    log.warning("what people ask is kept in memory until it can be written: %s", fault)
        finally:
            self._running = False
