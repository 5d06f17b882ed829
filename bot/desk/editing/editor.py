"""Add, edit, confirm, retire and restore facts. Every change adds a revision."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.desk.access.actors import Actor
from bot.desk.access.gate import Gate
from bot.desk.access.permissions import Permission
from bot.desk.cards.spoilers import plain_name
from bot.desk.editing.drafts.draft import Destination, Draft, Validated, draft_of, rebased, validate
from bot.desk.editing.drafts.phrasing_lines import new_lines
from bot.desk.editing.preview import Preview, Previewer
from bot.desk.errors import Conflict, Invalid, NotFound, NothingToDo
from bot.desk.runtime.clock import Clock, today
from bot.desk.state.catalogue import Catalogue, no_such_fact
from bot.desk.state.intent_log import committed
from bot.desk.state.ledger import Ledger
from bot.desk.state.locks import FactLocks
from bot.desk.state.reasons import (
    COUNTEREXAMPLES_ADDED,
    PHRASINGS_ADDED,
    REVISION_RESTORED,
    stored_reason,
    typed_reason,
)
from bot.facts import limits
from bot.facts.asked import contradicting
from bot.facts.models import SHARED, Action, Fact, Revision, State
from bot.facts.places.gazetteer import Gazetteer
from bot.facts.topics import Topics
from bot.facts.wording.differences import Difference, differences
from bot.messages import N_, _, ngettext, translated

_NEW = ""
"""Key of the lock for choosing ids of new facts. No fact has this id."""


class EditConflict(Conflict):
    """Somebody else saved first. ``theirs`` is their revision, and ``current`` its fact.

    ``differences`` are between the two ``facts``: the current one and the one that the actor saw. ``mine`` is the
    actor's edit, applied to their revision; to save anyway, call the method again with it. It is None for changes
    without a draft (retire, confirm).
    """

    def __init__(
        self, current: Fact, seen: Fact, theirs: Revision | None, changed: tuple[Difference, ...], mine: Draft | None
    ) -> None:
        super().__init__(
            _(
                "Somebody else changed this fact while you were editing it. Your change isn't saved yet: look at "
                "theirs, then save yours anyway or discard it."
            ),
            current,
        )
        self.facts = (current, seen)
        self.theirs = theirs
        self.differences = changed
        self.mine = mine


class Curating:
    """Edits facts. Moderators write their server's versions, the host writes the shared facts."""

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
        """Return the draft to show for editing a fact.

        Raises:
            NotAllowed, NotFound.
        """
        scope = self._gate.require_for(actor, Permission.FACT_EDIT, fact_id)
        return await asyncio.to_thread(draft_of, self._catalogue.fact(fact_id, scope))

    async def preview(self, actor: Actor, draft: Draft) -> Preview:
        """Preview what saving a draft would do, without changing anything.

        Raises:
            NotAllowed; DraftRefused: the draft isn't valid.
        """
        scope = self._scope_of(actor, draft)
        checked = await self._validated(draft, scope)
        return await self._previewer.preview(checked.fact, draft.base, scope, checked.notes)

    async def add(self, actor: Actor, draft: Draft, change: str | None = None) -> Fact:
        """Save a new fact. On return, the bot answers with it.

        ``change`` is the id of the change. If that change exists, nothing is written and its fact is returned, so that
        saving again after a crash doesn't add a second fact.

        Raises:
            NotAllowed, DraftRefused, StoreUnwritable.
        """
        scope = self._gate.require(actor, Permission.FACT_ADD)
        async with self._locks.hold((scope, _NEW)):
            if before := await self._committed(change):
                return before
            fact = (await self._validated(draft.typed(base=None), scope)).fact
            return await self._write(actor, fact, Action.ADD, draft.why, change)

    async def edit(self, actor: Actor, draft: Draft, change: str | None = None) -> Fact:
        """Save an edited fact as its next revision. In a server, this creates the server's own version.

        ``change`` is as in `add`.

        Raises:
            NotAllowed, NotFound, DraftRefused, StoreUnwritable;
            EditConflict: somebody changed it since ``draft.base``; nothing was saved;
            NothingToDo: the draft changes nothing.
        """
        if draft.base is None:
            raise Invalid(_("This draft isn't based on a fact. Save it as a new fact."))
        scope = self._gate.require_for(actor, Permission.FACT_EDIT, draft.base.id)
        async with self._locks.hold((scope, draft.base.id)):
            if before := await self._committed(change):
                return before
            current = self._current(draft.base.id, scope)
            if (current.key, current.revision) != (draft.base.key, draft.base.revision):
                mine = await asyncio.to_thread(rebased, draft, current)
                raise await self._conflict(current, draft.base, mine)
            fact = (await self._validated(draft, scope)).fact
            if not differences(current, fact):
                raise NothingToDo(_("Nothing was changed, so there is nothing to save."))
            return await self._write(actor, fact, Action.EDIT, draft.why, change)

    async def add_phrasings(self, actor: Actor, fact_id: str, phrasings: Sequence[str]) -> Fact:
        """Add phrasings to a fact, and ignore those that it has.

        A new phrasing is removed from the counterexamples, because the person who adds it has seen both.

        Raises:
            NotAllowed, NotFound, Invalid, StoreUnwritable.
        """
        scope = self._gate.require_for(actor, Permission.FACT_EDIT, fact_id)
        async with self._locks.hold((scope, fact_id)):
            fact = self._catalogue.fact(fact_id, scope)
            new = new_lines(phrasings, fact.phrasings)
            if not new:
                return fact
            _check_limit(len(fact.phrasings) + len(new), limits.PHRASINGS, N_("phrasings"))
            gone = contradicting(new, fact.counterexamples)
            kept = tuple(each for each in fact.counterexamples if each not in gone)
            update = {"phrasings": (*fact.phrasings, *new), "counterexamples": kept, "scope": scope}
            widened = fact.model_copy(update=update)
            return await self._write(actor, widened, Action.EDIT, PHRASINGS_ADDED.text(questions="; ".join(new)))

    async def add_counterexamples(self, actor: Actor, fact_id: str, counterexamples: Sequence[str]) -> Fact:
        """Add counterexamples to a fact: similar questions that it doesn't answer. Ignores known ones.

        Raises:
            NotAllowed, NotFound, StoreUnwritable;
            Invalid: there would be too many, or one is a phrasing of the fact; nothing was changed.
        """
        scope = self._gate.require_for(actor, Permission.FACT_EDIT, fact_id)
        async with self._locks.hold((scope, fact_id)):
            fact = self._catalogue.fact(fact_id, scope)
            new = new_lines(counterexamples, fact.counterexamples)
            if not new:
                return fact
            if both := contradicting(fact.phrasings, new):
                message = _(
                    "“{question}” is a phrasing of {fact}, so it can't be a counterexample too. If the fact doesn't "
                    "answer it, remove it from the phrasings first (/fact edit)."
                )
                raise Invalid(message.format(question=both[0], fact=plain_name(fact, self._catalogue, scope)))
            _check_limit(len(fact.counterexamples) + len(new), limits.COUNTEREXAMPLES, N_("counterexamples"))
            extended = fact.model_copy(update={"counterexamples": (*fact.counterexamples, *new), "scope": scope})
            return await self._write(actor, extended, Action.EDIT, COUNTEREXAMPLES_ADDED.text(questions="; ".join(new)))

    async def confirm(self, actor: Actor, fact_id: str, seen: Fact | None = None) -> Fact:
        """Confirm that a fact is still true, and record that it was checked today.

        ``seen`` is the fact as the actor saw it, if it may have changed since.

        Raises:
            NotAllowed, NotFound, EditConflict, StoreUnwritable; NothingToDo: it was already confirmed today.
        """
        scope = self._gate.require_for(actor, Permission.FACT_CONFIRM, fact_id)
        async with self._locks.hold((scope, fact_id)):
            fact = await self._unchanged(fact_id, scope, seen)
            day = today(self._clock)
            if fact.checked_on == day:
                raise NothingToDo(_("This fact was already checked today."))
            checked = fact.model_copy(update={"checked_on": day, "scope": scope})
            return await self._write(actor, checked, Action.CONFIRM)

    async def confirm_all(self, actor: Actor, seen: Sequence[Fact]) -> str:
        """Confirm that several facts are still true, in one change that can be undone; return the change's id.

        ``seen`` are the facts as the actor saw them. Facts already confirmed today stay unchanged.

        Raises:
            NotAllowed, NotFound, StoreUnwritable; NothingToDo: all of them were already confirmed today;
            EditConflict: somebody changed one of them since; nothing was confirmed.
        """
        scopes = {each.id: self._gate.require_for(actor, Permission.FACT_CONFIRM, each.id) for each in seen}
        async with self._locks.hold(*((scope, name) for name, scope in scopes.items())):
            facts = [await self._unchanged(each.id, scopes[each.id], each) for each in seen]
            day, change = today(self._clock), self._ledger.new_change()
            checked = [
                self._ledger.with_next_revision(each.model_copy(update={"checked_on": day, "scope": scopes[each.id]}))
                for each in facts
                if each.checked_on != day
            ]
            if not checked:
                raise NothingToDo(
                    ngettext(
                        "This fact was already checked today.", "These facts were already checked today.", len(facts)
                    )
                )
            await self._ledger.commit(
                [self._ledger.revision(each, Action.CONFIRM, actor.person, change) for each in checked]
            )
        return change

    async def retire(self, actor: Actor, fact_id: str, why: str = "", seen: Fact | None = None) -> Fact:
        """Stop answering with a fact, but keep it. In a server, this hides the shared fact only there.

        Raises:
            NotAllowed, NotFound, EditConflict, StoreUnwritable.
        """
        scope, why = self._gate.require_for(actor, Permission.FACT_RETIRE, fact_id), typed_reason(why)
        async with self._locks.hold((scope, fact_id)):
            fact = await self._unchanged(fact_id, scope, seen)
            retired = fact.model_copy(update={"state": State.RETIRED, "scope": scope})
            return await self._write(actor, retired, Action.RETIRE, why)

    async def restore(self, actor: Actor, fact_id: str, revision: int, *, shared: bool = False, why: str = "") -> Fact:
        """Make an earlier revision current, as a new revision. This also restores retired facts.

        ``shared`` chooses a revision of the shared fact, even if the server has its own version.

        Raises:
            NotAllowed, NotFound, StoreUnwritable; NothingToDo: it is already current.
        """
        scope, why = self._gate.require_for(actor, Permission.FACT_RESTORE, fact_id), typed_reason(why)
        seen_in = actor.scope  # the host writes the shared fact, but chooses from their server's revisions
        kept_in = seen_in if self._catalogue.exact_version(fact_id, seen_in) is not None and not shared else SHARED
        async with self._locks.hold((scope, fact_id)):
            wanted = [
                each for each in await self._ledger.store.history(kept_in, fact_id) if each.fact.revision == revision
            ]
            if self._catalogue.exact_version(fact_id, kept_in) is None:
                raise no_such_fact(fact_id)
            if not wanted:
                message = _("This fact has no revision {number}. Use /fact history to see its revisions.")
                raise NotFound(message.format(number=revision))
            restored = wanted[0].fact.model_copy(update={"scope": scope, "state": State.LIVE, "merged_into": None})
            current = self._catalogue.version(fact_id, scope)
            if current is not None and current.state is State.LIVE and not differences(current, restored):
                raise NothingToDo(_("The fact already says this."))
            return await self._write(actor, restored, Action.RESTORE, why or REVISION_RESTORED.text(number=revision))

    async def withdraw(self, actor: Actor, fact_id: str, why: str = "") -> Fact:
        """Withdraw the server's own version, so that the server uses the shared fact again; return that fact.

        Raises:
            NotAllowed, NotFound, StoreUnwritable; NothingToDo: there is no own version, or no shared fact.
        """
        scope, why = self._gate.require(actor, Permission.FACT_WITHDRAW), typed_reason(why)
        if scope == SHARED:
            raise NothingToDo(_("Only servers have their own versions of facts. Use this in the server that has one."))
        async with self._locks.hold((scope, fact_id)):
            own, shared = self._catalogue.exact_version(fact_id, scope), self._catalogue.exact_version(fact_id, SHARED)
            if own is None or own.state is State.WITHDRAWN:
                raise NothingToDo(_("This server doesn't have its own version of this fact."))
            if shared is None:
                raise NothingToDo(_("This fact exists only in this server. Retire it instead."))
            withdrawn = own.model_copy(update={"state": State.WITHDRAWN, "merged_into": None})
            await self._write(actor, withdrawn, Action.WITHDRAW, why)
            return shared

    # -- what they share

    def _scope_of(self, actor: Actor, draft: Draft) -> str:
        if draft.base is None:
            return self._gate.require(actor, Permission.FACT_ADD)
        return self._gate.require_for(actor, Permission.FACT_EDIT, draft.base.id)

    async def _validated(self, draft: Draft, scope: str) -> Validated:
        production = draft.base.production if draft.base is not None else draft.production
        destination = Destination(
            scope=scope,
            today=today(self._clock),
            productions=self._catalogue.productions(scope),
            gazetteer=self._gazetteer,
            known_topics=self._topics,
            topics=tuple(self._catalogue.topics(scope, production)),
            taken=lambda name: any(self._catalogue.exact_version(name, each) is not None for each in (scope, SHARED)),
        )
        # Looking up a place takes tens of milliseconds, and the first time half a second.
        found = await asyncio.to_thread(validate, draft, destination)
        if draft.base is None or _checked_parts(found.fact) == _checked_parts(draft.base):
            return found
        return replace(found, fact=found.fact.model_copy(update={"checked_on": destination.today}))

    def _current(self, fact_id: str, scope: str) -> Fact:
        """Return the current version of a fact: the live fact, following merges, or else its retired version."""
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

    async def _committed(self, change: str | None) -> Fact | None:
        return None if change is None else await committed(self._ledger.store, change)

    async def _write(self, actor: Actor, fact: Fact, action: Action, why: str = "", change: str | None = None) -> Fact:
        following = self._ledger.with_next_revision(fact)
        reason = stored_reason(why)
        revision = self._ledger.revision(following, action, actor.person, change or self._ledger.new_change(), reason)
        await self._ledger.commit([revision])
        return following


def _checked_parts(fact: Fact) -> tuple[object, ...]:
    """Return the parts of a fact that nobody changes without checking it. Changing them counts as a check."""
    return fact.value, fact.sources


def _check_limit(found: int, most: int, what: str) -> None:
    if wrong := limits.excess(found, most):
        raise Invalid(_("{field}: {problem}; remove some first.").format(field=translated(what), problem=wrong))
