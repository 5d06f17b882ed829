"""Drafts between two taps: what a moderator typed is kept, also across a restart, until it is saved or dropped."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

from bot.desk.access.server_settings import SpoilerPolicy
from bot.desk.cards.spoilers import Outlet, Shown, level_of, shown
from bot.desk.editing.drafts.draft import Draft, draft_of
from bot.desk.errors import NotFound
from bot.desk.runtime.clock import Clock
from bot.facts.models import Fact
from bot.stores.protocol import DocumentStore

COLLECTION = "drafts"
KEPT = timedelta(days=2)
_MOST = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft on the shelf; ``purpose`` names who saves it, and ``about`` is what that wants to know."""

    draft: Draft
    purpose: str = ""
    about: str = ""


class DraftShelf:
    """Drafts by a short key, each for the person who made it alone; forgotten after two days."""

    what = "drafts of facts that you began and did not save (kept for two days)"

    def __init__(self, documents: DocumentStore, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock

    async def put(self, person: str, kept: Kept, key: str | None = None) -> str:
        """Keep a draft, under its key where it has one; durable on return. Returns the key."""
        await self._make_room()
        key = key or secrets.token_hex(6)
        document = {"person": person, "at": self._clock().isoformat(), "draft": _written(kept.draft)}
        await self._documents.put(COLLECTION, key, document | {"purpose": kept.purpose, "about": kept.about})
        return key

    async def get(self, person: str, key: str) -> Kept:
        """A person's own draft. Raises ``NotFound`` where it was saved, dropped, forgotten or is another's."""
        document = await self._documents.get(COLLECTION, key)
        if document is None or document["person"] != person:
            raise NotFound("This draft is no longer there: it was saved or dropped, or is older than two days.")
        return Kept(_read(document["draft"]), document.get("purpose", ""), document.get("about", ""))

    async def drop(self, key: str) -> None:
        """Forget a draft."""
        await self._documents.delete(COLLECTION, key)

    async def find(self, person: str) -> tuple[Shown, ...]:
        """A person's drafts, one line each; a form that was opened and never filled in or changed is none."""
        every = (await self._documents.all(COLLECTION)).values()
        mine = (_read(each["draft"]) for each in every if each["person"] == person)
        return tuple(
            shown(draft, Outlet.OWN_DATA, SpoilerPolicy.COVER, line, level=level_of(*draft.things))
            for draft in mine
            if (line := _told(draft))
        )

    async def forget(self, person: str) -> int:
        """Drop a person's drafts; how many there were."""
        theirs = [key for key, each in (await self._documents.all(COLLECTION)).items() if each["person"] == person]
        for key in theirs:
            await self._documents.delete(COLLECTION, key)
        return len(theirs)

    async def expire(self) -> None:
        """Drop what is too old."""
        await self._make_room(0)

    async def _make_room(self, new: int = 1) -> None:
        """Drop what is too old, and the oldest where there would be too many."""
        every = await self._documents.all(COLLECTION)
        oldest = self._clock() - KEPT
        stale = [key for key, each in every.items() if datetime.fromisoformat(each["at"]) < oldest]
        fresh = [key for key in every if key not in set(stale)]
        for key in stale + fresh[: max(0, len(fresh) - _MOST + new)]:
            await self._documents.delete(COLLECTION, key)


def _told(draft: Draft) -> str:
    """What somebody typed, the most telling of it; empty where it is only what the form was opened with."""
    if draft.base is not None and draft == draft_of(draft.base):
        return ""
    # Production and topic are filled in when a form is opened.
    told = draft.text or draft.subject or draft.value or draft.phrasings or draft.counterexamples
    return told or draft.sources or draft.why


def _written(draft: Draft) -> dict[str, Any]:
    told: dict[str, Any] = {each.name: getattr(draft, each.name) for each in fields(Draft) if each.name != "base"}
    base = None if draft.base is None else draft.base.model_dump(mode="json")
    return {name: value if isinstance(value, bool) else str(value) for name, value in told.items()} | {"base": base}


def _read(document: dict[str, Any]) -> Draft:
    base = document["base"]
    known = {each.name for each in fields(Draft)}
    draft = Draft(**{name: value for name, value in document.items() if name in known and name != "base"})
    return replace(draft, base=None if base is None else Fact.stored(base))
