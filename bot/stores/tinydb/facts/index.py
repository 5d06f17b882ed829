"""Index the current facts and all revisions in memory, for the event loop."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from bot.facts.models import Fact, Production
from bot.stores.protocol import Contents
from bot.stores.tinydb.facts.records import Delta, FactKey, StoredRevision
from bot.stores.tinydb.files.time_slices import in_slices

K = TypeVar("K", bound=Hashable)


class RevisionIndex:
    """Indexes facts and revisions in memory.

    The writer's thread builds a small index of each commit, so that the event loop only has to merge it. Merging
    thousands of revisions takes a few milliseconds.
    """

    def __init__(self) -> None:
        self._facts: dict[FactKey, Fact] = {}
        self._productions: dict[FactKey, Production] = {}
        self._revisions: dict[int, StoredRevision] = {}
        self._of_fact: dict[FactKey, list[StoredRevision]] = {}
        self._of_change: dict[str, list[StoredRevision]] = {}
        self._of_editor: dict[str, list[StoredRevision]] = {}
        self._of_scope: dict[str, list[StoredRevision]] = {}

    def contents(self) -> Contents:
        """Return all productions and current facts."""
        return Contents(tuple(self._productions.values()), tuple(self._facts.values()))

    @classmethod
    def of(cls, delta: Delta) -> RevisionIndex:
        """Build the index of one commit."""
        index = cls()
        index._productions, index._facts, index._revisions = delta.productions, delta.facts, delta.revisions
        for revision in in_slices(delta.revisions.values(), 500):
            index._of_fact.setdefault(revision.key, []).append(revision)
            index._of_change.setdefault(revision.change, []).append(revision)
            index._of_editor.setdefault(revision.by, []).append(revision)
            index._of_scope.setdefault(revision.key[0], []).append(revision)
        return index

    def merge(self, later: RevisionIndex) -> None:
        """Add a commit's index. Don't use ``later`` afterwards."""
        self._productions.update(later._productions)
        self._facts.update(later._facts)
        self._revisions.update(later._revisions)
        _extend(self._of_fact, later._of_fact)
        _extend(self._of_change, later._of_change)
        _extend(self._of_editor, later._of_editor)
        _extend(self._of_scope, later._of_scope)

    def redact(self, replacement: str, changed: Mapping[int, bytes]) -> int:
        """Replace an editor's name in the changed revisions, and return their number."""
        revisions = [self._revisions[seq] for seq in changed]
        for revision in revisions:
            self._of_editor.pop(revision.by, None)
            revision.by, revision.raw = replacement, changed[revision.seq]
        if revisions:
            earlier = self._of_editor.get(replacement, [])
            by_seq = {revision.seq: revision for revision in (*earlier, *revisions)}
            self._of_editor[replacement] = sorted(by_seq.values(), key=_seq)
        return len(revisions)

    def remove_scope(self, scope: str) -> None:
        """Remove a server's facts, revisions and productions."""
        gone = {revision.seq: revision for revision in self._of_scope.pop(scope, ())}
        for seq in gone:
            del self._revisions[seq]
        _remove(self._of_change, {revision.change for revision in gone.values()}, gone)
        _remove(self._of_editor, {revision.by for revision in gone.values()}, gone)
        for mapping in (self._of_fact, self._facts, self._productions):
            for key in [key for key in mapping if key[0] == scope]:
                del mapping[key]

    def history(self, key: FactKey) -> list[StoredRevision]:
        """Return the revisions of one fact, oldest first."""
        return list(self._of_fact.get(key, ()))

    def change(self, change: str) -> list[StoredRevision]:
        """Return the revisions of one change, in order."""
        return list(self._of_change.get(change, ()))

    def latest(self, scope: str | None, by: str | None, limit: int) -> list[StoredRevision]:
        """Return the most recent revisions, newest first."""
        if by is not None:
            found: Iterable[StoredRevision] = reversed(self._of_editor.get(by, ()))
        elif scope is not None:
            found = reversed(self._of_scope.get(scope, ()))
        else:
            found = reversed(self._revisions.values())
        wanted: list[StoredRevision] = []
        for revision in found:
            if len(wanted) >= limit:
                break
            if scope is None or revision.key[0] == scope:
                wanted.append(revision)
        return wanted


def _extend(mapping: dict[K, list[StoredRevision]], more: dict[K, list[StoredRevision]]) -> None:
    if mapping.keys().isdisjoint(more):
        mapping.update(more)
        return
    for key, revisions in more.items():
        mapping.setdefault(key, []).extend(revisions)


def _remove(mapping: dict[str, list[StoredRevision]], names: Iterable[str], gone: Mapping[int, StoredRevision]) -> None:
    for name in names:
        rest = [revision for revision in mapping.pop(name, ()) if revision.seq not in gone]
        if rest:
            mapping[name] = rest


def _seq(revision: StoredRevision) -> int:
    return revision.seq
