"""Merge two facts that say the same; the id of the other still leads to the one kept."""

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
from bot.messages import N_, _, translated


class Merging:
    """Merges facts, each time in one change, so that one undo reverts it."""

    def __init__(self, *, gate: Gate, ledger: Ledger, catalogue: Catalogue, locks: FactLocks) -> None:
        self._gate = gate
        self._ledger = ledger
        self._catalogue = catalogue
        self._locks = locks

    def preview(self, actor: Actor, keep: str, other: str) -> Fact:
        """Return the merged fact without changing anything. Raises as `merge` does."""
        scope = self._gate.require_for(actor, Deed.FACT_MERGE, keep)
        return joined(*self._pair(keep, other, scope), scope)

    async def merge(self, actor: Actor, keep: str, other: str, why: str = "") -> Fact:
        """Add the other fact's phrasings and sources to the fact that is kept; the other's id then leads to it.

        Raises:
            NotAllowed, NotFound, StoreUnwritable;
            Invalid: the two are the same fact, or belong to different productions;
            Conflict: somebody changed one of them in this moment; nothing was merged.
        """
        scope = self._gate.require_for(actor, Deed.FACT_MERGE, keep)
        async with self._locks.hold((scope, keep), (scope, other)):
            kept, gone = self._pair(keep, other, scope)
            merged = gone.model_copy(update={"scope": scope, "state": State.MERGED, "merged_into": kept.id})
            following = [
                self._ledger.with_next_revision(joined(kept, gone, scope)),
                self._ledger.with_next_revision(merged),
            ]
            change = self._ledger.new_change()
            reason = typed_reason(why) or MERGED.text(fact=gone.id, kept=kept.id)
            await self._ledger.commit(
                [self._ledger.revision(fact, Action.MERGE, actor.person, change, reason) for fact in following]
            )
            return following[0]

    def _pair(self, keep: str, other: str, scope: str) -> tuple[Fact, Fact]:
        kept, gone = self._catalogue.fact(keep, scope), self._catalogue.fact(other, scope)
        if kept.id == gone.id:
            raise Invalid(_("These are the same fact. Choose two different facts to merge."))
        if kept.production != gone.production:
            raise Invalid(_("These facts belong to different productions. Choose two facts of the same production."))
        _refuse_too_many(kept, gone, scope)
        return kept, gone


def _refuse_too_many(kept: Fact, gone: Fact, scope: str) -> None:
    both = joined(kept, gone, scope)
    for field, most in ((N_("phrasings"), limits.PHRASINGS), (N_("counterexamples"), limits.COUNTEREXAMPLES)):
        found = len(getattr(both, field))
        if found > len(getattr(kept, field)) and (wrong := limits.excess(found, most)):
            message = _("{field} of both facts together: {problem}; remove {count} from one of them first.")
            raise Invalid(message.format(field=translated(field), problem=wrong, count=found - most))


def joined(kept: Fact, gone: Fact, scope: str) -> Fact:
    """Return the kept fact with the phrasings and sources of both; its own come first, without duplicates.

    Its spoiler level is the higher one, because it is found by the words of both. A counterexample of one that is a
    phrasing of the other is dropped.
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
    """Join two lists of phrasings without duplicates; if only the case differs, the first list's spelling wins."""
    spelled = {each.casefold(): each for each in (*second, *first)}
    return tuple(dict.fromkeys(spelled[each.casefold()] for each in (*first, *second)))
