"""Measure what holds the event loop longest, for each thing that people do on a large store.

Run ``python -m benchmarks loop [facts]``. The figure is the CPU time of the longest callback: nothing else runs
meanwhile. Work in threads doesn't count. Every operation runs several times, and the round with the shortest longest
callback counts, because a round may include a garbage collection.
"""

from __future__ import annotations

import asyncio
import gc
import json
import tempfile
from asyncio import Handle
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import thread_time

from benchmarks.synthetic import Store, make
from bot.answers.engine import Engine
from bot.answers.knowledge import Knowledge
from bot.data import lexicon_folder
from bot.desk.access.actors import Actor, Asker
from bot.desk.desk import Desk
from bot.desk.runtime.clock import utc_now
from bot.facts.limits import ALIASES
from bot.facts.models import Action, Revision
from bot.stores.opening import open_stores

FACTS = 10_000
MAX_HELD = 5.0
"""Milliseconds for which nothing may hold the event loop."""

ROUNDS = 3
IMPORTED = 1_000
"""Facts of an imported pack."""

_HOST = Actor("cli:benchmark", server="1", manages_server=True, is_host=True)
Operation = Callable[[int], Awaitable[object]]


@dataclass
class Longest:
    """The longest callback: its CPU time in milliseconds, and what it was."""

    held: float = 0.0
    what: str = ""


@contextmanager
def watching() -> Iterator[Longest]:
    """Watch the callbacks of every event loop."""
    longest, run = Longest(), Handle._run

    def timed(handle: Handle) -> None:
        began = thread_time()
        run(handle)
        held = (thread_time() - began) * 1000
        if held > longest.held:
            longest.held, longest.what = held, repr(handle)

    Handle._run = timed  # type: ignore[method-assign, assignment]
    try:
        yield longest
    finally:
        Handle._run = run  # type: ignore[method-assign]


async def measured(operations: Mapping[str, Operation]) -> dict[str, Longest]:
    """Return the longest callback of each operation, in its best round."""
    found: dict[str, Longest] = {}
    for name, operation in operations.items():
        rounds = []
        for number in range(ROUNDS):
            await asyncio.sleep(0.05)
            with watching() as longest:
                await operation(number)
                await asyncio.sleep(0.05)
            rounds.append(longest)
        found[name] = min(rounds, key=lambda each: each.held)
    return found


class _Community:
    """What people do, each with the number of the round, so that no round finds the work done."""

    def __init__(self, desk: Desk, store: Store) -> None:
        self._desk = desk
        self._questions = store.questions(200)
        self._show = store.productions[0]
        self._facts = [fact for fact in store.facts if fact.production == self._show.id]

    def operations(self) -> dict[str, Operation]:
        desk = self._desk
        return {
            "200 questions": self._ask,
            "50 unanswerable questions": self._ask_in_vain,
            "autocomplete": self._complete,
            "preview of an edit": self._preview,
            "edit": self._edit,
            "history of a fact": lambda number: desk.history.entries(_HOST, self._facts[number].id),
            f"{ALIASES} names of a production": self._rename,
            f"import of {IMPORTED:,} facts": self._import,
            "undo of an import": lambda _number: desk.undo.undo(_HOST),
            "facts due for review": lambda _number: desk.freshness.stale(_HOST),
            "queue": lambda _number: desk.queue.items(_HOST),
            "digest": lambda _number: desk.digests.digest(_HOST),
            "export": lambda _number: desk.packs.export(_HOST),
            "a person's data": lambda _number: desk.people.my_data(_HOST.person),
            "deletion of a person's data": lambda _number: desk.people.forget(_HOST.person),
        }

    async def _ask(self, number: int) -> None:
        for each, question in enumerate(self._questions):
            self._desk.asking.ask(question.text, Asker(f"cli:fan-{number}-{each}", server="1", channel="2"))
            await asyncio.sleep(0)

    async def _ask_in_vain(self, number: int) -> None:
        for each in range(50):
            text = f"does the {each} tax office of round {number} lend umbrellas to ducks"
            self._desk.asking.ask(text, Asker(f"cli:fan-{number}-{each}", server="1", channel="2"))
            await asyncio.sleep(0)

    async def _complete(self, _number: int) -> None:
        for prefix in ("", "w", "wh", "when does", "whre was", self._show.title[:6], "zzzz"):
            self._desk.asking.complete(prefix, _HOST.scope)
            await asyncio.sleep(0)

    async def _preview(self, number: int) -> None:
        draft = await self._desk.curating.draft(_HOST, self._facts[number].id)
        await self._desk.curating.preview(_HOST, draft.typed(text=f"Changed for round {number}."))

    async def _edit(self, number: int) -> None:
        draft = await self._desk.curating.draft(_HOST, self._facts[number].id)
        await self._desk.curating.edit(_HOST, draft.typed(text=f"Changed in round {number}."))

    async def _rename(self, number: int) -> None:
        seen = self._desk.catalogue.production(self._show.id, _HOST.scope)
        names = "\n".join(f"{self._show.title} {number} the {each}th name" for each in range(ALIASES))
        await self._desk.productions.edit(_HOST, seen, self._show.title, names)

    async def _import(self, number: int) -> None:
        plan = await self._desk.packs.report(_HOST, _pack(number), "pack.jsonl")
        await self._desk.packs.apply(_HOST, plan.token)


def _pack(number: int) -> bytes:
    """Return a pack of one production and ``IMPORTED`` facts, other ones for each number."""
    lines = [json.dumps({"kind": "production", "id": f"imported-{number}", "title": f"Imported {number}"})]
    for each in range(IMPORTED):
        fact = {"kind": "fact", "id": f"imported-{number}-{each}", "production": f"imported-{number}"}
        text = {"text": f"Scene {each} was shot in round {number}.", "subject": f"scene {each} of {number}"}
        lines.append(json.dumps({**fact, "topic": "location", **text}))
    return "\n".join(lines).encode()


async def _run(size: int, folder: Path) -> tuple[dict[str, Longest], Longest]:
    store = make(size)
    stores = await open_stores(f"tinydb:///{folder / 'store.json'}")
    now = utc_now()
    with watching() as start:
        await stores.facts.commit(
            [Revision(change="1", fact=fact, action=Action.ADD, by="cli:me", at=now) for fact in store.facts],
            store.productions,
        )
        knowledge = await asyncio.to_thread(Knowledge.load, lexicon_folder())
        desk = await Desk.open(stores, Engine(knowledge), load_packs=False)
    try:
        gc.collect()
        gc.freeze()
        return await measured(_Community(desk, store).operations()), start
    finally:
        await desk.close()


def main(sizes: list[int]) -> None:
    """Print a table for each size."""
    for size in sizes:
        with tempfile.TemporaryDirectory(dir=".") as folder:
            found, start = asyncio.run(_run(size, Path(folder)))
        print(f"{size:,} facts; the longest callback may take {MAX_HELD:g} ms of CPU time")
        for name, longest in {"start": start, **found}.items():
            over = f"   MISSED: {longest.what[:150]}" if longest.held > MAX_HELD else ""
            print(f"  {name:<32} {longest.held:>7.1f} ms{over}")


if __name__ == "__main__":
    main([FACTS])
