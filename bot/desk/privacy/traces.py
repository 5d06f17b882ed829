"""A person's traces: shown to them, and removed. Each feature that keeps any registers how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.desk.access.server_settings import SpoilerPolicy
from bot.desk.cards.spoilers import Outlet, Reader, Shown, Spoilers, told_plainly
from bot.facts.models import Revision
from bot.stores.protocol import FactStore

FORGOTTEN = "someone who asked to be forgotten"
_REVISIONS_SHOWN = 100


class Traces(Protocol):
    """A feature that keeps something of people, and so must be able to show and remove it."""

    @property
    def what(self) -> str:
        """What it keeps, in a few words."""
        ...

    async def find(self, person: str) -> tuple[str | Shown, ...]:
        """Everything it keeps of a person, one readable line each; what quotes a fact comes as it may be shown."""
        ...

    async def forget(self, person: str) -> int:
        """Remove it all; how many things there were."""
        ...


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing that is kept of a person: ``what`` kind, and ``told``, the thing itself."""

    what: str
    told: Shown

    @property
    def text(self) -> str:
        """The words alone, for whoever may see all of them."""
        return self.told.text


class Revisions:
    """The traces that editing leaves: a name on each revision. The revisions themselves stay."""

    what = "your name on the changes you made to facts (kept as long as the facts)"

    def __init__(self, facts: FactStore, spoilers: Spoilers) -> None:
        self._facts = facts
        self._spoilers = spoilers

    async def find(self, person: str) -> tuple[Shown, ...]:
        """The newest hundred changes by a person."""
        return tuple(self._told(each) for each in await self._facts.latest(by=person, limit=_REVISIONS_SHOWN))

    def _told(self, made: Revision) -> Shown:
        """One change; the reason may quote the fact."""
        words = f"{made.at:%Y-%m-%d %H:%M} {made.action} {made.fact.id}"
        if not made.why:
            return told_plainly(words)
        tell = self._spoilers.at(Outlet.OWN_DATA, Reader(made.fact.scope, SpoilerPolicy.COVER))
        return tell(made.fact, f"{words}: {made.why}")

    async def forget(self, person: str) -> int:
        """Put `FORGOTTEN` in the place of the name; how many revisions there were."""
        return await self._facts.redact(person, FORGOTTEN)


class People:
    """``/my-data`` and ``/forget-me``, over everything that registered."""

    def __init__(self, facts: FactStore, spoilers: Spoilers) -> None:
        self._traces: list[Traces] = [Revisions(facts, spoilers)]

    def register(self, traces: Traces) -> None:
        """Have a feature asked from now on."""
        self._traces.append(traces)

    async def my_data(self, person: str) -> tuple[Trace, ...]:
        """Everything that is kept of a person, by what it is."""
        traces: list[Trace] = []
        for feature in self._traces:
            lines = (told_plainly(line) if isinstance(line, str) else line for line in await feature.find(person))
            traces += [Trace(feature.what, line) for line in lines]
        return tuple(traces)

    async def forget(self, person: str) -> dict[str, int]:
        """Remove a person's traces everywhere: how many of each kind there were; kinds without any are left out.

        Raises:
            StoreUnwritable: something could not be written; ask again, it goes on where it stopped.
        """
        gone = {feature.what: await feature.forget(person) for feature in self._traces}
        return {what: count for what, count in gone.items() if count}
