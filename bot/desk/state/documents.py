"""Store models as documents. Everything that the desk keeps in the document store uses this codec."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from bot.facts.entered import STORED
from bot.stores.protocol import DocumentStore

T = TypeVar("T")


class Collection(Generic[T]):
    """A collection of the document store whose documents are pydantic models or dataclasses.

    Args:
        name: the name of the collection in the store.
        model: the type of its documents.
        key: the field that holds a document's key; it isn't stored a second time inside the document.
        upgrade: converts a document of an earlier version to the current form, before validation.
    """

    def __init__(
        self,
        documents: DocumentStore,
        name: str,
        model: type[T],
        *,
        key: str | None = None,
        upgrade: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
    ) -> None:
        self._documents = documents
        self._name = name
        self._adapter = TypeAdapter(model)
        self._key = key
        self._upgrade = upgrade

    async def get(self, key: str) -> T | None:
        """Read one document, or None. Raises ``pydantic.ValidationError`` for one that was never valid."""
        document = await self._documents.get(self._name, key)
        return None if document is None else self._read(key, document)

    async def all(self) -> dict[str, T]:
        """Read all documents by key, oldest first. Raises ``pydantic.ValidationError`` as `get` does."""
        return {key: self._read(key, each) for key, each in (await self._documents.all(self._name)).items()}

    async def put(self, key: str, model: T) -> None:
        """Add or replace one document; durable on return. Raises ``StoreUnwritable``."""
        await self._documents.put(self._name, key, self.document(model))

    async def delete(self, key: str) -> bool:
        """Remove one document, and return whether there was one. Raises ``StoreUnwritable``."""
        return await self._documents.delete(self._name, key)

    def document(self, model: T) -> dict[str, Any]:
        """Return the document for a model, to be written later."""
        hidden = {self._key} if self._key is not None else None
        document: dict[str, Any] = self._adapter.dump_python(model, mode="json", exclude=hidden)
        return document

    def _read(self, key: str, document: dict[str, Any]) -> T:
        if self._upgrade is not None:
            document = self._upgrade(document)
        if self._key is not None:
            document = {**document, self._key: key}
        return self._adapter.validate_python(document, context=STORED)
