"""Curating: adding, editing, confirming, retiring and restoring single facts, each as a revision of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.desk.access.actors import Actor
from bot.desk.access.gate import Gate
from bot.desk.access.permissions import Deed
from bot.desk.editing.drafts.draft import Destination, Draft, Validated, draft_of, rebased, validate
from bot.desk.editing.drafts.phrasing_lines import new_lines
from bot.desk.editing.drafts.reasons import own_reason, typed_reason
from bot.desk.editing.preview import Preview, Previewer
from bot.desk.errors import Conflict, Invalid, NotFound, NothingToDo
from bot.desk.runtime.clock import Clock, today
from bot.desk.state.begun_changes import committed
from bot.desk.state.catalogue import Catalogue
from bot.desk.state.ledger import Ledger
from bot.desk.state.locks import FactLocks
from bot.facts import limits
from bot.facts.asked import contradicting
from bot.facts.models import SHARED, Action, Fact, Revision, State
from bot.facts.places.gazetteer import Gazetteer
from bot.facts.topics import Topics
from bot.facts.wording.differences import Difference, differences

_NEW = ""
"""The lock under which ids of new facts are chosen; no fact has this id."""


class EditConflict(Conflict):
    """Two editors met: ``theirs`` is the revision that came first, ``current`` its fact, ``differences`` what it did.

    ``facts`` are the two that those are made of: the one that was seen, and the current one.

    To save nonetheless, pass ``mine`` (the same edit made on top of theirs) to the method again; to take theirs, do
    nothing. ``mine`` is None where there was no draft (retire, confirm).
    """

    def __init__(
        self, current: Fact, seen: Fact, theirs: Revision | None, changed: tuple[Difference, ...], mine: Draft | None
    ) -> None:
        super().__init__(
            "Somebody else changed this fact while you were editing it. Nothing of yours was saved yet: look at "
            "their change, then save yours on top of it or leave it as it is.",
            current,
        )
        self.facts = (current, seen)
        self.theirs = theirs
        self.differences = changed
        self.mine = mine


class Curating:
    """Changes to one fact at a time. A server's moderators write their server's versions, the host the shared ones."""

    def __init__(
        self,
        *,
        gate: Gate,
        ledger: Ledger,
        catalogue: Catalogue,
        previewer: Previewer,
        locks: FactLocks,
        gazetteer: Gazetteer,
        topics: Topics,
        clock: Clock,
    ) -> None:
        self._gate = gate
        self._ledger = ledger
        self._catalogue = catalogue
        self._previewer = previewer
        self._locks = locks
        self._gazetteer = gazetteer
        self._topics = topics
        self._clock = clock

    async def draft(self, actor: Actor, fact_id: str) -> Draft:
        """The draft to show for editing a fact.

        Raises:
            NotAllowed, NotFound.
        """
        scope = self._gate.require_for(actor, Deed.FACT_EDIT, fact_id)
        return await asyncio.to_thread(draft_of, self._catalogue.fact(fact_id, scope))

    async def preview(self, actor: Actor, draft: Draft) -> Preview:
        """What saving a draft would do; nothing is changed.

        Raises:
            NotAllowed; DraftRefused: with every problem, and the draft as it was typed.
        """
        scope = self._scope_of(actor, draft)
        checked = await self._validated(draft, scope)
        return await self._previewer.preview(checked.fact, draft.base, scope, checked.notes)

    async def add(self, actor: Actor, draft: Draft, change: str | None = None) -> Fact:
        """Save a new fact; it is answered from on return.

        ``change`` is the id that the change gets. Where one of that id was committed before, nothing is written, and
        its fact is returned: whoever saves the same thing again, after a kill, gets what they have.

        Raises:
            NotAllowed, DraftRefused, StoreUnwritable.
        """
        scope = self._gate.require(actor, Deed.FACT_ADD)
        async with self._locks.hold((scope, _NEW)):
            if before := await self._made(change):
                return before
            fact = (await self._validated(draft.typed(base=None), scope)).fact
            return await self._write(actor, fact, Action.ADD, draft.why, change)

    async def edit(self, actor: Actor, draft: Draft, change: str | None = None) -> Fact:
        """Save an edited fact as its next revision; a server's moderator makes the server's own version of it.

        ``change`` is as for `add`.

        Raises:
            NotAllowed, NotFound, DraftRefused, StoreUnwritable;
            EditConflict: it was changed since ``draft.base``, and nothing was saved;
            NothingToDo: the draft says what already holds.
        """
        if draft.base is None:
            raise Invalid("This draft was made from no fact; save it as a new one.")
        scope = self._gate.require_for(actor, Deed.FACT_EDIT, draft.base.id)
        async with self._locks.hold((scope, draft.base.id)):
            if before := await self._made(change):
                return before
            current = self._current(draft.base.id, scope)
            if (current.key, current.revision) != (draft.base.key, draft.base.revision):
                mine = await asyncio.to_thread(rebased, draft, current)
                raise await self._conflict(current, draft.base, mine)
            fact = (await self._validated(draft, scope)).fact
            if not differences(current, fact):
                raise NothingToDo("Nothing was changed, so there is nothing to save.")
            return await self._write(actor, fact, Action.EDIT, draft.why, change)

    async def add_phrasings(self, actor: Actor, fact_id: str, phrasings: Sequence[str]) -> Fact:
        """Add ways in which a fact is asked for; those that it has already change nothing.

        One that was a counterexample is none any more: who says that the fact answers it has looked at both.

        Raises:
            NotAllowed, NotFound, Invalid, StoreUnwritable.
        """
        scope = self._gate.require_for(actor, Deed.FACT_EDIT, fact_id)
        async with self._locks.hold((scope, fact_id)):
            fact = self._catalogue.fact(fact_id, scope)
            new = new_lines(phrasings, fact.phrasings)
            if not new:
                return fact
            _refuse_more(len(fact.phrasings) + len(new), limits.PHRASINGS, "phrasings")
            gone = contradicting(new, fact.counterexamples)
            kept = tuple(each for each in fact.counterexamples if each not in gone)
            update = {"phrasings": (*fact.phrasings, *new), "counterexamples": kept, "scope": scope}
            widened = fact.model_copy(update=update)
            return await self._write(actor, widened, Action.EDIT, f"asked as: {'; '.join(new)}")

    async def add_counterexamples(self, actor: Actor, fact_id: str, counterexamples: Sequence[str]) -> Fact:
        """Add questions that sound like a fact and that it does not answer; those that it has already change nothing.

        Raises:
            NotAllowed, NotFound, StoreUnwritable;
            Invalid: they would be too many, or one is a phrasing of the fact; nothing was changed.
        """
        scope = self._gate.require_for(actor, Deed.FACT_EDIT, fact_id)
        async with self._locks.hold((scope, fact_id)):
            fact = self._catalogue.fact(fact_id, scope)
            new = new_lines(counterexamples, fact.counterexamples)
            if not new:
                return fact
            if both := contradicting(fact.phrasings, new):
                raise Invalid(
                    f"“{both[0]}” is one of the phrasings of {fact.id}, so it cannot be a counterexample as well. "
                    "If the fact does not answer it, take it away from the phrasings first (/fact edit)."
                )
            _refuse_more(len(fact.counterexamples) + len(new), limits.COUNTEREXAMPLES, "counterexamples")
            told = fact.model_copy(update={"counterexamples": (*fact.counterexamples, *new), "scope": scope})
            return await self._write(actor, told, Action.EDIT, f"does not answer: {'; '.join(new)}")

    async def confirm(self, actor: Actor, fact_id: str, seen: Fact | None = None) -> Fact:
        """Say that a fact still holds: it counts as checked today.

        ``seen`` is the fact that the actor was shown, where that may be a while ago.

        Raises:
            NotAllowed, NotFound, EditConflict, StoreUnwritable; NothingToDo: it was confirmed today.
        """
        scope = self._gate.require_for(actor, Deed.FACT_CONFIRM, fact_id)
        async with self._locks.hold((scope, fact_id)):
            fact = await self._unchanged(fact_id, scope, seen)
            day = today(self._clock)
            if fact.checked_on == day:
                raise NothingToDo("This fact was checked today already.")
            checked = fact.model_copy(update={"checked_on": day, "scope": scope})
            return await self._write(actor, checked, Action.CONFIRM)

    async def confirm_all(self, actor: Actor, seen: Sequence[Fact]) -> str:
        """Say that several facts still hold, as one change, which `Undo.undo` takes back as a whole; returns its id.

        ``seen`` are the facts that the actor was shown. Those that were confirmed today are left alone.

        Raises:
            NotAllowed, NotFound, StoreUnwritable; NothingToDo: all of them were confirmed today;
            EditConflict: one of them was changed since it was shown; nothing was confirmed.
        """
        scopes = {each.id: self._gate.require_for(actor, Deed.FACT_CONFIRM, each.id) for each in seen}
        async with self._locks.hold(*((scope, name) for name, scope in scopes.items())):
            facts = [await self._unchanged(each.id, scopes[each.id], each) for each in seen]
            day, change = today(self._clock), self._ledger.new_change()
            checked = [
                self._ledger.next_of(each.model_copy(update={"checked_on": day, "scope": scopes[each.id]}))
                for each in facts
                if each.checked_on != day
            ]
            if not checked:
                said = "This fact was" if len(facts) == 1 else "These facts were"
                raise NothingToDo(f"{said} checked today already.")
            await self._ledger.commit(
                [self._ledger.revision(each, Action.CONFIRM, actor.person, change) for each in checked]
            )
        return change

    async def retire(self, actor: Actor, fact_id: str, why: str = "", seen: Fact | None = None) -> Fact:
        """Keep a fact but answer from it no more; in a server, the shared fact is hidden there alone.

        Raises:
            NotAllowed, NotFound, EditConflict, StoreUnwritable.
        """
        scope, why = self._gate.require_for(actor, Deed.FACT_RETIRE, fact_id), typed_reason(why)
        async with self._locks.hold((scope, fact_id)):
            fact = await self._unchanged(fact_id, scope, seen)
            retired = fact.model_copy(update={"state": State.RETIRED, "scope": scope})
            return await self._write(actor, retired, Action.RETIRE, why)

    async def restore(self, actor: Actor, fact_id: str, revision: int, *, shared: bool = False, why: str = "") -> Fact:
        """Make an earlier revision hold again, as the next one; also what brings a retired fact back.

        ``shared`` picks from the shared fact's revisions where the server has a version of its own.

        Raises:
            NotAllowed, NotFound, StoreUnwritable; NothingToDo: it holds already.
        """
        scope, why = self._gate.require_for(actor, Deed.FACT_RESTORE, fact_id), typed_reason(why)
        seen_in = actor.scope  # the host writes to the shared fact, but picks from the revisions of where they are
        kept_in = seen_in if self._catalogue.held(fact_id, seen_in) is not None and not shared else SHARED
        async with self._locks.hold((scope, fact_id)):
            wanted = [
                each for each in await self._ledger.store.history(kept_in, fact_id) if each.fact.revision == revision
            ]
            if not wanted:
                raise NotFound(f"The fact {fact_id[:120]!r} has no revision {revision}; /fact history lists them.")
            again = wanted[0].fact.model_copy(update={"scope": scope, "state": State.LIVE, "merged_into": None})
            current = self._catalogue.version(fact_id, scope)
            if current is not None and current.state is State.LIVE and not differences(current, again):
                raise NothingToDo("The fact says this already.")
            return await self._write(actor, again, Action.RESTORE, why or f"revision {revision} again")

    async def withdraw(self, actor: Actor, fact_id: str, why: str = "") -> Fact:
        """Give up the server's own version: the shared fact is used there again. Returns the shared fact.

        Raises:
            NotAllowed, NotFound, StoreUnwritable; NothingToDo: the server has no version, or there is no shared one.
        """
        scope, why = self._gate.require(actor, Deed.FACT_WITHDRAW), typed_reason(why)
        if scope == SHARED:
            raise NothingToDo("Only a server has versions of its own. Use this in the server whose version it is.")
        async with self._locks.hold((scope, fact_id)):
            own, shared = self._catalogue.held(fact_id, scope), self._catalogue.held(fact_id, SHARED)
            if own is None or own.state is State.WITHDRAWN:
                raise NothingToDo("This server has no version of its own of this fact.")
            if shared is None:
                raise NothingToDo("This fact exists in this server alone; retire it instead.")
            given_up = own.model_copy(update={"state": State.WITHDRAWN, "merged_into": None})
            await self._write(actor, given_up, Action.WITHDRAW, why)
            return shared

    # -- what they share

    def _scope_of(self, actor: Actor, draft: Draft) -> str:
        if draft.base is None:
            return self._gate.require(actor, Deed.FACT_ADD)
        return self._gate.require_for(actor, Deed.FACT_EDIT, draft.base.id)

    async def _validated(self, draft: Draft, scope: str) -> Validated:
        production = draft.base.production if draft.base is not None else draft.production
        destination = Destination(
            scope=scope,
            today=today(self._clock),
            productions=self._catalogue.productions(scope),
            gazetteer=self._gazetteer,
            known_topics=self._topics,
            topics=tuple(self._catalogue.topics(scope, production)),
            taken=lambda name: any(self._catalogue.held(name, each) is not None for each in (scope, SHARED)),
        )
        # Looking a place up may take tens of milliseconds, the first one half a second.
        found = await asyncio.to_thread(validate, draft, destination)
        if draft.base is None or _checked(found.fact) == _checked(draft.base):
            return found
        return replace(found, fact=found.fact.model_copy(update={"checked_on": destination.today}))

    def _current(self, fact_id: str, scope: str) -> Fact:
        """What an editor would now see: the live fact, else whatever became of it."""
        found = self._catalogue.find_fact(fact_id, scope) or self._catalogue.version(fact_id, scope)
        return found or self._catalogue.fact(fact_id, scope)

    async def _unchanged(self, fact_id: str, scope: str, seen: Fact | None) -> Fact:
        fact = self._catalogue.fact(fact_id, scope)
        if seen is not None and (fact.key, fact.revision) != (seen.key, seen.revision):
            raise await self._conflict(fact, seen, None)
        return fact

    async def _conflict(self, current: Fact, seen: Fact, mine: Draft | None) -> EditConflict:
        history = await self._ledger.store.history(current.scope, current.id)
        theirs = next((each for each in reversed(history) if each.fact.revision == current.revision), None)
        return EditConflict(current, seen, theirs, differences(seen, current), mine)

    async def _made(self, change: str | None) -> Fact | None:
        return None if change is None else await committed(self._ledger.store, change)

    async def _write(self, actor: Actor, fact: Fact, action: Action, why: str = "", change: str | None = None) -> Fact:
        following = self._ledger.next_of(fact)
        reason = own_reason(why)
        revision = self._ledger.revision(following, action, actor.person, change or self._ledger.new_change(), reason)
        await self._ledger.commit([revision])
        return following


def _checked(fact: Fact) -> tuple[object, ...]:
    """What nobody changes without having looked it up: a fact in which it was changed counts as checked."""
    return fact.value, fact.sources


def _refuse_more(found: int, most: int, what: str) -> None:
    if wrong := limits.excess(found, most):
        raise Invalid(f"{what}: {wrong}; remove some that are not needed first.")
