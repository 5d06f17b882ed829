"""Undo and redo a person's own last change as a whole."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.desk.access.actors import Actor
from bot.desk.access.gate import Gate
from bot.desk.access.permissions import Permission
from bot.desk.cards.spoilers import plain_name
from bot.desk.editing.production_changes import ProductionChanges
from bot.desk.errors import Conflict, NothingToDo
from bot.desk.runtime.cooperative import slowly
from bot.desk.runtime.gc_pause import gc_paused
from bot.desk.state.catalogue import Catalogue
from bot.desk.state.ledger import Ledger
from bot.desk.state.locks import FactLocks
from bot.desk.state.reasons import REDONE, UNDONE, action_words
from bot.facts.models import SHARED, Action, Fact, Production, Revision, State
from bot.facts.wording.values import edtf_words
from bot.messages import _

_FIRST_LIMIT = 50
_LAST_LIMIT = 60_000
"""Number of a person's latest revisions to search, first and at most."""

_MAX_LOCKED = 200
"""Maximum number of facts to lock. In larger changes, the store still refuses the commit if a fact was changed."""

_MARK = re.compile(r"^(?P<change>.+)~(?P<turn>\d+)$")
"""The id of a change that undid (odd turn) or redid (even turn) another change."""


class UndoConflict(Conflict):
    """Somebody changed a fact after the change to undo. ``later`` is their revision, which would be lost.

    ``name`` is the name of the fact in the message.
    """

    def __init__(self, later: Revision, current: Fact, name: str) -> None:
        super().__init__(
            _(
                "Somebody changed {fact} later ({action} on {day} at {time} UTC), so your change can't be undone "
                "as a whole. Nothing was undone. Restore the fact from its history instead."
            ).format(
                fact=name,
                action=action_words(later.action),
                day=edtf_words(later.at.date().isoformat()),
                time=f"{later.at:%H:%M}",
            ),
            current,
        )
        self.later = later


@dataclass(frozen=True, slots=True)
class Undone:
    """What was undone or redone: the change's id, its revisions, and the facts as they are now."""

    change: str
    revisions: tuple[Revision, ...]
    facts: tuple[Fact, ...]


class Undo:
    """Undoes a person's own changes, last first.

    An undo adds revisions like any other change, so the history shows it. `undo` skips undos, so calling it again goes
    back one more change. `redo` repeats the last undone change, if the person has changed nothing since. Undoing an
    added fact retires it. Undoing a server's version of a shared fact withdraws it. Productions are reverted, too, but
    productions added by an import stay, because others may use them.
    """

    def __init__(
        self,
        *,
        gate: Gate,
        ledger: Ledger,
        catalogue: Catalogue,
        locks: FactLocks,
        production_changes: ProductionChanges,
    ) -> None:
        self._gate = gate
        self._production_changes = production_changes
        self._ledger = ledger
        self._store = ledger.store
        self._catalogue = catalogue
        self._locks = locks

    async def last(self, actor: Actor) -> tuple[Revision, ...]:
        """Return the revisions of the actor's last change here, which `undo` would revert.

        Raises:
            NotAllowed; NothingToDo: there is none.
        """
        scopes = self._scopes(actor)
        found = await self._find(actor.person, scopes, undone=False)
        if found is None:
            raise NothingToDo(_("There is no change of yours to undo here."))
        return found[0]

    async def undo(self, actor: Actor) -> Undone:
        """Revert the actor's own last change as a whole.

        Raises:
            NotAllowed, StoreUnwritable; NothingToDo: there is none;
            UndoConflict: somebody changed one of its facts later; nothing was undone, and the message says which.
        """
        found = await self._find(actor.person, self._scopes(actor), undone=False)
        if found is None:
            raise NothingToDo(_("There is no change of yours to undo here."))
        return await self._apply_turn(actor, *found)

    async def redo(self, actor: Actor) -> Undone:
        """Repeat what the actor undid last, if they have changed nothing since.

        Raises:
            The same errors as `undo`.
        """
        found = await self._find(actor.person, self._scopes(actor), undone=True)
        if found is None:
            raise NothingToDo(_("There is nothing to redo: your last change here wasn't an undo."))
        return await self._apply_turn(actor, *found)

    def _scopes(self, actor: Actor) -> tuple[str, ...]:
        scope = self._gate.require(actor, Permission.UNDO)
        return tuple(dict.fromkeys((scope, actor.scope)))

    async def _find(
        self, person: str, scopes: tuple[str, ...], *, undone: bool
    ) -> tuple[tuple[Revision, ...], str, int] | None:
        """Find the change to undo or redo: its revisions, the id of its last turn, and the number of turns."""
        limit = _FIRST_LIMIT
        while True:
            latest = [
                each for scope in scopes for each in await self._store.latest(scope=scope, by=person, limit=limit)
            ]
            latest.sort(key=lambda revision: revision.at, reverse=True)
            found = await self._first(latest, undone=undone)
            if found is not None or undone or len(latest) < limit or limit >= _LAST_LIMIT:
                return found
            limit *= 10

    async def _first(self, latest: list[Revision], *, undone: bool) -> tuple[tuple[Revision, ...], str, int] | None:
        turns: dict[str, int] = {}
        for name in dict.fromkeys(revision.change for revision in latest):
            change, turn = _split_id(name)
            if undone:
                return (await self._store.change(change), name, turn) if turn % 2 else None
            # The newest come first, so the first occurrence of a change is its last turn.
            if turns.setdefault(change, turn) == turn and turn % 2 == 0:
                return await self._store.change(change), name, turn
        return None

    async def _apply_turn(self, actor: Actor, revisions: tuple[Revision, ...], name: str, turn: int) -> Undone:
        with gc_paused(len(revisions)):
            return await self._apply_locked(actor, revisions, name, turn)

    async def _apply_locked(self, actor: Actor, revisions: tuple[Revision, ...], name: str, turn: int) -> Undone:
        change = _split_id(name)[0]
        keys = [revision.fact.key for revision in revisions[:_MAX_LOCKED]]
        async with self._locks.hold(*keys):
            steps = await self._store.change(name)
            firsts: dict[tuple[str, str], Revision] = {}
            lasts: dict[tuple[str, str], Revision] = {}
            async for step in slowly(steps):
                lasts[firsts.setdefault(step.fact.key, step).fact.key] = step
            facts = []
            async for step in slowly(lasts.values()):
                await self._refuse_if_changed(step)
                facts.append(self._ledger.with_next_revision(await self._before(step, firsts[step.fact.key])))
            note = UNDONE if turn % 2 == 0 else REDONE
            why = note.text(action=revisions[0].action, what=_named(revisions))
            name = f"{change}~{turn + 1}"
            await self._ledger.commit(
                [self._ledger.revision(fact, Action.UNDO, actor.person, name, why) async for fact in slowly(facts)],
                await self._productions(change, undoing=turn % 2 == 0),
            )
        return Undone(change, revisions, tuple(facts))

    async def _productions(self, change: str, *, undoing: bool) -> tuple[Production, ...]:
        changes = self._production_changes
        return await (changes.before(change) if undoing else changes.after(change))

    async def _refuse_if_changed(self, step: Revision) -> None:
        """Raise an error if the fact was changed later, unless the later revisions cancelled each other out."""
        current = self._catalogue.exact_version(step.fact.id, step.fact.scope)
        if current is None or current.model_copy(update={"revision": step.fact.revision}) == step.fact:
            return
        later = (await self._store.history(*step.fact.key))[-1]
        raise UndoConflict(later, current, plain_name(current, self._catalogue, current.scope, later.fact))

    async def _before(self, last: Revision, first: Revision) -> Fact:
        """Return the fact as it was before ``first``, its first revision in the change."""
        if first.fact.revision > 1:
            history = await self._store.history(*first.fact.key)
            return next(each.fact for each in history if each.fact.revision == first.fact.revision - 1)
        fact = last.fact
        own_version = fact.scope != SHARED and self._catalogue.exact_version(fact.id, SHARED) is not None
        state = State.WITHDRAWN if own_version else State.RETIRED
        return fact.model_copy(update={"state": state, "merged_into": None})


def _split_id(name: str) -> tuple[str, int]:
    """Split a change id into the change and its turn: 0 for the change itself."""
    mark = _MARK.match(name)
    return (mark["change"], int(mark["turn"])) if mark else (name, 0)


def _named(revisions: tuple[Revision, ...]) -> str:
    names = list(dict.fromkeys(revision.fact.id for revision in revisions))
    return names[0] if len(names) == 1 else f"{len(names)} facts"
