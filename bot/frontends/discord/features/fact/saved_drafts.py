"""Store drafts until they are saved, cancelled or two days old. They survive restarts."""

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
from bot.messages import N_, _
from bot.stores.protocol import DocumentStore

COLLECTION = "drafts"
MAX_AGE = timedelta(days=2)
_MAX_DRAFTS = 500


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """A stored draft. ``purpose`` chooses the saver that will save it, and ``about`` is for that saver."""

    draft: Draft
    purpose: str = ""
    about: str = ""


class DraftStore:
    """Stores drafts by a short key. Only the person who made a draft can read it."""

    what = N_("drafts of facts that you didn't save (kept for two days)")

    def __init__(self, documents: DocumentStore, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock

    async def put(self, person: str, kept: SavedDraft, key: str | None = None) -> str:
        """Store a draft, under its key if it has one, and return the key. Durable on return."""
        await self._make_room()
        key = key or secrets.token_hex(6)
        document = {"person": person, "at": self._clock().isoformat(), "draft": _written(kept.draft)}
        await self._documents.put(COLLECTION, key, document | {"purpose": kept.purpose, "about": kept.about})
        return key

    async def get(self, person: str, key: str) -> SavedDraft:
        """Return a person's own draft.

        Raises:
            NotFound: it was saved, cancelled or deleted, or belongs to somebody else.
        """
        document = await self._documents.get(COLLECTION, key)
        if document is None or document["person"] != person:
            raise NotFound(_("This draft no longer exists: it was saved, cancelled, or older than two days."))
        return SavedDraft(_read(document["draft"]), document.get("purpose", ""), document.get("about", ""))

    async def drop(self, key: str) -> None:
        """Delete a draft."""
        await self._documents.delete(COLLECTION, key)

    async def find(self, person: str) -> tuple[Shown, ...]:
        """List a person's drafts, one line each, without forms that were opened and not changed."""
        every = (await self._documents.all(COLLECTION)).values()
        mine = (_read(each["draft"]) for each in every if each["person"] == person)
        return tuple(
            shown(draft, Outlet.OWN_DATA, SpoilerPolicy.COVER, line, level=level_of(*draft.things))
            for draft in mine
            if (line := _excerpt(draft))
        )

    async def forget(self, person: str) -> int:
        """Delete a person's drafts, and return how many there were."""
        theirs = [key for key, each in (await self._documents.all(COLLECTION)).items() if each["person"] == person]
        for key in theirs:
            await self._documents.delete(COLLECTION, key)
        return len(theirs)

    async def expire(self) -> None:
        """Delete drafts that are too old."""
        await self._make_room(0)

    async def _make_room(self, new: int = 1) -> None:
        """Delete drafts that are too old, and the oldest ones if there would be too many."""
        every = await self._documents.all(COLLECTION)
        oldest = self._clock() - MAX_AGE
        stale = [key for key, each in every.items() if datetime.fromisoformat(each["at"]) < oldest]
        fresh = [key for key in every if key not in set(stale)]
        for key in stale + fresh[: max(0, len(fresh) - _MAX_DRAFTS + new)]:
            await self._documents.delete(COLLECTION, key)


def _excerpt(draft: Draft) -> str:
    """Return the most descriptive field that was typed. Empty if the form wasn't changed."""
    if draft.base is not None and draft == draft_of(draft.base):
        return ""
    # Leave out the production and topic, because they are filled in when a form is opened.
    typed = draft.text or draft.subject or draft.value or draft.phrasings or draft.counterexamples
    return typed or draft.sources or draft.why


def _written(draft: Draft) -> dict[str, Any]:
    content: dict[str, Any] = {each.name: getattr(draft, each.name) for each in fields(Draft) if each.name != "base"}
    base = None if draft.base is None else draft.base.model_dump(mode="json")
    return {name: value if isinstance(value, bool) else str(value) for name, value in content.items()} | {"base": base}


def _read(document: dict[str, Any]) -> Draft:
    base = document["base"]
    known = {each.name for each in fields(Draft)}
    draft = Draft(**{name: value for name, value in document.items() if name in known and name != "base"})
    return replace(draft, base=None if base is None else Fact.stored(base))
