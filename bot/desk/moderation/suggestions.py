"""Handle suggestions: a member proposes a fact or a correction, a moderator decides, the member is notified."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.desk.access.actors import Actor
from bot.desk.access.gate import Gate
from bot.desk.access.permissions import Permission
from bot.desk.access.settings import SettingsDesk
from bot.desk.editing.drafts.draft import Draft
from bot.desk.editing.drafts.source_lines import read_sources
from bot.desk.editing.drafts.values import read_day
from bot.desk.editing.editor import Curating
from bot.desk.errors import Invalid, NotAllowed, NotFound, NothingToDo, TooMany
from bot.desk.moderation.outbox import NoticeKind, Notices
from bot.desk.runtime.clock import Clock, today
from bot.desk.state.catalogue import Catalogue
from bot.desk.state.documents import Collection
from bot.desk.state.intent_log import IntentLog
from bot.desk.state.reasons import SUGGESTED, typed_reason
from bot.facts import limits
from bot.facts.models import Fact
from bot.messages import N_, _, ngettext
from bot.plain import is_blank
from bot.stores.protocol import DocumentStore

COLLECTION = "suggestions"
MAX_PER_DAY = 5
"""Maximum number of suggestions by one person per server and day (UTC)."""

MAX_WAITING = 500
"""Maximum number of waiting suggestions per server. Nobody would work through a longer queue."""

KEPT = timedelta(days=180)
"""How long a suggestion waits for a decision before it is deleted."""

_KIND = "suggestion"
"""The first word of names of suggestions in the `IntentLog`."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A member's suggestion. ``fact`` is the id of the fact it corrects, None for a new fact.

    ``person`` is None if they asked to be forgotten.
    """

    id: str
    scope: str
    person: str | None
    text: str
    source: str
    production: str
    topic: str
    fact: str | None
    at: datetime


class Suggesting:
    """Keeps suggestions until a moderator has decided; then deletes them and notifies the member."""

    what = N_("your suggestions that wait for a moderator (kept for half a year at most)")

    def __init__(
        self,
        *,
        documents: DocumentStore,
        gate: Gate,
        catalogue: Catalogue,
        curating: Curating,
        notices: Notices,
        intents: IntentLog,
        settings: SettingsDesk,
        clock: Clock,
    ) -> None:
        self._documents = Collection(documents, COLLECTION, Suggestion, key="id")
        self._intents = intents
        self._gate = gate
        self._catalogue = catalogue
        self._curating = curating
        self._notices = notices
        self._settings = settings
        self._clock = clock
        self._waiting: dict[str, Suggestion] = {}
        self._deciding: set[str] = set()
        self._made_today: Counter[tuple[str, str]] = Counter()
        self._day: date | None = None

    async def load(self) -> None:
        """Load the waiting suggestions, and count how many of them each person made today."""
        self._waiting = await self._documents.all()
        for suggestion in self._waiting.values():
            if suggestion.person and suggestion.at.date() == today(self._clock):
                self._count(suggestion.scope, suggestion.person)
        for name in self._intents.unfinished(_KIND):
            await self._finish(name)

    async def _finish(self, name: str) -> None:
        """Finish an approval that an earlier process began, if it committed the fact."""
        suggestion, fact = self._waiting.get(name.removeprefix(f"{_KIND} ")), await self._intents.result(name)
        if suggestion is not None and fact is not None:
            await self._accepted(suggestion, fact)
        await self._intents.end(name)

    async def propose(
        self,
        actor: Actor,
        *,
        text: str,
        source: str,
        production: str = "",
        topic: str = "",
        fact: str | None = None,
        name: str | None = None,
    ) -> Suggestion:
        """Propose a new fact (``production`` by id or name, ``topic``), or a correction of ``fact``.

        ``name`` is the id of the new suggestion. If a suggestion of the person with this id is already waiting, return
        it, so that submitting a form twice doesn't make a second one.

        Raises:
            NotAllowed: the person is muted here; NotFound: no such production or fact; Invalid: no text or source;
            TooMany: the person's daily limit is reached, or too many wait; StoreUnwritable.
        """
        waiting = self._waiting.get(name or "")
        if waiting is not None and (waiting.scope, waiting.person) == (actor.scope, actor.person):
            return waiting
        scope = self._suggester(actor)
        corrected = self._catalogue.fact(fact, actor.scope) if fact is not None else None
        about = corrected.production if corrected else self._catalogue.production(production, actor.scope).id
        proposed = Suggestion(
            id=name if name and name not in self._waiting else uuid.uuid4().hex[:12],
            scope=scope,
            person=actor.person,
            text=_checked_text(text),
            source=_checked_source(source),
            production=about,
            topic=corrected.topic if corrected else topic.strip()[: limits.ID],
            fact=corrected.id if corrected else None,
            at=self._clock(),
        )
        # Count before writing. Otherwise many could pass the limit while the disk is slow.
        self._count(scope, actor.person)
        self._waiting[proposed.id] = proposed
        try:
            await self._documents.put(proposed.id, proposed)
        except BaseException:
            self._made_today[scope, actor.person] -= 1
            del self._waiting[proposed.id]
            raise
        return proposed

    def waiting(self, actor: Actor) -> tuple[Suggestion, ...]:
        """Return the waiting suggestions of the actor's server, oldest first. Raises ``NotAllowed``."""
        self._gate.require(actor, Permission.QUEUE_SEE)
        return tuple(each for each in self._waiting.values() if each.scope == actor.scope)

    async def draft(self, actor: Actor, suggestion_id: str) -> Draft:
        """Return the draft of a fact for a suggestion, to edit or approve.

        Raises:
            NotAllowed, NotFound.
        """
        self._gate.require(actor, Permission.SUGGESTION_DECIDE)
        suggestion = self._known(actor, suggestion_id)
        why = SUGGESTED.text()
        if suggestion.fact is None:
            return Draft(
                production=suggestion.production,
                topic=suggestion.topic,
                text=suggestion.text,
                sources=suggestion.source,
                why=why,
            )
        before = await self._curating.draft(actor, suggestion.fact)
        sources = "\n".join(filter(None, (before.sources, suggestion.source)))
        return before.typed(text=suggestion.text, sources=sources, why=why)

    async def approve(
        self, actor: Actor, suggestion_id: str, draft: Draft | None = None, change: str | None = None
    ) -> Fact:
        """Save a suggestion as a fact, unchanged or as edited in ``draft``, and notify the member.

        ``change`` is the id of the change. Repeating this after an interruption never adds a second fact for the same
        suggestion or id.

        Raises:
            NotAllowed, NotFound, StoreUnwritable; NothingToDo: somebody else is deciding on it;
            DraftRefused: something is missing, so edit it first; EditConflict.
        """
        self._gate.require(actor, Permission.SUGGESTION_DECIDE)
        if suggestion_id not in self._waiting and change is not None:
            # A process that died before it could reply may have saved it; the start of this process finished it.
            before = await self._intents.committed(change)
            if before is not None:
                return before
        suggestion = self._begin(actor, suggestion_id)
        try:
            fact = await self._intents.result(_name_of(suggestion_id))
            if fact is None:
                fact = await self._write_fact(actor, suggestion, draft, change or f"suggestion-{suggestion_id}")
            await self._accepted(suggestion, fact)
        finally:
            self._deciding.discard(suggestion_id)
        return fact

    async def _write_fact(self, actor: Actor, suggestion: Suggestion, draft: Draft | None, change: str) -> Fact:
        chosen = draft or await self.draft(actor, suggestion.id)
        await self._intents.begin(_name_of(suggestion.id), change)
        save = self._curating.add if chosen.base is None else self._curating.edit
        return await save(actor, chosen, change)

    async def _accepted(self, suggestion: Suggestion, fact: Fact) -> None:
        await self._end(suggestion, NoticeKind.APPROVED, fact=fact.id)

    async def decline(self, actor: Actor, suggestion_id: str, reason: str = "") -> Suggestion:
        """Decline a suggestion, and notify the member of the reason.

        Raises:
            NotAllowed, NotFound, StoreUnwritable; NothingToDo: somebody else is deciding on it.
        """
        self._gate.require(actor, Permission.SUGGESTION_DECIDE)
        words = typed_reason(reason, "reason")
        suggestion = self._begin(actor, suggestion_id)
        try:
            await self._end(suggestion, NoticeKind.DECLINED, reason=words)
        finally:
            self._deciding.discard(suggestion_id)
        return suggestion

    async def mute(self, actor: Actor, person: str) -> int:
        """Mute a person in this server. Delete their waiting suggestions, and return the number.

        Raises:
            NotAllowed, Invalid, StoreUnwritable.
        """
        self._gate.require(actor, Permission.SUGGESTER_MUTE)
        muted = self._settings.of(actor.server).muted
        if person not in muted:
            await self._settings.change(actor, {"muted": (*muted, person)})
        theirs = [each for each in self._waiting.values() if (each.scope, each.person) == (actor.scope, person)]
        for each in theirs:
            await self._drop(each.id)
        return len(theirs)

    async def unmute(self, actor: Actor, person: str) -> None:
        """Unmute a person. Raises ``NotAllowed``, ``StoreUnwritable``; ``NothingToDo``: they aren't muted."""
        self._gate.require(actor, Permission.SUGGESTER_MUTE)
        muted = self._settings.of(actor.server).muted
        if person not in muted:
            raise NothingToDo(_("This person isn't muted here."))
        await self._settings.change(actor, {"muted": tuple(each for each in muted if each != person)})

    async def find(self, person: str) -> tuple[str, ...]:
        """Describe a person's waiting suggestions, one line each."""
        theirs = [each for each in self._waiting.values() if each.person == person]
        return tuple(
            _("{day} about {production}: {text}").format(
                day=f"{each.at:%Y-%m-%d}", production=self._title(each), text=each.text
            )
            for each in theirs
        )

    async def forget(self, person: str) -> int:
        """Remove a person's id from their suggestions; return the number. They won't be notified of decisions."""
        theirs = [each for each in self._waiting.values() if each.person == person]
        for each in theirs:
            anonymous = replace(each, person=None)
            await self._documents.put(each.id, anonymous)
            self._waiting[each.id] = anonymous
        return len(theirs)

    def scopes(self) -> frozenset[str]:
        """Return the scopes with suggestions."""
        return frozenset(each.scope for each in self._waiting.values())

    async def forget_scope(self, scope: str) -> int:
        """Delete a server's suggestions without notifying anyone; return their number."""
        theirs = [each.id for each in self._waiting.values() if each.scope == scope]
        for each in theirs:
            await self._drop(each)
        return len(theirs)

    async def expire(self) -> None:
        """Delete suggestions that have waited for half a year."""
        oldest = self._clock() - KEPT
        for each in [each.id for each in self._waiting.values() if each.at < oldest]:
            await self._drop(each)

    # -- helpers

    def _title(self, suggestion: Suggestion) -> str:
        found = self._catalogue.find_production(suggestion.production, suggestion.scope)
        return found.title if found is not None else suggestion.production

    def _suggester(self, actor: Actor) -> str:
        scope = self._gate.require(actor, Permission.SUGGEST)
        if actor.person in self._settings.of(actor.server).muted:
            raise NotAllowed(_("The moderators of this server don't accept suggestions from you."))
        if self._day == today(self._clock) and self._made_today[scope, actor.person] >= MAX_PER_DAY:
            message = ngettext(
                "You can make {count} suggestion a day. Thank you! Try again tomorrow.",
                "You can make {count} suggestions a day. Thank you! Try again tomorrow.",
                MAX_PER_DAY,
            )
            raise TooMany(message.format(count=MAX_PER_DAY))
        if sum(each.scope == scope for each in self._waiting.values()) >= MAX_WAITING:
            raise TooMany(_("Too many suggestions are waiting here. Try again when the moderators have caught up."))
        return scope

    def _count(self, scope: str, person: str) -> None:
        day = today(self._clock)
        if self._day != day:
            self._day = day
            self._made_today.clear()
        self._made_today[scope, person] += 1

    def _known(self, actor: Actor, suggestion_id: str) -> Suggestion:
        suggestion = self._waiting.get(suggestion_id)
        if suggestion is None or suggestion.scope != actor.scope:
            raise NotFound(_("This suggestion no longer waits: somebody has decided on it."))
        return suggestion

    def _begin(self, actor: Actor, suggestion_id: str) -> Suggestion:
        suggestion = self._known(actor, suggestion_id)
        if suggestion_id in self._deciding:
            raise NothingToDo(
                _("Somebody else is deciding on this suggestion right now. Look at the queue again in a moment.")
            )
        self._deciding.add(suggestion_id)
        return suggestion

    async def _end(
        self, suggestion: Suggestion, kind: NoticeKind, *, fact: str | None = None, reason: str = ""
    ) -> None:
        # Read again: the member may have asked to be forgotten in the meantime.
        person = self._waiting.get(suggestion.id, suggestion).person
        if person is not None:
            await self._notices.put(
                person,
                kind,
                scope=suggestion.scope,
                about=suggestion.text,
                fact=fact,
                reason=reason,
                cause=_name_of(suggestion.id),
            )
        await self._drop(suggestion.id)

    async def _drop(self, suggestion_id: str) -> None:
        await self._documents.delete(suggestion_id)
        self._waiting.pop(suggestion_id, None)
        await self._intents.end(_name_of(suggestion_id))


def _name_of(suggestion_id: str) -> str:
    return f"{_KIND} {suggestion_id}"


def _checked_text(text: str) -> str:
    words = text.strip()
    wrong = limits.excess(len(words), limits.TEXT, "characters")
    if wrong or is_blank(words):
        problem = _("write the fact in one or two sentences")
        if wrong:
            problem = _("{problem}; shorten it").format(problem=wrong)
        raise Invalid(_("Text: {problem}").format(problem=problem), {"text": problem})
    return words


def _checked_source(source: str) -> str:
    sources, problems = read_sources(source, read_day)
    wrong = limits.excess(len(sources), limits.SOURCES)
    if wrong or problems or not sources:
        problem = "; ".join(each.sentence() for each in problems)
        if not problem and wrong:
            problem = _("{problem}; give only the best ones").format(problem=wrong)
        problem = problem or _("say where you read it; a link is enough")
        raise Invalid(_("Source: {problem}").format(problem=problem), {"source": problem})
    return source.strip()
