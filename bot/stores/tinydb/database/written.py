"""Provide the base of every TinyDB store: one open file and its writer."""

from __future__ import annotations

import asyncio

from bot.stores.tinydb.database.opened import Opened
from bot.stores.tinydb.database.writer import Writer


class WrittenFile:
    """An open file with its writer. ``writer`` is the name of the writer's thread."""

    def __init__(self, opened: Opened, writer: str) -> None:
        self._opened = opened
        self._writer = Writer(opened.storage, writer)
        self._closed = False

    async def backup(self) -> str:
        """Write a timestamped backup, rotate old ones, and return its path."""
        return str(await asyncio.to_thread(self._opened.backups.write, self._opened.storage.knows))

    async def close(self) -> None:
        """Write pending changes and release the file. May be called twice."""
        await self._writer.close()
        if not self._closed:
            self._closed = True
            await asyncio.to_thread(self._opened.close)
