"""Fill an empty store from packs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.desk.errors import Invalid
from bot.desk.state.reasons import FIRST_LOAD
from bot.facts.models import Action, Fact, Production, Revision
from bot.facts.packs.reading import read_pack
from bot.facts.problems import shortened
from bot.messages import _, ngettext
from bot.stores.protocol import FactStore

_PROBLEMS_SHOWN = 5


async def commit_packs(
    store: FactStore, packs: Sequence[tuple[str, Sequence[Production], Sequence[Fact]]], at: datetime
) -> None:
    """Commit packs to an empty store, each as one change by ``pack:<id>``.

    Raises:
        StoreUnwritable: a pack couldn't be written; those before it were.
    """
    for pack, productions, facts in packs:
        by = f"pack:{pack}"
        change = f"first-load-{pack}"
        revisions = [
            Revision(change=change, fact=fact, action=Action.IMPORT, by=by, at=at, why=FIRST_LOAD.text())
            for fact in facts
        ]
        await store.commit(revisions, productions)


def read_packs(paths: Sequence[Path]) -> list[tuple[str, Sequence[Production], Sequence[Fact]]]:
    """Read packs from files. Call it in a thread, because it blocks.

    Raises:
        PackError: a file can't be read as a pack.
        Invalid: a pack has errors, or two packs contain the same fact; the message says where.
    """
    packs: list[tuple[str, Sequence[Production], Sequence[Fact]]] = []
    seen: dict[str, str] = {}
    for path in paths:
        reading = read_pack(path.read_bytes(), path.name)
        if reading.errors:
            shown = "; ".join(str(problem) for problem in reading.errors[:_PROBLEMS_SHOWN])
            raise Invalid(
                ngettext(
                    "The pack {file} has {count} error, so nothing was loaded: {errors}.",
                    "The pack {file} has {count} errors, so nothing was loaded: {errors}.",
                    len(reading.errors),
                ).format(file=path.name, count=len(reading.errors), errors=shown)
                + " "
                + _("Use `callsheet facts check` to see all.")
            )
        for fact in reading.facts:
            if fact.id in seen:
                message = _("The fact {fact} is in both {first} and {second}. Remove it from one of them.")
                raise Invalid(message.format(fact=shortened(fact.id), first=seen[fact.id], second=path.name))
            seen[fact.id] = path.name
        packs.append((reading.id, reading.productions, reading.facts))
    return packs
