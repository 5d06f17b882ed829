"""Show people what is stored about them, or delete it. Each feature that stores such data registers here."""

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
"""Stored in place of a name. Translate it to show it."""
_REVISIONS_SHOWN = 100


class Traces(Protocol):
    """A feature that stores data about people, and must be able to show and delete it."""

    @property
    def what(self) -> str:
        """Return what it stores, marked for translation, such as "your suggestions"."""
        ...

    async def find(self, person: str) -> tuple[str | Shown, ...]:
        """Return its data about a person, one line per item. A line that quotes a fact is a `Shown`."""
        ...

    async def forget(self, person: str) -> int:
        """Delete its data about a person; return the number of deleted items."""
        ...


@dataclass(frozen=True, slots=True)
class Trace:
    """One stored item about a person: ``what`` kind it is, and its text."""

    what: str
    shown: Shown

    @property
    def text(self) -> str:
        """Return the text without its spoiler level, for readers who may see spoilers."""
        return self.shown.text


class Revisions:
    """The name on each revision that a person made. Only the name is deleted; the revisions stay."""

    what = N_("your name on changes to facts (kept as long as the facts)")

    def __init__(self, facts: FactStore, spoilers: Spoilers) -> None:
        self._facts = facts
        self._spoilers = spoilers

    async def find(self, person: str) -> tuple[Shown, ...]:
        """Return the newest 100 changes by a person."""
        return tuple(self._described(each) for each in await self._facts.latest(by=person, limit=_REVISIONS_SHOWN))

    def _described(self, revision: Revision) -> Shown:
        """Describe a revision. Its reason may quote the fact."""
        words = _("{time} UTC: {action} of {fact}").format(
            time=f"{revision.at:%Y-%m-%d %H:%M}", action=action_words(revision.action), fact=self._name(revision.fact)
        )
        if not revision.why:
            return no_spoiler(words)
        tell = self._spoilers.at(Outlet.OWN_DATA, Reader(revision.fact.scope, SpoilerPolicy.COVER))
        return tell(revision.fact, f"{words}: {reason_words(revision.why, tell.name)}")

    def _name(self, fact: Fact) -> str:
        return self._spoilers.name(fact.id, fact.scope)

    async def forget(self, person: str) -> int:
        """Replace the name by `FORGOTTEN`; return the number of revisions."""
        return await self._facts.redact(person, FORGOTTEN)


class People:
    """Implements ``/my-data`` and ``/forget-me`` for all registered features."""

    def __init__(self, facts: FactStore, spoilers: Spoilers) -> None:
        self._traces: list[Traces] = [Revisions(facts, spoilers)]

    def register(self, traces: Traces) -> None:
        """Add a feature that stores data about people."""
        self._traces.append(traces)

    async def my_data(self, person: str) -> tuple[Trace, ...]:
        """Return all stored data about a person, feature by feature."""
        traces: list[Trace] = []
        for feature in self._traces:
            lines = (no_spoiler(line) if isinstance(line, str) else line for line in await feature.find(person))
            traces += [Trace(translated(feature.what), line) for line in lines]
        return tuple(traces)

    async def forget(self, person: str) -> dict[str, int]:
        """Delete all stored data about a person; return the number of items of each kind, without zeros.

        Raises:
            StoreUnwritable: some deletion couldn't be written; call again to continue.
        """
        gone = {translated(feature.what): await feature.forget(person) for feature in self._traces}
        return {what: count for what, count in gone.items() if count}
