"""Represent a fact as a moderator types it, and validate it before it is saved."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import partial
from typing import Any

from pydantic import ValidationError
from rapidfuzz import fuzz, process

from bot.desk.editing.drafts.date_moves import Announcement, announced_after
from bot.desk.editing.drafts.source_lines import read_sources, sources_text
from bot.desk.editing.drafts.values import read_day, read_value, reread_value, value_as_typed
from bot.desk.errors import Invalid
from bot.desk.state.ids import free_id
from bot.facts import limits
from bot.facts.asked import contradicting
from bot.facts.models import Fact, Production, Source, Spoiler, State, Status, Value, changed, slug
from bot.facts.places.gazetteer import Gazetteer
from bot.facts.problems import Problem, explain, shortened
from bot.facts.topics import Topics, shipped_topics
from bot.messages import _, comma_list
from bot.plain import is_blank

_MIN_SIMILARITY = 75.0
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_ALLOWED = "\n\u200c\u200d"
"""Control characters to keep: line breaks, and the joiners that some emoji and scripts need."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact exactly as it was typed, so that refused input can be shown again.

    ``production`` is an id or any name. ``kind`` is the kind of ``value`` (date, place, number, person; if empty, it
    depends on the value and the topic). ``phrasings``, ``counterexamples`` and ``sources`` have one entry per line; a
    source is ``link | title | date``. ``announced_on`` and ``announced_by`` are when a moved date was announced (empty:
    today) and by whom. With ``correction``, the previous date was our mistake, and the new one replaces the last
    announced date. ``base`` is the fact being edited, None for a new one; unchanged fields are copied from it.
    """

    production: str = ""
    topic: str = ""
    subject: str = ""
    text: str = ""
    value: str = ""
    kind: str = ""
    status: str = Status.CONFIRMED
    spoiler: str = Spoiler.NONE
    phrasings: str = ""
    counterexamples: str = ""
    sources: str = ""
    announced_on: str = ""
    announced_by: str = ""
    correction: bool = False
    why: str = ""
    base: Fact | None = None

    @property
    def things(self) -> tuple[Draft | Fact, ...]:
        """Return what counts for spoilers in a text about this draft: the draft and the fact being edited."""
        return (self,) if self.base is None else (self, self.base)

    def typed(self, **changes: Any) -> Draft:
        """Return the draft with some fields changed."""
        return replace(self, **changes)


class DraftRefused(Invalid):
    """The draft isn't valid. ``problems`` are all problems with it; ``draft`` can be shown again."""

    def __init__(self, draft: Draft, problems: Sequence[Problem]) -> None:
        fields: dict[str, str] = {}
        for problem in problems:
            fields[problem.field] = "; ".join(filter(None, (fields.get(problem.field), problem.sentence())))
        super().__init__("\n".join(problem.sentence() for problem in problems), fields)
        self.draft = draft
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a draft is saved: the scope, its productions and topics, and the ids in use.

    ``known_topics`` are those of the registry, ``topics`` those that facts of the production use.
    """

    scope: str
    today: date
    productions: Sequence[Production]
    gazetteer: Gazetteer
    topics: Collection[str] = ()
    known_topics: Topics = field(default_factory=shipped_topics)
    taken: Callable[[str], bool] = lambda _name: False


def draft_of(fact: Fact) -> Draft:
    """Return the draft for editing a fact. Validating it unchanged returns an equal fact."""
    return Draft(
        production=fact.production,
        topic=fact.topic,
        subject=fact.subject,
        text=fact.text,
        value=value_as_typed(fact.value),
        status=fact.status,
        spoiler=fact.spoiler,
        phrasings="\n".join(fact.phrasings),
        counterexamples="\n".join(fact.counterexamples),
        sources=sources_text(fact.sources, read_day),
        base=fact,
    )


def rebased(draft: Draft, onto: Fact) -> Draft:
    """Apply the same edit to another version of the fact: keep changed fields, take the others from ``onto``."""
    if draft.base is None:
        return replace(draft, base=onto)
    before, after = draft_of(draft.base), draft_of(onto)
    edited = {
        field.name: getattr(draft, field.name)
        for field in fields(Draft)
        if field.name != "base"
        and _as_form_returns(getattr(draft, field.name)) != _as_form_returns(getattr(before, field.name))
    }
    if "value" in edited:
        edited["kind"] = draft.kind
    return replace(after, **edited)


@dataclass(frozen=True, slots=True)
class Validated:
    """The fact that a valid draft makes: live, at revision 1. ``notes`` are messages for the moderator."""

    fact: Fact
    notes: tuple[str, ...] = ()


def validate(draft: Draft, destination: Destination) -> Validated:
    """Validate a draft, and return its fact. Call it in a thread, because parsing dates and places takes time.

    Raises:
        DraftRefused: the draft isn't valid.
    """
    validator = _Validator(draft, destination)
    return Validated(validator.fact(), tuple(validator.notes))


class _Validator:
    """Validates one draft, and collects all its problems."""

    def __init__(self, draft: Draft, destination: Destination) -> None:
        self.draft = draft
        self.to = destination
        self.base = draft.base
        self.shown = draft_of(draft.base) if draft.base is not None else None
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.unchanged: set[str] = set()

    def fact(self) -> Fact:
        production, topic = self._production(), self._topic()
        value, sources = self._value(topic), self._sources()
        typed: dict[str, Any] = {
            "production": production,
            "topic": topic,
            "subject": self._typed_or_stored("subject", lambda text: " ".join(_clean(text).split())),
            "text": self._typed_or_stored("text", _clean),
            "value": value,
            "status": self._choice("status", Status),
            "spoiler": self._choice("spoiler", Spoiler),
            "phrasings": self._typed_or_stored("phrasings", one_per_line),
            "counterexamples": self._typed_or_stored("counterexamples", one_per_line),
            "sources": sources,
            "announced_dates": announced_after(self.base, topic, value, self._announcement()),
            "checked_on": self.to.today if self.base is None else self.base.checked_on,
            "scope": self.to.scope,
            "state": State.LIVE,
        }
        if self.base is not None and typed["announced_dates"] is self.base.announced_dates:
            self.unchanged.add("announced_dates")
        self._check_contradictions(typed["phrasings"], typed["counterexamples"])
        typed["id"] = self.base.id if self.base is not None else self._new_id(typed)
        made: Fact | None = None
        try:
            made = changed(Fact, typed, self.unchanged)
        except ValidationError as fault:
            known = {problem.field for problem in self.problems} | self.unchanged
            self.problems.extend(each for each in map(_moved_to_draft_field, explain(fault)) if each.field not in known)
        if made is None or self.problems:
            raise DraftRefused(self.draft, self.problems)
        return made

    def _untouched(self, *names: str) -> bool:
        return self.shown is not None and all(
            _as_form_returns(getattr(self.draft, name)) == _as_form_returns(getattr(self.shown, name)) for name in names
        )

    def _typed_or_stored(self, name: str, read: Callable[[str], Any]) -> Any:
        """Return a field as it was typed, or its stored value if nobody changed it."""
        if not self._untouched(name):
            return read(getattr(self.draft, name))
        self.unchanged.add(name)
        return getattr(self.base, name)

    def _check_contradictions(self, phrasings: Sequence[str], counterexamples: Sequence[str]) -> None:
        """Report questions that were typed both as a phrasing and as a counterexample."""
        if not self._untouched("phrasings", "counterexamples"):
            remedy = _('keep it as a phrasing if this fact answers it; put "not:" before it if it doesn\'t')
            self.problems.extend(
                Problem(_("is also a phrasing of this fact"), remedy, "counterexamples", shortened(each))
                for each in contradicting(phrasings, counterexamples)
            )

    def _production(self) -> str:
        typed = self.draft.production.strip()
        names = {name.casefold(): each for each in self.to.productions for name in (each.title, *each.aliases)}
        names |= {each.id: each for each in self.to.productions}
        if self.base is not None and typed == self.base.production:
            return typed
        found = names.get(typed.casefold())
        if found is not None:
            return found.id
        near = process.extractOne(typed.casefold(), list(names), scorer=fuzz.WRatio, score_cutoff=_MIN_SIMILARITY)
        remedy = _("choose one that /productions lists")
        if near and typed:
            remedy = _("did you mean {name}?").format(name=names[near[0]].title)
        self.problems.append(Problem(_("is not a known production"), remedy, "production", shortened(typed)))
        return ""

    def _topic(self) -> str:
        topic = slug(_clean(self.draft.topic))
        known = {*self.to.known_topics.ids, *self.to.topics, *((self.base.topic,) if self.base is not None else ())}
        if wrong := limits.excess(len(self.draft.topic), limits.ID, "characters"):
            self.problems.append(Problem(wrong, _("shorten it"), "topic", shortened(topic)))
        elif not topic:
            remedy = _("choose one, such as {topics}").format(topics=comma_list(self.to.known_topics.ids))
            self.problems.append(Problem(_("is missing"), remedy, "topic"))
        elif topic not in known and (near := _nearest(topic, known)):
            remedy = _("did you mean {name}?").format(name=near)
            self.problems.append(Problem(_("is not a known topic"), remedy, "topic", shortened(topic)))
        return topic

    def _value(self, topic: str) -> Value | None:
        if self.base is not None and self._untouched("value", "kind"):
            self.unchanged.add("value")
            return self.base.value
        before = self.base.value if self.base is not None else None
        usual = self.to.known_topics.get(topic).value if topic else None
        typed = (_clean(self.draft.value), self.draft.kind, usual, self.to.today, self.to.gazetteer)
        value, note, problems = read_value(*typed) if before is None else reread_value(before, *typed)
        self.problems.extend(problems)
        self.notes.extend(filter(None, (note,)))
        return value

    def _sources(self) -> tuple[Source, ...]:
        if self.base is not None and self._untouched("sources"):
            self.unchanged.add("sources")
            return self.base.sources
        sources, problems = read_sources(_clean(self.draft.sources), partial(read_day, today=self.to.today))
        self.problems.extend(problems)
        return sources

    def _choice(self, name: str, choices: type[Status] | type[Spoiler]) -> str:
        return str(getattr(self.draft, name)).strip().casefold() or str(next(iter(choices)))

    def _announcement(self) -> Announcement:
        announced = self.draft.announced_on.strip()
        on = read_day(announced, self.to.today) if announced else self.to.today.isoformat()
        if on is None:
            remedy = _("write when the new date was announced, like 12 July 2026, or leave it empty for today")
            self.problems.append(Problem(_("is not a date"), remedy, "announced_on", shortened(announced)))
        by, why = self._short("announced_by", limits.NAME), self._short("why", limits.REASON)
        return Announcement(on, by, why, self.draft.correction)

    def _short(self, name: str, longest: int) -> str:
        """Return a short field on one line; empty if it is blank."""
        line = " ".join(_clean(getattr(self.draft, name)).split())
        if wrong := limits.excess(len(line), longest, "characters"):
            self.problems.append(Problem(wrong, _("shorten it"), name, shortened(line)))
        return "" if is_blank(line) else line

    def _new_id(self, typed: dict[str, Any]) -> str:
        about = typed["subject"] or " ".join(str(typed["text"]).split()[:6])
        if typed["spoiler"] != Spoiler.NONE:
            about = ""  # ids are shown in places where spoilers can't be covered
        return free_id(f"{typed['production']} {typed['topic']} {about}", self.to.scope, self.to.taken)


def _nearest(word: str, known: Collection[str]) -> str | None:
    """Return the known word that this one may be a typo of, or None."""
    near = process.extractOne(word, sorted(known), scorer=fuzz.ratio, score_cutoff=_MIN_SIMILARITY)
    return near[0] if near else None


_FIELDS = {"announced_dates": "announced_on", "value": "value", "sources": "sources", "phrasings": "phrasings"}


def _moved_to_draft_field(problem: Problem) -> Problem:
    """Return a problem with a field of the fact as a problem with the draft's field."""
    head = problem.field.partition("[")[0].partition(".")[0]
    return replace(problem, field=_FIELDS.get(head, head) or "value")


def _clean(text: str) -> str:
    """Return typed text without invisible control and formatting characters."""
    normal = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(mark for mark in normal if mark in _ALLOWED or unicodedata.category(mark) not in _INVISIBLE).strip()


def one_per_line(text: str) -> tuple[str, ...]:
    """Split a field with one entry per line (phrasings, names), without duplicates."""
    lines = [" ".join(line.split()) for line in _clean(text).splitlines()]
    return tuple({line.casefold(): line for line in reversed(lines) if not is_blank(line)}.values())[::-1]


def _as_form_returns(value: object) -> object:
    """Return a field as an unchanged Discord form returns it."""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
