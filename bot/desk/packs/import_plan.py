"""Work out what an import would do, fact by fact, before anything is written."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from pydantic import ValidationError

from bot.desk.cards.spoilers import level_of
from bot.desk.editing.drafts.date_moves import Announcement, announced_after
from bot.facts.models import SHARED, Fact, Production, Spoiler, State, changed
from bot.facts.packs.check import check_pack
from bot.facts.packs.reading import PackForm, PackReading
from bot.facts.problems import Level, Problem, errors_of, explain
from bot.facts.wording.differences import Difference, differences
from bot.messages import _

_KEPT = frozenset({"scope", "revision"})
"""Fields that a file never sets."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A fact that the file changes: as it is, and as it would be."""

    before: Fact
    after: Fact

    @property
    def differences(self) -> tuple[Difference, ...]:
        """The changes, field by field."""
        return differences(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Left:
    """A fact of the file that would stay as it is, and why."""

    id: str
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The report of an import. ``token`` applies it; ``refused`` has each record's line and reason.

    ``warnings`` stand in nobody's way. ``read`` is how many facts and productions the file holds that could be read.
    """

    token: str
    scope: str
    by: str
    pack: str
    title: str
    form: PackForm
    added: tuple[Fact, ...]
    changed: tuple[Changed, ...]
    left: tuple[Left, ...]
    refused: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    productions_added: tuple[Production, ...]
    productions_changed: tuple[tuple[Production, Production], ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that would be written, each without its next revision number."""
        return (*self.added, *(each.after for each in self.changed))

    @property
    def productions(self) -> tuple[Production, ...]:
        """The productions that would be written."""
        return (*self.productions_added, *(after for _before, after in self.productions_changed))

    @property
    def empty(self) -> bool:
        """Whether applying it would change nothing."""
        return not (self.facts or self.productions)


@dataclass(frozen=True, slots=True)
class Present:
    """What a scope holds of what a file names: facts and productions by id as the scope sees them."""

    scope: str
    facts: Mapping[str, Fact]
    productions: Mapping[str, Production]


@dataclass(slots=True)
class _Plan:
    added: list[Fact] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)


def plan_import(reading: PackReading, present: Present, *, today: date, token: str, by: str) -> ImportPlan:
    """Sort out a file. Blocking, up to seconds for the largest: call it in a thread.

    What a file does not mention of a fact stays as it is (an empty list clears it). A date that the file sets to
    another day becomes the next announced one. Facts that were retired or merged here are left alone.
    """
    found = check_pack(reading, today=today, known_productions=present.productions, known_facts=present.facts.keys())
    problems = tuple(_marked(problem, present) for problem in found)
    plan = _Plan(refused=errors_of(problems))
    wrong = {problem.where for problem in plan.refused}
    for fact, where in zip(reading.facts, reading.fact_places, strict=True):
        if where not in wrong:
            _take(plan, fact, where, present, Announcement(today.isoformat(), f"pack {reading.id}"))
    productions = _differing_productions(reading, present, wrong)
    return ImportPlan(
        token=token,
        scope=present.scope,
        by=by,
        pack=reading.id,
        title=reading.title,
        form=reading.form,
        added=tuple(plan.added),
        changed=tuple(plan.changed),
        left=tuple(plan.left),
        refused=tuple(plan.refused),
        warnings=tuple(problem for problem in problems if problem.level is Level.WARNING),
        productions_added=tuple(after for before, after in productions if before is None),
        productions_changed=tuple((before, after) for before, after in productions if before is not None),
    )


def _differing_productions(
    reading: PackReading, present: Present, wrong: Container[str]
) -> list[tuple[Production | None, Production]]:
    """The productions of a file that are new or differ, each with what is there; ``wrong`` are refused places."""
    placed = zip(reading.productions, reading.production_places, strict=True)
    pairs = [_production(production, present) for production, where in placed if where not in wrong]
    return [(before, after) for before, after in pairs if before is None or _differ(before, after)]


def _marked(problem: Problem, present: Present) -> Problem:
    """A problem that is known to quote a spoiler also where only the fact that is there says that it is one."""
    held = present.facts.get(problem.record)
    return replace(problem, spoiler=True) if held is not None and level_of(held) is not Spoiler.NONE else problem


def _take(plan: _Plan, fact: Fact, where: str, present: Present, announcement: Announcement) -> None:
    before = present.facts.get(fact.id)
    if before is not None and before.state is not State.LIVE:
        plan.left.append(Left(fact.id, where, _left_because(before.state)))
        return
    try:
        after = _joined(fact, before, present.scope, announcement)
    except ValidationError as fault:
        spoiler = level_of(fact, *((before,) if before is not None else ())) is not Spoiler.NONE
        plan.refused.extend(replace(each, spoiler=spoiler) for each in explain(fault, where=where, record=fact.id))
        return
    if before is None:
        plan.added.append(after)
    elif differences(before, after):
        plan.changed.append(Changed(before, after))
    else:
        plan.left.append(Left(fact.id, where, _("it already says this")))


def _left_because(state: State) -> str:
    """Say why a fact that isn't live stays as it is."""
    if state is State.RETIRED:
        return _("it is retired here; restore it first to change it")
    if state is State.MERGED:
        return _("it is merged into another fact here; restore it first to change it")
    return _("this server withdrew its version; restore it first to change it")


def _joined(fact: Fact, before: Fact | None, scope: str, announcement: Announcement) -> Fact:
    """Return the fact as it would be: the file's fields over the existing ones."""
    given = {name: getattr(fact, name) for name in fact.model_fields_set - _KEPT}
    kept = {} if before is None else {name: getattr(before, name) for name in Fact.model_fields}
    merged = kept | given | {"scope": scope, "revision": 1}
    if before is not None and "announced_dates" not in given:
        merged["announced_dates"] = announced_after(before, merged["topic"], merged["value"], announcement)
    untouched = kept.keys() - given.keys() - _KEPT - {"announced_dates"}
    if before is not None and merged["announced_dates"] is before.announced_dates:
        untouched |= {"announced_dates"}
    return changed(Fact, merged, untouched)


def _production(production: Production, present: Present) -> tuple[Production | None, Production]:
    before = present.productions.get(production.id)
    given = {name: getattr(production, name) for name in production.model_fields_set}
    kept = {} if before is None else {name: getattr(before, name) for name in Production.model_fields}
    return before, changed(Production, kept | given | {"scope": present.scope}, kept.keys() - given.keys() - _KEPT)


def _differ(before: Production, after: Production) -> bool:
    return before.model_copy(update={"scope": SHARED}) != after.model_copy(update={"scope": SHARED})
