"""Drafts: a fact as a moderator types it, all in plain text, checked before anything is made of it."""

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
from bot.desk.editing.drafts.values import read_day, read_value, read_value_anew, value_as_typed
from bot.desk.errors import Invalid
from bot.desk.state.ids import free_id
from bot.facts import limits
from bot.facts.asked import contradicting
from bot.facts.models import Fact, Production, Source, Spoiler, State, Status, Value, changed, slug
from bot.facts.places.gazetteer import Gazetteer
from bot.facts.problems import Problem, explain, shortened
from bot.facts.topics import Topics, shipped_topics
from bot.plain import is_blank

_NEAR = 75.0
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
_JOINERS = "\n\u200c\u200d"
"""Line breaks, and the joiners without which some emoji and some scripts fall apart."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed. Kept as it is until it is saved, so that refused input can be shown again.

    ``production`` is an id or any name; ``kind`` says how ``value`` is meant (date, place, number, person; empty: as
    it reads, or by the topic); ``phrasings``, ``counterexamples`` and ``sources`` hold one a line (``link | title |
    date``).
    ``announced_on`` and ``announced_by`` tell of a moved date when it was announced (empty: today) and by whom; with
    ``correction`` a changed date was a mistake of ours, and takes the place of the last announced one. ``base`` is the
    fact that the draft was made from, None for a new one: what was not touched is kept from it exactly.
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
        """What a word on this draft may give away: what was typed, and the fact that it was made from."""
        return (self,) if self.base is None else (self, self.base)

    def typed(self, **changes: Any) -> Draft:
        """The draft with some fields typed anew."""
        return replace(self, **changes)


class DraftRefused(Invalid):
    """A draft that cannot become a fact: every problem at once, and the draft to be shown again as it was typed."""

    def __init__(self, draft: Draft, problems: Sequence[Problem]) -> None:
        told: dict[str, str] = {}
        for problem in problems:
            told[problem.field] = "; ".join(filter(None, (told.get(problem.field), problem.sentence())))
        super().__init__("\n".join(problem.sentence() for problem in problems), told)
        self.draft = draft
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a draft is to become a fact: the scope, its productions and topics, and the ids that are taken.

    ``known_topics`` are the registry's, ``topics`` those that facts here use besides.
    """

    scope: str
    today: date
    productions: Sequence[Production]
    gazetteer: Gazetteer
    topics: Collection[str] = ()
    known_topics: Topics = field(default_factory=shipped_topics)
    taken: Callable[[str], bool] = lambda _: False


def draft_of(fact: Fact) -> Draft:
    """The draft that is shown for editing a fact; validated as it is, it gives the same fact again."""
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
    """The same edit on another version of the fact: what was touched stays typed, all else is taken from ``onto``."""
    if draft.base is None:
        return replace(draft, base=onto)
    before, after = draft_of(draft.base), draft_of(onto)
    touched = {
        field.name: getattr(draft, field.name)
        for field in fields(Draft)
        if field.name != "base" and _plain(getattr(draft, field.name)) != _plain(getattr(before, field.name))
    }
    if "value" in touched:
        touched["kind"] = draft.kind
    return replace(after, **touched)


@dataclass(frozen=True, slots=True)
class Validated:
    """A draft that is a fact: live, at revision 1 of its scope. ``notes`` are sentences for the moderator to see."""

    fact: Fact
    notes: tuple[str, ...] = ()


def validate(draft: Draft, destination: Destination) -> Validated:
    """The fact that a draft says. Blocking (typed dates, the gazetteer): call it in a thread.

    Raises:
        DraftRefused: with everything that is wrong with it.
    """
    reading = _Reading(draft, destination)
    return Validated(reading.fact(), tuple(reading.notes))


class _Reading:
    """One draft being read; problems are gathered, so that all of them can be told at once."""

    def __init__(self, draft: Draft, destination: Destination) -> None:
        self.draft = draft
        self.to = destination
        self.base = draft.base
        self.shown = draft_of(draft.base) if draft.base is not None else None
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.kept: set[str] = set()

    def fact(self) -> Fact:
        production, topic = self._production(), self._topic()
        value, sources = self._value(topic), self._sources()
        told: dict[str, Any] = {
            "production": production,
            "topic": topic,
            "subject": self._kept("subject", lambda text: " ".join(_clean(text).split())),
            "text": self._kept("text", _clean),
            "value": value,
            "status": self._choice("status", Status),
            "spoiler": self._choice("spoiler", Spoiler),
            "phrasings": self._kept("phrasings", one_a_line),
            "counterexamples": self._kept("counterexamples", one_a_line),
            "sources": sources,
            "announced_dates": announced_after(self.base, topic, value, self._announcement()),
            "checked_on": self.to.today if self.base is None else self.base.checked_on,
            "scope": self.to.scope,
            "state": State.LIVE,
        }
        if self.base is not None and told["announced_dates"] is self.base.announced_dates:
            self.kept.add("announced_dates")
        self._asked_apart(told["phrasings"], told["counterexamples"])
        told["id"] = self.base.id if self.base is not None else self._new_id(told)
        made: Fact | None = None
        try:
            made = changed(Fact, told, self.kept)
        except ValidationError as fault:
            known = {problem.field for problem in self.problems} | self.kept
            self.problems.extend(each for each in map(_placed, explain(fault)) if each.field not in known)
        if made is None or self.problems:
            raise DraftRefused(self.draft, self.problems)
        return made

    def _untouched(self, *names: str) -> bool:
        return self.shown is not None and all(
            _plain(getattr(self.draft, name)) == _plain(getattr(self.shown, name)) for name in names
        )

    def _kept(self, name: str, read: Callable[[str], Any]) -> Any:
        """A field as it was typed, or exactly as it was where nobody touched it."""
        if not self._untouched(name):
            return read(getattr(self.draft, name))
        self.kept.add(name)
        return getattr(self.base, name)

    def _asked_apart(self, phrasings: Sequence[str], counterexamples: Sequence[str]) -> None:
        """What was typed anew must not say of one question that it is answered and that it is not."""
        if not self._untouched("phrasings", "counterexamples"):
            remedy = "leave it in one of the two places: as a phrasing if this fact answers it, else behind not:"
            self.problems.extend(
                Problem("is also a phrasing of this fact", remedy, "counterexamples", shortened(each))
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
        near = process.extractOne(typed.casefold(), list(names), scorer=fuzz.WRatio, score_cutoff=_NEAR)
        remedy = f"did you mean {names[near[0]].title}?" if near and typed else "choose one that /productions lists"
        self.problems.append(Problem("is no production that I hold", remedy, "production", shortened(typed)))
        return ""

    def _topic(self) -> str:
        topic = slug(_clean(self.draft.topic))
        known = {*self.to.known_topics.ids, *self.to.topics, *((self.base.topic,) if self.base is not None else ())}
        if wrong := limits.excess(len(self.draft.topic), limits.ID, "characters"):
            self.problems.append(Problem(wrong, "shorten it", "topic", shortened(topic)))
        elif not topic:
            remedy = f"choose one, such as {', '.join(self.to.known_topics.ids)}"
            self.problems.append(Problem("is missing", remedy, "topic"))
        elif topic not in known and (near := _nearest(topic, known)):
            remedy = f"did you mean {near}?"
            self.problems.append(Problem("is no topic that I hold", remedy, "topic", shortened(topic)))
        return topic

    def _value(self, topic: str) -> Value | None:
        if self.base is not None and self._untouched("value", "kind"):
            self.kept.add("value")
            return self.base.value
        before = self.base.value if self.base is not None else None
        usual = self.to.known_topics.get(topic).value if topic else None
        typed = (_clean(self.draft.value), self.draft.kind, usual, self.to.today, self.to.gazetteer)
        value, note, problems = read_value(*typed) if before is None else read_value_anew(before, *typed)
        self.problems.extend(problems)
        self.notes.extend(filter(None, (note,)))
        return value

    def _sources(self) -> tuple[Source, ...]:
        if self.base is not None and self._untouched("sources"):
            self.kept.add("sources")
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
            remedy = "write the day on which the new date was announced, like 12 July 2026, or leave it empty for today"
            self.problems.append(Problem("is not a date", remedy, "announced_on", shortened(announced)))
        by, why = self._short("announced_by", limits.NAME), self._short("why", limits.REASON)
        return Announcement(on, by, why, self.draft.correction)

    def _short(self, name: str, most: int) -> str:
        """One line that goes with the change; empty where nothing was typed that anybody can see."""
        line = " ".join(_clean(getattr(self.draft, name)).split())
        if wrong := limits.excess(len(line), most, "characters"):
            self.problems.append(Problem(wrong, "shorten it", name, shortened(line)))
        return "" if is_blank(line) else line

    def _new_id(self, told: dict[str, Any]) -> str:
        about = told["subject"] or " ".join(str(told["text"]).split()[:6])
        if told["spoiler"] != Spoiler.NONE:
            about = ""  # the id is shown wherever the fact is named, and cannot be covered
        return free_id(f"{told['production']} {told['topic']} {about}", self.to.scope, self.to.taken)


def _nearest(word: str, known: Collection[str]) -> str | None:
    """The known word of which this one may be a slip; a word of its own is welcome."""
    near = process.extractOne(word, sorted(known), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return near[0] if near else None


_FIELDS = {"announced_dates": "announced_on", "value": "value", "sources": "sources", "phrasings": "phrasings"}


def _placed(problem: Problem) -> Problem:
    """A problem of the fact's field as one of the draft's, which may hold several in one text."""
    head = problem.field.partition("[")[0].partition(".")[0]
    return replace(problem, field=_FIELDS.get(head, head) or "value")


def _clean(text: str) -> str:
    """What was typed, without control and formatting characters that no reader would see."""
    normal = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(mark for mark in normal if mark in _JOINERS or unicodedata.category(mark) not in _UNSEEN).strip()


def one_a_line(text: str) -> tuple[str, ...]:
    """What was typed one a line (phrasings, names); the same one typed twice counts once."""
    lines = [" ".join(line.split()) for line in _clean(text).splitlines()]
    return tuple({line.casefold(): line for line in reversed(lines) if not is_blank(line)}.values())[::-1]


def _plain(value: object) -> object:
    """A field in the form in which it comes back from a modal that nobody touched."""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
