"""Add and rename productions."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import ValidationError

from bot.desk.access.actors import Actor
from bot.desk.access.gate import Gate
from bot.desk.access.permissions import Permission
from bot.desk.editing.drafts.draft import one_per_line
from bot.desk.errors import Conflict, Invalid, NothingToDo
from bot.desk.state.catalogue import Catalogue
from bot.desk.state.ids import free_id
from bot.desk.state.ledger import Ledger
from bot.desk.state.locks import FactLocks
from bot.facts.models import Production, changed
from bot.facts.problems import explain, shortened
from bot.messages import _


class Productions:
    """Adds and renames productions. They have no revisions: to undo a change, enter the previous names again."""

    def __init__(self, *, gate: Gate, ledger: Ledger, catalogue: Catalogue, locks: FactLocks) -> None:
        self._gate = gate
        self._ledger = ledger
        self._catalogue = catalogue
        self._locks = locks

    async def add(self, actor: Actor, title: str, aliases: str = "") -> Production:
        """Add a production; in a server, only there. ``aliases`` has one name per line.

        If one with exactly these names exists, return it, because the form may be sent twice after a crash.

        Raises:
            NotAllowed, StoreUnwritable;
            Invalid: the title is missing, there are too many names, or another production has one of them.
        """
        scope = self._gate.require(actor, Permission.PRODUCTION_EDIT)
        name, others = _checked(title, aliases, None)
        async with self._locks.hold((scope, "")):
            same = self._catalogue.named(name, scope)
            if same is not None and (same.title, same.aliases, same.scope) == (name, others, scope):
                return same
            self._check_free((name, *others), scope, None)
            production = Production(
                id=free_id(name, scope, lambda each: self._catalogue.find_production(each, scope) is not None),
                title=name,
                aliases=others,
                scope=scope,
            )
            await self._ledger.commit([], [production])
        return production

    async def edit(self, actor: Actor, seen: Production, title: str, aliases: str) -> Production:
        """Rename a production. In a server, this creates the server's own version of a shared one.

        ``seen`` is the production as the actor saw it.

        Raises:
            NotAllowed, NotFound, StoreUnwritable; Invalid: as in `add`; Conflict: somebody else changed it;
            NothingToDo: it already has these names.
        """
        scope = self._gate.require(actor, Permission.PRODUCTION_EDIT)
        name, others = _checked(title, aliases, seen)
        async with self._locks.hold((scope, "")):
            current = self._catalogue.production(seen.id, scope)
            if current != seen and (current.title, current.aliases, current.scope) == (name, others, scope):
                return current
            if current != seen:
                raise Conflict(
                    _("Somebody else changed this production in the meantime. Open it again before you edit it.")
                )
            if (current.title, current.aliases) == (name, others):
                raise NothingToDo(_("Nothing was changed, so there is nothing to save."))
            # Two films may share a title, because packs contain remakes, so unchanged names aren't checked.
            had = {each.casefold() for each in (current.title, *current.aliases)}
            self._check_free((each for each in (name, *others) if each.casefold() not in had), scope, seen.id)
            production = seen.model_copy(update={"title": name, "aliases": others, "scope": scope})
            await self._ledger.commit([], [production])
        return production

    def _check_free(self, names: Iterable[str], scope: str, own: str | None) -> None:
        taken = {
            name.casefold(): each.title
            for each in self._catalogue.productions(scope)
            if each.id != own
            for name in (each.title, *each.aliases)
        }
        for name in names:
            if name.casefold() in taken:
                problem = _("{name} is already a name of {title}; only one of them can have it").format(
                    name=shortened(name), title=taken[name.casefold()]
                )
                raise Invalid(_("Names: {problem}").format(problem=problem), {"aliases": problem})


def _checked(title: str, aliases: str, seen: Production | None) -> tuple[str, tuple[str, ...]]:
    """Return the validated names. Unchanged names of ``seen`` may exceed the limits."""
    name = " ".join(title.split())
    others = tuple(each for each in one_per_line(aliases) if each.casefold() != name.casefold())
    names = {"id": seen.id if seen else "new", "title": name, "aliases": others}
    kept = {field for field, value in names.items() if seen is not None and getattr(seen, field) == value}
    try:
        made = changed(Production, names, kept)
    except ValidationError as fault:
        problems = explain(fault)
        fields = {problem.field.partition("[")[0]: problem.sentence() for problem in reversed(problems)}
        raise Invalid("\n".join(problem.sentence() for problem in problems), fields) from fault
    return made.title, made.aliases
