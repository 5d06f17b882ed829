"""Show people what is stored about them, or delete it; each feature that stores any registers here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.desk.access.server_settings import SpoilerPolicy
from bot.desk.cards.spoilers import Outlet, Reader, Shown, Spoilers, no_spoiler
from bot.desk.state.reasons import action_words, reason_words
from bot.facts.models import Fact, Revision
from bot.messages import N_, _, translated
from bot.stores.protocol import FactStore

FORGOTTEN = N_("someone who asked to be forgotten")
"""Stored in place of a name; translate it where a name is shown."""
_REVISIONS_SHOWN = 100


class Traces(Protocol):
    """A feature that stores something about people, and so must be able to show and delete it."""

    @property
    def what(self) -> str:
        """What it stores, marked for translation: "your suggestions"."""
        ...

    async def find(self, person: str) -> tuple[str | Shown, ...]:
        """Return what it stores about a person, one line each; a line that quotes a fact is a `Shown`."""
        ...

    async def forget(self, person: str) -> int:
        """Delete all of it; return how many things there were."""
        ...


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing stored about a person: ``what`` kind it is, and ``told``, the thing itself."""

    what: str
    told: Shown

    @property
    def text(self) -> str:
        """The text alone, for readers who may see spoilers."""
        return self.told.text


class Revisions:
    """The name on each revision that a person made. The revisions themselves stay."""

    what = N_("your name on changes to facts (kept as long as the facts)")

    def __init__(self, facts: FactStore, spoilers: Spoilers) -> None:
        self._facts = facts
        self._spoilers = spoilers

    async def find(self, person: str) -> tuple[Shown, ...]:
        """Return the newest 100 changes by a person."""
        return tuple(self._told(each) for each in await self._facts.latest(by=person, limit=_REVISIONS_SHOWN))

    def _told(self, made: Revision) -> Shown:
        """Describe one change; the reason may quote the fact."""
        words = _("{time} UTC: {action} of {fact}").format(
            time=f"{made.at:%Y-%m-%d %H:%M}", action=action_words(made.action), fact=self._name(made.fact)
        )
        if not made.why:
            return no_spoiler(words)
        tell = self._spoilers.at(Outlet.OWN_DATA, Reader(made.fact.scope, SpoilerPolicy.COVER))
        return tell(made.fact, f"{words}: {reason_words(made.why, tell.name)}")

    def _name(self, fact: Fact) -> str:
        return self._spoilers.name(fact.id, fact.scope)

    async def forget(self, person: str) -> int:
        """Replace the name by `FORGOTTEN`; return in how many revisions."""
        return await self._facts.redact(person, FORGOTTEN)


class People:
    """Implements ``/my-data`` and ``/forget-me`` over all registered features."""

    def __init__(self, facts: FactStore, spoilers: Spoilers) -> None:
        self._traces: list[Traces] = [Revisions(facts, spoilers)]

    def register(self, traces: Traces) -> None:
        """Add a feature that stores something about people."""
        self._traces.append(traces)

    async def my_data(self, person: str) -> tuple[Trace, ...]:
        """Return everything stored about a person, feature by feature."""
        traces: list[Trace] = []
        for feature in self._traces:
            lines = (no_spoiler(line) if isinstance(line, str) else line for line in await feature.find(person))
            traces += [Trace(translated(feature.what), line) for line in lines]
        return tuple(traces)

    async def forget(self, person: str) -> dict[str, int]:
        """Delete everything stored about a person; return how many things of each kind there were, without zeros.

        Raises:
            StoreUnwritable: something could not be written; call again to continue.
        """
        gone = {translated(feature.what): await feature.forget(person) for feature in self._traces}
        return {what: count for what, count in gone.items() if count}
