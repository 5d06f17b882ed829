"""Provide a TinyDB storage that keeps every document serialised, so that a change serialises only that document.

The file is plain TinyDB JSON in UTF-8, with one document per line. Changes are staged in memory. ``commit`` writes them
to the file; until then they can be rolled back. Use it in one thread at a time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from tinydb.storages import Storage

from bot.messages import _
from bot.stores.protocol import StoreUnwritable
from bot.stores.tinydb.files.atomic import FileSystem, NotDurable, Stamp, replace_file, stamp_of
from bot.stores.tinydb.files.errors import unwritable
from bot.stores.tinydb.files.time_slices import in_slices

Json = dict[str, Any]
Tables = dict[str, dict[str, Json]]

_CHUNK = 500
"""Number of documents joined at a time. Joining holds the GIL, for about 0.2 ms with this many."""

_STRICT = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


def serialised(document: Mapping[str, Any]) -> bytes:
    """Return a document as JSON in UTF-8.

    Raises:
        ValueError: JSON can't represent it (a date, a lone surrogate, a key that isn't a string).
    """
    try:
        return orjson.dumps(document, option=_STRICT)
    except orjson.JSONEncodeError as fault:
        raise ValueError(f"this cannot be stored as JSON: {fault}") from fault


class TableView(Mapping[str, Json]):
    """One table as TinyDB reads it. Each access parses the document again, so the reader may change it."""

    def __init__(self, lines: dict[int, bytes]) -> None:
        self._lines = lines

    def __getitem__(self, doc_id: str) -> Json:
        document: Json = orjson.loads(self._lines[int(doc_id)])
        return document

    def __iter__(self) -> Iterator[str]:
        return (str(doc_id) for doc_id in in_slices(self._lines, 100))

    def __len__(self) -> int:
        return len(self._lines)


class LineStorage(Storage):
    """Holds tables of serialised documents and commits them to a file.

    Args:
        path: the file; it doesn't have to exist.
        files: the steps of a write; tests replace it to make them fail.
        guard: called before each commit; raises ``StoreError`` if this process may not write.
    """

    def __init__(self, path: Path, files: FileSystem | None = None, guard: Callable[[], None] | None = None) -> None:
        self._path = path
        self._files = files or FileSystem()
        self._guard = guard
        self._tables: dict[str, dict[int, bytes]] = {}
        self._undo: list[Callable[[], None]] = []
        self._stamps: deque[Stamp] = deque(maxlen=4)
        self._uncertain = False

    @property
    def path(self) -> Path:
        """Path of the file."""
        return self._path

    def load(self, tables: Tables, stamp: Stamp | None = None) -> None:
        """Set the tables to what was read from the file, ordered by document id. Nothing is staged."""
        self._tables = {
            name: {int(doc_id): orjson.dumps(table[doc_id]) for doc_id in sorted(table, key=int)}
            for name, table in tables.items()
        }
        if stamp is not None:
            self._stamps.append(stamp)

    def knows(self, stamp: Stamp) -> bool:
        """Return whether this storage has recently read or written a file with this stamp."""
        return stamp in self._stamps

    def lines(self, table: str) -> dict[int, bytes]:
        """Return the serialised documents of one table. Change them only through ``change``."""
        return self._tables.get(table, {})

    # TinyDB's own interface

    def read(self) -> Tables | None:
        """Return all tables in TinyDB's form. Documents are parsed only when accessed."""
        views: dict[str, Any] = {name: TableView(lines) for name, lines in self._tables.items()}
        return views or None

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Stage new content for all tables. TinyDB calls this to drop tables; ``LineTable`` doesn't need it."""
        before = self._tables
        self._tables = {
            name: {int(doc_id): serialised(document) for doc_id, document in table.items()}
            for name, table in data.items()
        }
        self.on_rollback(lambda: setattr(self, "_tables", before))

    def close(self) -> None:
        """Write the file again if a failed write left its content uncertain. Nothing else is open."""
        if self._uncertain:
            self._write()

    # staging

    def change(self, table: str, changes: Mapping[int, bytes | None]) -> None:
        """Stage changes to one table: documents to add or replace, or None to remove one."""
        if not changes:
            return
        lines = self._tables.setdefault(table, {})
        if None in changes.values():  # putting a removed document back would move it to the end, so copy the whole dict
            whole = dict(lines)
            self.on_rollback(lambda: self._tables.__setitem__(table, whole))
        else:
            before = {doc_id: lines.get(doc_id) for doc_id in changes}
            self.on_rollback(lambda: _apply(self._tables[table], before))
        _apply(lines, changes)

    def on_rollback(self, undo: Callable[[], None]) -> None:
        """Call ``undo`` if the staged changes are rolled back."""
        self._undo.append(undo)

    def savepoint(self) -> int:
        """A mark to which ``rollback`` can return."""
        return len(self._undo)

    def rollback(self, savepoint: int = 0) -> None:
        """Forget what was staged since the mark."""
        while len(self._undo) > savepoint:
            self._undo.pop()()

    # the file

    def commit(self) -> None:
        """Write all tables to the file, durably. After that, the changes can't be rolled back.

        Raises:
            StoreUnwritable: the file is unchanged. The changes stay staged, so roll them back.
        """
        if self._guard is not None:
            self._guard()
        if not self._uncertain and self._stamps and self._current_stamp() not in (None, self._stamps[-1]):
            raise StoreUnwritable(
                _(
                    "{file} was changed by another program while it was open. Nothing was written. "
                    "Restart to load that change."
                ).format(file=self._path)
            )
        try:
            self._write()
        except NotDurable as fault:
            self._uncertain = True
            raise unwritable(self._path, fault) from fault
        except OSError as fault:
            raise unwritable(self._path, fault) from fault
        self._undo.clear()

    def reinstate(self) -> None:
        """Write the file again if a failed commit may have reached it. Call it after the rollback."""
        if self._uncertain:
            try:
                self._write()
            except OSError as fault:
                raise unwritable(self._path, fault) from fault

    def _write(self) -> None:
        replace_file(self._path, self._chunks(), self._files)
        self._uncertain = False
        stamp = self._current_stamp()
        if stamp is not None:
            self._stamps.append(stamp)

    def _current_stamp(self) -> Stamp | None:
        try:
            return stamp_of(self._path.stat())
        except OSError:
            return None

    def _chunks(self) -> Iterator[bytes]:
        yield b"{"
        for position, (name, lines) in enumerate(self._tables.items()):
            yield (b",\n" if position else b"") + orjson.dumps(name) + b":{\n"
            rest, separator = iter(lines.items()), b""
            while batch := list(islice(rest, _CHUNK)):
                yield separator + b",\n".join([b'"%d":%b' % item for item in batch])
                separator = b",\n"
            yield b"\n}" if lines else b"}"
        yield b"}\n"


def _apply(lines: dict[int, bytes], changes: Mapping[int, bytes | None]) -> None:
    for doc_id, line in changes.items():
        if line is None:
            lines.pop(doc_id, None)
        else:
            lines[doc_id] = line
