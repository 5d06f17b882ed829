"""What every store on TinyDB is beneath: one file in use by this process, and the one writer to it."""

from __future__ import annotations

import asyncio

from bot.stores.tinydb.database.opened import Opened
from bot.stores.tinydb.database.writer import Writer


class WrittenFile:
    """An opened file with its writer, to be backed up and closed. ``writer`` names the writer's thread."""

    def __init__(self, opened: Opened, writer: str) -> None:
        self._opened = opened
        self._writer = Writer(opened.storage, writer)
        self._closed = False

    async def backup(self) -> str:
        """Write a timestamped backup, rotate old ones, and return its path."""
        return str(await asyncio.to_thread(self._opened.backups.write, self._opened.storage.knows))

    async def close(self) -> None:
        """Write what waits and let go of the file. May be called twice."""
        await self._writer.close()
        if not self._closed:
            self._closed = True
            await asyncio.to_thread(self._opened.close)
