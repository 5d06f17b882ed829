"""A person's traces: shown to them, and removed. Each feature that keeps any registers how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.stores.protocol import FactStore

FORGOTTEN = "someone who asked to be forgotten"
_REVISIONS_SHOWN = 100


class Traces(Protocol):
    """A feature that keeps something of people, and so must be able to show and remove it."""

    @property
    def what(self) -> str:
        """What it keeps, in a few words."""
        ...

    async def find(self, person: str) -> tuple[str, ...]:
        """Everything it keeps of a person, one readable line each."""
        ...

    async def forget(self, person: str) -> int:
        """Remove it all; how many things there were."""
        ...


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing that is kept of a person: ``what`` kind, and ``text``, the thing itself."""

    what: str
    text: str


class Revisions:
    """The traces that editing leaves: a name on each revision. The revisions themselves stay."""

    what = "your name on the changes you made to facts (kept as long as the facts)"

    def __init__(self, facts: FactStore) -> None:
        self._facts = facts

    async def find(self, person: str) -> tuple[str, ...]:
        """The newest hundred changes by a person."""
        made = await self._facts.latest(by=person, limit=_REVISIONS_SHOWN)
        return tuple(f"{each.at:%Y-%m-%d %H:%M} {each.action} {each.fact.id}: {each.why}".rstrip(": ") for each in made)

    async def forget(self, person: str) -> int:
        """Put `FORGOTTEN` in the place of the name; how many revisions there were."""
        return await self._facts.redact(person, FORGOTTEN)


class People:
    """``/my-data`` and ``/forget-me``, over everything that registered."""

    def __init__(self, facts: FactStore) -> None:
        self._traces: list[Traces] = [Revisions(facts)]

    def register(self, traces: Traces) -> None:
        """Have a feature asked from now on."""
        self._traces.append(traces)

    async def my_data(self, person: str) -> tuple[Trace, ...]:
        """Everything that is kept of a person, by what it is."""
        traces: list[Trace] = []
        for feature in self._traces:
            traces += [Trace(feature.what, line) for line in await feature.find(person)]
        return tuple(traces)

    async def forget(self, person: str) -> dict[str, int]:
        """Remove a person's traces everywhere: how many of each kind there were; kinds without any are left out.

        Raises:
            StoreUnwritable: something could not be written; ask again, it goes on where it stopped.
        """
        gone = {feature.what: await feature.forget(person) for feature in self._traces}
        return {what: count for what, count in gone.items() if count}
