"""Read and write facts in the tables.

``facts`` contains the current revision of each fact, ``history`` the earlier ones, and ``productions`` the productions.
Every revision has a ``seq``: its number in the order in which all revisions were committed.
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
from bot.stores.tinydb.files.time_slices import in_slices

M = TypeVar("M", bound=BaseModel)
FactKey = tuple[str, str]
"""Scope and id."""


@dataclass(slots=True, eq=False)
class StoredRevision:
    """One revision as it is stored. It is parsed only when needed."""

    seq: int
    key: FactKey
    number: int
    change: str
    by: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Delta:
    """What a commit changed: revisions by seq, in order, and the facts and productions that are now current."""

    revisions: dict[int, StoredRevision] = field(default_factory=dict)
    facts: dict[FactKey, Fact] = field(default_factory=dict)
    productions: dict[FactKey, Production] = field(default_factory=dict)


def fact_key(document: Mapping[str, Any]) -> Hashable:
    """Return the key of a revision's fact."""
    return (document["fact"]["scope"], document["fact"]["id"])


def production_key(document: Mapping[str, Any]) -> Hashable:
    """Return a production's key."""
    return (document["scope"], document["id"])


def parse_revision(raw: bytes) -> Revision:
    """Parse a stored revision. Raises pydantic's ``ValidationError`` if it isn't valid."""
    document = orjson.loads(raw)
    document.pop("seq", None)
    return Revision.stored(document)


def describe_revision(document: Mapping[str, Any], raw: bytes) -> StoredRevision:
    """Describe a stored revision. Raises ``LookupError`` or ``TypeError`` if parts are missing."""
    fact = document["fact"]
    return StoredRevision(
        document["seq"], (fact["scope"], fact["id"]), fact["revision"], document["change"], document["by"], raw
    )


class Records:
    """Stages changes to the tables. Use it only in the writer's thread. It doesn't commit."""

    def __init__(self, db: LineDB, next_seq: int) -> None:
        self._facts = db.lines("facts", fact_key)
        self._history = db.lines("history")
        self._productions = db.lines("productions", production_key)
        self._next_seq = next_seq

    def add(self, revisions: Sequence[Revision], productions: Sequence[Production]) -> Delta:
        """Stage revisions and productions.

        Raises:
            RevisionConflict: a revision isn't the next one of its fact.
            ValueError: something wouldn't read back as it was given.
        """
        delta = Delta()
        for production in productions:
            document, kept = round_trip(production)
            self._productions.put(document)
            delta.productions[(kept.scope, kept.id)] = kept
        for revision in in_slices(revisions, 20):
            self._add(revision, delta)
        return delta

    def _add(self, revision: Revision, delta: Delta) -> None:
        key = revision.fact.key
        before = self._facts.find(key)
        current = before["fact"]["revision"] if before is not None else 0
        if revision.fact.revision != current + 1:
            raise _conflict(revision.fact, current, before)
        document, kept = round_trip(revision)
        if before is not None:
            self._history.insert(dict(before))
        doc_id = self._facts.put({"seq": self._next_seq, **document})
        stored = StoredRevision(self._next_seq, key, kept.fact.revision, kept.change, kept.by, self._facts.line(doc_id))
        delta.revisions[stored.seq] = stored
        delta.facts[key] = kept.fact
        self._next_seq += 1

    def redact(self, by: str, replacement: str) -> dict[int, bytes]:
        """Stage a new name for an editor, and return the changed revisions by seq."""
        changed: dict[int, bytes] = {}
        for table in (self._facts, self._history):
            found = {document.doc_id: document["seq"] for document in table.search(where("by") == by)}
            table.update({"by": replacement}, doc_ids=list(found))
            changed.update({seq: table.line(doc_id) for doc_id, seq in found.items()})
        return changed

    def remove_scope(self, scope: str) -> int:
        """Stage the removal of a server's facts, history and productions. Return the number of facts."""
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


def round_trip(model: M) -> tuple[Json, M]:
    """Return a model's document, and the model as it will read back.

    Raises:
        ValueError: the two differ, or the document can't be read back (a number that isn't finite, a model built
            without validation).
    """
    document = model.model_dump(mode="json")
    try:
        kept = type(model).model_validate(orjson.loads(serialised(document)), context=STORED)
    except ValidationError as fault:
        raise ValueError(f"this would not read back from the store: {fault}") from fault
    if kept.model_dump(mode="json") != document:
        raise ValueError(f"this would read back changed from the store: {model!r}")
    return document, kept


def _conflict(wanted: Fact, number: int, before: Mapping[str, Any] | None) -> RevisionConflict:
    current = None if before is None else Fact.stored(before["fact"])
    if current is None:
        message = _(
            'there is no fact "{id}" in {scope} yet, so its revision must be 1, not {given}. Nothing was written.'
        ).format(id=wanted.id, scope=wanted.scope, given=wanted.revision)
    else:
        message = _(
            '"{id}" in {scope} is at revision {held}, not {given}: someone changed it in the meantime. '
            "Read it again and repeat the change. Nothing was written."
        ).format(id=wanted.id, scope=wanted.scope, held=number, given=wanted.revision - 1)
    return RevisionConflict(message, current)
