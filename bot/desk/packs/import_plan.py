"""Plan an import: what it would do with each fact."""

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

_NEVER_SET = frozenset({"scope", "revision"})
"""Fields that a file never sets."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A fact that the file changes: its current and its new version."""

    before: Fact
    after: Fact

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Return the changes, field by field."""
        return differences(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A fact of the file that wouldn't be changed, and why."""

    id: str
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The report of an import. ``token`` applies it. ``refused`` are problems with records, each with its place.

    ``warnings`` don't prevent the import of their records.
    """

    token: str
    scope: str
    by: str
    pack: str
    title: str
    form: PackForm
    added: tuple[Fact, ...]
    changed: tuple[Changed, ...]
    skipped: tuple[Skipped, ...]
    refused: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    productions_added: tuple[Production, ...]
    productions_changed: tuple[tuple[Production, Production], ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Return the facts to write, without their next revision numbers."""
        return (*self.added, *(each.after for each in self.changed))

    @property
    def productions(self) -> tuple[Production, ...]:
        """Return the productions to write."""
        return (*self.productions_added, *(after for _before, after in self.productions_changed))

    @property
    def empty(self) -> bool:
        """Return whether applying it would change nothing."""
        return not (self.facts or self.productions)


@dataclass(frozen=True, slots=True)
class Existing:
    """The facts and productions of a file that exist in a scope, by id."""

    scope: str
    facts: Mapping[str, Fact]
    productions: Mapping[str, Production]


@dataclass(slots=True)
class _Plan:
    added: list[Fact] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)


def plan_import(reading: PackReading, existing: Existing, *, today: date, token: str, by: str) -> ImportPlan:
    """Plan the import of a file. Call it in a thread, because large files take seconds.

    Fields that the file doesn't mention stay unchanged; an empty list clears a field. If the file changes a date, the
    new one is added to the announced dates. Retired and merged facts are skipped.
    """
    found = check_pack(reading, today=today, known_productions=existing.productions, known_facts=existing.facts.keys())
    problems = tuple(_with_spoiler_mark(problem, existing) for problem in found)
    plan = _Plan(refused=errors_of(problems))
    wrong = {problem.where for problem in plan.refused}
    for fact, where in zip(reading.facts, reading.fact_places, strict=True):
        if where not in wrong:
            _plan_fact(plan, fact, where, existing, Announcement(today.isoformat(), f"pack {reading.id}"))
    productions = _differing_productions(reading, existing, wrong)
    return ImportPlan(
        token=token,
        scope=existing.scope,
        by=by,
        pack=reading.id,
        title=reading.title,
        form=reading.form,
        added=tuple(plan.added),
        changed=tuple(plan.changed),
        skipped=tuple(plan.skipped),
        refused=tuple(plan.refused),
        warnings=tuple(problem for problem in problems if problem.level is Level.WARNING),
        productions_added=tuple(after for before, after in productions if before is None),
        productions_changed=tuple((before, after) for before, after in productions if before is not None),
    )


def _differing_productions(
    reading: PackReading, existing: Existing, wrong: Container[str]
) -> list[tuple[Production | None, Production]]:
    """Return the new and changed productions, each with its current version; skip those at places in ``wrong``."""
    placed = zip(reading.productions, reading.production_places, strict=True)
    pairs = [_production(production, existing) for production, where in placed if where not in wrong]
    return [(before, after) for before, after in pairs if before is None or _differ(before, after)]


def _with_spoiler_mark(problem: Problem, existing: Existing) -> Problem:
    """Mark a problem as a spoiler if the existing fact is one, even if the file doesn't say so."""
    fact = existing.facts.get(problem.record)
    return replace(problem, spoiler=True) if fact is not None and level_of(fact) is not Spoiler.NONE else problem


def _plan_fact(plan: _Plan, fact: Fact, where: str, existing: Existing, announcement: Announcement) -> None:
    before = existing.facts.get(fact.id)
    if before is not None and before.state is not State.LIVE:
        plan.skipped.append(Skipped(fact.id, where, _skip_reason(before.state)))
        return
    try:
        after = _combined(fact, before, existing.scope, announcement)
    except ValidationError as fault:
        spoiler = level_of(fact, *((before,) if before is not None else ())) is not Spoiler.NONE
        plan.refused.extend(replace(each, spoiler=spoiler) for each in explain(fault, where=where, record=fact.id))
        return
    if before is None:
        plan.added.append(after)
    elif differences(before, after):
        plan.changed.append(Changed(before, after))
    else:
        plan.skipped.append(Skipped(fact.id, where, _("it already says this")))


def _skip_reason(state: State) -> str:
    """Return why a fact that isn't live is skipped."""
    if state is State.RETIRED:
        return _("it is retired here; restore it first to change it")
    if state is State.MERGED:
        return _("it is merged into another fact here; restore it first to change it")
    return _("this server withdrew its version; restore it first to change it")


def _combined(fact: Fact, before: Fact | None, scope: str, announcement: Announcement) -> Fact:
    """Return the new version of a fact: the existing one with the fields of the file."""
    given = {name: getattr(fact, name) for name in fact.model_fields_set - _NEVER_SET}
    kept = {} if before is None else {name: getattr(before, name) for name in Fact.model_fields}
    merged = kept | given | {"scope": scope, "revision": 1}
    if before is not None and "announced_dates" not in given:
        merged["announced_dates"] = announced_after(before, merged["topic"], merged["value"], announcement)
    untouched = kept.keys() - given.keys() - _NEVER_SET - {"announced_dates"}
    if before is not None and merged["announced_dates"] is before.announced_dates:
        untouched |= {"announced_dates"}
    return changed(Fact, merged, untouched)


def _production(production: Production, existing: Existing) -> tuple[Production | None, Production]:
    before = existing.productions.get(production.id)
    given = {name: getattr(production, name) for name in production.model_fields_set}
    kept = {} if before is None else {name: getattr(before, name) for name in Production.model_fields}
    return before, changed(
        Production, kept | given | {"scope": existing.scope}, kept.keys() - given.keys() - _NEVER_SET
    )


def _differ(before: Production, after: Production) -> bool:
    return before.model_copy(update={"scope": SHARED}) != after.model_copy(update={"scope": SHARED})
