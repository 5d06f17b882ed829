"""What an import would change in the store, and changing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.facts.models import Action, Fact, Production, State

if TYPE_CHECKING:
    from bot.desk.catalogue import Catalogue
    from bot.desk.ledger import Ledger
    from bot.facts.packs import PackReading


@dataclass(frozen=True, slots=True)
class Differences:
    """What a file holds that the store does not, in the revisions that would follow.

    ``silent`` facts were retired or merged here; a file does not bring them back.
    """

    productions: tuple[Production, ...]
    added: tuple[Fact, ...]
    changed: tuple[Fact, ...]
    silent: int
    unchanged: int


def differences(catalogue: Catalogue, reading: PackReading) -> Differences:
    """Compare a file with the shared facts that are held; facts only in the store stay as they are."""
    added: list[Fact] = []
    changed: list[Fact] = []
    silent = 0
    for fact in reading.facts:
        held = catalogue.held(fact.id, fact.scope)
        if held is None:
            added.append(fact.model_copy(update={"revision": 1}))
        elif held.state is not State.LIVE and held.state is not fact.state:
            silent += 1
        elif fact.model_copy(update={"revision": held.revision}) != held:
            changed.append(fact.model_copy(update={"revision": held.revision + 1}))
    productions = tuple(each for each in reading.productions if catalogue.find_production(each.id, each.scope) != each)
    unchanged = len(reading.facts) - len(added) - len(changed) - silent
    return Differences(productions, tuple(added), tuple(changed), silent, unchanged)


async def take(ledger: Ledger, change: Differences, *, by: str, why: str) -> None:
    """Commit differences as one change. Raises ``StoreUnwritable``, and then nothing was changed."""
    facts = (*change.added, *change.changed)
    if not (facts or change.productions):
        return
    together = ledger.new_change()
    revisions = [ledger.revision(fact, Action.IMPORT, by, together, why[:300]) for fact in facts]
    await ledger.commit(revisions, change.productions)
