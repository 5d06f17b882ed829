"""Who is to be told what: notices wait here, durably, until a front end has delivered them."""

from __future__ import annotations

import asyncio
import hashlib
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.desk.runtime.clock import Clock
from bot.stores.protocol import DocumentStore

COLLECTION = "notices"
KEPT = timedelta(days=30)
"""A notice that could not be delivered for so long is dropped, and the person's name with it."""

_DELIVERED_KEPT = 2000


class NoticeKind(StrEnum):
    """Why somebody is told."""

    ANSWERED = "answered"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to one person. ``about`` is what they asked or proposed; ``fact`` the id to show, in ``scope``."""

    id: str
    person: str
    kind: NoticeKind
    scope: str
    about: str
    text: str
    fact: str | None
    at: datetime


class Notices:
    """The outbox. A front end waits for ``arrival``, delivers what is ``waiting`` and reports it ``delivered``."""

    what = "messages that wait to be sent to you (kept for 30 days at most)"

    def __init__(self, documents: DocumentStore, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock
        self._waiting: dict[str, Notice] = {}
        self._delivered: dict[str, None] = {}
        self._kept: dict[str, None] = {}
        self._arrived = asyncio.Event()

    async def load(self) -> None:
        """Read what a former run left undelivered; what is older than ``KEPT`` is dropped."""
        for key, document in (await self._documents.all(COLLECTION)).items():
            self._waiting[key] = _read(key, document)
        await self.expire()
        if self._waiting:
            self._arrived.set()

    async def put(
        self,
        person: str,
        kind: NoticeKind,
        *,
        scope: str,
        about: str,
        text: str,
        fact: str | None = None,
        cause: str | None = None,
    ) -> Notice:
        """Add a notice; durable on return.

        ``cause`` names what it is about. A person is told once of one cause, also where whoever tells them is
        interrupted and begins again.
        """
        name = uuid.uuid4().hex if cause is None else _named(person, kind, cause)
        notice = Notice(name, person, kind, scope, about, text, fact, self._clock())
        if name in self._waiting or name in self._delivered:
            return self._waiting.get(name, notice)
        await self._documents.put(COLLECTION, notice.id, _written(notice))
        self._waiting[notice.id] = notice
        self._arrived.set()
        return notice

    def waiting(self) -> tuple[Notice, ...]:
        """What is still to be delivered, oldest first."""
        return tuple(self._waiting.values())

    async def arrival(self) -> None:
        """Return as soon as a notice arrived since the last call; at once for what was found at start."""
        await self._arrived.wait()
        self._arrived.clear()

    async def delivered(self, notice_id: str) -> None:
        """Drop a notice: it was delivered, or the person cannot be reached and it never will be.

        It is not waiting any more whatever happens. Raises ``StoreUnwritable``: `tidy` drops it later.
        """
        if self._waiting.pop(notice_id, None) is not None:
            self._delivered[notice_id] = None
            while len(self._delivered) > _DELIVERED_KEPT:
                del self._delivered[next(iter(self._delivered))]
            self._kept[notice_id] = None
            await self.tidy()

    async def tidy(self) -> None:
        """Remove from the store what was delivered and could not be removed then. Raises ``StoreUnwritable``."""
        for notice_id in tuple(self._kept):
            await self._documents.delete(COLLECTION, notice_id)
            self._kept.pop(notice_id, None)

    def scopes(self) -> frozenset[str]:
        """Every scope whose members a notice waits for."""
        return frozenset(each.scope for each in self._waiting.values())

    async def forget_scope(self, scope: str) -> int:
        """Drop what waits to be said of a server's questions and suggestions; how many there were."""
        theirs = [each.id for each in self._waiting.values() if each.scope == scope]
        for notice_id in theirs:
            await self.delivered(notice_id)
        return len(theirs)

    async def expire(self) -> None:
        """Drop what could not be delivered for longer than ``KEPT``."""
        oldest = self._clock() - KEPT
        for notice_id in [each.id for each in self._waiting.values() if each.at < oldest]:
            await self.delivered(notice_id)

    async def find(self, person: str) -> tuple[str, ...]:
        """What waits for a person, one readable line each."""
        theirs = [notice for notice in self._waiting.values() if notice.person == person]
        return tuple(f"{notice.at:%Y-%m-%d %H:%M} {notice.kind}: {notice.about}" for notice in theirs)

    async def forget(self, person: str) -> int:
        """Drop a person's notices undelivered; returns how many."""
        theirs = [notice.id for notice in self._waiting.values() if notice.person == person]
        for notice_id in theirs:
            await self.delivered(notice_id)
        return len(theirs)


def _named(person: str, kind: NoticeKind, cause: str) -> str:
    return hashlib.blake2b(f"{kind}\n{cause}\n{person}".encode(), digest_size=16).hexdigest()


def _written(notice: Notice) -> dict[str, Any]:
    document = asdict(notice)
    del document["id"]
    return document | {"kind": str(notice.kind), "at": notice.at.isoformat()}


def _read(key: str, document: dict[str, Any]) -> Notice:
    return Notice(
        id=key,
        person=document["person"],
        kind=NoticeKind(document["kind"]),
        scope=document["scope"],
        about=document["about"],
        text=document["text"],
        fact=document["fact"],
        at=datetime.fromisoformat(document["at"]),
    )
