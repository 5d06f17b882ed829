"""Reading facts and their history from memory, whether or not anything can be written."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from bot.facts.models import Revision
from bot.messages import _
from bot.stores.protocol import Contents
from bot.stores.tinydb.facts.index import Ledger
from bot.stores.tinydb.facts.records import Entry, parse_revision
from bot.stores.tinydb.files.errors import damaged
from bot.stores.tinydb.files.time_slices import in_bites

_FEW = 20
"""Revisions that are parsed on the event loop, within a millisecond; more go to a thread."""


class FactReads:
    """What a ``FactStore`` offers for reading, from a ledger in memory; ``path`` is for its messages."""

    def __init__(self, path: Path, ledger: Ledger) -> None:
        self._path = path
        self._ledger = ledger

    async def load(self) -> Contents:
        """Everything that currently holds."""
        return self._ledger.contents()

    async def history(self, scope: str, fact_id: str) -> tuple[Revision, ...]:
        """All revisions of one fact, oldest first."""
        return await self._parsed(self._ledger.history((scope, fact_id)))

    async def change(self, change: str) -> tuple[Revision, ...]:
        """The revisions that were committed under one change id, in their order."""
        return await self._parsed(self._ledger.change(change))

    async def latest(self, *, scope: str | None = None, by: str | None = None, limit: int = 20) -> tuple[Revision, ...]:
        """The most recent revisions, newest first."""
        return await self._parsed(self._ledger.latest(scope, by, limit))

    async def _parsed(self, entries: Sequence[Entry]) -> tuple[Revision, ...]:
        raws = [entry.raw for entry in entries]
        try:
            if len(raws) <= _FEW:
                return tuple(parse_revision(raw) for raw in raws)
            return await asyncio.to_thread(_parse_many, raws)
        except ValidationError as fault:
            raise damaged(
                self._path, _("a revision in the history is not valid: {reason}").format(reason=fault)
            ) from fault


def _parse_many(raws: Sequence[bytes]) -> tuple[Revision, ...]:
    return tuple([parse_revision(raw) for raw in in_bites(raws, 20)])
