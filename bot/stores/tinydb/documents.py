"""Store small JSON documents by collection and key on TinyDB, separate from the facts."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import Any

import orjson

from bot.messages import _
from bot.stores.protocol import Document
from bot.stores.tinydb.database.backups import KEEP
from bot.stores.tinydb.database.loading import parse_tables
from bot.stores.tinydb.database.migrations import DOCUMENTS, META
from bot.stores.tinydb.database.opened import Opened, open_file
from bot.stores.tinydb.database.storage import Json, Tables, serialised
from bot.stores.tinydb.database.table import LineDB, LineTable
from bot.stores.tinydb.database.written import WrittenFile
from bot.stores.tinydb.files.atomic import FileSystem
from bot.stores.tinydb.files.errors import damaged, place_of
from bot.stores.tinydb.files.threads import in_thread
from bot.stores.tinydb.files.time_slices import in_slices

Collections = dict[str, dict[str, bytes]]

_FEW = 100
"""Maximum number of documents to parse on the event loop, within a millisecond. More are parsed in a thread."""


def document_key(document: Mapping[str, Any]) -> Hashable:
    """Return a document's key in its collection."""
    return str(document["key"])


class TinyDBDocumentStore(WrittenFile):
    """A ``DocumentStore`` in one TinyDB file, with one table per collection. Created by ``open_document_store``."""

    def __init__(self, opened: Opened, documents: Collections) -> None:
        super().__init__(opened, "documents-writer")
        self._documents = documents
        self._db: LineDB = opened.database()

    async def get(self, collection: str, key: str) -> Json | None:
        """Return a copy of one document, or None."""
        raw = self._documents.get(collection, {}).get(key)
        return None if raw is None else _parse(raw)

    async def all(self, collection: str) -> dict[str, Json]:
        """Return copies of all documents of a collection by key, in insertion order."""
        documents = dict(self._documents.get(collection, {}))
        return _parse_all(documents) if len(documents) <= _FEW else await asyncio.to_thread(_parse_all, documents)

    async def put(self, collection: str, key: str, document: Document) -> None:
        """Add or replace one document. Durable on return.

        Raises:
            StoreUnwritable: the write failed; the document is unchanged.
            ValueError: JSON can't represent the document, or the collection or key isn't allowed.
        """
        raw = _raw(collection, key, document)
        await self._writer.run(
            lambda: self._table(collection).put({"key": key, "document": orjson.Fragment(raw)}),
            lambda _: self._keep(collection, key, raw),
        )

    async def delete(self, collection: str, key: str) -> bool:
        """Remove one document and return whether it existed. Durable on return. Raises ``StoreUnwritable``."""
        return await self._writer.run(
            lambda: self._table(collection).discard(key), lambda _: self._drop(collection, key)
        )

    def _table(self, collection: str) -> LineTable:
        return self._db.lines(collection, document_key)

    def _keep(self, collection: str, key: str, raw: bytes) -> None:
        self._documents.setdefault(collection, {})[key] = raw

    def _drop(self, collection: str, key: str) -> None:
        self._documents.get(collection, {}).pop(key, None)


def _raw(collection: str, key: str, document: Document) -> bytes:
    if not collection or collection.startswith("_"):
        raise ValueError(f"{collection!r} cannot name a collection: give a name that does not begin with _")
    serialised({collection: key})  # refuses lone surrogates here, before anything is staged
    if not isinstance(document, Mapping):
        raise ValueError(f"a document is a mapping of names to values, not {type(document).__name__}")
    raw = serialised(dict(document))
    if b"null" in raw and not _finite(document):
        raise ValueError("a document cannot hold a number that is not finite (nan, inf)")
    return raw


def _finite(value: object) -> bool:
    if isinstance(value, float):
        return isfinite(value)
    if isinstance(value, Mapping):
        return all(_finite(part) for part in value.values())
    return not isinstance(value, Sequence) or isinstance(value, str) or all(_finite(part) for part in value)


def _parse(raw: bytes) -> Json:
    document: Json = orjson.loads(raw)
    return document


def _parse_all(documents: Mapping[str, bytes]) -> dict[str, Json]:
    return {key: _parse(raw) for key, raw in in_slices(documents.items(), 100)}


def check_documents(data: bytes, path: Path) -> Collections:
    """Check the content of a documents file and return it. Raises ``StoreDamaged`` or ``StoreTooNew``."""
    tables = parse_tables(data, path)
    DOCUMENTS.upgrade(tables, path)
    return _collections(tables, data, path)


def _collections(tables: Tables, data: bytes, path: Path) -> Collections:
    return {name: _collection(name, tables[name], data, path) for name in tables if name != META}


def _collection(name: str, table: Mapping[str, Json], data: bytes, path: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for doc_id in sorted(table, key=int):
        key, document = table[doc_id].get("key"), table[doc_id].get("document")
        if not isinstance(key, str) or not isinstance(document, dict) or len(table[doc_id]) != 2:
            message = _("{place} does not have the form {form}")
            raise damaged(path, message.format(place=place_of(data, name, doc_id), form="{key, document}"))
        if key in found:
            message = _("{place} is a second document with the key {key!r}")
            raise damaged(path, message.format(place=place_of(data, name, doc_id), key=key))
        found[key] = orjson.dumps(document)
    return found


def open_documents(
    path: Path, *, create: bool = True, keep: int = KEEP, files: FileSystem | None = None
) -> tuple[Opened, Collections]:
    """Open a documents file and check its content. This is the blocking part of ``open_document_store``."""
    opened = open_file(path, DOCUMENTS, check_documents, create=create, required=False, keep=keep, files=files)
    try:
        documents = _collections(opened.tables, opened.data, opened.path)
    except BaseException:
        opened.lock.release()
        raise
    opened.tables, opened.data = {}, b""
    return opened, documents


async def open_document_store(
    path: Path, *, create: bool = True, keep: int = KEEP, files: FileSystem | None = None
) -> TinyDBDocumentStore:
    """Open a document store, or create it.

    If it can't be created yet (disk full, read-only), it opens anyway, so that the bot can answer questions. Each
    ``put`` then reports the problem.

    Raises:
        StoreError: it can't be opened; see ``open_file``. Nothing was changed.
    """
    opened, documents = await in_thread(
        lambda: open_documents(path, create=create, keep=keep, files=files), lambda late: late[0].close()
    )
    return TinyDBDocumentStore(opened, documents)
