"""Merge two facts that state the same thing. The id of the removed fact leads to the kept one."""

from __future__ import annotations

from bot.desk.access.actors import Actor
from bot.desk.access.gate import Gate
from bot.desk.access.permissions import Permission
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
    """Merges facts. Each merge is one change, which can be undone."""

    def __init__(self, *, gate: Gate, ledger: Ledger, catalogue: Catalogue, locks: FactLocks) -> None:
        self._gate = gate
        self._ledger = ledger
        self._catalogue = catalogue
        self._locks = locks

    def preview(self, actor: Actor, keep: str, other: str) -> Fact:
        """Return the merged fact without changing anything. Raises the same errors as `merge`."""
        scope = self._gate.require_for(actor, Permission.FACT_MERGE, keep)
        return joined(*self._pair(keep, other, scope), scope)

    async def merge(self, actor: Actor, keep: str, other: str, why: str = "") -> Fact:
        """Add the other fact's phrasings and sources to the kept fact. The other's id then leads to the kept fact.

        Raises:
            NotAllowed, NotFound, StoreUnwritable;
            Invalid: the two are the same fact, or belong to different productions;
            Conflict: somebody changed one of them at the same time; nothing was merged.
        """
        scope = self._gate.require_for(actor, Permission.FACT_MERGE, keep)
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
        _check_limits(kept, gone, scope)
        return kept, gone


def _check_limits(kept: Fact, gone: Fact, scope: str) -> None:
    both = joined(kept, gone, scope)
    for field, most in ((N_("phrasings"), limits.PHRASINGS), (N_("counterexamples"), limits.COUNTEREXAMPLES)):
        found = len(getattr(both, field))
        if found > len(getattr(kept, field)) and (wrong := limits.excess(found, most)):
            message = _("{field} of both facts together: {problem}; remove {count} from one of them first.")
            raise Invalid(message.format(field=translated(field), problem=wrong, count=found - most))


def joined(kept: Fact, gone: Fact, scope: str) -> Fact:
    """Return the kept fact with the phrasings and sources of both, without duplicates; its own come first.

    It gets the higher spoiler level, because it contains the phrasings of both. A counterexample of one that is a
    phrasing of the other is dropped.
    """
    phrasings = _union(kept.phrasings, gone.phrasings)
    counterexamples = _union(kept.counterexamples, gone.counterexamples)
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


def _union(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """Join two lists of phrasings without duplicates. If only the case differs, the first list's spelling wins."""
    spelled = {each.casefold(): each for each in (*second, *first)}
    return tuple(dict.fromkeys(spelled[each.casefold()] for each in (*first, *second)))
