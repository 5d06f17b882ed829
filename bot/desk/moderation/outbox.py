"""Outbox: store notices to people until a front end has delivered them."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.desk.runtime.clock import Clock
from bot.desk.state.documents import Collection
from bot.messages import N_, _
from bot.stores.protocol import DocumentStore

COLLECTION = "notices"
KEPT = timedelta(days=30)
"""How long an undelivered notice is kept."""

_DELIVERED_KEPT = 2000
"""Maximum number of delivered ids to remember, so that nobody gets a notice twice."""


class NoticeKind(StrEnum):
    """Why somebody is notified."""

    ANSWERED = "answered"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to one person, stored as data. `text` is its wording on delivery.

    ``about`` is what they asked or proposed, ``reason`` what the moderator typed, ``fact`` the id of the fact to show
    in ``scope``.
    """

    id: str
    person: str
    kind: NoticeKind
    scope: str
    about: str
    fact: str | None
    at: datetime
    reason: str = ""

    @property
    def text(self) -> str:
        """Return the message in the reader's language, without ``about``."""
        match self.kind:
            case NoticeKind.ANSWERED:
                return _("Your question now has an answer.")
            case NoticeKind.APPROVED:
                return _("Your suggestion was accepted. Thank you!")
            case NoticeKind.DECLINED if self.reason:
                return _("Your suggestion was declined: {reason}").format(reason=self.reason)
            case NoticeKind.DECLINED:
                return _("Your suggestion was declined.")


class Notices:
    """The outbox. A front end delivers the `waiting` notices and reports each as `delivered`."""

    what = N_("messages that haven't been delivered to you yet (kept for up to 30 days)")

    def __init__(self, documents: DocumentStore, clock: Clock) -> None:
        self._documents = Collection(documents, COLLECTION, Notice, key="id", upgrade=_upgraded)
        self._clock = clock
        self._waiting: dict[str, Notice] = {}
        self._delivered: dict[str, None] = {}
        self._undeleted: dict[str, None] = {}

    async def load(self) -> None:
        """Load the undelivered notices, and delete those older than ``KEPT``."""
        self._waiting = await self._documents.all()
        await self.expire()

    async def put(
        self,
        person: str,
        kind: NoticeKind,
        *,
        scope: str,
        about: str,
        fact: str | None = None,
        reason: str = "",
        cause: str | None = None,
    ) -> Notice:
        """Add a notice; durable on return.

        A person gets one notice per ``cause``, even if the caller retries after an interruption.
        """
        name = uuid.uuid4().hex if cause is None else _named(person, kind, cause)
        notice = Notice(name, person, kind, scope, about, fact, self._clock(), reason)
        if name in self._waiting or name in self._delivered:
            return self._waiting.get(name, notice)
        await self._documents.put(notice.id, notice)
        self._waiting[notice.id] = notice
        return notice

    def waiting(self) -> tuple[Notice, ...]:
        """Return the undelivered notices, oldest first."""
        return tuple(self._waiting.values())

    async def delivered(self, notice_id: str) -> None:
        """Remove a notice that was delivered or can't be.

        It no longer waits, even if this raises ``StoreUnwritable``; `clean_up` then deletes it later.
        """
        if self._waiting.pop(notice_id, None) is not None:
            self._delivered[notice_id] = None
            while len(self._delivered) > _DELIVERED_KEPT:
                del self._delivered[next(iter(self._delivered))]
            self._undeleted[notice_id] = None
            await self.clean_up()

    async def clean_up(self) -> None:
        """Delete the delivered notices that couldn't be deleted before. Raises ``StoreUnwritable``."""
        for notice_id in tuple(self._undeleted):
            await self._documents.delete(notice_id)
            self._undeleted.pop(notice_id, None)

    def scopes(self) -> frozenset[str]:
        """Return the scopes with notices."""
        return frozenset(each.scope for each in self._waiting.values())

    async def forget_scope(self, scope: str) -> int:
        """Delete a server's notices; return their number."""
        theirs = [each.id for each in self._waiting.values() if each.scope == scope]
        for notice_id in theirs:
            await self.delivered(notice_id)
        return len(theirs)

    async def expire(self) -> None:
        """Delete notices older than ``KEPT``."""
        oldest = self._clock() - KEPT
        for notice_id in [each.id for each in self._waiting.values() if each.at < oldest]:
            await self.delivered(notice_id)

    async def find(self, person: str) -> tuple[str, ...]:
        """Describe a person's notices, one line each."""
        theirs = [notice for notice in self._waiting.values() if notice.person == person]
        return tuple(
            _("{time} UTC: {message} ({about})").format(
                time=f"{notice.at:%Y-%m-%d %H:%M}", message=notice.text, about=notice.about
            )
            for notice in theirs
        )

    async def forget(self, person: str) -> int:
        """Delete a person's undelivered notices; return their number."""
        theirs = [notice.id for notice in self._waiting.values() if notice.person == person]
        for notice_id in theirs:
            await self.delivered(notice_id)
        return len(theirs)


def _named(person: str, kind: NoticeKind, cause: str) -> str:
    return hashlib.blake2b(f"{kind}\n{cause}\n{person}".encode(), digest_size=16).hexdigest()


def _upgraded(document: dict[str, Any]) -> dict[str, Any]:
    """Upgrade a notice of version 0.x, which stored its whole sentence. The reason follows the colon."""
    if "text" not in document:
        return document
    _declined, _colon, reason = document["text"].partition("Your suggestion was not taken: ")
    return {name: value for name, value in document.items() if name != "text"} | {"reason": reason}
