"""Validate a facts file when it is opened: every model must be valid, and no history may have a gap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.facts.entered import STORED
from bot.facts.models import Production, Revision
from bot.messages import _
from bot.stores.protocol import StoreDamaged
from bot.stores.tinydb.database.storage import Json, LineStorage, Tables
from bot.stores.tinydb.facts.records import Delta, FactKey, StoredRevision, describe_revision
from bot.stores.tinydb.files.errors import damaged, place_of
from bot.stores.tinydb.files.time_slices import in_slices

M = TypeVar("M", bound=BaseModel)


class FactsValidator:
    """Validates the tables of one facts file. ``data`` is the file's content, to name lines in messages."""

    def __init__(self, tables: Tables, data: bytes, path: Path) -> None:
        self._tables = tables
        self._data = data
        self._path = path

    def validate(self, storage: LineStorage | None = None, *, thorough: bool = False) -> Delta:
        """Validate the file and return its content. Old revisions are fully validated only if ``thorough``.

        Raises:
            StoreDamaged: something isn't as this program writes it.
        """
        delta = Delta()
        for doc_id, document in self._documents("productions"):
            production = self._valid(Production, document, "productions", doc_id)
            if delta.productions.setdefault((production.scope, production.id), production) is not production:
                raise self._damaged("productions", doc_id, _('{place} is a second production "{id}"'), id=production.id)
        revisions: list[StoredRevision] = []
        for doc_id, document in self._documents("facts"):
            revisions.append(self._describe(document, "facts", doc_id, storage))
            fact = self._valid(Revision, _without_seq(document), "facts", doc_id).fact
            if delta.facts.setdefault(fact.key, fact) is not fact:
                raise self._damaged(
                    "facts", doc_id, _('{place} is a second fact "{id}" in {scope}'), id=fact.id, scope=fact.scope
                )
        for doc_id, document in self._documents("history"):
            revisions.append(self._describe(document, "history", doc_id, storage))
            if thorough:
                self._valid(Revision, _without_seq(document), "history", doc_id)
        revisions.sort(key=lambda revision: revision.seq)
        delta.revisions.update((revision.seq, revision) for revision in revisions)
        if len(delta.revisions) != len(revisions):
            raise damaged(self._path, _("two revisions have the same number (seq)"))
        self._check_histories(delta)
        return delta

    def _documents(self, table: str) -> Iterator[tuple[str, Json]]:
        if table not in self._tables:
            raise damaged(self._path, _('the table "{table}" is missing').format(table=table))
        yield from in_slices(self._tables[table].items(), 50)

    def _describe(self, document: Json, table: str, doc_id: str, storage: LineStorage | None) -> StoredRevision:
        raw = storage.lines(table)[int(doc_id)] if storage is not None else b""
        try:
            revision = describe_revision(document, raw)
        except (LookupError, TypeError) as fault:
            raise self._damaged(
                table, doc_id, _("{place} isn't a revision of a fact ({reason!r})"), reason=fault
            ) from fault
        if not isinstance(revision.seq, int) or not isinstance(revision.number, int):
            raise self._damaged(table, doc_id, _("{place} has a seq or a revision that isn't a whole number"))
        if not all(isinstance(part, str) for part in (*revision.key, revision.change, revision.by)):
            raise self._damaged(table, doc_id, _("{place} has a scope, id, change or by that isn't text"))
        return revision

    def _valid(self, model: type[M], document: Mapping[str, object], table: str, doc_id: str) -> M:
        try:
            return model.model_validate(document, context=STORED)
        except ValidationError as fault:
            first = fault.errors()[0]
            field = ".".join(str(part) for part in first["loc"]) or "it"
            message = _("{place} is not valid: {field}: {problem}, but is {found!r}")
            given = {"field": field, "problem": first["msg"], "found": str(first["input"])[:80]}
            raise self._damaged(table, doc_id, message, **given) from fault

    def _check_histories(self, delta: Delta) -> None:
        numbers: dict[FactKey, list[int]] = {}
        for revision in delta.revisions.values():
            numbers.setdefault(revision.key, []).append(revision.number)
        for key, found in numbers.items():
            current = delta.facts.get(key)
            if current is None:
                message = _('"{id}" in {scope} has a history, but is missing from the facts')
                raise damaged(self._path, message.format(id=key[1], scope=key[0]))
            if found != list(range(1, current.revision + 1)):
                message = _('"{id}" in {scope} is at revision {number}, but the file contains {found}')
                shown = {"number": current.revision, "found": found[:10]}
                raise damaged(self._path, message.format(id=key[1], scope=key[0], **shown))

    def _damaged(self, table: str, doc_id: str, message: str, **given: object) -> StoreDamaged:
        place = place_of(self._data, table, doc_id)
        return damaged(self._path, message.format(place=place, **given))


def _without_seq(document: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in document.items() if name != "seq"}
