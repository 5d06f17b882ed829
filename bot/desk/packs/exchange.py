"""Export facts to a file, and import a file: first a report, then one change."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.desk.access.actors import Actor
from bot.desk.access.gate import Gate
from bot.desk.access.permissions import Permission
from bot.desk.cards.spoilers import plain_name
from bot.desk.editing.production_changes import ProductionChanges
from bot.desk.errors import Conflict, Invalid, NotFound, NothingToDo
from bot.desk.packs.import_plan import Existing, ImportPlan, plan_import
from bot.desk.runtime.clock import Clock, today
from bot.desk.runtime.cooperative import slowly
from bot.desk.state.catalogue import Catalogue
from bot.desk.state.ledger import Change, Ledger
from bot.desk.state.reasons import PACK_IMPORTED, typed_reason
from bot.facts.models import SHARED, Action, Fact, Production
from bot.facts.packs.reading import MAX_BYTES, PackError, PackForm, PackReading, read_pack, write_pack
from bot.facts.places.gazetteer import Gazetteer
from bot.messages import _, all_of, ngettext

__all__ = ["MAX_BYTES", "Export", "ImportPlan", "PackDesk", "PackForm"]

PLANS_KEPT = 20
"""Maximum number of reports that can still be applied. Older ones must be made again."""

_MAX_NAMED = 3
"""Maximum number of facts and productions that a conflict names."""


@dataclass(frozen=True, slots=True)
class Export:
    """An exported file, and the number of its facts."""

    name: str
    data: bytes
    facts: int


class PackDesk:
    """Exports and imports packs. A server's import only writes to that server, the host's to the shared scope."""

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
        """Export the live facts that the actor's server sees; with ``own_only``, only its own.

        Raises:
            NotAllowed, NotFound (no such production); NothingToDo: there are no such facts.
        """
        self._gate.require(actor, Permission.PACK_EXPORT)
        scope = actor.scope
        chosen = self._catalogue.production(production, scope) if production else None
        seen = self._catalogue.facts(scope, chosen.id if chosen else None)
        facts = [_portable(fact) async for fact in slowly(seen) if not own_only or fact.scope == scope]
        if not facts:
            raise NothingToDo(_("There are no facts to export here."))
        named = {fact.production for fact in facts}
        productions = [
            each.model_copy(update={"scope": SHARED}) for each in self._catalogue.productions(scope) if each.id in named
        ]
        title = chosen.title if chosen else "Callsheet"
        pack = chosen.id if chosen else "callsheet"
        data = await asyncio.to_thread(write_pack, productions, facts, form, pack=pack, title=title)
        return Export(f"{pack}-{today(self._clock):%Y-%m-%d}.{form}", data, len(facts))

    async def report(self, actor: Actor, data: bytes, name: str, *, max_bytes: int = MAX_BYTES) -> ImportPlan:
        """Report what importing a file would do, without changing anything. Pass the report's token to `apply`.

        ``max_bytes`` can be raised for the host's local files.

        Raises:
            NotAllowed; Invalid: the file can't be read.
        """
        scope = self._gate.require(actor, Permission.PACK_IMPORT)
        if len(data) > max_bytes:
            message = _("The file is too large: it has {size} MB, and the limit is {limit} MB. Split it.")
            raise Invalid(message.format(size=f"{len(data) / 1e6:.1f}", limit=f"{max_bytes / 1e6:g}"))
        day = today(self._clock)
        try:
            reading = await asyncio.to_thread(_read, data, name, day, self._gazetteer, max_bytes)
        except PackError as fault:
            raise Invalid(_("This file can't be imported: {problem}").format(problem=fault)) from fault
        existing = await self._existing(reading, scope)
        token = secrets.token_hex(8)
        plan = await asyncio.to_thread(plan_import, reading, existing, today=day, token=token, by=actor.person)
        self._plans[token] = plan
        while len(self._plans) > PLANS_KEPT:
            self._plans.popitem(last=False)
        return plan

    def reported(self, actor: Actor, token: str) -> ImportPlan:
        """Return one of the actor's own reports.

        Raises:
            NotAllowed; NotFound: it is someone else's, from another server, already applied, or too old.
        """
        scope = self._gate.require(actor, Permission.PACK_IMPORT)
        plan = self._plans.get(token)
        if plan is None or (plan.by, plan.scope) != (actor.person, scope):
            raise NotFound(_("This report is too old to apply. Import the file again to get a new one."))
        return plan

    async def apply(self, actor: Actor, token: str, why: str = "") -> Change:
        """Write what a report adds and changes, as one change, which can be undone. Refused records are skipped.

        Raises:
            NotAllowed, StoreUnwritable; NotFound: the report is someone else's or too old; NothingToDo: it is empty;
            Conflict: one of its facts was changed since the report; nothing was written.
        """
        plan = self.reported(actor, token)
        if plan.empty:
            raise NothingToDo(_("The file changes nothing, so there is nothing to apply."))
        self._refuse_if_changed(plan)
        del self._plans[token]
        change = self._ledger.new_change()
        reason = typed_reason(why) or PACK_IMPORTED.text(title=plan.title)
        revisions = [
            self._ledger.revision(self._ledger.with_next_revision(fact), Action.IMPORT, actor.person, change, reason)
            async for fact in slowly(plan.facts)
        ]
        if plan.productions_changed:
            await self._production_changes.record(change, plan.productions_changed)
        return await self._ledger.commit(revisions, plan.productions)

    async def _existing(self, reading: PackReading, scope: str) -> Existing:
        facts: dict[str, Fact] = {}
        named = dict.fromkeys((*(fact.id for fact in reading.facts), *(each.record for each in reading.problems)))
        async for name in slowly(named):
            version = self._catalogue.version(name, scope)
            if version is not None:
                facts[name] = version
        productions: dict[str, Production] = {each.id: each for each in self._catalogue.productions(scope)}
        return Existing(scope, facts, productions)

    def _refuse_if_changed(self, plan: ImportPlan) -> None:
        existing = {each.id: self._catalogue.version(each.id, plan.scope) for each in plan.facts}
        changed = [each.before for each in plan.changed if existing[each.before.id] != each.before]
        changed += [other for fact in plan.added if (other := existing[fact.id]) is not None]
        productions = [
            before
            for before, _after in plan.productions_changed
            if self._catalogue.find_production(before.id, plan.scope) != before
        ]
        if changed or productions:
            names = self._names(changed, productions, plan.scope)
            message = _("Somebody changed {names} since the report. Nothing was imported: import the file again.")
            raise Conflict(message.format(names=names), existing[changed[0].id] if changed else None)

    def _names(self, facts: Sequence[Fact], productions: Sequence[Production], scope: str) -> str:
        """Return the first few names, and the number of the others."""
        named = [plain_name(each, self._catalogue, scope) for each in facts[:_MAX_NAMED]]
        named += [_("“{name}”").format(name=each.title) for each in productions[: _MAX_NAMED - len(named)]]
        if more := len(facts) + len(productions) - len(named):
            named.append(ngettext("{count} more", "{count} more", more).format(count=more))
        return all_of(named)


def _read(data: bytes, name: str, day: date, gazetteer: Gazetteer, max_bytes: int) -> PackReading:
    return read_pack(data, name, today=day, gazetteer=gazetteer, max_bytes=max_bytes)


def _portable(fact: Fact) -> Fact:
    """Return a fact without its scope and revision, which only mean something in this store."""
    return fact.model_copy(update={"scope": SHARED, "revision": 1})
