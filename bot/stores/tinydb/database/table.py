"""Provide a TinyDB table that parses and serialises only the documents that change, and finds them by key."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, MutableMapping
from typing import Any, cast

import orjson
from tinydb import TinyDB
from tinydb.table import Document, Table

from bot.stores.tinydb.database.storage import Json, LineStorage, TableView, serialised

Key = Callable[[Mapping[str, Any]], Hashable]
"""Computes a document's key from its content. It is unique in its table and never changes, unlike TinyDB ids."""


class Draft(MutableMapping[int, Json]):
    """A table while TinyDB changes it. It parses documents on access and remembers which ones were accessed."""

    def __init__(self, lines: dict[int, bytes]) -> None:
        self._lines = lines
        self._touched: dict[int, Json | None] = {}

    def __getitem__(self, doc_id: int) -> Json:
        if doc_id not in self._touched:
            self._touched[doc_id] = orjson.loads(self._lines[doc_id])
        document = self._touched[doc_id]
        if document is None:
            raise KeyError(doc_id)
        return document

    def __setitem__(self, doc_id: int, document: Mapping[str, Any]) -> None:
        self._touched[doc_id] = dict(document)

    def __delitem__(self, doc_id: int) -> None:
        if doc_id not in self:
            raise KeyError(doc_id)
        self._touched[doc_id] = None

    def __contains__(self, doc_id: object) -> bool:
        if doc_id in self._touched:
            return self._touched[doc_id] is not None
        return doc_id in self._lines

    def __iter__(self) -> Iterator[int]:
        yield from (doc_id for doc_id in self._lines if doc_id in self)
        yield from (doc_id for doc_id in self._touched if doc_id not in self._lines and doc_id in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def changes(self) -> dict[int, bytes | None]:
        """Return the documents that changed, serialised, or None if removed."""
        written = {
            doc_id: None if document is None else serialised(document) for doc_id, document in self._touched.items()
        }
        return {doc_id: line for doc_id, line in written.items() if line != self._lines.get(doc_id)}


class LineTable(Table):
    """A table on a ``LineStorage``. Queries aren't cached, because TinyDB's cache gives all callers the same object."""

    default_query_cache_capacity = 0
    _storage: LineStorage

    def __init__(self, storage: LineStorage, name: str, *, key: Key | None = None) -> None:
        super().__init__(storage, name, cache_size=0)
        self._key = key
        self._ids: dict[Hashable, int] = {}
        if key is not None:
            for doc_id, line in storage.lines(name).items():
                self._ids[key(orjson.loads(line))] = doc_id

    def find(self, key: Hashable) -> Document | None:
        """Return a copy of the document with this key, or None."""
        doc_id = self._ids.get(key)
        return None if doc_id is None else Document(orjson.loads(self.line(doc_id)), doc_id)

    def put(self, document: Mapping[str, Any]) -> int:
        """Add a document, or replace the one with the same key. Return its id."""
        assert self._key is not None, "only a table with a key can tell which document to replace"
        doc_id = self._ids.get(self._key(document))
        if doc_id is None:
            return self.insert(document)
        replaced = doc_id
        self._update_table(lambda table: table.__setitem__(replaced, document))
        return replaced

    def discard(self, key: Hashable) -> bool:
        """Remove the document with this key, and return whether it existed."""
        doc_id = self._ids.get(key)
        if doc_id is not None:
            self.remove(doc_ids=[doc_id])
        return doc_id is not None

    def line(self, doc_id: int) -> bytes:
        """Return a document as it is stored."""
        return self._storage.lines(self.name)[doc_id]

    def _read_table(self) -> dict[str, Mapping[Any, Any]]:
        view: Any = TableView(self._storage.lines(self.name))  # annotated as dict, but TinyDB only reads it
        return view  # type: ignore[no-any-return]

    def _update_table(self, updater: Callable[[dict[int, Mapping[Any, Any]]], None]) -> None:
        draft: Any = Draft(self._storage.lines(self.name))
        updater(draft)
        changes = draft.changes()
        if not changes:
            return
        before = {doc_id: self._storage.lines(self.name).get(doc_id) for doc_id in changes}
        self._storage.change(self.name, changes)
        self._reindex(before, changes)
        self._storage.on_rollback(lambda: self._reindex(changes, before))

    def _reindex(self, before: Mapping[int, bytes | None], after: Mapping[int, bytes | None]) -> None:
        if self._key is None:
            return
        for line in before.values():
            if line is not None:
                self._ids.pop(self._key(orjson.loads(line)), None)
        for doc_id, line in after.items():
            if line is not None:
                self._ids[self._key(orjson.loads(line))] = doc_id


class LineDB(TinyDB):
    """A TinyDB with ``LineTable`` tables."""

    table_class = LineTable  # type: ignore[assignment]  # TinyDB declares type[Table] by its default

    def __init__(self, storage: LineStorage) -> None:
        super().__init__(storage=lambda: storage)

    def lines(self, name: str, key: Key | None = None) -> LineTable:
        """Return a table by name. ``key`` only matters on the first call."""
        return cast(LineTable, self.table(name, key=key))
