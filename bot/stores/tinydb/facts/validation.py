"""Going over the tables of a facts file when it is opened: everything valid, every history without a gap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.facts.entered import STORED
from bot.facts.models import Production, Revision
from bot.stores.protocol import StoreDamaged
from bot.stores.tinydb.database.storage import Json, LineStorage, Tables
from bot.stores.tinydb.facts.records import Delta, Entry, FactKey, entry_of
from bot.stores.tinydb.files.errors import damaged, place_of
from bot.stores.tinydb.files.time_slices import in_bites

M = TypeVar("M", bound=BaseModel)


class Survey:
    """Checks the tables of one facts file; ``data`` is the file as it was read, to name lines in messages."""

    def __init__(self, tables: Tables, data: bytes, path: Path) -> None:
        self._tables = tables
        self._data = data
        self._path = path

    def take(self, storage: LineStorage | None = None, *, thorough: bool = False) -> Delta:
        """Everything in the file. Old revisions are checked one by one only when ``thorough``.

        Raises:
            StoreDamaged: something is not as this program writes it.
        """
        delta = Delta()
        for doc_id, document in self._documents("productions"):
            production = self._valid(Production, document, "productions", doc_id)
            if delta.productions.setdefault((production.scope, production.id), production) is not production:
                raise self._damaged("productions", doc_id, f'is a second production "{production.id}"')
        entries: list[Entry] = []
        for doc_id, document in self._documents("facts"):
            entries.append(self._entry(document, "facts", doc_id, storage))
            fact = self._valid(Revision, _without_seq(document), "facts", doc_id).fact
            if delta.facts.setdefault(fact.key, fact) is not fact:
                raise self._damaged("facts", doc_id, f'is a second fact "{fact.id}" in {fact.scope}')
        for doc_id, document in self._documents("history"):
            entries.append(self._entry(document, "history", doc_id, storage))
            if thorough:
                self._valid(Revision, _without_seq(document), "history", doc_id)
        delta.entries.update({entry.seq: entry for entry in sorted(entries, key=lambda entry: entry.seq)})
        if len(delta.entries) != len(entries):
            raise damaged(self._path, "two revisions have the same place in the order (seq)")
        self._unbroken(delta)
        return delta

    def _documents(self, table: str) -> Iterator[tuple[str, Json]]:
        if table not in self._tables:
            raise damaged(self._path, f'the table "{table}" is missing')
        yield from in_bites(self._tables[table].items(), 50)

    def _entry(self, document: Json, table: str, doc_id: str, storage: LineStorage | None) -> Entry:
        raw = storage.lines(table)[int(doc_id)] if storage is not None else b""
        try:
            entry = entry_of(document, raw)
        except (LookupError, TypeError) as fault:
            raise self._damaged(table, doc_id, f"is no revision of a fact ({fault!r})") from fault
        if not isinstance(entry.seq, int) or not isinstance(entry.number, int):
            raise self._damaged(table, doc_id, "has a seq or a revision that is no whole number")
        if not all(isinstance(part, str) for part in (*entry.key, entry.change, entry.by)):
            raise self._damaged(table, doc_id, "has a scope, id, change or by that is no text")
        return entry

    def _valid(self, model: type[M], document: Mapping[str, object], table: str, doc_id: str) -> M:
        try:
            return model.model_validate(document, context=STORED)
        except ValidationError as fault:
            first = fault.errors()[0]
            field = ".".join(str(part) for part in first["loc"]) or "it"
            told = f"is not valid: {field}: {first['msg']}, but is {str(first['input'])[:80]!r}"
            raise self._damaged(table, doc_id, told) from fault

    def _unbroken(self, delta: Delta) -> None:
        numbers: dict[FactKey, list[int]] = {}
        for entry in delta.entries.values():
            numbers.setdefault(entry.key, []).append(entry.number)
        for key, found in numbers.items():
            current = delta.facts.get(key)
            if current is None:
                raise damaged(self._path, f'"{key[1]}" in {key[0]} has a history, but is missing from the facts')
            if found != list(range(1, current.revision + 1)):
                raise damaged(
                    self._path,
                    f'"{key[1]}" in {key[0]} stands at revision {current.revision}, but the file holds {found[:10]}',
                )

    def _damaged(self, table: str, doc_id: str, what: str) -> StoreDamaged:
        return damaged(self._path, f"{place_of(self._data, table, doc_id)} {what}")


def _without_seq(document: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in document.items() if name != "seq"}
