"""What the event loop sees of the facts: what currently holds, and where every revision is; for the loop alone."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from bot.facts.models import Fact, Production
from bot.stores.protocol import Contents
from bot.stores.tinydb.facts.records import Delta, Entry, FactKey
from bot.stores.tinydb.files.time_slices import in_bites

K = TypeVar("K", bound=Hashable)


class Ledger:
    """Indexes in memory over facts and revisions.

    A commit's own small ledger is made in the writer's thread, so that the loop has only to merge it: a change of
    thousands takes it a few milliseconds.
    """

    def __init__(self) -> None:
        self._facts: dict[FactKey, Fact] = {}
        self._productions: dict[FactKey, Production] = {}
        self._entries: dict[int, Entry] = {}
        self._of_fact: dict[FactKey, list[Entry]] = {}
        self._of_change: dict[str, list[Entry]] = {}
        self._of_editor: dict[str, list[Entry]] = {}
        self._of_scope: dict[str, list[Entry]] = {}

    def contents(self) -> Contents:
        """Everything that currently holds."""
        return Contents(tuple(self._productions.values()), tuple(self._facts.values()))

    @classmethod
    def of(cls, delta: Delta) -> Ledger:
        """The ledger of one commit."""
        ledger = cls()
        ledger._productions, ledger._facts, ledger._entries = delta.productions, delta.facts, delta.entries
        for entry in in_bites(delta.entries.values(), 500):
            ledger._of_fact.setdefault(entry.key, []).append(entry)
            ledger._of_change.setdefault(entry.change, []).append(entry)
            ledger._of_editor.setdefault(entry.by, []).append(entry)
            ledger._of_scope.setdefault(entry.key[0], []).append(entry)
        return ledger

    def merge(self, later: Ledger) -> None:
        """Take in what a commit changed; ``later`` is not to be used afterwards."""
        self._productions.update(later._productions)
        self._facts.update(later._facts)
        self._entries.update(later._entries)
        _extend(self._of_fact, later._of_fact)
        _extend(self._of_change, later._of_change)
        _extend(self._of_editor, later._of_editor)
        _extend(self._of_scope, later._of_scope)

    def redact(self, replacement: str, changed: Mapping[int, bytes]) -> int:
        """Take in an editor's new name; returns in how many revisions."""
        entries = [self._entries[seq] for seq in changed]
        for entry in entries:
            self._of_editor.pop(entry.by, None)
            entry.by, entry.raw = replacement, changed[entry.seq]
        held = self._of_editor.get(replacement, [])
        if entries:
            self._of_editor[replacement] = sorted({entry.seq: entry for entry in (*held, *entries)}.values(), key=_seq)
        return len(entries)

    def remove_scope(self, scope: str) -> None:
        """Forget a server's facts, revisions and productions."""
        gone = {entry.seq: entry for entry in self._of_scope.pop(scope, ())}
        for seq in gone:
            del self._entries[seq]
        _without(self._of_change, {entry.change for entry in gone.values()}, gone)
        _without(self._of_editor, {entry.by for entry in gone.values()}, gone)
        for held in (self._of_fact, self._facts, self._productions):
            for key in [key for key in held if key[0] == scope]:
                del held[key]

    def history(self, key: FactKey) -> list[Entry]:
        """One fact's revisions, oldest first."""
        return list(self._of_fact.get(key, ()))

    def change(self, change: str) -> list[Entry]:
        """The revisions of one change, in their order."""
        return list(self._of_change.get(change, ()))

    def latest(self, scope: str | None, by: str | None, limit: int) -> list[Entry]:
        """The most recent revisions, newest first."""
        if by is not None:
            found: Iterable[Entry] = reversed(self._of_editor.get(by, ()))
        elif scope is not None:
            found = reversed(self._of_scope.get(scope, ()))
        else:
            found = reversed(self._entries.values())
        wanted: list[Entry] = []
        for entry in found:
            if len(wanted) >= limit:
                break
            if scope is None or entry.key[0] == scope:
                wanted.append(entry)
        return wanted


def _extend(held: dict[K, list[Entry]], more: dict[K, list[Entry]]) -> None:
    if held.keys().isdisjoint(more):
        held.update(more)
        return
    for key, entries in more.items():
        held.setdefault(key, []).extend(entries)


def _without(held: dict[str, list[Entry]], names: Iterable[str], gone: Mapping[int, Entry]) -> None:
    for name in names:
        rest = [entry for entry in held.pop(name, ()) if entry.seq not in gone]
        if rest:
            held[name] = rest


def _seq(entry: Entry) -> int:
    return entry.seq
