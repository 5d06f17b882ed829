"""Read a store's whole file, or explain exactly why it can't be read."""

from __future__ import annotations

import os
import stat
from io import BytesIO
from pathlib import Path

import orjson

from bot.messages import _
from bot.stores.protocol import StoreError
from bot.stores.tinydb.database.storage import Json, Tables
from bot.stores.tinydb.files.atomic import Stamp, stamp_of
from bot.stores.tinydb.files.errors import damaged, place_of
from bot.stores.tinydb.files.time_slices import in_slices


def read_file(path: Path) -> tuple[bytes, Stamp]:
    """Return the file's bytes, and the stamp of exactly this content.

    Raises:
        FileNotFoundError: there is no file.
        StoreError: it can't be read; the message says why.
    """
    try:
        with open(path, "rb", opener=_open_nonblocking) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):  # a device such as /dev/zero never ends
                raise StoreError(_("{file} is a device or a pipe, not a file; name a file").format(file=path))
            return file.read(), stamp_of(os.fstat(file.fileno()))
    except FileNotFoundError:
        raise
    except IsADirectoryError as fault:
        raise StoreError(_("{file} is a folder; name a file for the store (STORE_URL)").format(file=path)) from fault
    except OSError as fault:
        message = _("{file} could not be read: {reason}; check its owner and the disk")
        raise StoreError(message.format(file=path, reason=fault.strerror)) from fault


def _open_nonblocking(path: str, flags: int) -> int:
    """Open a file without blocking. Otherwise, opening a pipe would wait for a writer."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def parse_tables(data: bytes, path: Path) -> Tables:
    """Parse the tables of a TinyDB file.

    Raises:
        StoreDamaged: it isn't UTF-8, JSON or tables of documents; the message says where.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise damaged(path, _("it is empty"))
    tables = _parse_lines(data)
    if tables is not None:
        return tables
    try:
        data.decode()
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise damaged(path, _("byte {byte} (line {line}) is not UTF-8").format(byte=fault.start, line=line)) from fault
    try:
        content = orjson.loads(data)
    except orjson.JSONDecodeError as fault:
        byte = len(data.decode()[: fault.pos].encode())
        cut = _("; it seems to be cut short") if byte >= len(data.rstrip()) or not data.rstrip().endswith(b"}") else ""
        message = _("line {line}, byte {byte} is not JSON ({reason})").format(
            line=fault.lineno, byte=byte, reason=fault.msg
        )
        raise damaged(path, message + cut) from fault
    return _checked_tables(content, data, path)


def _parse_lines(data: bytes) -> Tables | None:
    """Parse a file in this program's layout, one document per line. Return None for any other layout.

    It works in slices, because parsing a large file in one call holds the GIL and so blocks the event loop.
    """
    if not data.startswith(b'{"'):
        return None
    tables: Tables = {}
    table: dict[str, Json] | None = None
    comma = ended = False
    lines = BytesIO(data)
    lines.seek(1)
    for line in in_slices(lines, 100):
        if ended:
            return None
        if table is None:
            table = _start_table(line, tables)
            if table is None:
                return None
            comma = True
        elif line in (b"},\n", b"}}\n"):
            if table and comma:
                return None
            table, ended = None, line == b"}}\n"
        elif not comma or not _add_document(line, table):
            return None
        else:
            comma = line.endswith(b",\n")
    return tables if ended else None


def _start_table(line: bytes, tables: Tables) -> dict[str, Json] | None:
    """Add and return the table that starts on this line. Return None if none does."""
    if not line.endswith(b'":{\n'):
        return None
    try:
        name = orjson.loads(line[:-3])
    except orjson.JSONDecodeError:
        return None
    if not isinstance(name, str) or name in tables:
        return None
    tables[name] = {}
    return tables[name]


def _add_document(line: bytes, table: dict[str, Json]) -> bool:
    """Add the document on this line to the table. Return False if the line isn't exactly one new document."""
    try:
        content = orjson.loads(b"{" + line.rstrip(b"\n").removesuffix(b",") + b"}")
    except orjson.JSONDecodeError:
        return False
    if len(content) != 1:
        return False
    [(doc_id, document)] = content.items()
    if not doc_id.isascii() or not doc_id.isdigit() or doc_id in table or not isinstance(document, dict):
        return False
    table[doc_id] = document
    return True


def _checked_tables(content: object, data: bytes, path: Path) -> Tables:
    if not isinstance(content, dict):
        raise damaged(path, _("it doesn't contain tables (a JSON object at the top)"))
    for name, table in content.items():
        if not isinstance(table, dict):
            raise damaged(path, _('table "{table}" is not a JSON object of documents by id').format(table=name))
        for doc_id, document in table.items():
            if not (doc_id.isascii() and doc_id.isdigit()):
                message = _('table "{table}": "{document}" is not a document id (a number)')
                raise damaged(path, message.format(table=name, document=doc_id))
            if not isinstance(document, dict):
                raise damaged(path, _("{place} is not a JSON object").format(place=place_of(data, name, doc_id)))
    return content
