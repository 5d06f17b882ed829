"""Merging: two facts that say the same become one, and the other's id still leads to it."""

from __future__ import annotations

from bot.desk.access.actors import Actor
from bot.desk.access.gate import Gate
from bot.desk.access.permissions import Deed
from bot.desk.cards.spoilers import level_of
from bot.desk.errors import Invalid
from bot.desk.state.catalogue import Catalogue
from bot.desk.state.ledger import Ledger
from bot.desk.state.locks import FactLocks
from bot.desk.state.reasons import MERGED, typed_reason
from bot.facts import limits
from bot.facts.asked import contradicting
from bot.facts.models import Action, Fact, Source, State


class Merging:
    """Merges as one change each, so that one undo takes a merge back."""

    def __init__(self, *, gate: Gate, ledger: Ledger, catalogue: Catalogue, locks: FactLocks) -> None:
        self._gate = gate
        self._ledger = ledger
        self._catalogue = catalogue
        self._locks = locks

    def preview(self, actor: Actor, keep: str, other: str) -> Fact:
        """What a merge would make of the fact that is kept; nothing is changed. Raises as `merge` does."""
        scope = self._gate.require_for(actor, Deed.FACT_MERGE, keep)
        return joined(*self._pair(keep, other, scope), scope)

    async def merge(self, actor: Actor, keep: str, other: str, why: str = "") -> Fact:
        """Join what the other is asked by, and its sources, to the fact that is kept; the other's id leads to it.

        Raises:
            NotAllowed, NotFound, StoreUnwritable;
            Invalid: the two are one, or of different productions;
            Conflict: one of them was changed at this very moment, and nothing was.
        """
        scope = self._gate.require_for(actor, Deed.FACT_MERGE, keep)
        async with self._locks.hold((scope, keep), (scope, other)):
            kept, gone = self._pair(keep, other, scope)
            merged = gone.model_copy(update={"scope": scope, "state": State.MERGED, "merged_into": kept.id})
            following = [self._ledger.next_of(joined(kept, gone, scope)), self._ledger.next_of(merged)]
            change = self._ledger.new_change()
            reason = typed_reason(why) or MERGED.text(fact=gone.id, kept=kept.id)
            await self._ledger.commit(
                [self._ledger.revision(fact, Action.MERGE, actor.person, change, reason) for fact in following]
            )
            return following[0]

    def _pair(self, keep: str, other: str, scope: str) -> tuple[Fact, Fact]:
        kept, gone = self._catalogue.fact(keep, scope), self._catalogue.fact(other, scope)
        if kept.id == gone.id:
            raise Invalid("These are one and the same fact; choose two different ones to merge.")
        if kept.production != gone.production:
            raise Invalid("These facts are of different productions; only facts of one production can be merged.")
        _refuse_too_many(kept, gone, scope)
        return kept, gone


def _refuse_too_many(kept: Fact, gone: Fact, scope: str) -> None:
    both = joined(kept, gone, scope)
    for what, most in (("phrasings", limits.PHRASINGS), ("counterexamples", limits.COUNTEREXAMPLES)):
        found = len(getattr(both, what))
        if found > len(getattr(kept, what)) and (wrong := limits.excess(found, most)):
            raise Invalid(f"{what} of the two together: {wrong}; remove {found - most} from one of them first.")


def joined(kept: Fact, gone: Fact, scope: str) -> Fact:
    """The kept fact with what both are asked by, and their sources; its own come first, and nothing comes twice.

    It gives away as much as either of them, for it is asked by the words of both. What one is known not to answer is no
    counterexample of the two where it is a phrasing of the other.
    """
    phrasings = _once(kept.phrasings, gone.phrasings)
    counterexamples = _once(kept.counterexamples, gone.counterexamples)
    answered = frozenset(contradicting(phrasings, counterexamples))
    sources: dict[str, Source] = {}
    for source in (*kept.sources, *gone.sources):
        sources.setdefault(source.url or source.title.casefold(), source)
    return kept.model_copy(
        update={
            "scope": scope,
            "spoiler": level_of(kept, gone),
            "phrasings": phrasings,
            "counterexamples": tuple(each for each in counterexamples if each not in answered),
            "sources": tuple(sources.values())[: limits.SOURCES],
        }
    )


def _once(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """Ways of asking of two facts, the first one's in its own spelling; those that differ in case alone are one."""
    spelled = {each.casefold(): each for each in (*second, *first)}
    return tuple(dict.fromkeys(spelled[each.casefold()] for each in (*first, *second)))
