"""Write-behind cache: collect small documents that change often, and write them together every few seconds."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import Any

from bot.desk.runtime.tasks import Tasks
from bot.stores.protocol import DocumentStore, StoreUnwritable

log = logging.getLogger(__name__)


class WriteBehind:
    """Queues documents, and writes them after a delay. A crash loses at most the last ``delay`` seconds of changes."""

    def __init__(self, documents: DocumentStore, tasks: Tasks, delay: float = 3.0) -> None:
        self._documents = documents
        self._tasks = tasks
        self._delay = delay
        self._waiting: dict[tuple[str, str], dict[str, Any] | None] = {}
        self._writing: set[tuple[str, str]] = set()
        """Keys of the documents being written, except those discarded in the meantime."""
        self._stopped = asyncio.Event()
        self._running = False

    def put(self, collection: str, key: str, document: dict[str, Any] | None) -> None:
        """Queue a document to write, or None to delete it. It replaces an earlier one with the same key."""
        self._waiting[collection, key] = document
        if not self._running and not self._stopped.is_set():
            self._running = True
            self._tasks.spawn(self._rounds(), "write behind")

    def discard(self, collection: str, key: str) -> None:
        """Drop the queued document of a key, because a newer one was just written directly."""
        self._waiting.pop((collection, key), None)
        self._writing.discard((collection, key))

    async def flush(self) -> None:
        """Write all queued documents now, in one commit if the store groups them.

        Raises:
            StoreUnwritable: some couldn't be written; they stay queued.
        """
        batch, self._waiting = self._waiting, {}
        self._writing = set(batch)
        outcomes = await asyncio.gather(
            *(self._write(*name, document) for name, document in batch.items()), return_exceptions=True
        )
        faults = []
        for (name, document), outcome in zip(batch.items(), outcomes, strict=True):
            if isinstance(outcome, BaseException):
                faults.append(outcome)
                if name in self._writing:
                    self._waiting.setdefault(name, document)
        self._writing.clear()
        if faults:
            raise faults[0]

    def stop(self) -> None:
        """Stop the timer. From now on, only `flush` writes."""
        self._stopped.set()

    async def _write(self, collection: str, key: str, document: dict[str, Any] | None) -> None:
        if document is None:
            await self._documents.delete(collection, key)
        else:
            await self._documents.put(collection, key, document)

    async def _rounds(self) -> None:
        """Flush every ``delay`` seconds until the queue is empty; retry while writes fail."""
        try:
            while self._waiting and not self._stopped.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopped.wait(), self._delay)
                try:
                    await self.flush()
                except StoreUnwritable as fault:
                    log.warning(
                        "could not write the question log and counts; keeping them in memory until the next try: %s",
                        fault,
                    )
        finally:
            self._running = False
