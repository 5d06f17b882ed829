"""What fans do all day, on TinyDB: small JSON documents by collection and key, kept apart from the facts."""

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
from bot.stores.tinydb.files.time_slices import in_bites

Collections = dict[str, dict[str, bytes]]

_FEW = 100
"""Documents that are parsed on the event loop, within a millisecond; more go to a thread."""


def document_key(document: Mapping[str, Any]) -> Hashable:
    """What names a document in its collection."""
    return str(document["key"])


class TinyDBDocumentStore(WrittenFile):
    """A ``DocumentStore`` in one TinyDB file, a collection a table; made by ``open_document_store``."""

    def __init__(self, opened: Opened, held: Collections) -> None:
        super().__init__(opened, "documents-writer")
        self._held = held
        self._db: LineDB = opened.database()

    async def get(self, collection: str, key: str) -> Json | None:
        """A copy of one document, or None."""
        raw = self._held.get(collection, {}).get(key)
        return None if raw is None else _parse(raw)

    async def all(self, collection: str) -> dict[str, Json]:
        """Copies of all documents of a collection by key, in the order in which they were first put."""
        held = dict(self._held.get(collection, {}))
        return _parse_all(held) if len(held) <= _FEW else await asyncio.to_thread(_parse_all, held)

    async def put(self, collection: str, key: str, document: Document) -> None:
        """Add or replace one document; on disk on return.

        Raises:
            StoreUnwritable: the write failed; the document is as it was.
            ValueError: a collection or key that cannot be, or a document that JSON cannot carry.
        """
        raw = _raw(collection, key, document)
        await self._writer.run(
            lambda: self._table(collection).put({"key": key, "document": orjson.Fragment(raw)}),
            lambda _: self._keep(collection, key, raw),
        )

    async def delete(self, collection: str, key: str) -> bool:
        """Remove one document; durable on return; whether there was one. Raises ``StoreUnwritable``."""
        return await self._writer.run(
            lambda: self._table(collection).discard(key), lambda _: self._drop(collection, key)
        )

    def _table(self, collection: str) -> LineTable:
        return self._db.lines(collection, document_key)

    def _keep(self, collection: str, key: str, raw: bytes) -> None:
        self._held.setdefault(collection, {})[key] = raw

    def _drop(self, collection: str, key: str) -> None:
        self._held.get(collection, {}).pop(key, None)


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


def _parse_all(held: Mapping[str, bytes]) -> dict[str, Json]:
    return {key: _parse(raw) for key, raw in in_bites(held.items(), 100)}


def check_documents(data: bytes, path: Path) -> Collections:
    """Go over the bytes of a documents file. Raises ``StoreDamaged`` or ``StoreTooNew``."""
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
            wrong = _("{place} does not have the form {form}")
            raise damaged(path, wrong.format(place=place_of(data, name, doc_id), form="{key, document}"))
        if key in found:
            wrong = _("{place} is a second document with the key {key!r}")
            raise damaged(path, wrong.format(place=place_of(data, name, doc_id), key=key))
        found[key] = orjson.dumps(document)
    return found


def open_documents(
    path: Path, *, create: bool = True, keep: int = KEEP, files: FileSystem | None = None
) -> tuple[Opened, Collections]:
    """The blocking part of opening: the file and everything in it, checked."""
    opened = open_file(path, DOCUMENTS, check_documents, create=create, required=False, keep=keep, files=files)
    try:
        held = _collections(opened.tables, opened.data, opened.path)
    except BaseException:
        opened.lock.release()
        raise
    opened.tables, opened.data = {}, b""
    return opened, held


async def open_document_store(
    path: Path, *, create: bool = True, keep: int = KEEP, files: FileSystem | None = None
) -> TinyDBDocumentStore:
    """Open the documents in a file, or make a new one.

    Where a new one cannot be made yet (disk full, read-only), it opens all the same, so that the facts are answered
    from; each ``put`` then says what is wrong.

    Raises:
        StoreError: it cannot be opened; see ``open_file``. Nothing was changed.
    """
    opened, held = await in_thread(
        lambda: open_documents(path, create=create, keep=keep, files=files), lambda late: late[0].close()
    )
    return TinyDBDocumentStore(opened, held)
