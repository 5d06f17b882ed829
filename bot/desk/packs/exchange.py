"""Packs in and out: an export to take away, and an import that is reported first and then applied as one change."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date

from bot.desk.access.actors import Actor
from bot.desk.access.gate import Gate
from bot.desk.access.permissions import Deed
from bot.desk.editing.production_changes import ProductionChanges
from bot.desk.errors import Conflict, Invalid, NotFound, NothingToDo
from bot.desk.packs.import_plan import ImportPlan, Present, plan_import
from bot.desk.runtime.clock import Clock, today
from bot.desk.runtime.cooperative import slowly
from bot.desk.state.catalogue import Catalogue
from bot.desk.state.ledger import Change, Ledger
from bot.desk.state.reasons import PACK_IMPORTED, typed_reason
from bot.facts.models import SHARED, Action, Fact, Production
from bot.facts.packs.reading import MAX_BYTES, PackError, PackForm, PackReading, read_pack, write_pack
from bot.facts.places.gazetteer import Gazetteer

__all__ = ["MAX_BYTES", "Export", "ImportPlan", "PackDesk", "PackForm"]

PLANS_KEPT = 20
"""Reports that can still be applied; an older one has to be made again."""

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Export:
    """A file to hand over, and how many facts it holds."""

    name: str
    data: bytes
    facts: int


class PackDesk:
    """Exports and imports. A server's import writes to that server alone, the host's to the shared scope."""

    def __init__(
        self,
        *,
        gate: Gate,
        ledger: Ledger,
        catalogue: Catalogue,
        production_changes: ProductionChanges,
        gazetteer: Gazetteer,
        clock: Clock,
    ) -> None:
        self._gate = gate
        self._ledger = ledger
        self._catalogue = catalogue
        self._production_changes = production_changes
        self._gazetteer = gazetteer
        self._clock = clock
        self._plans: OrderedDict[str, ImportPlan] = OrderedDict()

    async def export(
        self, actor: Actor, form: PackForm = PackForm.JSON, production: str | None = None, *, own_only: bool = False
    ) -> Export:
        """The live facts that the actor's server sees, or with ``own_only`` those kept as its own, as a file.

        Raises:
            NotAllowed, NotFound (no such production); NothingToDo: there are no such facts.
        """
        self._gate.require(actor, Deed.PACK_EXPORT)
        scope = actor.scope
        chosen = self._catalogue.production(production, scope) if production else None
        seen = self._catalogue.facts(scope, chosen.id if chosen else None)
        facts = [_plain(fact) async for fact in slowly(seen) if not own_only or fact.scope == scope]
        if not facts:
            raise NothingToDo("There are no facts to export here.")
        named = {fact.production for fact in facts}
        productions = [
            each.model_copy(update={"scope": SHARED}) for each in self._catalogue.productions(scope) if each.id in named
        ]
        title = chosen.title if chosen else "Callsheet"
        pack = chosen.id if chosen else "callsheet"
        data = await asyncio.to_thread(write_pack, productions, facts, form, pack=pack, title=title)
        return Export(f"{pack}-{today(self._clock):%Y-%m-%d}.{form}", data, len(facts))

    async def report(self, actor: Actor, data: bytes, name: str, *, max_bytes: int = MAX_BYTES) -> ImportPlan:
        """What importing a file would do; nothing is changed. `apply` takes its token.

        ``max_bytes`` may be raised for a file that the host has on the machine itself.

        Raises:
            NotAllowed; Invalid: the file as a whole cannot be read.
        """
        scope = self._gate.require(actor, Deed.PACK_IMPORT)
        if len(data) > max_bytes:
            raise Invalid(f"The file has {len(data) / 1e6:.1f} MB and {max_bytes / 1e6:g} MB is the most; split it.")
        day = today(self._clock)
        try:
            reading = await asyncio.to_thread(_read, data, name, day, self._gazetteer, max_bytes)
        except PackError as fault:
            raise Invalid(f"This file cannot be imported: {fault}") from fault
        present = await self._present(reading, scope)
        token = secrets.token_hex(8)
        plan = await asyncio.to_thread(plan_import, reading, present, today=day, token=token, by=actor.person)
        self._plans[token] = plan
        while len(self._plans) > PLANS_KEPT:
            self._plans.popitem(last=False)
        return plan

    def reported(self, actor: Actor, token: str) -> ImportPlan:
        """A report of the actor's own, to be read on or applied.

        Raises:
            NotAllowed; NotFound: it is not the actor's, was made in another server, was applied, or is too old.
        """
        scope = self._gate.require(actor, Deed.PACK_IMPORT)
        plan = self._plans.get(token)
        if plan is None or (plan.by, plan.scope) != (actor.person, scope):
            raise NotFound("This report is too old to be applied. Import the file again to get a new one.")
        return plan

    async def apply(self, actor: Actor, token: str, why: str = "") -> Change:
        """Write everything that a report said would be added or changed, as one change that `Undo` takes back whole.

        Refused records are no part of it; who wants none of a file with faults does not apply it.

        Raises:
            NotAllowed, StoreUnwritable; NotFound: the report is not the actor's or too old; NothingToDo: it was empty;
            Conflict: one of its facts was changed since the report; nothing was written.
        """
        plan = self.reported(actor, token)
        if plan.empty:
            raise NothingToDo("The file changes nothing, so there is nothing to apply.")
        self._refuse_if_changed(plan)
        del self._plans[token]
        change = self._ledger.new_change()
        reason = typed_reason(why) or PACK_IMPORTED.text(title=plan.title)
        revisions = [
            self._ledger.revision(self._ledger.next_of(fact), Action.IMPORT, actor.person, change, reason)
            async for fact in slowly(plan.facts)
        ]
        if plan.productions_changed:
            await self._production_changes.note(change, plan.productions_changed)
        return await self._ledger.commit(revisions, plan.productions)

    async def _present(self, reading: PackReading, scope: str) -> Present:
        facts: dict[str, Fact] = {}
        named = dict.fromkeys((*(fact.id for fact in reading.facts), *(each.record for each in reading.problems)))
        async for name in slowly(named):
            version = self._catalogue.version(name, scope)
            if version is not None:
                facts[name] = version
        productions: dict[str, Production] = {each.id: each for each in self._catalogue.productions(scope)}
        return Present(scope, facts, productions)

    def _refuse_if_changed(self, plan: ImportPlan) -> None:
        changed = [
            each.before.id
            for each in plan.changed
            if self._catalogue.version(each.before.id, plan.scope) != each.before
        ]
        changed += [fact.id for fact in plan.added if self._catalogue.version(fact.id, plan.scope) is not None]
        changed += [
            before.id
            for before, _ in plan.productions_changed
            if self._catalogue.find_production(before.id, plan.scope) != before
        ]
        if changed:
            names = ", ".join(changed[:_NAMED]) + (
                f" and {len(changed) - _NAMED} more" if len(changed) > _NAMED else ""
            )
            raise Conflict(
                f"Since the report, somebody changed {names}. Nothing was imported: import the file again and look "
                "at the new report.",
                self._catalogue.version(changed[0], plan.scope),
            )


def _read(data: bytes, name: str, day: date, gazetteer: Gazetteer, max_bytes: int) -> PackReading:
    return read_pack(data, name, today=day, gazetteer=gazetteer, max_bytes=max_bytes)


def _plain(fact: Fact) -> Fact:
    """A fact without what only this store knows of it."""
    return fact.model_copy(update={"scope": SHARED, "revision": 1})
