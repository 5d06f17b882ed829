"""Read facts and their history from memory, even if the store can't be written."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from bot.facts.models import Revision
from bot.messages import _
from bot.stores.protocol import Contents
from bot.stores.tinydb.facts.index import RevisionIndex
from bot.stores.tinydb.facts.records import StoredRevision, parse_revision
from bot.stores.tinydb.files.errors import damaged
from bot.stores.tinydb.files.time_slices import in_slices

_FEW = 20
"""Maximum number of revisions to parse on the event loop, within a millisecond. More are parsed in a thread."""


class FactReads:
    """The reading half of a ``FactStore``, from an index in memory. ``path`` is for its messages."""

    def __init__(self, path: Path, index: RevisionIndex) -> None:
        self._path = path
        self._index = index

    async def load(self) -> Contents:
        """Return all productions and current facts."""
        return self._index.contents()

    async def history(self, scope: str, fact_id: str) -> tuple[Revision, ...]:
        """Return all revisions of one fact, oldest first."""
        return await self._parsed(self._index.history((scope, fact_id)))

    async def change(self, change: str) -> tuple[Revision, ...]:
        """Return the revisions committed under one change id, in order."""
        return await self._parsed(self._index.change(change))

    async def latest(self, *, scope: str | None = None, by: str | None = None, limit: int = 20) -> tuple[Revision, ...]:
        """Return the most recent revisions, newest first."""
        return await self._parsed(self._index.latest(scope, by, limit))

    async def _parsed(self, revisions: Sequence[StoredRevision]) -> tuple[Revision, ...]:
        raws = [revision.raw for revision in revisions]
        try:
            if len(raws) <= _FEW:
                return tuple(parse_revision(raw) for raw in raws)
            return await asyncio.to_thread(_parse_many, raws)
        except ValidationError as fault:
            raise damaged(
                self._path, _("a revision in the history is not valid: {reason}").format(reason=fault)
            ) from fault


def _parse_many(raws: Sequence[bytes]) -> tuple[Revision, ...]:
    return tuple([parse_revision(raw) for raw in in_slices(raws, 20)])
