"""Keep documents in memory only, for asking without leaving a trace."""

from __future__ import annotations

from typing import Any

from bot.stores.protocol import Document


class UnwrittenDocuments:
    """A document store in memory, so that questions from scripts are neither counted nor logged."""

    def __init__(self) -> None:
        self._collections: dict[str, dict[str, dict[str, Any]]] = {}

    async def get(self, collection: str, key: str) -> dict[str, Any] | None:
        """Return a copy of one document, or None."""
        found = self._collections.get(collection, {}).get(key)
        return None if found is None else dict(found)

    async def all(self, collection: str) -> dict[str, dict[str, Any]]:
        """Return copies of all documents of a collection by key."""
        return {key: dict(document) for key, document in self._collections.get(collection, {}).items()}

    async def put(self, collection: str, key: str, document: Document) -> None:
        """Add or replace one document."""
        self._collections.setdefault(collection, {})[key] = dict(document)

    async def delete(self, collection: str, key: str) -> bool:
        """Remove one document and return whether it existed."""
        return self._collections.get(collection, {}).pop(key, None) is not None

    async def close(self) -> None:
        """Do nothing: there is nothing to write."""
