"""A TinyDB storage that keeps every document serialised, so that a change serialises that document alone.

The file is plain TinyDB JSON in UTF-8 with one document a line. Changes are staged in memory and reach the file
with ``commit``; until then they can be rolled back. One thread at a time.
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
from bot.stores.tinydb.files.time_slices import in_bites

Json = dict[str, Any]
Tables = dict[str, dict[str, Json]]

_CHUNK = 500
"""Documents that are joined at a time: joining holds the interpreter lock, about 0.2 ms for as many."""

_STRICT = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


def serialised(document: Mapping[str, Any]) -> bytes:
    """A document as JSON in UTF-8.

    Raises:
        ValueError: it holds something that JSON cannot carry (a date, a lone surrogate, a key that is no string).
    """
    try:
        return orjson.dumps(document, option=_STRICT)
    except orjson.JSONEncodeError as fault:
        raise ValueError(f"this cannot be stored as JSON: {fault}") from fault


class TableView(Mapping[str, Json]):
    """What TinyDB reads of one table: documents by id, parsed at each access and so the reader's own."""

    def __init__(self, lines: dict[int, bytes]) -> None:
        self._lines = lines

    def __getitem__(self, doc_id: str) -> Json:
        document: Json = orjson.loads(self._lines[int(doc_id)])
        return document

    def __iter__(self) -> Iterator[str]:
        return (str(doc_id) for doc_id in in_bites(self._lines, 100))

    def __len__(self) -> int:
        return len(self._lines)


class LineStorage(Storage):
    """Tables of serialised documents, and the file that they are committed to.

    Args:
        path: the file; it need not exist.
        files: the steps of writing, for tests that make them fail.
        guard: called before each commit; raises ``StoreError`` where this process may not write.
    """

    def __init__(self, path: Path, files: FileSystem | None = None, guard: Callable[[], None] | None = None) -> None:
        self._path = path
        self._files = files or FileSystem()
        self._guard = guard
        self._tables: dict[str, dict[int, bytes]] = {}
        self._undo: list[Callable[[], None]] = []
        self._stamps: deque[Stamp] = deque(maxlen=4)
        self._disowned = False

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def adopt(self, tables: Tables, stamp: Stamp | None = None) -> None:
        """Take over what was read from the file, in the order of the document ids; nothing is staged."""
        self._tables = {
            name: {int(doc_id): orjson.dumps(table[doc_id]) for doc_id in sorted(table, key=int)}
            for name, table in tables.items()
        }
        if stamp is not None:
            self._stamps.append(stamp)

    def knows(self, stamp: Stamp) -> bool:
        """Whether a file of this stamp has a content that this storage lately read or wrote."""
        return stamp in self._stamps

    def lines(self, table: str) -> dict[int, bytes]:
        """The serialised documents of one table; not to be changed but through ``change``."""
        return self._tables.get(table, {})

    # TinyDB's own interface

    def read(self) -> Tables | None:
        """All tables, as TinyDB wants them; nothing is parsed before it is looked at."""
        views: dict[str, Any] = {name: TableView(lines) for name, lines in self._tables.items()}
        return views or None

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Stage a new content for all tables. TinyDB calls this to drop tables; ``LineTable`` does not need it."""
        before = self._tables
        self._tables = {
            name: {int(doc_id): serialised(document) for doc_id, document in table.items()}
            for name, table in data.items()
        }
        self.note(lambda: setattr(self, "_tables", before))

    def close(self) -> None:
        """Put the file right where a failed write left it doubtful; otherwise there is nothing open."""
        if self._disowned:
            self._write()

    # staging

    def change(self, table: str, changes: Mapping[int, bytes | None]) -> None:
        """Stage documents of one table: added, replaced, or removed (None)."""
        if not changes:
            return
        lines = self._tables.setdefault(table, {})
        if None in changes.values():  # a dict would put what comes back last: keep the whole order
            whole = dict(lines)
            self.note(lambda: self._tables.__setitem__(table, whole))
        else:
            before = {doc_id: lines.get(doc_id) for doc_id in changes}
            self.note(lambda: _apply(self._tables[table], before))
        _apply(lines, changes)

    def note(self, undo: Callable[[], None]) -> None:
        """Have ``undo`` called if what is being staged is rolled back."""
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
        """Write all tables to the file, durably; what was staged can then no longer be rolled back.

        Raises:
            StoreUnwritable: the file is as before. What is staged stays staged: roll it back.
        """
        if self._guard is not None:
            self._guard()
        if not self._disowned and self._stamps and self._look() not in (None, self._stamps[-1]):
            raise StoreUnwritable(
                _(
                    "{file} was changed by another program while it was open. Nothing was written. "
                    "Restart to load that change."
                ).format(file=self._path)
            )
        try:
            self._write()
        except NotDurable as fault:
            self._disowned = True
            raise unwritable(self._path, fault) from fault
        except OSError as fault:
            raise unwritable(self._path, fault) from fault
        self._undo.clear()

    def reinstate(self) -> None:
        """After a failed commit and its rollback: replace the file if the failed write may have reached it."""
        if self._disowned:
            try:
                self._write()
            except OSError as fault:
                raise unwritable(self._path, fault) from fault

    def _write(self) -> None:
        replace_file(self._path, self._chunks(), self._files)
        self._disowned = False
        stamp = self._look()
        if stamp is not None:
            self._stamps.append(stamp)

    def _look(self) -> Stamp | None:
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
