"""Suggestions: a member proposes a fact or a correction, a moderator decides, and the member hears back."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.desk.access.actors import Actor
from bot.desk.access.gate import Gate
from bot.desk.access.permissions import Deed
from bot.desk.access.settings import SettingsDesk
from bot.desk.editing.drafts.draft import Draft
from bot.desk.editing.drafts.source_lines import read_sources
from bot.desk.editing.drafts.values import read_day
from bot.desk.editing.editor import Curating
from bot.desk.errors import Invalid, NotAllowed, NotFound, NothingToDo, TooMany
from bot.desk.moderation.outbox import NoticeKind, Notices
from bot.desk.runtime.clock import Clock, today
from bot.desk.state.begun_changes import Begun
from bot.desk.state.catalogue import Catalogue
from bot.desk.state.documents import Collection
from bot.desk.state.reasons import SUGGESTED, typed_reason
from bot.facts import limits
from bot.facts.models import Fact
from bot.plain import is_blank
from bot.stores.protocol import DocumentStore

COLLECTION = "suggestions"
A_DAY = 5
"""Suggestions that one person may make in one server on one day (UTC)."""

WAITING = 500
"""Suggestions that may wait in one server; past them nobody would get to the end of the queue."""

KEPT = timedelta(days=180)
"""A suggestion that nobody decided on for so long is dropped."""

_KIND = "suggestion"
"""What begins the name of each suggestion in ``Begun``."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a member proposed. ``fact`` is the id of what it corrects, None for a new fact.

    ``person`` is None where they asked to be forgotten; it goes with the suggestion once that is decided.
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
    """Suggestions that wait, by server; what is decided is removed, and the member told."""

    what = "suggestions of yours that wait for a moderator (kept for half a year at most)"

    def __init__(
        self,
        *,
        documents: DocumentStore,
        gate: Gate,
        catalogue: Catalogue,
        curating: Curating,
        notices: Notices,
        begun: Begun,
        settings: SettingsDesk,
        clock: Clock,
    ) -> None:
        self._documents = Collection(documents, COLLECTION, Suggestion, key="id")
        self._begun = begun
        self._gate = gate
        self._catalogue = catalogue
        self._curating = curating
        self._notices = notices
        self._settings = settings
        self._clock = clock
        self._waiting: dict[str, Suggestion] = {}
        self._deciding: set[str] = set()
        self._made: Counter[tuple[str, str]] = Counter()
        self._day: date | None = None

    async def load(self) -> None:
        """Read what waits. How many a person made today is counted from it."""
        self._waiting = await self._documents.all()
        for suggestion in self._waiting.values():
            if suggestion.person and suggestion.at.date() == today(self._clock):
                self._count(suggestion.scope, suggestion.person)
        for about in self._begun.left(_KIND):
            await self._finish(about)

    async def _finish(self, about: str) -> None:
        """End what a former process began: it made the fact and died, or died before."""
        suggestion, fact = self._waiting.get(about.removeprefix(f"{_KIND} ")), await self._begun.made(about)
        if suggestion is not None and fact is not None:
            await self._taken(suggestion, fact)
        await self._begun.end(about)

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

        ``name`` is the id that the suggestion gets; one of that name and person that waits already is returned as it
        is, so that a form sent again makes no second one.

        Raises:
            NotAllowed: the person was muted here; NotFound: no such production or fact; Invalid: no text or source;
            TooMany: their limit of the day is used up, or too many wait; StoreUnwritable.
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
        # Counted before it is written: ten at once are not let through by a slow disk.
        self._count(scope, actor.person)
        self._waiting[proposed.id] = proposed
        try:
            await self._documents.put(proposed.id, proposed)
        except BaseException:
            self._made[scope, actor.person] -= 1
            del self._waiting[proposed.id]
            raise
        return proposed

    def waiting(self, actor: Actor) -> tuple[Suggestion, ...]:
        """The suggestions of the actor's server that wait, oldest first. Raises ``NotAllowed``."""
        self._gate.require(actor, Deed.QUEUE_SEE)
        return tuple(each for each in self._waiting.values() if each.scope == actor.scope)

    async def draft(self, actor: Actor, suggestion_id: str) -> Draft:
        """The fact that a suggestion would become, to be edited first or approved as it is.

        Raises:
            NotAllowed, NotFound.
        """
        self._gate.require(actor, Deed.SUGGESTION_DECIDE)
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
        """Make a suggestion a fact, as it was made or as edited in ``draft``; the member is told.

        ``change`` is the id that the change gets. Of one suggestion, or of one id, there is one fact, however often
        this is interrupted and done again.

        Raises:
            NotAllowed, NotFound, StoreUnwritable; NothingToDo: somebody else is deciding on it;
            DraftRefused: something is missing, so it has to be edited first; EditConflict.
        """
        self._gate.require(actor, Deed.SUGGESTION_DECIDE)
        if suggestion_id not in self._waiting and change is not None:
            # It was saved by a process that died before it could say so, and ended by the start of this one.
            before = await self._begun.committed(change)
            if before is not None:
                return before
        suggestion = self._begin(actor, suggestion_id)
        try:
            fact = await self._begun.made(_about(suggestion_id))
            if fact is None:
                fact = await self._write_fact(actor, suggestion, draft, change or f"suggestion-{suggestion_id}")
            await self._taken(suggestion, fact)
        finally:
            self._deciding.discard(suggestion_id)
        return fact

    async def _write_fact(self, actor: Actor, suggestion: Suggestion, draft: Draft | None, change: str) -> Fact:
        chosen = draft or await self.draft(actor, suggestion.id)
        await self._begun.begin(_about(suggestion.id), change)
        save = self._curating.add if chosen.base is None else self._curating.edit
        return await save(actor, chosen, change)

    async def _taken(self, suggestion: Suggestion, fact: Fact) -> None:
        await self._end(suggestion, NoticeKind.APPROVED, fact=fact.id)

    async def decline(self, actor: Actor, suggestion_id: str, reason: str = "") -> Suggestion:
        """Turn a suggestion down; the member is told why.

        Raises:
            NotAllowed, NotFound, StoreUnwritable; NothingToDo: somebody else is deciding on it.
        """
        self._gate.require(actor, Deed.SUGGESTION_DECIDE)
        words = typed_reason(reason, "reason")
        suggestion = self._begin(actor, suggestion_id)
        try:
            await self._end(suggestion, NoticeKind.DECLINED, reason=words)
        finally:
            self._deciding.discard(suggestion_id)
        return suggestion

    async def mute(self, actor: Actor, person: str) -> int:
        """Take no more suggestions of a person in this server; those of theirs that wait are dropped, and counted.

        Raises:
            NotAllowed, Invalid, StoreUnwritable.
        """
        self._gate.require(actor, Deed.SUGGESTER_MUTE)
        muted = self._settings.of(actor.server).muted
        if person not in muted:
            await self._settings.change(actor, {"muted": (*muted, person)})
        theirs = [each for each in self._waiting.values() if (each.scope, each.person) == (actor.scope, person)]
        for each in theirs:
            await self._drop(each.id)
        return len(theirs)

    async def unmute(self, actor: Actor, person: str) -> None:
        """Take a person's suggestions again. Raises ``NotAllowed``, ``StoreUnwritable``; ``NothingToDo``: not muted."""
        self._gate.require(actor, Deed.SUGGESTER_MUTE)
        muted = self._settings.of(actor.server).muted
        if person not in muted:
            raise NothingToDo("This person is not muted here.")
        await self._settings.change(actor, {"muted": tuple(each for each in muted if each != person)})

    async def find(self, person: str) -> tuple[str, ...]:
        """A person's suggestions that wait, one readable line each."""
        theirs = [each for each in self._waiting.values() if each.person == person]
        return tuple(f"{each.at:%Y-%m-%d} on {each.production}: {each.text}" for each in theirs)

    async def forget(self, person: str) -> int:
        """Take a person's name from what they proposed; how many had it. Nobody is told of the decision then."""
        theirs = [each for each in self._waiting.values() if each.person == person]
        for each in theirs:
            nameless = replace(each, person=None)
            await self._documents.put(each.id, nameless)
            self._waiting[each.id] = nameless
        return len(theirs)

    def scopes(self) -> frozenset[str]:
        """Every scope in which a suggestion waits."""
        return frozenset(each.scope for each in self._waiting.values())

    async def forget_scope(self, scope: str) -> int:
        """Drop a server's suggestions; how many there were. Nobody is told."""
        theirs = [each.id for each in self._waiting.values() if each.scope == scope]
        for each in theirs:
            await self._drop(each)
        return len(theirs)

    async def expire(self) -> None:
        """Drop what nobody decided on for half a year."""
        oldest = self._clock() - KEPT
        for each in [each.id for each in self._waiting.values() if each.at < oldest]:
            await self._drop(each)

    # -- what they share

    def _suggester(self, actor: Actor) -> str:
        scope = self._gate.require(actor, Deed.SUGGEST)
        if actor.person in self._settings.of(actor.server).muted:
            raise NotAllowed("The moderators of this server no longer take suggestions from you.")
        if self._day == today(self._clock) and self._made[scope, actor.person] >= A_DAY:
            raise TooMany(f"You made {A_DAY} suggestions today, which is the most. Thank you: come back tomorrow.")
        if sum(each.scope == scope for each in self._waiting.values()) >= WAITING:
            raise TooMany("Too many suggestions wait here already. Try again when the moderators have caught up.")
        return scope

    def _count(self, scope: str, person: str) -> None:
        day = today(self._clock)
        if self._day != day:
            self._day = day
            self._made.clear()
        self._made[scope, person] += 1

    def _known(self, actor: Actor, suggestion_id: str) -> Suggestion:
        suggestion = self._waiting.get(suggestion_id)
        if suggestion is None or suggestion.scope != actor.scope:
            raise NotFound("This suggestion no longer waits: somebody decided on it.")
        return suggestion

    def _begin(self, actor: Actor, suggestion_id: str) -> Suggestion:
        suggestion = self._known(actor, suggestion_id)
        if suggestion_id in self._deciding:
            raise NothingToDo("Somebody else is deciding on this suggestion right now.")
        self._deciding.add(suggestion_id)
        return suggestion

    async def _end(
        self, suggestion: Suggestion, kind: NoticeKind, *, fact: str | None = None, reason: str = ""
    ) -> None:
        # Read again: the member may have asked to be forgotten meanwhile.
        person = self._waiting.get(suggestion.id, suggestion).person
        if person is not None:
            await self._notices.put(
                person,
                kind,
                scope=suggestion.scope,
                about=suggestion.text,
                fact=fact,
                reason=reason,
                cause=_about(suggestion.id),
            )
        await self._drop(suggestion.id)

    async def _drop(self, suggestion_id: str) -> None:
        await self._documents.delete(suggestion_id)
        self._waiting.pop(suggestion_id, None)
        await self._begun.end(_about(suggestion_id))


def _about(suggestion_id: str) -> str:
    return f"{_KIND} {suggestion_id}"


def _checked_text(text: str) -> str:
    words = text.strip()
    wrong = limits.excess(len(words), limits.TEXT, "characters")
    if wrong or is_blank(words):
        problem = f"{wrong}; shorten it" if wrong else "write the fact in one or two sentences"
        raise Invalid(f"text: {problem}", {"text": problem})
    return words


def _checked_source(source: str) -> str:
    sources, problems = read_sources(source, read_day)
    wrong = limits.excess(len(sources), limits.SOURCES)
    if wrong or problems or not sources:
        told = [each.sentence() for each in problems] or [f"{wrong}; name the best ones"] * bool(wrong)
        problem = "; ".join(told) or "say where it can be read: a link is enough"
        raise Invalid(f"source: {problem}", {"source": problem})
    return source.strip()
