"""How facts lie in the tables: ``facts`` has each fact's current revision, ``history`` those before, ``productions``.

Every revision carries ``seq``, its place in the order in which all revisions were committed.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import orjson
from pydantic import BaseModel, ValidationError
from tinydb import where

from bot.facts.entered import STORED
from bot.facts.models import Fact, Production, Revision
from bot.messages import _
from bot.stores.protocol import RevisionConflict
from bot.stores.tinydb.database.storage import Json, serialised
from bot.stores.tinydb.database.table import LineDB
from bot.stores.tinydb.files.time_slices import in_bites

M = TypeVar("M", bound=BaseModel)
FactKey = tuple[str, str]
"""Scope and id."""


@dataclass(slots=True, eq=False)
class Entry:
    """One revision as it is stored; parsed only when somebody asks for it."""

    seq: int
    key: FactKey
    number: int
    change: str
    by: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Delta:
    """What a commit changed: entries by seq in their order, and what now holds."""

    entries: dict[int, Entry] = field(default_factory=dict)
    facts: dict[FactKey, Fact] = field(default_factory=dict)
    productions: dict[FactKey, Production] = field(default_factory=dict)


def fact_key(document: Mapping[str, Any]) -> Hashable:
    """What names the fact of a revision."""
    return (document["fact"]["scope"], document["fact"]["id"])


def production_key(document: Mapping[str, Any]) -> Hashable:
    """What names a production."""
    return (document["scope"], document["id"])


def parse_revision(raw: bytes) -> Revision:
    """A stored revision. Raises pydantic's ``ValidationError`` where it is not one."""
    document = orjson.loads(raw)
    document.pop("seq", None)
    return Revision.stored(document)


def entry_of(document: Mapping[str, Any], raw: bytes) -> Entry:
    """The entry of a stored revision. Raises ``LookupError`` or ``TypeError`` where parts are missing."""
    fact = document["fact"]
    return Entry(
        document["seq"], (fact["scope"], fact["id"]), fact["revision"], document["change"], document["by"], raw
    )


class Records:
    """Adds to the tables. Used in the writer's thread alone; commits nothing itself."""

    def __init__(self, db: LineDB, next_seq: int) -> None:
        self._facts = db.lines("facts", fact_key)
        self._history = db.lines("history")
        self._productions = db.lines("productions", production_key)
        self._next_seq = next_seq

    def add(self, revisions: Sequence[Revision], productions: Sequence[Production]) -> Delta:
        """Stage revisions and productions.

        Raises:
            RevisionConflict: a revision is not the next of its fact.
            ValueError: something that would not read back as it was given.
        """
        delta = Delta()
        for production in productions:
            document, kept = faithful(production)
            self._productions.put(document)
            delta.productions[(kept.scope, kept.id)] = kept
        for revision in in_bites(revisions, 20):
            self._add(revision, delta)
        return delta

    def _add(self, revision: Revision, delta: Delta) -> None:
        key = revision.fact.key
        before = self._facts.find(key)
        held = before["fact"]["revision"] if before is not None else 0
        if revision.fact.revision != held + 1:
            raise _conflict(revision.fact, held, before)
        document, kept = faithful(revision)
        if before is not None:
            self._history.insert(dict(before))
        doc_id = self._facts.put({"seq": self._next_seq, **document})
        entry = Entry(self._next_seq, key, kept.fact.revision, kept.change, kept.by, self._facts.line(doc_id))
        delta.entries[entry.seq] = entry
        delta.facts[key] = kept.fact
        self._next_seq += 1

    def redact(self, by: str, replacement: str) -> dict[int, bytes]:
        """Stage another name for an editor; the revisions that this changes, by seq."""
        changed: dict[int, bytes] = {}
        for table in (self._facts, self._history):
            found = {document.doc_id: document["seq"] for document in table.search(where("by") == by)}
            table.update({"by": replacement}, doc_ids=list(found))
            changed.update({seq: table.line(doc_id) for doc_id, seq in found.items()})
        return changed

    def remove_scope(self, scope: str) -> int:
        """Stage the removal of a server's facts, their history and its productions; how many facts there were."""
        counts = []
        for table, place in (
            (self._facts, where("fact")["scope"]),
            (self._history, where("fact")["scope"]),
            (self._productions, where("scope")),
        ):
            found = [document.doc_id for document in table.search(place == scope)]
            if found:
                table.remove(doc_ids=found)
            counts.append(len(found))
        return counts[0]


def faithful(model: M) -> tuple[Json, M]:
    """A model's document, and the model as it will read back from it.

    Raises:
        ValueError: the two differ, or it would not read back at all (a number that is not finite, a model that was
            put together without validation).
    """
    document = model.model_dump(mode="json")
    try:
        kept = type(model).model_validate(orjson.loads(serialised(document)), context=STORED)
    except ValidationError as fault:
        raise ValueError(f"this would not read back from the store: {fault}") from fault
    if kept.model_dump(mode="json") != document:
        raise ValueError(f"this would read back changed from the store: {model!r}")
    return document, kept


def _conflict(wanted: Fact, held: int, before: Mapping[str, Any] | None) -> RevisionConflict:
    current = None if before is None else Fact.stored(before["fact"])
    if current is None:
        message = _(
            'there is no fact "{id}" in {scope} yet, so its revision must be 1, not {given}. Nothing was written.'
        ).format(id=wanted.id, scope=wanted.scope, given=wanted.revision)
    else:
        message = _(
            '"{id}" in {scope} is at revision {held}, not {given}: someone changed it in the meantime. '
            "Read it again and repeat the change. Nothing was written."
        ).format(id=wanted.id, scope=wanted.scope, held=held, given=wanted.revision - 1)
    return RevisionConflict(message, current)
